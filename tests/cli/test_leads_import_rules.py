"""`leads import` beside a campaigns file: who may be contacted, who was contacted already, and what is asked at a terminal."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.program import run
from tests.cli.homes import MAILS, Home

PEOPLE = "email,first_name,company,last mail\nann@kite.example,Ann,Kite,2026-12-20\nben@kite.example,Ben,Kite,\n"
LEGAL = 'legal: {nl: {accept: legitimate-interest, by: Anna de Vries, date: 2026-11-01, why: "their own site asks for offers"}}\n'
DUTCH_LAW = (
    "NL asks for prior consent also from companies, except own customers and addresses published for this purpose "
    "(Telecommunicatiewet 11.7); its basis is legitimate-interest"
)


@pytest.fixture(autouse=True)
def in_a_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SELEQT_HOME", str(tmp_path / "home"))
    Path("leads.csv").write_text(PEOPLE, encoding="utf-8")


def document(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["leads", "import", "leads.csv", "--source", "fair", "--basis", "legitimate-interest", "--json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_without_a_campaigns_file_no_country_is_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    assert document(capsys)["not_contacted"] == {}


def test_the_country_of_the_business_decides_where_a_lead_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    Path("campaigns.yaml").write_text(MAILS, encoding="utf-8")
    assert document(capsys)["not_contacted"] == {DUTCH_LAW: 2}


def test_a_decision_in_the_file_is_followed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("campaigns.yaml").write_text(MAILS + LEGAL, encoding="utf-8")
    assert document(capsys)["not_contacted"] == {}


def test_where_the_file_is_broken_or_away_the_version_in_force_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    (home.folder / "campaigns.yaml").write_text("version: 1\nnonsense: [\n", encoding="utf-8")
    assert document(capsys)["not_contacted"] == {DUTCH_LAW: 2}
    (home.folder / "campaigns.yaml").unlink()
    assert document(capsys)["not_contacted"] == {DUTCH_LAW: 2}


def test_another_campaigns_file_does_not_speak_for_this_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Home(tmp_path, monkeypatch, capsys, MAILS)
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    Path("leads.csv").write_text(PEOPLE, encoding="utf-8")
    Path("campaigns.yaml").write_text(MAILS + LEGAL, encoding="utf-8")
    assert document(capsys)["not_contacted"] == {DUTCH_LAW: 2}


def test_whom_another_tool_wrote_to_lately_is_left_in_quiet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    code, _, said = home.type(
        "leads", "import", "leads.csv", "--source", "old", "--basis", "consent", "--contacted", "Last Mail", "--tag", "old"
    )
    assert code == 0
    assert "columns: email -> email, first_name -> first_name, company -> company, last mail -> contacted_at\n" in said
    start = MAILS.index("    leads:\n")
    text = MAILS[:start] + "    leads: {tag: old, quiet: 30 days}\n" + MAILS[MAILS.index("    senders: [anna]\n") :]
    (home.folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    code, _, said = home.type("apply", "--yes")
    assert code == 0, said
    quiet, free = (
        json.loads(home.type("explain", lead, "--json")[1])["journeys"][0]["next"] for lead in ("ann@kite.example", "ben@kite.example")
    )
    assert (quiet["at"], quiet["reasons"][0]["text"]) == ("2027-01-19T12:00:00Z", "quiet: contacted within 30 days")
    assert "quiet" not in json.dumps(free)


def test_a_contacted_column_that_is_not_there_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["leads", "import", "leads.csv", "--source", "x", "--basis", "consent", "--contacted", "lastmail"]) == 2
    assert capsys.readouterr() == (
        "",
        "seleqt: there is no column 'lastmail'; did you mean 'last mail'?\nthe columns are: email, first_name, company, last mail\n",
    )


def test_at_a_terminal_source_and_basis_are_asked_for_until_they_are_right() -> None:
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "seleqt_cli", "leads", "import", "leads.csv", "--json"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(terminal)
    os.write(master, b"trade fair\nhope\nconsent\n")
    out, _ = process.communicate(timeout=60)
    said = os.read(master, 65_536).decode()
    os.close(master)
    assert process.returncode == 0, said
    assert json.loads(out)["new"] == 2
    for words in (
        "Where do these people's data come from: ",
        "Lawful basis (consent, customer, published, legitimate-interest, unknown) [unknown]: ",
        "hope is none of consent, customer, published, legitimate-interest, unknown",
    ):
        assert words.strip() in " ".join(said.split())  # long lines are broken between words
    shown = subprocess.run(
        [sys.executable, "-m", "seleqt_cli", "leads", "show", "ann@kite.example", "--json"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    lead = json.loads(shown.stdout)
    assert (lead["source"], lead["basis"]) == ("trade fair", "consent")
