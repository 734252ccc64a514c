"""Reviews: what was approved goes as it was shown, anything else is asked about again; and the keys of the desk."""

import os
import pty
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.arrivals import own, take
from tests.cli.homes import MAILS, MONDAY, Home

NOOR, SAM, TOM = "noor@windmill.example", "sam@canal.example", "tom@quay.example"
REVIEWED = MAILS.replace("    language: en\n", "    language: en\n    review: first 3\n").replace("gap: 3 minutes", "gap: 0 minutes")
REVIEWED = REVIEWED.replace("limits: {email: 3}", "limits: {email: 20}")
ATTACHED = REVIEWED.replace('body: "Hi {{ first_name }}, robots?"}', 'body: "Hi {{ first_name }}, robots?", attach: [plan.txt]}')


def reviews(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str = REVIEWED) -> Home:
    (folder / "plan.txt").write_text("the plan\n")
    home = Home(folder, monkeypatch, capsys, text)
    run(home)
    return home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """The messages for three people wait for approval; the others got theirs."""
    return reviews(tmp_path, monkeypatch, capsys)


def run(home: Home) -> None:
    code, _, said = home.type("run", "--once", "-q")
    assert code in (0, 3), said


def waiting(home: Home) -> list[tuple[int, str]]:
    return [(one["id"], one["lead"]) for one in home.lines("tasks", "list") if one["kind"] == "review"]


def mails_to(home: Home, lead: str) -> list[EmailMessage]:
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in (home.folder / "outbox").rglob("new/*")]
    return [one for one in found if lead in str(one["To"])]


def edit_file(home: Home, old: str, new: str) -> None:
    path = home.folder / "campaigns.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert home.type("apply", "--yes")[0] == 0


def test_several_are_approved_skipped_and_done_by_their_numbers(home: Home) -> None:
    assert waiting(home) == [(1, NOOR), (2, SAM), (3, TOM)]
    assert home.type("tasks", "approve", "1", "2") == (0, "", "1: approved\n2: approved\n")
    assert home.type("tasks", "skip", "3") == (0, "", "3: skipped\n")
    run(home)
    assert (len(mails_to(home, NOOR)), len(mails_to(home, SAM)), len(mails_to(home, TOM))) == (1, 1, 0)


def test_one_that_is_gone_keeps_the_others_from_nothing(home: Home) -> None:
    assert home.type("tasks", "approve", "1", "99", "2") == (
        1, "", "1: approved\nthere is no open task 99 (seleqt tasks list)\n2: approved\n",
    )  # fmt: skip
    assert home.type("tasks", "approve", "--all", "--yes") == (0, "", "1 approved\n")
    assert home.type("tasks", "approve", "--all", "--yes") == (0, "", "no message waits for approval\n")


@pytest.mark.parametrize("words", [(), ("1", "--all")])
def test_approve_takes_numbers_or_all(home: Home, words: tuple[str, ...]) -> None:
    assert home.type("tasks", "approve", *words)[0] == 2


def test_only_a_message_is_approved(home: Home) -> None:
    home.type("mark", TOM, "later", "--until", "2026-12-28T08:30:00Z")
    home.clock.set(MONDAY + 3600)
    number = next(one["id"] for one in home.lines("tasks", "list") if one["kind"] == "later")
    code, _, said = home.type("tasks", "approve", str(number))
    assert (code, said) == (1, f"seleqt: task {number} is no message to approve\nseleqt tasks done {number}\n")


