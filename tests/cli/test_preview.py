"""`seleqt preview`: the words as they would go."""

import json
from email import message_from_bytes
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from tests.cli.drafts import HEAD, LEADS, TWO_MAILS, draft


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))


def test_the_first_lead_is_shown_with_headers_signature_and_footer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["preview"]) == 0
    assert capsys.readouterr().out == (
        "=== hello: noor@windmill.example (Noor, Windmill)\n\n"
        "--- hi: email, a new thread\n"
        "From: Anna <anna@acme.example>\nTo: Noor <noor@windmill.example>\nSubject: For Windmill\n\n"
        "Hi Noor\n\nAnna of Acme\n\n-- \nAcme B.V., Gracht 1, Amsterdam\n"
        "Source of your contact details: fair. I use them only to write to you on behalf of Acme B.V. about doing business together.\n"
        'Would you rather not hear from me? Reply "stop" and I will not write to you again.\n'
        "How we handle personal data and what rights you have: https://acme.example/privacy\n\n"
        "--- again: email, in the same thread\n"
        "From: Anna <anna@acme.example>\nTo: Noor <noor@windmill.example>\nSubject: Re: For Windmill\n\n"
        "Hi again Noor\n\nAnna of Acme\n\n-- \n"
        'Would you rather not hear from me? Reply "stop" and I will not write to you again.\n\n'
    )


def test_one_lead_and_one_step_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["preview", "hello", "--lead", "Sam@canal.example", "--step", "again", "--json"]) == 0
    [only] = json.loads(capsys.readouterr().out)["messages"]
    assert (only["lead"], only["step"], only["subject"], only["thread"]) == ("sam@canal.example", "again", "Re: For Canal", "same")


def test_random_leads_are_the_same_for_a_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads=LEADS + "".join(f"p{number}@c{number}.example,N,C\n" for number in range(200)))

    def shown(seed: str) -> list[str]:
        assert run(["preview", "--random", "3", "--seed", seed, "--step", "hi", "--json"]) == 0
        return [one["lead"] for one in json.loads(capsys.readouterr().out)["messages"]]

    assert shown("1") == shown("1")
    assert len(set(shown("1"))) == 3
    assert shown("1") != shown("2")


def test_a_missing_value_is_shown_where_the_mail_would_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads="email,company\nnoor@windmill.example,Windmill\n")
    assert run(["preview", "--step", "hi"]) == 0
    assert capsys.readouterr().out.splitlines()[-2] == "(held: no value for first_name)"


def test_control_characters_of_a_lead_do_not_reach_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path, leads="email,first_name,company\nnoor@windmill.example,Noor\u202e,Wind\u2066mill\n")
    run(["preview"])
    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert "\u2066" not in out


def test_the_page_stands_alone_and_escapes_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html = TWO_MAILS.replace('body: "Hi {{ first_name }}"', 'format: html, attach: [leads.csv], body: "Hi **{{ first_name }}**"')
    draft(tmp_path, html, leads='email,first_name,company\nnoor@windmill.example,<script>alert(1)</script>,"A & B"\n')
    assert run(["preview", "--html", "page.html"]) == 0
    assert capsys.readouterr().err.endswith("page.html: 2 messages for 1 leads\n")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'sandbox=""' in page
    assert "http://" not in page
    assert "Attached: leads.csv" in page


def test_today_is_planned_in_order_with_time_and_sender(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    always = HEAD.replace("schedules: {", 'schedules: {always: {days: daily, hours: "00:00-24:00"}, ')
    draft(tmp_path, TWO_MAILS.replace("office", "always"), head=always.replace('"Anna of Acme"', '"Anna of Acme", pace: {gap: 0}'))
    assert run(["preview", "--today", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["lead"], one["step"], one["sender"], one["subject"]) for one in found] == [
        ("noor@windmill.example", "hi", "anna", "For Windmill"),
        ("sam@canal.example", "hi", "anna", "For Canal"),
    ]


def test_a_mail_to_oneself_is_real_counts_and_moves_no_journey(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    draft(tmp_path, head=HEAD.replace('"Anna of Acme"', '"Anna of Acme", limits: {email: 3}'))
    assert run(["apply", "-q"]) == 0
    assert run(["preview", "--send-to", "anna@acme.example"]) == 0
    mails = [message_from_bytes(path.read_bytes()) for path in sorted((tmp_path / "box" / "new").iterdir())]
    by_subject = {str(mail["Subject"]): mail for mail in mails}
    assert sorted(by_subject) == ["For Windmill", "Re: For Windmill"]
    assert {str(mail["To"]) for mail in mails} == {"anna@acme.example"}
    assert by_subject["Re: For Windmill"]["In-Reply-To"] == by_subject["For Windmill"]["Message-ID"]
    database = sqlite3.connect(tmp_path / "home" / "seleqt.db")
    assert database.execute("SELECT count(*) FROM usage").fetchone() == (2,)
    assert database.execute("SELECT DISTINCT started FROM journey").fetchall() == [(0,)]
    assert run(["audit"]) == 0
    assert database.execute("UPDATE history SET data = replace(data, '\"day\": 3', '\"day\": 1') WHERE event = 'trial'").rowcount > 0
    database.commit()
    capsys.readouterr()
    assert run(["audit"]) == 1
    assert "2 x email in the 24 hours to" in capsys.readouterr().out
    database.close()
    assert run(["preview", "--send-to", "anna@acme.example"]) == 1
    assert capsys.readouterr().err.endswith(
        "hello/hi: sent by anna to anna@acme.example\nhello/again: not sent, the limit is used up (3 a day)\n"
    )


def test_mails_go_to_nobody_but_oneself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["apply", "-q"]) == 0
    capsys.readouterr()
    assert run(["preview", "--send-to", "noor@windmill.example"]) == 2
    assert capsys.readouterr().err == "seleqt: noor@windmill.example is no address of your senders\none of: anna@acme.example\n"
    assert not (tmp_path / "box").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nosuch"], "seleqt: there is no campaign nosuch\ncampaigns: hello\n"),
        (["--step", "nosuch"], "seleqt: there is no step nosuch\nsteps: hi, again\n"),
        (["--random", "-2"], "seleqt: --random -2: below nothing\n--random 5 shows five leads\n"),
        (["--send-to", "anna@acme.example", "--today"],
            "seleqt: --send-to sends; it goes with neither --html nor --today\nleave one of them out\n"),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str) -> None:
    draft(tmp_path)
    assert run(["preview", *options]) == 2
    assert capsys.readouterr() == ("", said)


def test_a_lead_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft(tmp_path)
    assert run(["preview", "--lead", "nobody@nowhere.example"]) == 2
    assert capsys.readouterr().err == "seleqt: there is no lead nobody@nowhere.example\nseleqt check names missing files\n"
