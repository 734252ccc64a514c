"""`seleqt run --simulate`: the timeline, the gate for CI, and that nothing happens."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import HEAD, LEADS, TWO_MAILS, draft

FROM = ["--from", "2026-12-01T08:00:00Z"]
SILENT = ["--reply-rate", "0", "--ooo-rate", "0", "--accept-rate", "0"]
OUTBOX_WARNING = "campaigns.yaml:4:3: warning: senders.anna: mails are written into the folder box and reach nobody; replies are not seen\n"


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_person_sees_a_calendar_and_when_campaigns_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["run", "--simulate", *FROM, *SILENT]) == 0
    assert capsys.readouterr() == (
        "day             anna email\n"
        "Tue 2026-12-01           2\n"
        "Thu 2026-12-03           2\n"
        "\n"
        "4 actions from Tue 2026-12-01 09:00 to Thu 2026-12-03 09:10 (Europe/Amsterdam)\n"
        "leads: 2 finished\n"
        "hello: ends Thu 2026-12-03 09:10\n",
        OUTBOX_WARNING + "nothing was sent; `seleqt run` would do this\n",
    )


def test_programs_get_each_action_and_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads="email,first_name,company\nnoor@windmill.example,Noor,Windmill\n")
    assert run(["run", "--simulate", "--json", "--messages", *FROM, *SILENT]) == 0
    first, second, summary = lines(capsys)
    assert first == {
        "type": "action", "id": 1, "at": first["at"], "account": "email:anna@acme.example", "sender": "anna", "campaign": "hello",
        "lead": "noor@windmill.example", "lead_id": 1, "step": "hi", "action": "email", "state": "planned", "reason": first["reason"],
        "message_id": None, "subject": "For Windmill", "variant": "",
        "text": "Hi Noor\n\nAnna of Acme\n\n-- \nAcme B.V., Gracht 1, Amsterdam\nSource of your contact details: fair. "
        "I use them only to write to you on behalf of Acme B.V. about doing business together.\n"
        'Would you rather not hear from me? Reply "stop" and I will not write to you again.\n'
        "How we handle personal data and what rights you have: https://acme.example/privacy\n",
    }  # fmt: skip
    assert (second["step"], second["subject"]) == ("again", "Re: For Windmill")
    assert first["reason"]
    assert summary == {
        "type": "summary", "seed": "0", "from": "2026-12-01T08:00:00Z", "to": second["at"],
        "actions": {"email:anna@acme.example": {"email": 2}}, "journeys": {"finished": 1}, "ends": {"hello": second["at"]}, "problems": [],
    }  # fmt: skip


def test_the_same_inputs_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    rows = "".join(f"p{number}@c{number // 3}.example,N{number},C{number // 3}\n" for number in range(120))
    draft(tmp_path, leads="email,first_name,company\n" + rows)
    command = [sys.executable, "-m", "seleqt_cli", "run", "--simulate", "--json", *FROM]
    outputs = [
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b"\n") > 200
    other = subprocess.run([*command, "--seed", "7"], capture_output=True, check=True).stdout
    assert other != outputs[0]


def test_nothing_is_written_and_no_command_runs(tmp_path: Path) -> None:
    hook = 'on: {reply: {command: [touch, "ran"]}, finished: {command: [touch, "ran"]}}\n'
    draft(tmp_path, head=HEAD.replace("campaigns:", hook + "campaigns:"))
    before = sorted(tmp_path.rglob("*"))
    assert run(["run", "--simulate", *FROM, "--reply-rate", "1", "--ooo-rate", "0"]) == 0
    assert run(["check"]) == 0
    assert run(["preview"]) == 0
    assert run(["preview", "--today"]) == 0
    assert sorted(tmp_path.rglob("*")) == before


def test_a_lead_that_would_be_held_fails_unless_it_is_allowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=LEADS + "eva@delta.example,,Delta\n")
    assert run(["run", "--simulate", "--json", *FROM, *SILENT]) == 1
    assert lines(capsys)[-1]["problems"] == [
        {"code": "held", "lead": "eva@delta.example", "text": "hello: step hi: no value for first_name"}
    ]
    assert run(["run", "--simulate", "--allow-held", "1", *FROM, *SILENT]) == 0


def test_the_log_of_a_check_names_nobody_of_a_file_outside_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w").mkdir()
    file = draft(tmp_path / "w", TWO_MAILS.replace("leads.csv", "../people.csv"), leads=None)
    (tmp_path / "people.csv").write_text(LEADS + "eva@delta.example,,Delta\n")
    assert run(["-f", file, "run", "--simulate", *FROM, *SILENT]) == 1
    said = capsys.readouterr()
    assert "held: (not shown): hello: step hi: no value for first_name\n" in said.err
    assert not any(name in said.out + said.err for name in ("eva@", "noor@", "sam@"))


def test_a_held_lead_costs_nobody_a_place_in_the_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads="email,first_name,company\neva@delta.example,,Delta\nnoor@windmill.example,Noor,Windmill\n")
    run(["run", "--simulate", "--json", *FROM, *SILENT])
    assert lines(capsys)[-1]["actions"] == {"email:anna@acme.example": {"email": 2}}


def test_a_journey_that_can_never_end_fails_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, TWO_MAILS.replace("    schedule: office\n", "    schedule: office\n    end: 2026-12-02\n"))
    assert run(["run", "--simulate", "--json", *FROM, *SILENT]) == 1
    assert lines(capsys)[-1]["problems"] == [
        {"code": "never-ends", "lead": lead, "text": "hello: step again is never done: the campaign ends on 2026-12-02"}
        for lead in ("noor@windmill.example", "sam@canal.example")
    ]


def test_without_leads_it_fails_with_advice_and_makes_some_up_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=None)
    assert run(["run", "--simulate", *FROM]) == 1
    assert capsys.readouterr().err == (
        OUTBOX_WARNING + "missing-file: hello: the lead file leads.csv is not there (--leads N makes some up)\n"
        "no-leads: there are no leads to simulate with\n"
        "Give the campaign leads, or make some up: seleqt run --simulate --leads 20\n"
    )
    assert run(["run", "--simulate", "--leads", "12", "--json", *FROM, *SILENT]) == 0
    found = lines(capsys)
    assert found[-1]["journeys"] == {"finished": 12}
    assert {line["lead"].rpartition(".")[2] for line in found[:-1]} == {"example"}


def test_it_goes_on_from_the_present_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    always = TWO_MAILS.replace("    schedule: office\n", "")
    head = HEAD.replace('"Anna of Acme"', '"Anna of Acme", imap: none, pace: {gap: 0}, limits: {email: 3}')
    draft(tmp_path, always.replace("steps:", "schedule: always\n    steps:"), head=head.replace(
        "schedules: {", 'schedules: {always: {days: daily, hours: "00:00-24:00"}, '))  # fmt: skip
    assert run(["run", "--once", "--apply", "-q"]) == 0
    (tmp_path / "leads.csv").write_text(LEADS + "eva@delta.example,Eva,Delta\nida@echo.example,Ida,Echo\n", encoding="utf-8")
    before = sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file())
    capsys.readouterr()
    assert run(["run", "--simulate", "--json", "-q", *SILENT]) == 0
    assert sorted((path, path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()) == before
    *actions, summary = lines(capsys)
    done = [(one["lead"].partition("@")[0], one["step"]) for one in actions]
    # noor and sam got their first mail; of the two new ones one finds the last place of the day's limit
    assert sorted(done) == sorted([("noor", "again"), ("sam", "again"), ("eva", "hi"), ("eva", "again"), ("ida", "hi"), ("ida", "again")])
    assert done[0] == ("eva", "hi")
    assert actions[1]["at"][:10] != actions[0]["at"][:10]
    assert summary["journeys"] == {"finished": 4}


def test_a_home_of_another_file_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    other = tmp_path / "other"
    other.mkdir()
    name = draft(other)
    capsys.readouterr()
    assert run(["run", "--simulate", "-f", name, *FROM, *SILENT]) == 0
    assert f"the home belongs to {tmp_path / 'campaigns.yaml'}: this starts from the leads of {name} alone\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "soon"], "seleqt: --from soon: not a moment\nwrite it as 2026-12-01T08:00:00Z or 2026-12-01\n"),
        (["--reply-rate", "5"], "seleqt: --reply-rate 5: a rate is a part of all, from 0 to 1\n"
            "--reply-rate 0.05 means five of a hundred\n"),
        (["--reply-rate", "0.9", "--bounce-rate", "0.9"], "seleqt: --reply-rate, --bounce-rate and --ooo-rate are together more than all\n"
            "their sum is at most 1\n"),
        (["--days", "-1"], "seleqt: --days -1: below nothing\n--days takes a number from 0 on\n"),
        (["--campaign", "nosuch"], "seleqt: there is no campaign nosuch\ncampaigns: hello\n"),
        (["--sender", "nosuch"], "seleqt: there is no sender nosuch\nsenders: anna\n"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    draft(tmp_path)
    assert run(["run", "--simulate", *options]) == 2
    assert capsys.readouterr() == ("", said)


def test_waves_of_first_contacts_are_named_with_the_even_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"p{number}@c{number}.example,N,C{number}\n" for number in range(700))
    draft(tmp_path, leads="email,first_name,company\n" + rows)
    assert run(["run", "--simulate", "--json", *FROM, *SILENT]) == 0
    waves = [problem["text"] for problem in lines(capsys)[-1]["problems"] if problem["code"] == "waves"]
    assert len(waves) == 1
    assert waves[0].endswith("because follow-ups take the limits; `max_new_leads: 25` gives every day the same work")
    draft(tmp_path, TWO_MAILS.replace("    steps:", "    max_new_leads: 25\n    steps:"), leads="email,first_name,company\n" + rows)
    assert run(["run", "--simulate", "--json", *FROM, *SILENT]) == 0
    assert lines(capsys)[-1]["problems"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--simulate", "--once"], "seleqt: --once sends for real, --simulate sends nothing\nseleqt run --help\n"),
        (["--simulate", "--apply"], "seleqt: --apply sends for real, --simulate sends nothing\nseleqt run --help\n"),
        (["--once", "--for", "3m"], "seleqt: --once ends by itself, --for TIME runs so long\nleave one of them out\n"),
        (["--once", "--from", "2026-12-01"], "seleqt: --from belongs to --simulate\nseleqt run --help\n"),
        (["--leads", "5"], "seleqt: --leads belongs to --simulate\nseleqt run --help\n"),
    ],
)
def test_options_that_say_two_things_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    draft(tmp_path)
    assert run(["--home", str(tmp_path / "home"), "run", *options]) == 2
    assert capsys.readouterr() == ("", said)
