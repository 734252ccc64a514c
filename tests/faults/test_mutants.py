"""The suites of the promises bite: each of these faults, sown into the program, makes the check that guards against it fail.

Each check is also run on the program as it is, so that it does not fail for a reason of its own.
"""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seleqt_cli.engine.clocks import VirtualClock
from tests.acceptance.homes import ONE_MAIL, Home, InProcess
from tests.acceptance.records import doubled
from tests.faults.mutants import MUTANTS
from tests.servers.recording_smtp import HANG_UP, RecordingSmtp, recording_smtp

MONDAY = 1_798_444_800


class Program:
    """A home, a server, and the program with or without a fault."""

    def __init__(self, folder: Path, server: RecordingSmtp, mutant: str, leads: int = 4, **choices: object) -> None:
        self.server = server
        self.mutant = mutant
        smtp = f"{{host: 127.0.0.1, port: {server.port}, tls: none}}"
        self.home = Home(folder / "w", smtp, leads=leads, steps=ONE_MAIL, **choices).write()  # type: ignore[arg-type]

    def __call__(self, point: str = "", number: int = 0) -> int:
        """`run --once` as a process; with a point at which it is killed."""
        return self.home.call("run", "--once", "-q", program=("-m", "tests.faults.mutants", self.mutant, point, str(number))).returncode


def keeps_the_limit(program: Program) -> None:
    program.home.apply()
    program()
    assert Counter(program.server.recipients()).total() == program.home.limit
    program()
    assert Counter(program.server.recipients()).total() == program.home.limit


def sends_once_over_a_connection_that_breaks(program: Program) -> None:
    program.home.apply()
    program.server.before = lambda phase, number: HANG_UP if (phase, number) == ("DOT", 2) else None
    program()
    program()
    assert doubled(program.server.offered) == []


def keeps_the_name_of_a_mail(program: Program) -> None:
    clock = VirtualClock(MONDAY)
    program.server.before = lambda phase, number: b"451 4.3.0 later\r\n" if phase == "DOT" and number <= 2 else None
    InProcess(program.home, clock).apply().until(MONDAY + 86_400)
    assert len(program.server.taken) == program.home.leads
    names: dict[str, set[str]] = {}
    for mail in program.server.offered:
        names.setdefault(mail.recipient, set()).add(mail.message_id)
    assert [person for person, found in names.items() if len(found) > 1] == []


def knows_the_outcome_before_it_says_goodbye(program: Program) -> None:
    program.home.apply()
    program("before QUIT", 1)
    program()
    assert program.home.leads_with("in_doubt") == set()


def hears_a_no_before_the_dot(program: Program) -> None:
    program.home.apply()

    def opt_out(phase: str, number: int) -> None:
        if (phase, number) == ("DATA", 1):
            connection = sqlite3.connect(program.home.database, timeout=30)
            with connection:
                connection.execute("INSERT INTO suppression VALUES ('email', 'lead2@company2.example', 'opt-out', 'test', 0)")
            connection.close()

    program.server.before = opt_out
    program()
    assert "lead2@company2.example" not in program.server.recipients()


def sends_once_through_a_kill(program: Program) -> None:
    program.home.apply()
    program("after the reply", 2)
    program()
    assert doubled(program.server.taken) == []


def leaves_the_claims_of_others_alone(program: Program) -> None:
    """While one process waits for an answer to the dot, another one comes."""
    program.home.apply()
    others: list[int] = []

    def another(phase: str, number: int) -> None:
        if (phase, number) == ("DOT", 2):
            connection = sqlite3.connect(program.home.database)
            before = connection.execute("SELECT count(*) FROM action WHERE state = 'sending'").fetchone()
            others.append(program())
            after = connection.execute("SELECT count(*) FROM action WHERE state = 'sending'").fetchone()
            connection.close()
            assert before == after == (1,)

    failures: list[BaseException] = []

    def noting(phase: str, number: int) -> None:
        try:
            another(phase, number)
        except AssertionError as failure:
            failures.append(failure)

    program.server.before = noting
    program()
    assert others, "the second process never came"
    assert failures == []


