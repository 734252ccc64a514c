"""privacy breach: whom it concerns, the clock of 72 hours, and the words."""

import csv
import stat
from pathlib import Path

import pytest

from tests.cli.homes import MAILS, MONDAY, Home

HOUR = 3600
DAY = 86_400


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    made = Home(tmp_path, monkeypatch, capsys, MAILS)
    made.run_for(9)
    return made


def test_a_stolen_database_concerns_everybody_who_was_kept(home: Home) -> None:
    found = home.json("privacy", "breach", "--since", "2026-12-28 09:00", "--what", "A laptop was stolen.")
    report, letter = found.pop("report"), found.pop("letters")["en"]
    assert found == {
        "number": None, "began_at": "2026-12-28T08:00:00Z", "ended_at": "2026-12-28T08:09:00Z", "found_at": "2026-12-28T08:09:00Z",
        "report_by": "2026-12-31T08:09:00Z", "authority": "Autoriteit Persoonsgegevens", "people": 5, "erased_since": 0, "records": 8,
        "columns": {"email": 5, "first_name": 5, "company": 5}, "countries": {"": 5}, "languages": {"en": 5},
    }  # fmt: skip
    assert "1. What happened: A laptop was stolen.\n   It began on Mon 2026-12-28 09:00" in report
    assert "2. Whose data: about 5 business contacts; about 8 records.\n   Kinds of data: email, first name, company." in report
    assert "Subject: Your data at Acme" in letter
    assert home.type("privacy", "breach")[2] == "no breach is on record\n"


def test_somebody_in_a_mailbox_concerns_those_who_were_written_to_from_it(home: Home) -> None:
    assert home.json("privacy", "breach", "--since", "10 min", "--sender", "anna")["people"] == 3
    assert home.json("privacy", "breach", "--since", "10 min", "--until", "2026-12-28T08:02:00Z", "--sender", "anna")["people"] == 1
    assert home.json("privacy", "breach", "--since", "10 min", "--campaign", "hello")["people"] == 5


def test_people_are_told_in_the_language_in_which_they_are_written_to(home: Home) -> None:
    for lead, language in (("1", "nl"), ("2", "de-AT"), ("3", "fr"), ("4", "ja")):
        home.sql("UPDATE lead SET language = ? WHERE id = ?", language, int(lead))
    found = home.json("privacy", "breach", "--since", "2026-12-28 09:00", "--what", "Un ordinateur a disparu.", "--list", "people.csv")
    assert found["languages"] == {"en": 2, "de": 1, "fr": 1, "nl": 1}
    assert list(found["letters"]) == ["en", "de", "fr", "nl"]
    assert (
        found["letters"]["fr"]
        == """\
Objet : Vos données chez Acme

Nous vous écrivons parce que des données vous concernant ont pu tomber entre d’autres mains. Un ordinateur a disparu.
Cela a commencé le 2026-12-28 09:00 ; nous l’avons constaté le 2026-12-28 09:09.

Sont concernés : adresse e-mail, prénom, entreprise, ainsi que nos échanges de messages.
Ce que cela peut signifier pour vous : [par exemple des mails qui semblent venir de nous ; ne cliquez pas, demandez-nous].
Ce que nous avons fait : [mesures].
Qui répond à vos questions : [nom, téléphone, adresse].

Acme, Gracht 1, Amsterdam
"""
    )
    with (home.folder / "people.csv").open(newline="") as stream:
        assert [row["language"] for row in csv.DictReader(stream)] == ["nl", "de", "fr", "en", "en"]
    shown = home.type("privacy", "breach", "--since", "10 min")[1].splitlines()
    assert [line for line in shown if line.startswith("---")] == [
        "--- for the authority ---", "--- for the people: en, 2 of them ---", "--- for the people: de, 1 of them ---",
        "--- for the people: fr, 1 of them ---", "--- for the people: nl, 1 of them ---",
    ]  # fmt: skip


def test_whoever_came_later_is_not_concerned(home: Home) -> None:
    home.clock.set(MONDAY + DAY)
    (home.folder / "more.csv").write_text("email\nlate@far.example\n")
    assert home.type("leads", "import", "more.csv", "--source", "web", "--basis", "consent")[0] == 0
    assert home.json("privacy", "breach", "--since", "2026-12-28", "--until", "2026-12-28 10:00")["people"] == 5
    assert home.json("privacy", "breach", "--since", "2026-12-28")["people"] == 6


def test_the_people_are_listed_in_a_file_for_its_owner_alone(home: Home) -> None:
    home.type("leads", "set", "1", "first_name==2+5")
    assert home.type("privacy", "breach", "--since", "10 min", "--list", "people.csv")[0] == 0
    path = home.folder / "people.csv"
    with path.open(newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[:2] == [
        ["email", "linkedin", "name", "country", "language", "kept_since"],
        ["noor@windmill.example", "", "'=2+5", "", "en", "2026-12-28T08:00:00Z"],
    ]  # fmt: skip
    assert len(rows) == 6
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_clock_runs_from_when_it_was_found_and_status_shows_it_until_it_is_reported(home: Home) -> None:
    home.clock.set(MONDAY + 5 * HOUR)
    home.type("run", "--once", "-q")
    home.type("pause")
    code, out, said = home.type("privacy", "breach", "--since", "4 h", "--found", "2026-12-28 12:00", "--what", "x", "--record")
    assert code == 0
    assert "Tell Autoriteit Persoonsgegevens by Thu 2026-12-31 12:00 (in 2 d), unless no risk to people is likely." in out
    assert said == "on record as breach 1; once it is reported: seleqt privacy breach --reported 1\n"
    told = "breach 1: the authority has to be told"
    assert home.json("status")["deadlines"] == [{"what": told, "due_at": "2026-12-31T11:00:00Z"}]
    assert home.type("status", "--check") == (3, "", f"{told}, due in 70 hours (seleqt privacy breach --reported 1)\n")
    home.clock.set(MONDAY + 4 * DAY)
    assert home.type("status", "--check") == (3, "", f"{told}, which is LATE (seleqt privacy breach --reported 1)\n")
    assert "(LATE)" in home.type("privacy", "breach")[1]
    assert home.type("privacy", "breach", "--reported", "1", "--note", "report 118") == (0, "", "breach 1: reported\n")
    assert home.type("status", "--check")[0] == 0
    (kept,) = home.json("privacy", "breach")
    assert (kept["report"], kept["reported_by"], kept["people"], kept["reported_at"]) == ("report 118", "anna", 5, "2027-01-01T08:00:00Z")
    assert home.type("privacy", "breach", "--reported", "1")[0] == 1
    assert [row[0] for row in home.sql("SELECT event FROM history WHERE event LIKE 'breach%' ORDER BY id")] == ["breach", "breach_reported"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--what", "x"), "--since is missing: when did it begin?"),
        (
            (
                "--since",
                "2026-12-29",
            ),
            "it ends and is found after it began, and not later than now",
        ),
        (("--since", "5 min", "--until", "2026-12-27"), "it ends and is found after it began, and not later than now"),
        (("--since", "5 min", "--found", "2026-12-27"), "it ends and is found after it began, and not later than now"),
        (("--since", "5 min", "--sender", "ben"), "there is no sender ben"),
        (("--since", "5 min", "--campaign", "bye"), "there is no campaign bye"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_recorded(home: Home, words: tuple[str, ...], said: str) -> None:
    code, out, err = home.type("privacy", "breach", *words, *(("--record",) if "--since" in words else ()))
    assert (code, out) == (2, "")
    assert err.startswith(f"seleqt: {said}")
    assert home.json("privacy", "breach") == []
