"""privacy erase: a person is forgotten in every table, file and byte, and does not come back."""

import json
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.browser import ProfileFolder
from seleqt_cli.core.actions import Outcome, Verdict
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.traces import patterns, traces_of
from seleqt_cli.storage.account_locks import AccountLocks
from seleqt_cli.storage.byte_search import Searched, files_in, search
from seleqt_cli.storage.outcome_journal import OutcomeJournal, Record
from tests.cli.arrivals import answer, bounce, take
from tests.cli.homes import BOTH, MAILS, MONDAY, Home
from tests.files.test_forgetting_xlsx import book

DAY = 86_400
NOOR = Lead(
    id=1, email="noor@windmill.example", linkedin="https://www.linkedin.com/in/example-noor/", first_name="Noor", last_name="Jansen",
    phone="+31 6 12345678",
)  # fmt: skip
ROW = "{email: noor@windmill.example, first_name: Noor,"
MORE = MAILS.replace(ROW, f'{ROW} last_name: Jansen, phone: "+31 6 12345678", pet: Rex,')


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    return Home(tmp_path, monkeypatch, capsys, MORE)


def places(home: Home, *leave_out: str) -> list[str]:
    """Every file below the test's folder that gives Noor away, in whatever encoding; what is compressed in the database too."""
    paths = files_in(home.folder, [home.folder / name for name in leave_out])
    found = [str(hit.path.relative_to(home.folder)) for hit in search(paths, patterns(traces_of(NOOR)), Searched())]
    for text, files in home.sql("SELECT text, files FROM version"):
        if b"noor" in zlib.decompress(text).lower() + zlib.decompress(files).lower():
            found.append("a version")
    return sorted(found)


def journeys(home: Home) -> list[tuple[object, ...]]:
    return home.sql("SELECT lead_id, state FROM journey ORDER BY id")


def test_a_person_is_gone_from_every_byte_and_the_counts_stay(home: Home) -> None:
    home.run_for(9)
    assert set(places(home)) >= {"campaigns.yaml", "home/seleqt.db", "a version"}
    assert any(place.startswith("outbox/anna/new/") for place in places(home))
    code, out, said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert (code, out) == (0, ""), said
    lines = said.splitlines()
    assert lines[:4] == [
        "noor@windmill.example: erased, stopped in hello",
        "1 mail taken out of the outbox",
        "campaigns.yaml: 1 row taken out",
        "If these files are in git, its history still holds them: that is not seleqt's to change.",
    ]
    assert lines[4].startswith("looked at ")
    assert lines[4].endswith("nothing of them is left")
    assert places(home) == []
    assert home.sql("SELECT email, first_name, company, fields, stopped FROM lead WHERE id = 1") == [(None, None, None, None, "erased")]
    assert journeys(home)[:2] == [(1, "erased"), (2, "waiting")]
    assert home.sql("SELECT state, lead, recipient, subject FROM action WHERE lead_id = 1") == [("sent", None, None, None)]
    assert home.sql("SELECT count(*) FROM history WHERE lead_id = 1 AND event = 'sent'") == [(1,)]
    assert home.sql("SELECT data FROM history WHERE event = 'erased'") == [('{"by":"anna"}',)]
    assert home.type("audit")[0] == 0
    assert (home.folder / "campaigns.yaml").read_text() == "".join(line for line in MORE.splitlines(keepends=True) if "noor@" not in line)


def test_the_others_go_on_and_the_person_gets_nothing_more(home: Home) -> None:
    home.run_for(9)
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 0
    for day in (1, 2, 3, 4):
        home.clock.set(MONDAY + day * DAY)
        home.run_for(12)
    assert home.sql("SELECT lead_id, count(*) FROM action WHERE state = 'sent' GROUP BY lead_id ORDER BY lead_id") == [
        (1, 1), (2, 2), (3, 2), (4, 2), (5, 2),
    ]  # fmt: skip
    assert places(home) == []
    assert home.type("audit")[0] == 0
    assert home.type("status")[0] == home.type("history")[0] == home.type("resolve")[0] == home.type("leads", "list")[0] == 0
    assert [row["id"] for row in home.lines("leads", "list")] == [2, 3, 4, 5]
    assert home.type("apply")[0] == 0


