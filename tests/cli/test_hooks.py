"""`on:`: what a command and a webhook are told, by the program as people run it."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.inbound.verdict import Class
from tests.cli.arrivals import ANNA, answer, bounce, own, take
from tests.cli.homes import BOTH, MAILS, MONDAY, Home
from tests.cli.test_resolve import crash
from tests.servers.hook_server import HookServer

NOOR, SAM, TOM = "noor@windmill.example", "sam@canal.example", "tom@quay.example"
EVERY = ("reply", "accepted", "bounce", "complaint", "unsubscribe", "lead_held", "sender_held", "in_doubt", "task", "finished")
WITHOUT_GAP = MAILS.replace("    pace: {gap: 3 minutes, spread: false}", "    pace: {gap: 0}")
TELL_ALL = "on:\n" + "".join(f"  {event}: {{command: [bin/tell]}}\n" for event in EVERY)


def told(home: Home) -> list[dict[str, Any]]:
    """What the command of all events wrote down, in order."""
    path = home.folder / "told.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def tells(folder: Path, text: str = "cat >> told.jsonl") -> None:
    """A program of the workspace's own that hooks run."""
    (folder / "bin").mkdir(exist_ok=True)
    (folder / "bin" / "tell").write_text(f"#!/bin/sh\n{text}\n")
    (folder / "bin" / "tell").chmod(0o755)


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str) -> Home:
    tells(folder)
    return Home(folder, monkeypatch, capsys, text)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails were sent on Monday."""
    found = made(tmp_path, monkeypatch, capsys, WITHOUT_GAP + TELL_ALL)
    assert found.type("run", "--once", "-q")[0] == 0
    found.clock.set(MONDAY + 3600)
    return found


def once(home: Home) -> str:
    code, _, said = home.type("run", "--once", "-q")
    assert code in (0, 3), said
    return said


def test_a_reply_is_told_with_what_names_the_person_and_nothing_more(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    once(home)
    (event,) = told(home)
    assert len(event.pop("event_id")) == 32
    assert event == {
        "version": 1, "event": "reply", "at": "2026-12-28T09:00:00Z", "class": "reply", "reason": None, "campaign": "hello",
        "step": "intro", "account": ANNA, "sender": "anna",
        "lead": {"key": NOOR, "first_name": "Noor", "last_name": "", "company": "Windmill"}, "lead_id": 1, "task": None,
    }  # fmt: skip
    once(home)
    assert len(told(home)) == 1
    assert home.sql("SELECT count(*) FROM delivery UNION ALL SELECT count(*) FROM happening") == [(0,), (0,)]


@pytest.mark.parametrize(
    ("kind", "event", "campaign"),
    [
        (Class.UNSUBSCRIBE, "unsubscribe", "hello"),
        (Class.COMPLAINT, "complaint", "hello"),
        (Class.HARD_BOUNCE, "bounce", "hello"),
        (Class.SOFT_BOUNCE, "bounce", "hello"),
    ],
)
def test_what_comes_in_is_one_event_each(home: Home, kind: Class, event: str, campaign: str) -> None:
    take(home, bounce(home, kind, NOOR) if event == "bounce" else answer(home, kind, NOOR))
    once(home)
    found = {one["event"]: one for one in told(home)}
    assert set(found) == {event} | ({"sender_held"} if kind is Class.COMPLAINT else set())
    assert Counter(one["event"] for one in told(home)).most_common(1)[0][1] == 1
    one = found[event]
    assert (one["lead"]["key"], one["campaign"], one["step"], one["sender"]) == (NOOR, campaign, "intro", "anna")
    if event in ("bounce", "complaint"):
        assert one["class"] == kind.value
    if kind is Class.COMPLAINT:
        held = found["sender_held"]
        assert (held["lead"], held["account"], held["sender"]) == (None, ANNA, "anna")
        assert held["reason"] == "somebody complained about a mail of it"


def test_out_of_office_notes_and_other_answers_of_machines_are_no_reply(home: Home) -> None:
    take(home, answer(home, Class.OUT_OF_OFFICE, NOOR), answer(home, Class.AUTO_REPLY, SAM, uid=2))
    once(home)
    assert told(home) == []


def test_what_a_person_says_is_told_too(home: Home) -> None:
    home.type("mark", NOOR, "connected")
    home.type("mark", SAM, "replied")
    assert home.type("suppress", "add", TOM, "--opt-out")[0] == 0
    once(home)
    found = sorted((one["event"], one["lead"]["key"]) for one in told(home))
    assert found == [("accepted", NOOR), ("reply", SAM), ("unsubscribe", TOM)]


def test_a_mail_written_by_hand_asks_in_tasks_and_that_is_an_event(home: Home) -> None:
    take(home, own(home, NOOR), role="sent")
    once(home)
    (event,) = told(home)
    assert (event["event"], event["class"], event["task"], event["lead"]["key"]) == ("task", "contact", 1, NOOR)


def test_a_task_for_a_later_day_is_told_on_that_day_unless_it_was_done_before(home: Home) -> None:
    home.type("mark", NOOR, "later", "--until", "2027-01-04")
    home.type("mark", SAM, "later", "--until", "2027-01-04")
    once(home)
    assert told(home) == []
    assert home.type("tasks", "done", "2")[0] == 0
    home.clock.set(MONDAY + 8 * 86_400)
    once(home)
    assert [(one["lead"]["key"], one["class"]) for one in told(home) if one["event"] == "task"] == [(NOOR, "later")]
    assert home.sql("SELECT count(*) FROM delivery") == [(0,)]


def test_the_end_of_a_journey_is_told_and_reviews_are_tasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = WITHOUT_GAP.replace("    language: en\n", "    language: en\n    review: first 1\n").replace(
        "limits: {email: 3}", "limits: {email: 20}"
    )
    home = made(tmp_path, monkeypatch, capsys, text + TELL_ALL)
    once(home)
    assert [(one["event"], one["class"], one["step"], one["task"]) for one in told(home)] == [("task", "review", "intro", 1)]
    for _ in range(4):
        home.clock.set(home.clock.now() + 86_400)
        once(home)
    done = [(one["event"], one["lead"]["key"]) for one in told(home)[1:]]
    assert Counter(done) == Counter(("finished", lead) for lead in (SAM, TOM, "ida@dike.example", "bo@lock.example"))


def test_a_lead_that_is_held_is_told_with_the_reason_and_stands_in_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = made(tmp_path, monkeypatch, capsys, WITHOUT_GAP.replace("first_name: Noor, ", "") + TELL_ALL)
    once(home)
    (event,) = told(home)
    assert (event["event"], event["lead"]["key"], event["step"]) == ("lead_held", NOOR, "intro")
    assert event["reason"] == "no value for first_name"
    (row,) = [one for one in home.lines("history", "--events") if one["event"] == "held"]
    assert (row["lead"], row["step"], row["data"]["reason"]) == (NOOR, "intro", "no value for first_name")
    assert home.type("audit")[0] == 0


def test_leads_that_an_edit_of_the_file_holds_are_told_also_to_hooks_that_came_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = made(tmp_path, monkeypatch, capsys, WITHOUT_GAP)
    once(home)
    (home.folder / "campaigns.yaml").write_text(WITHOUT_GAP.replace("id: nudge", "id: reminder") + TELL_ALL)
    for _ in range(2):  # whoever is held already is no news
        assert home.type("apply")[0] == 0
    once(home)
    reason = "not in the file any more: step nudge"
    found = sorted((one["event"], one["lead"]["key"], one["campaign"], one["step"], one["reason"]) for one in told(home))
    assert found == [("lead_held", key, "hello", "nudge", reason) for key in (NOOR, SAM, TOM)]
    rows = [one for one in home.lines("history", "--events") if one["event"] == "held"]
    assert [(row["lead"], row["step"], row["data"]["reason"]) for row in rows] == [(key, "nudge", reason) for key in (NOOR, SAM, TOM)]
    assert home.type("audit")[0] == 0


def test_an_action_in_doubt_is_told_once_and_not_as_a_held_lead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = made(tmp_path, monkeypatch, capsys, MAILS + TELL_ALL)
    crash(home, "after")
    once(home)
    (event,) = told(home)
    assert event["reason"] == "the process ended between the send and its outcome"
    assert (event["event"], event["lead"]["key"], event["step"], event["account"]) == ("in_doubt", NOOR, "intro", ANNA)


def test_a_campaign_hears_of_its_own_people_and_senders_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = WITHOUT_GAP.split("campaigns:\n")[1].replace("  hello:\n", "  other:\n").split("        - {email: noor")[0]
    other += (
        "        - {email: zoe@mill.example, first_name: Zoe, company: Mill}\n    senders: [bob]\n    schedule: office\n    language: en\n"
    )
    other += "    on: {reply: {command: [bin/tell, other]}, sender_held: {command: [bin/tell, other]}}\n"
    other += '    steps:\n      - id: intro\n        email: {subject: Robots, body: "Hi {{ first_name }}"}\n'
    bob = '  bob: {email: bob@acme.example, name: Bob, smtp: "outbox:outbox/bob", pace: {gap: 0}}\n'
    text = WITHOUT_GAP.replace("schedules:\n", f"{bob}schedules:\n") + other
    tells(tmp_path, 'printf "%s " "$*" >> told.txt; cat > /dev/null')
    home = Home(tmp_path, monkeypatch, capsys, text)
    once(home)
    home.type("mark", NOOR, "replied")
    home.sql("INSERT INTO history (at, event, account, data) VALUES (?, 'sender_held', ?, '{\"reason\": \"x\"}')", MONDAY, ANNA)
    once(home)
    assert not (tmp_path / "told.txt").exists()
    home.type("mark", "zoe@mill.example", "replied")
    home.sql("INSERT INTO history (at, event, account, data) VALUES (?, 'sender_held', 'email:bob@acme.example', '{}')", MONDAY)
    once(home)
    assert (tmp_path / "told.txt").read_text() == "other other "


def test_items_are_templates_over_the_event_and_what_is_not_known_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["{{ lead.first_name }} of {{ company }}", "{{ lead.title | default('?') }}", "{{ sender.name }} {{ campaign.name }}",
             "{{ event.event }} {{ event.reason }}{% if lead.phone %}!{% endif %}", "{{ lead.nothing }}"]  # fmt: skip
    hook = json.dumps(["bin/tell", *words])
    text = WITHOUT_GAP + f"on:\n  reply: {{command: {hook}}}\n  sender_held: {{command: {hook}}}\n"
    tells(tmp_path, 'printf "[%s]" "$@" >> told.txt; echo >> told.txt')
    home = Home(tmp_path, monkeypatch, capsys, text)
    once(home)
    home.type("mark", NOOR, "replied")
    home.sql("INSERT INTO history (at, event, account, data) VALUES (?, 'sender_held', ?, '{\"reason\": \"quota\"}')", MONDAY, ANNA)
    once(home)
    assert sorted((tmp_path / "told.txt").read_text().splitlines()) == [
        "[ of ][?][Anna ][sender_held quota][]",
        "[Noor of Windmill][?][Anna hello][reply ][]",
    ]


def test_nothing_but_a_run_tells_anything(home: Home) -> None:
    take(home, answer(home, Class.REPLY, NOOR))
    for command in (
        ("check",), ("diff",), ("run", "--simulate"), ("preview", "hello"), ("apply",), ("status",), ("history",), ("audit",),
        ("hooks", "list"), ("tasks", "list"), ("inbox", "list"), ("mark", SAM, "won"),
    ):  # fmt: skip
        home.type(*command)
    assert told(home) == []
    once(home)
    assert [one["event"] for one in told(home)] == ["reply"]


def test_what_a_killed_run_did_not_tell_the_next_one_tells_under_the_same_id(home: Home) -> None:
    tells(home.folder, 'cat >> told.jsonl; kill -9 "$(cat pid)"')
    take(home, answer(home, Class.REPLY, NOOR))
    program = (
        "import os, sys; from pathlib import Path; Path('pid').write_text(str(os.getpid()))\n"
        "from seleqt_cli.engine import clocks; from seleqt_cli.engine.clocks import VirtualClock\n"
        f"clocks.SystemClock = lambda: VirtualClock({home.clock.now()})\n"
        "from seleqt_cli.cli.program import run; sys.exit(run(['run', '--once', '-q']))"
    )
    died = subprocess.run([sys.executable, "-c", program], cwd=home.folder, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert len(told(home)) == 1
    tells(home.folder)
    once(home)
    assert len(told(home)) == 1  # for a while it may still be under way
    home.clock.set(home.clock.now() + 120)
    once(home)
    first, again = told(home)
    assert first == again


def test_a_failure_is_shown_and_tried_again_until_the_event_is_three_days_old(home: Home) -> None:
    tells(home.folder, "echo no printer >&2; exit 7")
    take(home, answer(home, Class.REPLY, NOOR))
    said = home.type("run", "--once")[2]
    assert "on reply: bin/tell: ended with 7: no printer; next attempt Mon 2026-12-28 10:01\n" in said
    assert "on reply: bin/tell: ended with 7 (1 waits)\n" in home.type("status")[1]
    assert [one["hook"] for one in home.json("status")["hooks"]] == ["bin/tell"]
    attempts = []
    for _ in range(60):
        home.clock.set(home.clock.now() + 3 * 3600)
        said = once(home)
        ((state, count),) = home.sql("SELECT state, attempts FROM delivery JOIN happening ON id = happening_id WHERE event = 'reply'")
        attempts.append(count)
        if state == "given_up":
            break
    assert home.clock.now() - MONDAY > 2.7 * 86_400
    assert "given up after three days (seleqt hooks retry)" in said
    assert attempts[-1] < 20
    rows = [one for one in home.lines("history", "--events") if one["event"].startswith("hook_") and one["data"]["event"] == "reply"]
    assert [(one["event"], one["lead"], one["data"]["event"], one["data"]["reason"]) for one in rows] == [
        ("hook_failed", NOOR, "reply", "ended with 7"), ("hook_given_up", NOOR, "reply", "ended with 7"),
    ]  # fmt: skip
    assert "on reply: bin/tell: ended with 7 (1 given up: `seleqt hooks retry`)\n" in home.type("status")[1]
    assert "hook" not in home.type("explain", NOOR)[1]
    tells(home.folder)
    assert home.type("hooks", "retry")[0] == 0
    once(home)
    assert [one["event"] for one in told(home) if one["lead"]["key"] == NOOR] == ["reply"]
    assert home.json("status")["hooks"] == []


def test_what_was_given_up_can_be_forgotten(home: Home) -> None:
    tells(home.folder, "exit 1")
    take(home, answer(home, Class.REPLY, NOOR))
    home.clock.set(MONDAY + 5 * 86_400)
    once(home)
    assert home.type("hooks", "forget") == (0, "", "1 forgotten\n")
    assert home.type("hooks", "forget") == (0, "", "nothing was given up\n")
    assert home.type("hooks", "retry") == (0, "", "nothing failed\n")
    assert home.json("status")["hooks"] == []


def test_an_edit_of_the_file_tells_what_waits_to_what_stands_there_now(home: Home) -> None:
    tells(home.folder, "exit 1")
    take(home, answer(home, Class.REPLY, NOOR))
    home.type("mark", SAM, "connected")
    once(home)
    assert home.sql("SELECT count(*) FROM delivery") == [(2,)]
    text = (home.folder / "campaigns.yaml").read_text()
    (home.folder / "bin" / "other").write_text("#!/bin/sh\ncat >> told.jsonl\n")
    (home.folder / "bin" / "other").chmod(0o755)
    text = text.replace("  reply: {command: [bin/tell]}", "  reply: {command: [bin/other]}").replace(
        "  accepted: {command: [bin/tell]}\n", ""
    )
    (home.folder / "campaigns.yaml").write_text(text)
    assert home.type("apply", "--yes")[0] == 0
    home.clock.set(home.clock.now() + 120)
    once(home)
    assert [one["event"] for one in told(home)] == ["reply"]
    assert home.sql("SELECT count(*) FROM delivery UNION ALL SELECT count(*) FROM happening") == [(0,), (0,)]


def test_a_webhook_gets_the_same_signed_and_waits_while_there_is_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with HookServer() as server:
        home = made(tmp_path, monkeypatch, capsys, WITHOUT_GAP + f'on: {{reply: [{{webhook: "{server.url}"}}, {{command: [bin/tell]}}]}}\n')
        once(home)
        home.type("mark", NOOR, "replied")
        said = home.type("run", "--once")[2]
        assert "there is no secret to sign it with: type seleqt hooks secret, or set SELEQT_WEBHOOK_SECRET" in said
        assert server.taken == []
        monkeypatch.setenv("SELEQT_WEBHOOK_SECRET", "quite secret")
        home.clock.set(home.clock.now() + 120)
        once(home)
        (taken,) = server.taken
        assert json.loads(taken.body) == told(home)[0]
        assert taken.headers["seleqt-signature"].startswith(f"t={home.clock.now()},v1=")
        server.behaviour = "500"
        home.type("mark", SAM, "replied")
        host = server.url.split("/")[2]
        assert f"on reply: webhook to {host}: 127.0.0.1 answered 500; next attempt" in home.type("run", "--once")[2]


def test_a_secret_is_made_kept_and_shown_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with HookServer() as server:
        home = made(tmp_path, monkeypatch, capsys, WITHOUT_GAP + f'on: {{reply: {{webhook: "{server.url}"}}}}\n')
        monkeypatch.setenv("SELEQT_SECRETS_PASSPHRASE", "a long passphrase")
        code, out, _ = home.type("hooks", "secret", "--store", "file")
        assert (code, out.startswith("whsec_"), len(out)) == (0, True, 50)
        code, again, said = home.type("hooks", "secret", "--store", "file")
        assert (code, again) == (2, "")
        assert said.startswith("seleqt: There is a secret already")
        once(home)
        home.type("mark", NOOR, "replied")
        once(home)
        (taken,) = server.taken
    from seleqt_cli.channels.webhook import signature

    assert taken.headers["seleqt-signature"] == signature(out.strip(), taken.body, home.clock.now())
    monkeypatch.setenv("SELEQT_WEBHOOK_SECRET", "other")
    assert home.type("hooks", "secret")[0] == 2


def test_the_list_shows_every_hook_and_no_path_of_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MAILS + 'on: {reply: [{webhook: "https://user:pass@hooks.example/secret-token"}, {command: [bin/tell]}]}\n'
    home = made(tmp_path, monkeypatch, capsys, text)
    assert home.type("hooks", "list") == (
        0,
        "event  campaign  tells                     waiting  given up  problem\n"
        "reply  all       webhook to hooks.example        0         0\n"
        "reply  all       bin/tell                        0         0\n",
        "",
    )
    assert home.lines("hooks", "list")[0] == {
        "type": "hook", "event": "reply", "campaign": None, "hook": "webhook to hooks.example", "waiting": 0, "failing": 0, "given_up": 0,
        "problem": None, "next_at": None,
    }  # fmt: skip


def test_check_names_programs_from_elsewhere_and_what_cannot_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = made(tmp_path, monkeypatch, capsys, MAILS)
    (tmp_path / "bin" / "plain").write_text("x")
    (tmp_path / "bin" / "away").symlink_to("/bin/sh")
    hooks = "\n".join(
        f"    - {{command: [{name}]}}"
        for name in (
            "bin/tell",
            "bin/plain",
            "bin/missing",
            "bin",
            "bin/away",
            "sh",
            "no-such-program",
            "/bin/sh",
            "/etc/passwd",
            "../x",
            "~/x",
            "//server/share/x",
        )
    )
    (tmp_path / "campaigns.yaml").write_text(MAILS + f"on:\n  reply:\n{hooks.replace('[bin]', '[./bin]')}\n")
    found = [one for one in home.type("check")[1].splitlines() if "on.reply" in one]
    outside = "a program outside of the folder of this file; look at it before you apply"
    assert [one.partition("on.reply.command: ")[2] for one in found] == [
        "bin/plain is not executable; type chmod +x bin/plain",
        "bin/missing does not exist in the folder of the YAML",
        "./bin is no file",
        "bin/away leads out of the folder of the YAML",
        f"runs sh on every such event, {outside}",
        f"runs no-such-program on every such event, {outside}; PATH of this machine has no such program",
        f"runs /bin/sh on every such event, {outside}",
        f"runs /etc/passwd on every such event, {outside}; it is not executable",
        f"runs ../x on every such event, {outside}; it does not exist on this machine",
        f"runs ~/x on every such event, {outside}; there is no shell that knows what ~ means: write the whole path",
        f"runs //server/share/x on every such event, {outside}",
    ]
    assert all(": warning: " in one for one in found)


@pytest.mark.parametrize(
    ("hook", "said"),
    [
        ('{command: [bin/tell, "{{ lead.first_name"]}', "template"),
        ('{command: [bin/tell, "{{ event }}"]}', "event is a group of fields: write event.NAME"),
        ('{command: ["{{ lead.title }}"]}', "begins with a template: which program runs must not depend on a lead"),
        ('{webhook: "http://hooks.example/x"}', "goes out without TLS; write https://, plain http is for this machine only"),
    ],
)
def test_hooks_that_could_never_work_are_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], hook: str, said: str
) -> None:
    home = made(tmp_path, monkeypatch, capsys, MAILS)
    (tmp_path / "campaigns.yaml").write_text(MAILS + f"on: {{reply: {hook}}}\n")
    code, out, _ = home.type("check")
    assert (code, said in out or said == "template") == (2, True), out
    assert home.type("apply", "--yes")[0] == 2


def test_a_journey_by_linkedin_tells_of_its_tasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = made(tmp_path, monkeypatch, capsys, BOTH + TELL_ALL)
    once(home)
    (event,) = told(home)
    assert (event["event"], event["class"], event["sender"]) == ("task", "connect", "anna-linkedin")


def test_hooks_get_no_variable_of_seleqt(home: Home) -> None:
    tells(home.folder, "env > environment; cat > /dev/null")
    take(home, answer(home, Class.REPLY, NOOR))
    once(home)
    names = {line.partition("=")[0] for line in (home.folder / "environment").read_text().splitlines()}
    assert {name for name in names if name.startswith("SELEQT")} == set()
    assert "PATH" in names
    assert os.environ["SELEQT_HOME"]
