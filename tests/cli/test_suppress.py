"""Who is on the list is never contacted again, and its journeys end at once."""

import io
import sys
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run
from tests.cli.homes import BOTH, MAILS, MONDAY, Home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def entries(home: Home) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["value"], row["reason"]) for row in home.lines("suppress", "list")]


def states(home: Home) -> list[tuple[object, ...]]:
    return home.sql("SELECT lead_id, state, reason, queue FROM journey WHERE state NOT IN ('waiting', 'due') ORDER BY lead_id")


def test_a_person_on_the_list_gets_nothing_more(home: Home) -> None:
    home.run_for(30)
    assert len(list((home.folder / "outbox" / "anna" / "new").iterdir())) == 3
    assert home.type("suppress", "add", "Noor@WINDMILL.example") == (0, "", "1 added, 1 journeys stopped\n")
    assert states(home) == [(1, "stopped", "suppressed: by hand", "")]
    home.clock.set(MONDAY + 2 * 86_400)
    home.run_for(60)
    recipients = home.sql("SELECT lead, count(*) FROM action WHERE state = 'sent' GROUP BY lead ORDER BY lead")
    assert recipients[1] == ("noor@windmill.example", 1)
    assert home.type("audit")[0] == 0


def test_adding_somebody_twice_changes_nothing(home: Home) -> None:
    home.type("suppress", "add", "noor@windmill.example")
    before = home.sql("SELECT count(*) FROM history")
    assert home.type("suppress", "add", "noor@windmill.example", "--reason", "again") == (0, "", "0 added, 1 on the list already\n")
    assert entries(home) == [("email", "noor@windmill.example", "by hand")]
    assert home.sql("SELECT count(*) FROM history") == before


def test_the_history_says_who_did_it_and_why_and_names_no_address(home: Home) -> None:
    home.type("suppress", "add", "noor@windmill.example", "stranger@far.example", "canal.example", "--reason", "asked by phone")
    rows = home.sql("SELECT event, lead_id, journey_id, data FROM history WHERE event IN ('suppressed', 'stopped') ORDER BY id")
    assert [row[:3] for row in rows] == [
        ("suppressed", 1, None), ("stopped", 1, 1), ("suppressed", None, None), ("suppressed", None, None), ("stopped", 2, 2),
    ]  # fmt: skip
    assert rows[0][3] == '{"kind":"email","reason":"asked by phone","by":"anna","source":"suppress add"}'
    assert rows[1][3] == '{"reason":"suppressed: asked by phone","by":"anna"}'
    assert rows[3][3] == '{"kind":"domain","value":"canal.example","reason":"asked by phone","by":"anna","source":"suppress add"}'
    assert all("@" not in row[3] for row in rows)
    assert '"hash":"' in rows[2][3]


def test_a_domain_keeps_out_everybody_with_an_address_of_it_and_nobody_below_it(home: Home) -> None:
    home.type("leads", "set", "sam@canal.example", "email=sam@sub.windmill.example")
    assert home.type("suppress", "add", "@Windmill.example") == (0, "", "1 added, 1 journeys stopped\n")
    assert states(home) == [(1, "stopped", "suppressed: by hand", "")]
    assert entries(home) == [("domain", "windmill.example", "by hand")]


def test_an_opt_out_ends_as_unsubscribed_and_binds_for_ever(home: Home) -> None:
    assert home.type("suppress", "add", "noor@windmill.example", "--opt-out") == (0, "", "1 added, 1 journeys stopped\n")
    assert states(home) == [(1, "unsubscribed", "suppressed: unsubscribed", "")]
    assert home.sql("SELECT event, lead_id, journey_id FROM history WHERE event = 'unsubscribed' ORDER BY id") == [
        ("unsubscribed", 1, None), ("unsubscribed", 1, 1),
    ]  # fmt: skip


def test_a_person_is_kept_out_by_address_and_profile_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    assert home.type("suppress", "add", "linkedin.com/in/example-noor") == (0, "", "1 added, 1 journeys stopped\n")
    assert entries(home) == [
        ("email", "noor@windmill.example", "by hand"), ("linkedin", "https://www.linkedin.com/in/example-noor/", "by hand"),
    ]  # fmt: skip
    assert home.type("suppress", "remove", "noor@windmill.example", "--yes")[0] == 0
    assert entries(home) == []


def test_an_open_task_of_a_stopped_journey_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.run_for(3)
    assert home.sql("SELECT lead_id, state FROM task") == [(1, "open")]
    home.type("suppress", "add", "noor@windmill.example")
    assert home.sql("SELECT lead_id, state, settled_at, settled_by FROM task") == [(1, "skipped", home.clock.now(), "anna")]


def test_removal_asks_and_is_recorded_and_does_not_bring_journeys_back(home: Home) -> None:
    home.type("suppress", "add", "noor@windmill.example", "--opt-out")
    code, _, err = home.type("suppress", "remove", "noor@windmill.example")
    assert (code, err.splitlines()[0]) == (
        2, "seleqt: Allow contact with noor@windmill.example again? Nobody is at a terminal to answer",
    )  # fmt: skip
    assert home.type("suppress", "remove", "noor@windmill.example", "-y") == (0, "", "noor@windmill.example: taken off the list\n")
    assert home.sql("SELECT event, lead_id, data FROM history WHERE event IN ('unsuppressed', 'lifted') ORDER BY id") == [
        ("unsuppressed", 1, '{"kind":"email","reason":"unsubscribed","by":"anna"}'),
        ("lifted", 1, '{"event":"unsubscribed","by":"anna"}'),
    ]
    assert states(home) == [(1, "unsubscribed", "suppressed: unsubscribed", "")]
    assert home.type("suppress", "remove", "noor@windmill.example", "-y") == (
        1, "", "seleqt: not on the list: noor@windmill.example\nseleqt suppress list\n",
    )  # fmt: skip