def test_a_lead_file_that_still_holds_the_person_is_named_and_no_import_takes_them_back(home: Home) -> None:
    (home.folder / "more.csv").write_text(
        "email,first_name,phone\nNoor@Windmill.example,Noor,\nnew@far.example,New,\nother@far.example,X,0031612345678\n"
        "noor+fair@windmill.example,N,\n"
    )
    code, _, said = home.type("privacy", "erase", "noor@windmill.example", "--yes")
    assert code == 0
    assert [line for line in said.splitlines() if "still holds" in line] == [
        "campaigns.yaml still holds them: take their rows out by hand, or with --files",
        "more.csv still holds them: take their rows out by hand, or with --files",
        "If these files are in git, its history still holds them: that is not seleqt's to change.",
    ]
    assert places(home, "campaigns.yaml", "more.csv") == []
    code, _, said = home.type("leads", "import", "more.csv", "--source", "fair", "--basis", "consent")
    assert said.count("was erased") >= 1
    assert home.sql("SELECT email FROM lead WHERE id > 5") == [("new@far.example",)]
    assert home.type("leads", "set", "new@far.example", "email=noor+fair@windmill.example")[0] == 1
    assert home.type("apply")[0] == 0
    assert home.sql("SELECT count(*) FROM lead WHERE email = 'noor@windmill.example'") == [(0,)]
    assert places(home, "campaigns.yaml", "more.csv") == ["a version"]  # the text that was applied just now names them
    assert home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")[0] == 0
    assert places(home) == []
    assert home.type("leads", "set", "2", "email=noor@windmill.example")[0] in (1, 2)


def test_erasing_again_goes_through_everything_again(home: Home) -> None:
    assert home.type("privacy", "erase", "1", "--yes")[0] == 0
    leftover = home.folder / "outbox" / "anna" / "new"
    leftover.mkdir(parents=True, exist_ok=True)
    (leftover / "x.seleqt").write_text("To: Noor <noor@windmill.example>\n\nHi\n")
    (home.folder / "home" / "logs").mkdir(exist_ok=True)
    (home.folder / "home" / "logs" / "bug.txt").write_text("lead noor@windmill.example failed\n")
    code, _, said = home.type("privacy", "erase", "Noor@windmill.example", "--files", "--yes")
    assert code == 0, said
    assert said.splitlines()[:4] == [
        "noor@windmill.example: erased before; everything was gone through again",
        "1 mail taken out of the outbox",
        "1 log cleared",
        "campaigns.yaml: 1 row taken out",
    ]
    assert places(home) == []
    assert home.sql("SELECT count(*) FROM history WHERE event = 'erased'") == [(1,)]
    assert home.type("privacy", "erase", "1", "--yes")[0] == 2
    assert home.type("privacy", "erase", "nobody@far.example", "--yes")[0] == 2


def test_what_is_left_is_found_and_said(home: Home) -> None:
    (home.folder / "home" / "note.bin").write_bytes(b"\x00" + "noor@windmill.example".encode("utf-16-be"))
    code, _, said = home.type("privacy", "erase", "1", "--files", "--yes")
    assert code == 1
    assert said.splitlines()[-2].endswith("still found:")
    assert said.splitlines()[-1] == f"{home.folder / 'home' / 'note.bin'}: address"
    document = home.type("privacy", "erase", "noor@windmill.example", "--yes", "--json")
    assert document[0] == 1
    assert json.loads(document[1])["found"] == [{"file": str(home.folder / "home" / "note.bin"), "what": ["address"]}]


def test_nothing_is_erased_without_a_yes(home: Home) -> None:
    before = home.sql("SELECT * FROM lead WHERE id = 1")
    assert home.type("privacy", "erase", "1")[0] == 2
    assert home.sql("SELECT * FROM lead WHERE id = 1") == before
    assert not list((home.folder / "state").glob("*.erased"))


