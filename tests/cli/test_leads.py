"""`seleqt leads`: what a person types and reads."""

import json
from pathlib import Path

import pytest

from seleqt_cli.cli.program import run

FILE = "E-mail;Voornaam;Bedrijf;Land\nanna@acme.example;Anna;Acme B.V.;NL\nbad;Bob;;\nc@beta.example;Cid;Beta;France\n"


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has a working folder with a lead file and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))
    Path("leads.csv").write_text(FILE, encoding="utf-8")


def imported(*more: str) -> int:
    return run(["leads", "import", "leads.csv", "--source", "fair", "--basis", "legitimate-interest", *more])


def test_an_import_says_what_it_found_out_did_and_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert imported("--tag", "fair", "--rejects", "rejects.csv") == 0
    law = "NL asks for prior consent also from companies, except own customers and addresses published for this purpose"
    assert capsys.readouterr() == (
        "2 new, 0 changed, 1 refused\n",
        "leads.csv: UTF-8, separated by semicolons\n"
        "columns: E-mail -> email, Voornaam -> first_name, Bedrijf -> company, Land -> country\n"
        f"1 leads will not be contacted: {law} (Telecommunicatiewet 11.7); its basis is legitimate-interest\n"
        "line 3: bad: the address has no @\n",
    )
    assert Path("rejects.csv").read_text(encoding="utf-8") == "line,value,reason\n3,bad,the address has no @\n"


def test_the_same_file_again_is_said_to_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    imported()
    capsys.readouterr()
    assert imported("-q") == 0
    assert capsys.readouterr().out == "0 new, 0 changed, 2 unchanged, 1 refused\n"


def test_a_dry_run_makes_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported("--dry-run", "-q") == 0
    assert capsys.readouterr().out == "dry run, nothing written: 2 new, 0 changed, 1 refused\n"
    assert not (tmp_path / "home" / "seleqt.db").exists()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["leads.csv"], 'seleqt: where do these people\'s data come from?\nType the same with --source "…".\n'),
        (
            ["leads.csv", "--source", "x"],
            "seleqt: what is the lawful basis?\nType the same with --basis consent|customer|published|legitimate-interest|unknown.\n",
        ),
        (
            ["leads.csv", "--source", "x", "--basis", "hope"],
            "seleqt: --basis: hope is none of consent, customer, published, legitimate-interest, unknown\n",
        ),
        (
            ["leads.csv", "--source", "x", "--basis", "consent", "--map", "email=Mail"],
            "seleqt: there is no column 'Mail'; did you mean 'E-mail'?\nthe columns are: E-mail, Voornaam, Bedrijf, Land\n",
        ),
        (["leads.csv", "--source", "x", "--basis", "consent", "--map", "email"], "seleqt: 'email' is not FIELD=VALUE\n"),
    ],
)
def test_what_is_missing_or_wrong_is_said_before_anything_is_written(
    arguments: list[str], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["leads", "import", *arguments]) == 2
    assert capsys.readouterr() == ("", text)
    assert not (tmp_path / "home" / "seleqt.db").exists()


def test_leads_are_listed_shown_changed_tagged_and_exported(capsys: pytest.CaptureFixture[str]) -> None:
    imported("-q")
    assert run(["leads", "set", "Anna@Acme.example", "title==CEO", "Favourite Tea=green", "-q"]) == 0
    assert run(["leads", "tag", "1", "vip", "-q"]) == 0
    capsys.readouterr()
    assert run(["leads", "list", "--tag", "vip"]) == 0
    assert capsys.readouterr().out == "id  lead               name  company    tags\n 1  anna@acme.example  Anna  Acme B.V.  vip\n"
    assert run(["leads", "show", "anna@acme.example", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "id": 1, "email": "anna@acme.example", "first_name": "Anna", "company": "Acme B.V.", "title": "=CEO", "country": "NL",
        "source": "fair", "basis": "legitimate-interest", "tags": ["vip"], "fields": {"favourite_tea": "green"}, "journeys": [],
    }  # fmt: skip
    assert run(["leads", "export", "--tag", "vip", "-q"]) == 0
    assert capsys.readouterr().out == (
        "email,linkedin,first_name,last_name,company,title,phone,timezone,country,language,source,basis,birth_date,tags,favourite_tea\n"
        "anna@acme.example,,Anna,,Acme B.V.,'=CEO,,,NL,,fair,legitimate-interest,,vip,green\n"
    )


def test_a_lead_that_is_not_there_is_said_with_what_to_type_next(capsys: pytest.CaptureFixture[str]) -> None:
    imported("-q")
    capsys.readouterr()
    assert run(["leads", "show", "nobody@x.example"]) == 2
    assert capsys.readouterr() == ("", "seleqt: there is no lead 'nobody@x.example'\nseleqt leads list --search TEXT\n")


def test_a_line_break_in_a_name_or_a_company_is_refused_and_in_a_field_of_ones_own_kept(capsys: pytest.CaptureFixture[str]) -> None:
    text = 'email,company,story\nann@kite.example,"Kite\r\nBcc: eve@evil.example",x\nben@kite.example,Kite,"one\ntwo"\n'
    Path("leads.csv").write_bytes(text.encode())
    assert imported("-q", "--rejects", "rejects.csv") == 0
    assert capsys.readouterr().out == "1 new, 0 changed, 1 refused\n"
    reason = "2,ann@kite.example | Kite··Bcc: eve@evil.example | x,has a line break in company (U+000D)"
    assert Path("rejects.csv").read_text(encoding="utf-8").splitlines() == ["line,value,reason", reason]
    assert run(["leads", "set", "ben@kite.example", "company=Kite\nBcc: eve@evil.example"]) == 2
    assert capsys.readouterr().err == "seleqt: company has to be one line, this one has a line break (U+000A)\n"
    assert run(["leads", "set", "ben@kite.example", "story=three\nfour"]) == 0
    assert run(["leads", "show", "ben@kite.example", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["fields"] == {"story": "three\nfour"}
