"""privacy correct, restrict and object: what a person asks for binds at once, on every channel."""

from pathlib import Path

import pytest

from tests.cli.homes import BOTH, MAILS, MONDAY, Home

DAY = 86_400


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def first_journey(home: Home) -> tuple[object, ...]:
    return home.sql("SELECT state, reason, queue FROM journey WHERE lead_id = 1")[0]


def mails_to(home: Home, lead: int) -> int:
    return len(home.sql("SELECT 1 FROM action WHERE state = 'sent' AND lead_id = ?", lead))


def test_nothing_goes_to_a_restricted_person_and_the_data_stay(home: Home) -> None:
    home.run_for(9)
    before = home.sql("SELECT email, first_name, company FROM lead WHERE id = 1")
    assert home.type("privacy", "restrict", "noor@windmill.example", "--why", "says the address is wrong") == (
        0, "", "noor@windmill.example: restricted, stopped in hello; the data are kept and nothing goes to them\n",
    )  # fmt: skip
    assert first_journey(home) == ("stopped", "restricted", "")
    assert home.sql("SELECT email, first_name, company FROM lead WHERE id = 1") == before
    home.clock.set(MONDAY + 3 * DAY)
    home.run_for(60)
    assert mails_to(home, 1) == 1
    assert home.type("audit")[0] == 0


def test_a_restriction_is_lifted_by_nothing_but_its_own_command(home: Home) -> None:
    home.type("leads", "stop", "1")
    home.type("privacy", "restrict", "1")
    assert home.type("leads", "resume", "1") == (
        1, "", "seleqt: noor@windmill.example: their data are restricted\nseleqt privacy restrict noor@windmill.example --lift\n",
    )  # fmt: skip
    home.type("leads", "stop", "1")
    assert home.sql("SELECT stopped FROM lead WHERE id = 1") == [("restricted by anna",)]
    assert home.type("privacy", "restrict", "1", "--lift")[:1] == (0,)
    assert home.sql("SELECT stopped FROM lead WHERE id = 1") == [("by anna",)]
    assert home.type("privacy", "restrict", "1", "--lift")[:1] == (1,)
    rows = home.sql("SELECT event, data FROM history WHERE event IN ('restricted', 'lifted') ORDER BY id")
    assert rows == [("restricted", '{"by":"anna","was":"by anna"}'), ("lifted", '{"by":"anna","event":"restricted"}')]


def test_restricting_twice_changes_nothing(home: Home) -> None:
    home.type("privacy", "restrict", "1", "--why", "first")
    before = home.sql("SELECT count(*) FROM history")
    assert home.type("privacy", "restrict", "1", "--why", "second")[0] == 0
    assert home.sql("SELECT count(*) FROM history") == before
    assert home.sql("SELECT stopped FROM lead WHERE id = 1") == [("restricted by anna: first",)]


def test_a_restricted_person_is_not_taken_by_a_later_campaign(home: Home) -> None:
    home.type("privacy", "restrict", "1")
    text = (home.folder / "campaigns.yaml").read_text()
    second = text[text.index("  hello:") :].replace("  hello:", "  again:", 1)
    (home.folder / "campaigns.yaml").write_text(text + second)
    code, _, said = home.type("apply")
    assert code == 0, said
    assert home.sql("SELECT count(*) FROM journey WHERE lead_id = 1 AND campaign = 'again'") == [(0,)]


def test_an_objection_binds_every_name_of_the_person_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, BOTH)
    home.sql("INSERT INTO former_address VALUES ('old@windmill.example', 1)")
    home.sql("INSERT INTO linkedin_alias VALUES ('old-noor', 1, '', 0)")
    assert home.type("privacy", "object", "noor@windmill.example") == (
        0, "", "noor@windmill.example: objected, stopped in both; never to be contacted again\n",
    )  # fmt: skip
    assert [(row["kind"], row["value"], row["reason"], row["source"]) for row in home.lines("suppress", "list")] == [
        ("email", "noor@windmill.example", "objected", "privacy request"),
        ("email", "old@windmill.example", "objected", "privacy request"),
        ("linkedin", "https://www.linkedin.com/in/example-noor/", "objected", "privacy request"),
        ("linkedin", "https://www.linkedin.com/in/old-noor/", "objected", "privacy request"),
    ]
    assert first_journey(home) == ("unsubscribed", "objected", "")
    before = home.sql("SELECT count(*) FROM history")
    assert home.type("privacy", "object", "1")[2] == "noor@windmill.example: had objected; never to be contacted again\n"
    assert home.sql("SELECT count(*) FROM history") == before
    assert home.type("audit")[0] == 0