def test_an_address_that_bounced_can_be_taken_off_and_gives_way_to_a_stronger_reason(home: Home) -> None:
    home.sql("INSERT INTO suppression VALUES ('email', 'noor@windmill.example', 'hard bounce', '550 5.1.1', 0)")
    assert home.type("suppress", "remove", "noor@windmill.example", "--yes")[0] == 0
    home.sql("INSERT INTO suppression VALUES ('email', 'noor@windmill.example', 'hard bounce', '550 5.1.1', 0)")
    home.type("suppress", "add", "noor@windmill.example")
    assert entries(home) == [("email", "noor@windmill.example", "by hand")]
    assert home.type("suppress", "add", "sam@canal.example", "--reason", "hard bounce")[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "email;name\nnoor@windmill.example;Noor\nSAM@canal.example;Sam\n;\n",
        "noor@windmill.example\n# a remark\n\nsam@canal.example\n",
        "Name,Email\r\n\"Noor, the first\",noor@windmill.example\r\nSam,sam@canal.example\r\n",
        "\ufeffemail\tname\nnoor@windmill.example\tNoor\nsam@canal.example\tSam\n",
    ],
    ids=["semicolon", "plain", "quoted", "tab"],
)  # fmt: skip
def test_a_list_is_imported_in_any_ordinary_form_and_the_second_time_changes_nothing(home: Home, text: str) -> None:
    Path("out.csv").write_bytes(text.encode())
    assert home.type("suppress", "import", "out.csv", "--yes") == (0, "", "2 added, 2 journeys stopped\n")
    assert home.type("suppress", "import", "out.csv", "--yes") == (0, "", "0 added, 2 on the list already\n")
    assert entries(home) == [("email", "noor@windmill.example", "imported list"), ("email", "sam@canal.example", "imported list")]


def test_lines_that_name_nobody_are_told_and_the_others_taken(home: Home) -> None:
    Path("out.txt").write_text("noor@windmill.example\nnobody at all\nfar@@away\nrival.example\n", encoding="utf-8")
    code, out, err = home.type("suppress", "import", "out.txt", "--yes", "--json")
    assert (code, out) == (
        0,
        '{"added":2,"known":0,"people":1,"ended":1,"refused":['
        '{"line":2,"reason":"\'nobody at all\' has a domain without a dot"},'
        '{"line":3,"reason":"\'far@@away\' holds more than one @; quoted names and lists of addresses are not taken"}]}\n',
    )
    assert err == (
        "out.txt:2: 'nobody at all' has a domain without a dot\n"
        "out.txt:3: 'far@@away' holds more than one @; quoted names and lists of addresses are not taken\n"
    )


def test_an_import_asks_first_and_elsewhere_needs_a_yes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"noor@windmill.example\nrival.example\n")))
    code, _, err = home.type("suppress", "import", "-")
    assert (code, err.splitlines()[0]) == (
        2, "seleqt: Never contact 1 addresses and 1 domains again (1 known leads)? Nobody is at a terminal to answer",
    )  # fmt: skip
    assert entries(home) == []


@pytest.mark.parametrize("who", ["", "nobody", "a@b", "https://www.linkedin.com/company/acme/", "x@y@z.example"])
def test_what_names_nobody_is_refused_and_nothing_written(home: Home, who: str) -> None:
    assert home.type("suppress", "add", "noor@windmill.example", who)[0] == 2
    assert entries(home) == []


def test_the_list_can_be_narrowed_and_is_paged_without_a_gap(home: Home) -> None:
    people = "".join(f"p{number:04}@far.example\n" for number in range(2500))
    Path("out.txt").write_text(people + "rival.example\n100%_sure.example\n", encoding="utf-8")
    home.type("suppress", "import", "out.txt", "-y")
    assert len(home.lines("suppress", "list")) == 2501
    assert [row["value"] for row in home.lines("suppress", "list", "--kind", "domain")] == ["rival.example"]
    assert [row["value"] for row in home.lines("suppress", "list", "--search", "p2499")] == ["p2499@far.example"]
    assert home.lines("suppress", "list", "--search", "%") == []
    assert home.type("suppress", "list", "--kind", "pigeon")[0] == 2


def test_a_list_without_one_usable_line_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "list.txt").write_text("nobody in particular\n", encoding="utf-8")
    assert run(["--home", str(tmp_path / "home"), "suppress", "import", str(tmp_path / "list.txt"), "--yes"]) == 2
    assert "list.txt:1: 'nobody in particular'" in capsys.readouterr().err
    assert not (tmp_path / "home" / "seleqt.db").exists()


def test_a_list_that_is_no_file_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(tmp_path / "home"), "suppress", "import", "/dev/zero", "--yes"]) == 2
    assert capsys.readouterr().err == "seleqt: /dev/zero is no file\n"