def test_a_message_is_edited_from_a_file_and_goes_as_it_was_edited(home: Home) -> None:
    (home.folder / "words.txt").write_text("Subject: For you,\n Noor\n\nDear Noor,\n\nshort and good.\n")
    code, _, said = home.type("tasks", "edit", "1", "--file", "words.txt")
    assert code == 0, said
    (home.folder / "words.txt").write_text("Subject:   For  you \r\n\r\nDear Noor,\r\n\r\nshort and good.\r\n")
    assert home.type("tasks", "edit", "1", "--file", "words.txt") == (0, "", "1: changed; it waits for approval\n")
    assert home.lines("tasks", "list")[0]["text"] == "Subject: For you\n\nDear Noor,\n\nshort and good."
    assert mails_to(home, NOOR) == []
    home.type("tasks", "approve", "1")
    run(home)
    (mail,) = mails_to(home, NOOR)
    assert (mail["Subject"], mail.get_content()) == ("For you", "Dear Noor,\n\nshort and good.\n")
    told = home.sql("SELECT event FROM history WHERE event GLOB 'task_?*' ORDER BY id")
    assert told == [("task_edited",), ("task_edited",), ("task_done",)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("no subject here\n\ntext\n", "the first line has to be Subject: and the subject"),
        ("Subject:\n\ntext\n", "task 1: a mail needs a subject and a text"),
        ("Subject: x\n\n\n", "task 1: a mail needs a subject and a text"),
    ],
)
def test_words_that_are_no_mail_change_nothing(home: Home, words: str, said: str) -> None:
    before = home.lines("tasks", "list")[0]["text"]
    (home.folder / "words.txt").write_text(words)
    code, _, told = home.type("tasks", "edit", "1", "--file", "words.txt")
    assert (code in (1, 2), told.startswith(f"seleqt: {said}\n")) == (True, True), told
    assert home.lines("tasks", "list")[0]["text"] == before
    assert home.type("tasks", "edit", "1", "--file", "nowhere.txt")[2].startswith("seleqt: nowhere.txt: No such file or directory\n")
    assert home.type("tasks", "edit", "1") == (
        2, "", "seleqt: nobody is at a terminal to edit\nseleqt tasks edit 1 --file FILE\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("robots?", "robots or drones?"),
        ("Robots for", "Machines for"),
        ("name: Anna\n", "name: Anna B.\n"),
    ],
    ids=["text", "subject", "sender"],
)
def test_a_change_of_the_file_after_the_approval_asks_again(home: Home, old: str, new: str) -> None:
    home.type("tasks", "approve", "1")
    edit_file(home, old, new)
    run(home)
    assert mails_to(home, NOOR) == []
    assert waiting(home)[-1][1] == NOOR
    home.type("tasks", "approve", "--all", "--yes")
    run(home)
    (mail,) = mails_to(home, NOOR)
    assert new.strip() in f"name: {mail['From'].addresses[0].display_name} {mail['Subject']} {mail.get_content()}"


@pytest.mark.parametrize(("field", "value"), [("first_name", "Nora"), ("email", "nora@windmill.example")], ids=["words", "recipient"])
def test_a_change_of_the_lead_after_the_approval_asks_again(home: Home, field: str, value: str) -> None:
    home.type("tasks", "approve", "1")
    assert home.type("leads", "set", "1", f"{field}={value}", "--yes")[0] in (0, 2)
    home.sql(f"UPDATE lead SET {field} = ?{', email_shown = NULL' if field == 'email' else ''} WHERE id = 1", value)
    run(home)
    assert (mails_to(home, NOOR), mails_to(home, value)) == ([], [])
    assert len(waiting(home)) == 3


def test_a_change_of_an_attachment_after_the_approval_asks_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = reviews(tmp_path, monkeypatch, capsys, ATTACHED)
    assert home.type("tasks", "list")[1].startswith(
        "1  approve the message  Noor (noor@windmill.example), hello intro\n"
        "    from anna@acme.example, attached: plan.txt\n"
        "    Subject: Robots for Windmill\n"
        "\n"
        "    Hi Noor, robots?\n"
    )
    assert home.lines("tasks", "list")[0]["attached"] == ["plan.txt"]
    home.type("tasks", "approve", "1", "2")
    (tmp_path / "plan.txt").write_text("another plan\n")
    assert home.type("apply", "--yes")[0] == 0
    run(home)
    assert (mails_to(home, NOOR), [lead for _, lead in waiting(home)]) == ([], [TOM, NOOR, SAM])


