"""An edit of the file is applied while journeys are on their way: who goes on, who begins anew, who is held."""

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

from seleqt_cli.wiring.services import Services
from tests.cli.homes import MAILS, Home

OUTBOX = MAILS.replace("    limits: {email: 3}\n", "    limits: {email: 3}\n    imap: none\n").replace("gap: 3 minutes", "gap: 0 minutes")
TOLD = "state, step, kind, reason, count(*) FROM journey GROUP BY 1, 2, 3, 4 ORDER BY 1, 2"


def home_with(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three of five leads got the first mail, and nobody the second."""
    home = Home(folder, monkeypatch, capsys, OUTBOX)
    code, _, said = home.type("run", "--once", "-q")
    assert code == 0, said
    assert home.sql(f"SELECT {TOLD}") == [("due", "intro", "email", "", 2), ("waiting", "nudge", "email", "", 3)]
    return home


def edit(home: Home, *changes: tuple[str, str]) -> None:
    text = OUTBOX
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (home.folder / "campaigns.yaml").write_text(text, encoding="utf-8")


def sent(home: Home) -> list[tuple[object, ...]]:
    return home.sql("SELECT step, count(*) FROM action WHERE state = 'sent' GROUP BY 1 ORDER BY 1")


def test_who_waits_for_a_first_step_that_has_another_name_now_begins_anew_and_nobody_gets_it_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    edit(home, ("id: intro", "id: opening"))
    assert home.type("apply")[2].splitlines()[-1] == "2 journeys begin anew: hello: intro is not in the file any more"
    assert home.sql(f"SELECT {TOLD}") == [("due", "opening", "email", "", 2), ("waiting", "nudge", "email", "", 3)]
    told = home.sql("SELECT json_extract(data, '$.reason'), count(*) FROM history WHERE event = 'begun anew' GROUP BY 1")
    assert told == [("not in the file any more: step intro", 2)]
    for _ in range(8):
        home.clock.set(home.clock.now() + 86_400)
        assert home.type("run", "--once", "-q")[0] == 0
    assert sent(home) == [("intro", 3), ("nudge", 5), ("opening", 2)]
    assert home.type("audit")[0] == 0


def test_who_waits_for_a_later_step_that_is_gone_is_held_and_goes_on_when_it_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    edit(home, ("id: nudge", "id: reminder"))
    code, _, said = home.type("apply")
    assert (code, said.splitlines()[-1]) == (0, "3 journeys are held: not in the file any more: step nudge")
    edit(home)
    assert home.type("apply")[0] == 0
    assert home.sql(f"SELECT {TOLD}") == [("due", "intro", "email", "", 2), ("waiting", "nudge", "email", "", 3)]


def test_a_step_that_was_moved_behind_goes_to_those_alone_who_have_not_got_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    edit(home, ("- id: nudge\n        email: {body", '- id: nudge\n        email: {subject: "Again", body'))
    text = (home.folder / "campaigns.yaml").read_text(encoding="utf-8")
    head, _, steps = text.partition("      - id: intro")
    first, wait, second = ("      - id: intro" + steps).partition("      - wait: 2 working days\n")
    (home.folder / "campaigns.yaml").write_text(head + second + wait + first, encoding="utf-8")
    assert home.type("apply")[0] == 0
    for _ in range(12):
        home.clock.set(home.clock.now() + 86_400)
        assert home.type("run", "--once", "-q")[0] == 0
    # the two who waited for intro are at it, and past nudge, which stands before it now
    assert sent(home) == [("intro", 5), ("nudge", 3)]
    assert home.sql("SELECT state, reason, count(*) FROM journey GROUP BY 1, 2") == [("finished", "", 5)]


def test_a_paused_lead_whose_step_is_gone_keeps_its_place_until_the_step_is_there_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    assert home.type("leads", "pause", "noor@windmill.example")[0] == 0
    edit(home, ("id: nudge", "id: reminder"))
    assert home.type("apply")[0] == 0
    assert home.type("leads", "resume", "noor@windmill.example") == (
        0, "", "noor@windmill.example: no journey goes on\nhello: held: its step is not in the file any more\n",
    )  # fmt: skip
    row = "SELECT j.state, j.step, j.reason FROM journey j JOIN lead l ON l.id = j.lead_id WHERE l.email = 'noor@windmill.example'"
    assert home.sql(row) == [("held", "nudge", "not in the file any more: step nudge")]
    edit(home)
    assert home.type("apply")[0] == 0
    assert home.sql(row) == [("waiting", "nudge", "")]
    for _ in range(8):
        home.clock.set(home.clock.now() + 86_400)
        assert home.type("run", "--once", "-q")[0] == 0
    assert sent(home) == [("intro", 5), ("nudge", 5)]
    assert home.type("audit")[0] == 0


def problems(home: Home) -> list[str]:
    """What diff finds wrong with the file; its exit code agrees."""
    code, out, _ = home.type("diff", "--no-simulation", "--json")
    found = [one["text"] for one in json.loads(out)["problems"] if one["code"] == "again"]
    assert code == bool(found)
    return found


def test_two_steps_that_exchange_their_names_or_a_copy_of_a_step_say_the_same_words_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    edit(
        home,
        ("id: intro", "id: -"),
        ("id: nudge\n        email: {", 'id: intro\n        email: {subject: "Again", '),
        ("id: -", "id: nudge"),
    )
    assert problems(home) == ["hello: 3 journeys got the words of intro and would get them again as nudge"]
    copy = '      - id: copy\n        email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}\n'
    (home.folder / "campaigns.yaml").write_text(OUTBOX + copy, encoding="utf-8")
    assert problems(home) == ["hello: 3 journeys got the words of intro and would get them again as copy"]
    assert home.type("apply")[0] == 0  # somebody wants it so: from then on it is no news
    (home.folder / "campaigns.yaml").write_text(OUTBOX + copy + "      - wait: 1 day\n", encoding="utf-8")
    assert problems(home) == []


def test_a_campaign_under_another_name_is_another_one_and_would_begin_anew_with_those_who_had_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    assert home.type("mark", "noor@windmill.example", "replied")[0] == 0
    edit(home, ("  hello:\n", "  greetings:\n"))
    who = "greetings: 2 people got the words of intro in hello and would get them again as intro; another name is another campaign"
    assert problems(home) == [who]
    edit(home, ("  hello:\n", "  greetings:\n"), ("robots?", "anything else?"))
    assert problems(home) == []


def test_whose_row_is_removed_ends_if_nothing_was_sent_and_begins_when_the_row_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    noor, bo = (next(line + "\n" for line in OUTBOX.splitlines() if name in line) for name in ("noor@", "bo@"))
    edit(home, (noor, ""), (bo, ""))
    told = home.type("diff", "--no-simulation")[1].splitlines()
    assert told[1:] == [
        "journeys hello: 4 continue, 1 end",
        "  1 end: not in the lead list any more, and nothing was sent",
        "  1 not in the lead list any more and on their way: `seleqt leads stop` ends one",
    ]
    assert home.type("apply")[2].splitlines()[-2:] == [
        "  1 journey ends: not in the lead list any more, and nothing was sent",
        "  1 journey goes on though not in the lead list any more; `seleqt leads stop` ends one",
    ]
    row = "SELECT j.state, j.reason, j.queue FROM journey j JOIN lead l ON l.id = j.lead_id WHERE l.email = 'bo@lock.example'"
    assert home.sql(row) == [("stopped", "not in the lead list any more", "")]
    assert "not in the lead list any more" in home.type("explain", "bo@lock.example")[1]
    home.run_for(3)
    assert sent(home) == [("intro", 3)]
    home.clock.set(home.clock.now() + 86_400)
    home.run_for(3)
    assert sent(home) == [("intro", 4)]
    edit(home)
    assert home.type("apply")[2].splitlines()[-1] == "  1 journey begins after all: in the lead list again"
    for _ in range(8):
        home.clock.set(home.clock.now() + 86_400)
        assert home.type("run", "--once", "-q")[0] == 0
    assert sent(home) == [("intro", 5), ("nudge", 5)]
    assert home.type("audit")[0] == 0


def test_whoever_was_stopped_while_the_row_was_away_does_not_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    edit(home, (next(line + "\n" for line in OUTBOX.splitlines() if "bo@" in line), ""))
    assert home.type("apply")[0] == 0
    assert home.type("leads", "stop", "bo@lock.example")[0] == 0
    edit(home)
    assert home.type("apply")[2].splitlines()[-1] == "hello: 0 leads enrolled (0 new, 0 changed)"
    assert home.type("leads", "set", "ida@dike.example", "email=ida@new.example")[0] == 0
    assert home.type("apply")[0] == 0  # under the old address her row is still there
    assert home.sql("SELECT count(*) FROM journey WHERE reason = 'not in the lead list any more'") == [(1,)]


@pytest.mark.parametrize(("cut", "version"), [("save_version", 1), ("SqliteEnrolment.add", 2)])
def test_an_apply_that_is_cut_off_leaves_the_old_version_or_the_new_one_and_nobody_at_a_step_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cut: str, version: int
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    row = "        - {email: bo@"
    edit(home, ("id: intro", "id: opening"), (row, f"        - {{email: new@far.example, first_name: New, company: Far}}\n{row}"))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"seleqt_cli.storage.{'enrolment' if '.' in cut else 'versions'}.{cut}", interrupted)
        assert home.type("apply")[0] == 1
    assert home.sql("SELECT max(id) FROM version") == [(version,)]
    first = {"intro", "nudge"} if version == 1 else {"opening", "nudge"}
    assert {row[0] for row in home.sql("SELECT step FROM journey")} == first
    home.clock.set(home.clock.now() + 86_400)
    home.run_for(3)
    assert home.type("apply")[2].splitlines()[-1].startswith("hello: 1 lead enrolled") or version == 1
    for _ in range(8):
        home.clock.set(home.clock.now() + 86_400)
        assert home.type("run", "--once", "-q")[0] == 0
    got = home.sql("SELECT l.email, group_concat(a.step) FROM action a JOIN lead l ON l.id = a.lead_id WHERE a.state = 'sent' GROUP BY 1")
    assert all(steps in ("intro,nudge", "opening,nudge") for _, steps in got)
    assert len(got) == 6
    assert home.type("audit")[0] == 0


def test_a_run_that_has_not_heard_of_a_new_version_leaves_its_journeys_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_with(tmp_path, monkeypatch, capsys)
    services = Services(home=str(home.folder / "home"), file=str(home.folder / "campaigns.yaml"), environment=dict(os.environ))
    services.clock = home.clock
    with closing(services.connect()) as connection:
        machine = services.machine(connection)
        edit(home, ("id: intro", "id: opening"), ("id: nudge", "id: reminder"))
        assert home.type("apply")[0] == 0
        home.clock.set(home.clock.now() + 4 * 86_400)
        assert machine.planner.plan(machine.accounts["email:anna@acme.example"], home.clock.now()) is None
        assert machine.store.timers(home.clock.now()) == []