def test_an_older_copy_that_is_put_back_forgets_again_before_anything_else(home: Home) -> None:
    home.run_for(3)
    copy = shutil.copy2(home.folder / "home" / "seleqt.db", home.folder / "kept.db")
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 0
    shutil.copy2(copy, home.folder / "home" / "seleqt.db")
    assert places(home, "kept.db") != []
    assert [row["id"] for row in home.lines("leads", "list")] == [2, 3, 4, 5]
    assert places(home, "kept.db") == []
    assert journeys(home)[0] == (1, "erased")
    assert home.type("audit")[0] == 0


def test_names_on_linkedin_and_answers_of_colleagues_are_cleared_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.sql("INSERT INTO former_address VALUES ('old@windmill.example', 1)")
    home.sql("INSERT INTO linkedin_alias VALUES ('old-noor', 1, 'ACoAAB', 0)")
    home.sql("UPDATE lead SET fields = ? WHERE id = 2", '{"via":"met through noor@windmill.example at the fair"}')
    home.type("suppress", "add", "noor@windmill.example", "--reason", "asked by Noor")
    assert home.type("privacy", "object", "1")[0] == 0
    code, _, said = home.type("privacy", "erase", "1", "--files", "--yes")
    assert code == 0, said
    assert places(home) == []
    assert home.sql("SELECT fields FROM lead WHERE id = 2") == [('{"via":"met through [erased] at the fair"}',)]
    assert home.sql("SELECT count(*) FROM suppression") == home.sql("SELECT count(*) FROM linkedin_alias") == [(0,)]
    refused = "email,linkedin\nold@windmill.example,\n,https://www.linkedin.com/in/old-noor/\n"
    (home.folder / "back.csv").write_text(refused)
    home.type("leads", "import", "back.csv", "--source", "fair", "--basis", "consent")
    assert home.sql("SELECT count(*) FROM lead WHERE id > 2") == [(0,)]
    assert home.type("audit")[0] == 0


def test_people_whose_names_hold_the_name_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    text = BOTH.replace("sam@canal.example", "e.noor@windmill.example").replace("example-sam", "example-noor-2")
    home = Home(tmp_path, monkeypatch, capsys, text)
    code, _, said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert code == 0, said
    assert said.splitlines()[-1] == "their address was not looked for: another lead has the like"
    assert home.sql("SELECT email, linkedin FROM lead WHERE id = 2") == [
        ("e.noor@windmill.example", "https://www.linkedin.com/in/example-noor-2/")
    ]
    assert "e.noor@windmill.example" in (home.folder / "campaigns.yaml").read_text()
    assert " noor@windmill.example" not in (home.folder / "campaigns.yaml").read_text()
    assert home.type("apply")[0] == 0


def test_an_answer_that_comes_afterwards_brings_nothing_of_them_back(home: Home) -> None:
    home.run_for(9)
    take(home, answer(home, Class.REPLY, "noor@windmill.example"))
    assert home.sql("SELECT sender FROM inbox_message") == [("noor@windmill.example",)]
    later = [
        answer(home, Class.REPLY, "noor@windmill.example", uid=2), answer(home, Class.UNSUBSCRIBE, "noor@windmill.example", uid=3),
        bounce(home, Class.HARD_BOUNCE, "noor@windmill.example", uid=4), answer(home, Class.REPLY, "sam@canal.example", uid=5),
    ]  # fmt: skip
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 0
    assert home.sql("SELECT sender, subject, text FROM inbox_message") == [("", "", "")]
    take(home, *later)
    assert [row[0] for row in home.sql("SELECT sender FROM inbox_message ORDER BY id")] == ["", "sam@canal.example"]
    assert places(home) == []
    assert home.type("inbox", "list")[0] == home.type("audit")[0] == 0