def test_what_was_approved_goes_by_the_sender_it_was_approved_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bob = '  bob: {email: bob@acme.example, name: Bob, smtp: "outbox:outbox/bob", limits: {email: 20}, pace: {gap: 0, spread: false}}\n'
    text = REVIEWED.replace("schedules:\n", f"{bob}schedules:\n").replace("senders: [anna]", "senders: [anna, bob]")
    home = reviews(tmp_path, monkeypatch, capsys, text)
    shown = {one["lead"]: one["account"] for one in home.lines("tasks", "list")}
    home.sql(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) "
        "INSERT INTO usage (account, kind, at, action_id, armed) SELECT ?, 'email', ?, 900 + i, 1 FROM n",
        shown[NOOR], MONDAY - 100,
    )  # fmt: skip
    home.type("tasks", "approve", "--all", "--yes")
    for day in range(4):
        home.clock.set(MONDAY + day * 86_400 + 60)
        run(home)
    sent = dict(home.sql("SELECT lead, account FROM action WHERE step = 'intro' AND state = 'sent'"))
    assert {lead: sent[lead] for lead in shown} == shown
    assert home.sql("SELECT count(*) FROM task WHERE kind = 'review' AND step = 'intro'") == [(3,)]
    assert home.type("audit")[0] == 0


def typed(home: Home, keys: str, *, editor: str = "") -> str:
    """What `seleqt tasks` shows at a terminal of 80 columns where somebody types."""
    program = (
        "import sys\nfrom seleqt_cli.engine import clocks\nfrom seleqt_cli.engine.clocks import VirtualClock\n"
        f"clocks.SystemClock = lambda: VirtualClock({home.clock.now()})\n"
        "from seleqt_cli.cli.program import run\nsys.exit(run(['tasks']))"
    )
    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "EDITOR": editor}
    process = subprocess.Popen([sys.executable, "-c", program], cwd=home.folder, stdin=slave, stdout=slave, stderr=slave, env=environment)
    os.close(slave)
    os.write(master, keys.encode())
    shown = b""
    try:
        while piece := os.read(master, 65536):
            shown += piece
    except OSError:
        pass  # the other end is closed
    os.close(master)
    assert process.wait() == 0, shown.decode()
    return shown.decode().replace("\r\n", "\n")


def test_at_the_desk_all_that_are_shown_are_approved_with_one_key(home: Home) -> None:
    shown = typed(home, "a\ny\n")
    assert "Approve all 3 shown? [y/N]" in shown
    assert shown.index("Hi Noor") < shown.index("Hi Sam") < shown.index("Hi Tom") < shown.index("Approve all 3")
    assert "nothing more waits for you" in shown
    assert waiting(home) == []
    run(home)
    assert len(mails_to(home, TOM)) == 1


def test_a_no_at_the_desk_approves_nothing_and_the_next_keys_go_on(home: Home) -> None:
    typed(home, "a\nn\nd\ns\nq\n")
    assert waiting(home) == [(3, TOM)]
    assert home.sql("SELECT id, state FROM task ORDER BY id") == [(1, "done"), (2, "skipped"), (3, "open")]


def test_at_the_desk_a_message_is_edited_in_the_editor_and_shown_again_before_it_is_approved(home: Home) -> None:
    (home.folder / "ed").write_text('#!/bin/sh\nsed -i "s/robots?/a robot, Noor?/" "$1"\n')
    (home.folder / "ed").chmod(0o755)
    shown = typed(home, "e\nd\nq\n", editor="./ed")
    assert "    Hi Noor, a robot, Noor?\n" in shown
    assert "changed; it waits for approval" in shown
    run(home)
    assert "a robot, Noor?" in mails_to(home, NOOR)[0].get_content()


@pytest.mark.parametrize(
    ("editor", "said"), [("false", "the editor false ended with 1"), ("./nowhere", "the editor ./nowhere does not work")]
)
def test_an_editor_that_fails_changes_nothing(home: Home, editor: str, said: str) -> None:
    assert said in typed(home, "e\nq\n", editor=editor)
    assert home.sql("SELECT count(*) FROM history WHERE event = 'task_edited'") == [(0,)]


def test_a_mail_written_by_hand_has_keys_to_go_on_and_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS.replace("gap: 3 minutes", "gap: 0 minutes"))
    run(home)
    take(home, own(home, NOOR), role="sent")
    take(home, own(home, SAM, uid=2, message_id="<other@acme.example>"), role="sent")
    shown = typed(home, "d\ng\nt\n")
    assert shown.count("[g]o on s[t]op snoo[z]e [n]ext [q]uit") == 3  # d means nothing here
    assert home.sql("SELECT lead_id, state FROM journey WHERE lead_id < 3 ORDER BY lead_id") == [(1, "waiting"), (2, "stopped")]
    assert home.type("audit")[0] == 0