def loses_nobody_through_a_kill(program: Program) -> None:
    program.home.apply()
    program("before C2", 2)
    program()
    assert sorted(program.server.recipients()) == program.home.addresses()


def goes_on_where_it_was(program: Program) -> None:
    program.home.apply()
    program()
    program()
    assert doubled(program.server.taken) == []


def keeps_a_journey_at_its_step_through_an_edit(program: Program) -> None:
    clock = VirtualClock(MONDAY)
    program.home.steps = two_mails("first", "second")
    InProcess(program.home.write(), clock).apply().until(MONDAY + 3600)
    program.home.steps = two_mails("before", "first", "second")
    InProcess(program.home.write(), clock).apply().until(MONDAY + 5 * 86_400)
    got = {(mail.recipient, str(mail.message["Subject"])): 0 for mail in program.server.taken}
    for mail in program.server.taken:
        got[mail.recipient, str(mail.message["Subject"])] += 1
    assert got == {(person, f"About {step}"): 1 for person in program.home.addresses() for step in ("first", "second")}


def sends_nothing_twice_after_a_restore(program: Program) -> None:
    program.home.apply()
    copy = shutil.copy2(program.home.database, program.home.database.with_suffix(".kept"))
    program()
    shutil.copy2(copy, program.home.database)
    program()
    assert len(program.server.taken) >= program.home.leads
    assert doubled(program.server.taken) == []


def two_mails(*steps: str) -> str:
    """The YAML of mails a day apart, each with words of its own."""
    mails = [f'      - id: {step}\n        email: {{subject: "About {step}", body: "The {step} words"}}\n' for step in steps]
    return "\n" + "      - wait: 1 day\n".join(mails)


Check = Callable[[Program], None]
GUARDED: dict[str, tuple[Check, dict[str, object]]] = {
    "limit off by one": (keeps_the_limit, {"leads": 30, "limit": 10}),
    "limit per process": (keeps_the_limit, {"leads": 30, "limit": 10}),
    "retry on disconnect": (sends_once_over_a_connection_that_breaks, {}),
    "new Message-ID per attempt": (keeps_the_name_of_a_mail, {}),
    "outcome after QUIT": (knows_the_outcome_before_it_says_goodbye, {}),
    "suppression only at planning": (hears_a_no_before_the_dot, {}),
    "lease frees sending": (sends_once_through_a_kill, {}),
    "no lock": (leaves_the_claims_of_others_alone, {}),
    "cursor moved at fetch": (loses_nobody_through_a_kill, {}),
    "resume from the start": (goes_on_where_it_was, {}),
    "positional step ids": (keeps_a_journey_at_its_step_through_an_edit, {}),
    "restore without epoch": (sends_nothing_twice_after_a_restore, {}),
}
IN_THIS_PROCESS = (keeps_the_name_of_a_mail, keeps_a_journey_at_its_step_through_an_edit)


Make = Callable[[str, dict[str, object]], Program]


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Make]:
    with recording_smtp() as server:
        yield lambda mutant, choices: Program(tmp_path, server, mutant, **choices)  # type: ignore[arg-type]


def test_every_mutant_has_a_guard() -> None:
    assert set(GUARDED) == set(MUTANTS)


@pytest.mark.parametrize("name", list(GUARDED))
def test_the_program_as_it_is_passes(name: str, program: Make) -> None:
    check, choices = GUARDED[name]
    check(program("", choices))


@pytest.mark.parametrize("name", list(GUARDED))
def test_the_mutant_is_caught(name: str, program: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    check, choices = GUARDED[name]
    made = program(name, choices)
    if check in IN_THIS_PROCESS:
        MUTANTS[name](monkeypatch.setattr)
    with pytest.raises(AssertionError) as caught:
        check(made)
    print(f"{name:30} caught by {check.__name__.replace('_', ' ')}: {str(caught.value).splitlines()[0][:90]}")


def test_the_documentation_names_every_mutant() -> None:
    page = (Path(__file__).parents[2] / "docs" / "negative-controls.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in page.partition("## ")[0].splitlines() if line.startswith("| ")][1:]
    assert {row.partition(" (")[0] for row in rows} == set(MUTANTS)
