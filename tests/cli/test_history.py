"""`seleqt history`: one row an action, every change with --events, page by page."""

from pathlib import Path

import pytest

from seleqt_cli.cli.commands import history
from seleqt_cli.cli.when import moment
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.storage import record
from tests.cli.homes import MAILS, MONDAY, Home


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    home.run_for(9)
    return home


def test_one_line_an_action_oldest_first(mails: Home) -> None:
    assert mails.type("history") == (
        0,
        "Mon 2026-12-28 09:00  sent      anna: email intro to noor@windmill.example, hello\n"
        "Mon 2026-12-28 09:03  sent      anna: email intro to sam@canal.example, hello\n"
        "Mon 2026-12-28 09:06  sent      anna: email intro to tom@quay.example, hello\n",
        "",
    )


def test_json_lines_have_the_keys_of_an_action(mails: Home) -> None:
    found = mails.lines("history", "--limit", "1")
    message_id = found[0].pop("message_id")
    assert message_id.endswith("@acme.example>")
    assert found == [
        {
            "type": "action", "id": 1, "at": "2026-12-28T08:00:00Z", "account": "email:anna@acme.example", "sender": "anna",
            "campaign": "hello", "lead": "noor@windmill.example", "lead_id": 1, "step": "intro", "action": "email", "state": "sent",
            "reason": "",
        }
    ]  # fmt: skip


def test_filters_narrow_it(mails: Home) -> None:
    def leads(*words: str) -> list[str]:
        return [one["lead"] for one in mails.lines("history", *words)]

    assert leads("--lead", "sam@canal.example") == ["sam@canal.example"]
    refusal = "seleqt: there is no campaign helo; did you mean hello?\ncampaigns: hello\n"
    assert mails.type("history", "--campaign", "helo") == (2, "", refusal)
    assert leads("--sender", "anna", "--after", "2") == ["tom@quay.example"]
    assert leads("--since", "2026-12-28T08:03:00Z") == ["sam@canal.example", "tom@quay.example"]
    assert leads("--since", "2026-12-28 09:06") == ["tom@quay.example"]
    assert leads("--since", "4 minutes") == ["tom@quay.example"]
    assert mails.type("history", "--sender", "nobody") == (2, "", "seleqt: there is no sender nobody\nsenders: anna\n")
    assert mails.type("history", "--since", "soon")[0] == 2


def test_the_newest_alone_still_stand_newest_last(mails: Home) -> None:
    def leads(*words: str) -> list[str]:
        return [one["lead"] for one in mails.lines("history", *words)]

    assert leads("--last", "2") == ["sam@canal.example", "tom@quay.example"]
    assert leads("--last", "1", "--lead", "sam@canal.example") == ["sam@canal.example"]
    assert len(leads("--last", "0")) == 3
    assert [one["event"] for one in mails.lines("history", "--events", "--last", "1")] == ["sent"]
    assert mails.type("history", "--last", "1") == (
        0, "Mon 2026-12-28 09:06  sent      anna: email intro to tom@quay.example, hello\n", ""
    )  # fmt: skip


def test_a_terminal_shows_the_newest_and_says_so(mails: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(history, "AT_A_TERMINAL", 2)
    code, out, err = mails.type("history")
    assert (code, [line.split()[6] for line in out.splitlines()]) == (0, ["intro", "intro"])
    assert ("noor@" in out, err) == (False, "the newest 2; `seleqt history --last 0` shows all\n")
    assert len(mails.type("history", "--last", "0")[1].splitlines()) == 3


def test_events_are_every_change(mails: Home) -> None:
    events = mails.lines("history", "--events")
    assert [(one["event"], one["lead"], one["step"]) for one in events] == [
        ("applied", None, None),
        *[
            (event, lead, "intro")
            for lead in ("noor@windmill.example", "sam@canal.example", "tom@quay.example")
            for event in ("sending", "sent")
        ],
    ]
    assert events[1]["data"]["limits"] == {"day": 3}
    assert len(mails.lines("history", "--events", "--sender", "anna", "--lead", "1")) == 2
    assert "  sending       intro, noor@windmill.example, hello\n" in mails.type("history", "--events")[1]


def test_it_is_read_page_by_page(mails: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mails.type("history", "--events", "--json")
    monkeypatch.setattr(record, "PAGE", 2)
    assert mails.type("history", "--events", "--json") == whole


def test_an_erased_person_is_nobody(mails: Home) -> None:
    mails.sql("UPDATE action SET lead = NULL WHERE lead_id = 1")
    mails.sql("UPDATE lead SET email = NULL, linkedin = NULL WHERE id = 1")
    assert mails.lines("history")[0]["lead"] is None
    assert mails.lines("history", "--events")[1]["lead"] is None
    assert "email intro to somebody erased, hello" in mails.type("history")[1]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-12-28", MONDAY - 9 * 3600),
        ("2026-12-28 09:00", MONDAY),
        ("2026-12-28T09:00", MONDAY),
        ("2026-12-28T08:00:00Z", MONDAY),
        ("2026-12-28T10:00:00+02:00", MONDAY),
        ("2h", MONDAY - 7200),
        ("3 days", MONDAY - 3 * 86_400),
        ("1 week", MONDAY - 7 * 86_400),
    ],
)
def test_moments_are_read_as_people_write_them(text: str, instant: int) -> None:
    assert moment(text, "--since", zone="Europe/Amsterdam", now=MONDAY) == instant


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "3 fortnights", "-1 day", "99999999999 days"])
def test_other_texts_are_no_moment(text: str) -> None:
    with pytest.raises(UsageProblem, match="no moment"):
        moment(text, "--since", zone="Europe/Amsterdam", now=MONDAY)
