"""A campaign leaves the file while its journeys are on their way: nothing stands on it, and everything finds it again."""

from pathlib import Path

import pytest

from tests.cli.homes import MAILS, Home

OUTBOX = MAILS.replace("    limits: {email: 3}\n", "    imap: none\n").replace("gap: 3 minutes", "gap: 0 minutes")
HEAD, _, HELLO = OUTBOX.partition("campaigns:\n")
OTHER = HELLO.replace("  hello:\n", "  other:\n")
for old, new in {"noor": "kim", "sam": "lea", "tom": "max", "ida": "jo", "bo@": "al@", "intro": "first", "nudge": "second"}.items():
    OTHER = OTHER.replace(old, new)
BEFORE, WITHOUT, BOTH = f"{HEAD}campaigns:\n{HELLO}", f"{HEAD}campaigns:\n{OTHER}", f"{HEAD}campaigns:\n{HELLO}{OTHER}"


def accept(home: Home, text: str) -> str:
    """Apply another file; what apply said last."""
    (home.folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    code, _, said = home.type("apply", "--yes")
    assert code == 0, said
    return said.splitlines()[-1]


def days(home: Home, count: int) -> None:
    for _ in range(count):
        home.clock.set(home.clock.now() + 86_400)
        code, _, said = home.type("run", "--once", "-q")
        assert code == 0, said


def sent(home: Home) -> list[tuple[object, ...]]:
    return home.sql("SELECT campaign, step, count(*) FROM action WHERE state = 'sent' GROUP BY 1, 2 ORDER BY 1, 2")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Five got the first mail of hello, and hello is not in the file any more."""
    found = Home(tmp_path, monkeypatch, capsys, BEFORE)
    assert found.type("run", "--once", "-q")[0] == 0
    assert accept(found, WITHOUT) == "hello: paused, it is not in the file any more"
    return found


def test_the_others_go_on_while_its_follow_ups_fall_due_and_it_goes_on_when_it_is_there_again(home: Home) -> None:
    days(home, 6)
    assert sent(home) == [("hello", "intro", 5), ("other", "first", 5), ("other", "second", 5)]
    accept(home, BOTH)
    days(home, 4)
    assert sent(home)[:2] == [("hello", "intro", 5), ("hello", "nudge", 5)]
    assert home.type("audit")[0] == 0


def test_whoever_is_in_it_can_answer_be_stopped_and_be_erased(home: Home) -> None:
    days(home, 3)
    for words in (
        ("mark", "noor@windmill.example", "replied"),
        ("mark", "sam@canal.example", "later", "--until", "2027-01-15"),
        ("leads", "stop", "tom@quay.example"),
        ("privacy", "object", "ida@dike.example"),
        ("privacy", "erase", "bo@lock.example", "--yes"),
    ):
        code, _, said = home.type(*words)
        assert code == 0, (words, said)
    states = home.sql("SELECT state, step, queue FROM journey WHERE campaign = 'hello' ORDER BY lead_id")
    assert [row[0] for row in states] == ["replied", "replied", "stopped", "unsubscribed", "erased"]
    accept(home, BOTH)
    days(home, 4)
    assert sent(home)[0] == ("hello", "intro", 5)
    assert "nudge" not in {row[1] for row in sent(home)}
    assert home.type("audit")[0] == 0


def test_a_lead_that_was_paused_meanwhile_goes_on_with_it(home: Home) -> None:
    assert home.type("leads", "pause", "noor@windmill.example")[0] == 0
    assert home.type("leads", "resume", "noor@windmill.example")[0] == 0
    accept(home, BOTH)
    days(home, 6)
    assert sent(home)[:2] == [("hello", "intro", 5), ("hello", "nudge", 5)]


def test_who_waited_for_the_end_of_another_campaign_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Noor is in both; the second waits until the first is over, which is when the second is not in the file."""
    both = BOTH.replace("kim@windmill", "noor@windmill")
    home = Home(tmp_path, monkeypatch, capsys, both)
    days(home, 1)
    assert home.sql("SELECT reason FROM journey WHERE reason <> ''") == [("overlap: already in hello",)]
    accept(home, BEFORE)
    days(home, 6)
    accept(home, both)
    days(home, 8)
    assert home.sql("SELECT campaign, state, count(*) FROM journey GROUP BY 1, 2") == [("hello", "finished", 5), ("other", "finished", 5)]
    assert home.type("audit")[0] == 0