@pytest.mark.parametrize("later", [("--opt-out",), ("--reason", "by hand")])
def test_no_weaker_reason_takes_the_place_of_an_objection(home: Home, later: tuple[str, ...]) -> None:
    home.type("suppress", "add", "noor@windmill.example", "--opt-out")
    home.type("privacy", "object", "1")
    assert [row["reason"] for row in home.lines("suppress", "list")] == ["objected"]
    home.type("suppress", "add", "noor@windmill.example", *later)
    assert [row["reason"] for row in home.lines("suppress", "list")] == ["objected"]


def test_an_objection_that_is_taken_back_is_lifted_in_the_record_too(home: Home) -> None:
    home.type("privacy", "object", "1")
    assert home.type("suppress", "remove", "noor@windmill.example", "--yes")[0] == 0
    rows = home.sql("SELECT data FROM history WHERE event = 'lifted' ORDER BY id")
    assert rows == [('{"event":"unsubscribed","by":"anna"}',), ('{"event":"objected","by":"anna"}',)]


def test_somebody_who_is_no_lead_may_object_too(home: Home) -> None:
    said = "stranger@far.example: objected; no lead, never to be contacted\n"
    assert home.type("privacy", "object", "Stranger@far.example") == (0, "", said)
    assert [(row["value"], row["reason"]) for row in home.lines("suppress", "list")] == [("stranger@far.example", "objected")]
    assert home.type("privacy", "object", "nobody known")[0] == 2
    assert home.type("privacy", "object", "far.example")[0] == 2


def test_a_correction_is_recorded_without_its_values_and_names_the_file_that_still_has_the_old_ones(home: Home) -> None:
    code, out, said = home.type("privacy", "correct", "noor@windmill.example", "last_name=Janssen", "first_name=Nora")
    assert (code, out) == (0, "")
    assert said.splitlines() == [
        "noor@windmill.example: last_name, first_name put right",
        "campaigns.yaml holds this person too; put it right there, or the next apply brings the old value back",
    ]
    assert home.sql("SELECT first_name, last_name FROM lead WHERE id = 1") == [("Nora", "Janssen")]
    assert home.sql("SELECT lead_id, data FROM history WHERE event = 'corrected'") == [
        (1, '{"by":"anna","fields":["last_name","first_name"]}')
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("birth_date=2015-01-01", "seleqt: nobody under 16 is contacted\nseleqt suppress add noor@windmill.example\n"),
        ("no-value", "seleqt: 'no-value' is not FIELD=VALUE\n"),
    ],
)
def test_a_correction_is_checked_as_an_import_is(home: Home, value: str, said: str) -> None:
    assert home.type("privacy", "correct", "1", value) == (2, "", said)
    assert home.sql("SELECT count(*) FROM history WHERE event = 'corrected'") == [(0,)]


def test_explain_says_what_binds_and_how_a_restriction_is_lifted(home: Home) -> None:
    home.type("privacy", "restrict", "1", "--why", "a claim")
    out = home.type("explain", "1")[1]
    assert "restricted by anna: a claim" in out
    assert "seleqt privacy restrict noor@windmill.example --lift" in out
    home.type("privacy", "object", "2")
    assert "sam@canal.example is suppressed: objected" in home.type("explain", "2")[1]
    assert "suppress remove" not in home.type("explain", "2")[1]


def test_a_minor_in_the_campaigns_file_is_never_contacted(home: Home) -> None:
    path = home.folder / "campaigns.yaml"
    path.write_text(path.read_text().replace("first_name: Bo,", "first_name: Bo, birth_date: 2015-01-01,").replace("  hello:", "  again:"))
    code, _, said = home.type("apply", "--yes")
    assert code == 0, said
    assert home.sql(
        "SELECT count(*) FROM journey j JOIN lead l ON l.id = j.lead_id WHERE j.campaign = 'again' AND l.first_name = 'Bo'"
    ) == [(0,)]