def test_nobody_is_erased_while_a_mail_to_them_is_on_its_way(home: Home) -> None:
    home.run_for(3)
    home.sql("UPDATE action SET state = 'sending' WHERE lead_id = 1")
    journal = OutcomeJournal(home.folder / "home" / "seleqt.db.outcomes")
    journal.append(Record("1:1", MONDAY, Outcome(Verdict.SENT, "250 <noor@windmill.example> has it")))
    journal.close()
    locks = AccountLocks(home.folder / "home" / "seleqt.db")
    assert locks.take("email:anna@acme.example")
    before = places(home)
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 4
    assert places(home) == before
    assert not list((home.folder / "state").glob("*.erased"))
    locks.release()
    # what a killed run left behind is settled without the person
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 0
    assert places(home) == []
    home.clock.set(MONDAY + DAY)
    assert home.type("run", "--once", "-q")[0] in (0, 3)
    assert home.sql("SELECT state FROM action WHERE id = 1") == [("sent",)]
    assert home.type("resolve")[0] == 0
    assert places(home) == []
    assert home.type("audit")[0] == 0


def test_a_doubt_about_somebody_who_was_erased_is_settled_without_them(home: Home) -> None:
    home.run_for(3)
    home.sql("UPDATE action SET state = 'in_doubt', reason = 'no answer about noor@windmill.example' WHERE lead_id = 1")
    assert home.type("privacy", "erase", "1", "--files", "--yes")[0] == 0
    assert places(home) == []
    code, out, _ = home.type("resolve")
    assert code == 0
    assert "no answer about [erased]" in out
    assert home.type("resolve", "--not-sent", "1")[0] == 0
    home.clock.set(MONDAY + DAY)
    home.run_for(9)
    assert home.sql("SELECT count(*) FROM action WHERE lead_id = 1 AND state IN ('sent', 'sending', 'claimed')") == [(0,)]
    assert places(home) == []
    assert home.type("audit")[0] == 0


def test_what_a_linkedin_window_remembers_of_pages_goes_and_its_sign_in_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SELEQT_STATE", str(tmp_path / "state"))
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    profile = home.folder / "home" / "linkedin" / "windows" / "anna" / "chromium" / "Default"
    (profile / "Cache" / "Cache_Data").mkdir(parents=True)
    (profile.parents[1] / "seleqt.lock").touch()
    (profile / "Cache" / "Cache_Data" / "f_1").write_bytes(b"GET /in/example-noor/ HTTP/2")
    (profile / "History").write_bytes(b"https://www.linkedin.com/in/example-noor/")
    (profile / "Cookies").write_bytes(b"li_at")
    other = home.folder / "home" / "linkedin" / "windows" / "not-ours" / "Cache"
    other.mkdir(parents=True)
    hold = ProfileFolder(profile.parents[1])
    hold.take()
    code, _, said = home.type("privacy", "erase", "1", "--files", "--yes")
    assert code == 1
    assert "the LinkedIn window anna is open: close it, then type the same again to clear what its browser remembers" in said.splitlines()
    hold.release()
    assert home.type("privacy", "erase", "https://www.linkedin.com/in/example-noor/", "--yes")[0] == 0
    assert places(home) == []
    assert (profile / "Cookies").exists()
    assert other.is_dir()


def test_a_request_for_deletion_is_answered_afterwards(home: Home) -> None:
    opened = ("privacy", "request", "open", "noor@windmill.example", "--kind", "deletion")
    assert home.type(*opened)[0] == 0
    assert home.type("privacy", "request", "verify", "1", "--how", "rang the number on file")[0] == 0
    assert home.type("privacy", "request", "answer", "1", "--note", "done")[0] == 1
    code, _, said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert code == 0
    assert "request 1 can be answered now: seleqt privacy request answer 1" in said.splitlines()
    assert places(home) == []
    assert home.type("privacy", "request", "answer", "1", "--note", "done")[0] == 0
    assert home.type("privacy", "request", "close", "1")[0] == 0
    assert home.type("audit")[0] == 0


def test_the_rows_in_a_workbook_go_too(home: Home) -> None:
    path = home.folder / "people.xlsx"
    path.write_bytes(book())
    code, _, said = home.type("privacy", "erase", "noor@windmill.example", "--files", "--yes")
    assert (code, [line for line in said.splitlines() if "people.xlsx" in line]) == (0, ["people.xlsx: 1 row taken out"])
    with zipfile.ZipFile(path) as left:
        assert not any(b"noor@" in left.read(name).replace(b"snoor", b"") for name in left.namelist())
