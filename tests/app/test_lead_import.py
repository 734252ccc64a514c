"""Importing lead files into a real database: one person one lead, every row accounted for, the same file again changes nothing."""

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.app.lead_import import ImportRequest, ImportResult, import_leads, open_file, rejects_to
from seleqt_cli.app.leads import all_leads, export_csv, export_leads, find_lead, lead_record, set_field
from seleqt_cli.core.campaign import LegalDecision
from seleqt_cli.core.errors import Failed, UsageProblem
from seleqt_cli.files.lead_batches import Refused
from seleqt_cli.ports.leads import LeadFilter
from seleqt_cli.storage.database import open_database, open_memory
from seleqt_cli.storage.leads import SqliteLeads

NOW = 1_790_000_000
TODAY = date(2026, 9, 21)


def imported(connection: sqlite3.Connection, text: str, **choices: object) -> ImportResult:
    """Import a CSV text; choices are those of ImportRequest, `mapping` that of --map."""
    mapping = choices.pop("mapping", {})
    values: dict[str, object] = {"file": "leads.csv", "source": "fair", "basis": "consent", **choices}
    return run(connection, "-", ImportRequest(**values), text=text, mapping=mapping)  # type: ignore[arg-type]


def run(
    connection: sqlite3.Connection, file: str, request: ImportRequest, *, text: str = "", mapping: Any = None, **more: Any
) -> ImportResult:
    """Import a file, or with `-` a text, and close it."""
    rows, columns = open_file(file, io.BytesIO(text.encode()), mapping or {})
    with closing(rows):
        return import_leads(rows, columns, SqliteLeads(connection), request, now=NOW, today=TODAY, **more)


def counts(result: ImportResult) -> dict[str, int]:
    names = ("new", "changed", "merged", "unchanged", "repeated", "blank", "refused", "left_out")
    return {name: getattr(result, name) for name in names if getattr(result, name)}


def people(connection: sqlite3.Connection) -> list[dict[str, object]]:
    """All leads as their records without ids."""
    records = [lead_record(lead) for lead in all_leads(SqliteLeads(connection), LeadFilter())]
    for record in records:
        del record["id"]
    return sorted(records, key=str)


def whole(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Everything that an import may touch."""
    tables = ("lead", "lead_tag", "lead_import")
    return [(table, *row) for table in tables for row in connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]


def test_a_row_becomes_a_lead_with_its_columns_fields_and_origin() -> None:
    connection = open_memory()
    result = imported(
        connection,
        "E-mail,Voornaam,Bedrijf,Land,Timezone,Taal,LinkedIn,Topic,Geboortedatum,Labels\n"
        '  Anna@ACME.example ,Anna,"\nAcme\tB.V.\n",Nederland,Europe/Amsterdam,Dutch,'
        'nl.linkedin.com/in/Anna,"a ""b""\nc",31.12.1990,"fair; vip"\n',
        tags=("new",),
    )
    assert counts(result) == {"new": 1}
    assert people(connection) == [
        {
            "email": "Anna@acme.example", "linkedin": "https://www.linkedin.com/in/anna/", "first_name": "Anna", "company": "Acme B.V.",
            "country": "NL", "timezone": "Europe/Amsterdam", "language": "nl", "birth_date": "1990-12-31", "source": "fair",
            "basis": "consent", "tags": ["fair", "new", "vip"], "fields": {"topic": 'a "b"\nc'},
        }
    ]  # fmt: skip
    assert connection.execute("SELECT email, email_shown FROM lead").fetchall() == [("anna@acme.example", "Anna@acme.example")]
    assert connection.execute("SELECT file, source, basis, imported_at FROM lead_import").fetchall() == [
        ("leads.csv", "fair", "consent", NOW)
    ]


def test_the_same_file_again_changes_nothing_at_all() -> None:
    connection = open_memory()
    text = "email,first_name,note\na@x.example,Ann,1\nb@x.example,Bob,\nA@X.example,Anne,2\n"
    assert counts(imported(connection, text, tags=("t",))) == {"new": 2, "repeated": 1}
    before = whole(connection)
    assert counts(imported(connection, text, tags=("t",))) == {"unchanged": 2, "repeated": 1}
    assert whole(connection) == before
    assert people(connection)[0]["first_name"] == "Ann"


def test_filled_values_overwrite_and_empty_ones_never_do() -> None:
    connection = open_memory()
    imported(connection, "email,first_name,company,a,b\na@x.example,Ann,Acme,1,2\n")
    assert counts(imported(connection, "email,first_name,company,b,c\na@x.example,Anna,,3,4\n")) == {"changed": 1}
    assert people(connection) == [
        {"email": "a@x.example", "first_name": "Anna", "company": "Acme", "source": "fair", "basis": "consent", "tags": [],
         "fields": {"a": "1", "b": "3", "c": "4"}},
    ]  # fmt: skip


def test_keep_fills_gaps_only() -> None:
    connection = open_memory()
    imported(connection, "email,first_name,a\na@x.example,Ann,1\n")
    assert counts(imported(connection, "email,first_name,last_name,a,b\na@x.example,Anna,Lee,2,3\n", keep=True)) == {"changed": 1}
    record = people(connection)[0]
    assert (record["first_name"], record["last_name"], record["fields"]) == ("Ann", "Lee", {"a": "1", "b": "3"})


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_a_row_with_address_and_profile_makes_two_leads_one_in_any_order(order: tuple[int, ...]) -> None:
    rows = ["a@x.example,,Ann,", ",linkedin.com/in/ann,,Lee", "a@x.example,linkedin.com/in/ann,,"]
    text = "email,linkedin,first_name,last_name\n" + "\n".join(rows[place] for place in order) + "\n"
    one_file, three_files = open_memory(), open_memory()
    imported(one_file, text)
    for place in order:
        imported(three_files, f"email,linkedin,first_name,last_name\n{rows[place]}\n")
    expected = [
        {"email": "a@x.example", "linkedin": "https://www.linkedin.com/in/ann/", "first_name": "Ann", "last_name": "Lee",
         "source": "fair", "basis": "consent", "tags": [], "fields": {}},
    ]  # fmt: skip
    assert people(one_file) == people(three_files) == expected


def test_leads_that_contradict_each_other_or_walk_a_campaign_are_not_merged_but_reported() -> None:
    connection = open_memory()
    imported(connection, "email,linkedin\na@x.example,\nb@x.example,in/bob\n,in/cid\n")
    result = imported(connection, "email,linkedin\na@x.example,in/bob\n")
    assert [one.reason for one in result.differing] == ["its address and its profile are of two leads, one of them known as b@x.example"]
    connection.execute(
        "INSERT INTO journey SELECT 1, id, 'c', 1, 'due', '', 's', 'email', '', 0, 1, 0, 0, 0, 0, 0, 0, '', '', '', '', '', '', '', 0, 0"
        " FROM lead WHERE email = 'a@x.example'"
    )
    result = imported(connection, "email,linkedin\na@x.example,in/cid\n")
    assert [one.reason for one in result.differing] == [
        "its address and its profile are of two leads, and one of them is in a campaign already"
    ]
    result = imported(connection, "email,linkedin\nz@x.example,in/bob\n")
    assert [one.reason for one in result.differing] == ["the person is known with another address, b@x.example"]
    assert len(people(connection)) == 3


def test_every_row_that_is_not_taken_is_named_with_line_value_and_reason(tmp_path: Path) -> None:
    connection = open_memory()
    connection.execute(
        "INSERT INTO suppression VALUES ('email', 'no@x.example', 'unsubscribed', '', 0), ('domain', 'never.example', 'asked', '', 0)"
    )
    text = (
        "email,linkedin,birth_date,country,company\n"
        "bad,,,,\n"
        ",company/acme,,,\n"
        "kid@x.example,,2012-01-01,,\n"
        "no@x.example,,,,\n"
        "you@never.example,,,,\n"
        ",,,,Acme\n"
        ",,,,\n"
        "esc@x.example,,,,\x1b[31mred\n"
        "rag@x.example\n"
        "=cmd|x,,,,\n"
        "good@x.example,,yesterday,Atlantis,\n"
        'two@x.example,,,,"Acme\r\nBcc: eve@evil.example"\n'
        "sep@x.example,,,,Acme\u2028B.V.\n"
        "nul@x.example,,,,Ac\x00me\n"
    )
    with rejects_to(str(tmp_path / "rejects.csv")) as reject:
        result = run(connection, "-", ImportRequest("leads.csv", "fair", "consent"), text=text, reject=reject)
    assert counts(result) == {"new": 1, "blank": 1, "refused": 12, "left_out": 2}
    assert result.examples == [
        Refused(2, "bad", "the address has no @"),
        Refused(3, "company/acme", "the profile is no address of linkedin.com"),
        Refused(4, "2012-01-01", "is under 16"),
        Refused(5, "no@x.example", "is suppressed (unsubscribed)"),
        Refused(6, "you@never.example", "is suppressed (asked)"),
        Refused(7, " |  |  |  | Acme", "has neither an address nor a profile"),
        Refused(9, "esc@x.example |  |  |  | ·[31mred", "holds a control character (U+001B)"),
        Refused(10, "rag@x.example", "has 1 cells, the header has 5"),
        Refused(11, "=cmd|x", "the address has no @"),
        Refused(12, "Atlantis", "is no country that seleqt knows; left empty"),
        Refused(12, "yesterday", "is no birth_date that seleqt knows; left empty"),
        Refused(13, "two@x.example |  |  |  | Acme··Bcc: eve@evil.example", "has a line break in company (U+000D)"),
        Refused(15, "sep@x.example |  |  |  | Acme·B.V.", "has a line break in company (U+2028)"),
        Refused(16, "nul@x.example |  |  |  | Ac·me", "holds a control character (U+0000)"),
    ]
    with (tmp_path / "rejects.csv").open(newline="", encoding="utf-8") as written:
        listed = list(csv.reader(written))
    assert listed[0] == ["line", "value", "reason"]
    assert [row[0] for row in listed[1:]] == [str(one.line) for one in result.examples]
    assert listed[9] == ["11", "'=cmd|x", "the address has no @"]
    assert (tmp_path / "rejects.csv").stat().st_mode & 0o777 == 0o600


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    connection = open_memory()
    imported(connection, "email\na@x.example\n")
    before = whole(connection)
    assert counts(imported(connection, "email,first_name\na@x.example,Ann\nb@x.example,Bob\n", dry_run=True)) == {"new": 1, "changed": 1}
    assert whole(connection) == before
    assert not connection.in_transaction


def test_it_says_how_many_will_not_be_contacted_and_why() -> None:
    text = "email,country,basis\na@x.example,NL,\nb@x.nl,,\nc@x.example,FR,\nd@x.nl,,published\ne@x.example,,nonsense\nf@x.io,,\n"
    result = imported(open_memory(), text, basis="legitimate-interest", business_country="NL")
    law = "NL asks for prior consent also from companies, except own customers and addresses published for this purpose"
    assert result.not_contacted == {
        f"{law} (Telecommunicatiewet 11.7); its basis is legitimate-interest": 3,
        "its lawful basis is unknown": 1,
    }
    decision = LegalDecision("NL", "legitimate-interest", "A. Person", "2026-11-01", "asked")
    result = imported(open_memory(), text, basis="legitimate-interest", business_country="NL", decisions={"NL": decision})
    assert result.not_contacted == {"its lawful basis is unknown": 1}


def test_the_strongest_basis_stays_and_an_import_that_adds_nothing_leaves_no_trace() -> None:
    connection = open_memory()
    imported(connection, "email\na@x.example\n", basis="", source="old")
    assert counts(imported(connection, "email\na@x.example\n", basis="consent", source="form")) == {"changed": 1}
    assert counts(imported(connection, "email\na@x.example\n", basis="published", source="web")) == {"unchanged": 1}
    assert [(record["source"], record["basis"]) for record in people(connection)] == [("form", "consent")]
    assert connection.execute("SELECT source FROM lead_import").fetchall() == [("old",), ("form",)]


def test_likely_duplicates_are_listed_and_not_merged() -> None:
    connection = open_memory()
    imported(connection, "email,first_name,last_name,company\nann.lee@gmail.com,Ann,Lee,\nzoe@x.example,Zoë,Müller,Acme BV\n")
    result = imported(
        connection, "email,first_name,last_name,company\nannlee@googlemail.com,A,,\nzoe+x@x.example,Z,,\nzm@y.example,zoe,MULLER,Acme\n"
    )
    assert sorted(result.likely) == [
        ("annlee@googlemail.com", "ann.lee@gmail.com", "one mailbox"),
        ("zm@y.example", "zoe@x.example", "one name at one company"),
        ("zoe+x@x.example", "zoe@x.example", "one mailbox"),
    ]
    assert len(people(connection)) == 5


def test_what_is_exported_is_safe_in_a_spreadsheet_and_comes_back_as_it_was(tmp_path: Path) -> None:
    connection, other = open_memory(), open_memory()
    imported(connection, 'email,phone,company,note\n+a@x.example,+31 6,"=cmd()","\' @x"\nb@x.example,,O\'Neil,"-1\n@2"\n', tags=("t",))
    out = io.StringIO()
    assert export_csv(SqliteLeads(connection), LeadFilter(), out) == 2
    cells = [cell for row in csv.reader(io.StringIO(out.getvalue())) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" '\"")[:1] in ("=", "+", "-", "@") and not cell.startswith("'")] == []
    imported(other, out.getvalue(), source="", basis="")
    assert people(other) == people(connection)
    export_leads(SqliteLeads(connection), LeadFilter(tags=("t",)), str(tmp_path / "leads.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "leads.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["note"] for line in lines] == ["@x", "-1\n@2"]


def test_a_lead_is_found_changed_and_checked_like_an_imported_one() -> None:
    connection = open_memory()
    book = SqliteLeads(connection)
    imported(connection, "email,linkedin,first_name,last_name\na@x.example,in/ann,Ann,Lee\nb@x.example,,Ann,Lee\n")
    lead = find_lead(book, "A@X.example")
    assert find_lead(book, "https://nl.linkedin.com/in/Ann").id == find_lead(book, str(lead.id)).id == lead.id
    with pytest.raises(UsageProblem, match="'Ann Lee' may be 1"):
        find_lead(book, "Ann Lee")
    with pytest.raises(UsageProblem, match="there is no lead 'zed'"):
        find_lead(book, "zed")
    for field, value in (("country", "Duitsland"), ("Favourite Tea", "green"), ("basis", "customer"), ("email", "Ann@y.example")):
        set_field(book, lead, field, value, now=NOW, today=TODAY, by="anna")
    assert lead_record(find_lead(book, "ann@y.example")) == {
        "id": 1, "email": "Ann@y.example", "linkedin": "https://www.linkedin.com/in/ann/", "first_name": "Ann", "last_name": "Lee",
        "country": "DE", "source": "fair", "basis": "customer", "tags": [], "fields": {"favourite_tea": "green"},
    }  # fmt: skip
    for field, value in (("country", "Atlantis"), ("email", "x"), ("linkedin", "me"), ("company", "a\x1b"), ("tags", "x"), ("source", "")):
        with pytest.raises(UsageProblem):
            set_field(book, lead, field, value, now=NOW, today=TODAY, by="anna")
    with pytest.raises(Failed, match=r"b@x\.example belongs to another lead, 2"):
        set_field(book, lead, "email", "b@x.example", now=NOW, today=TODAY, by="anna")


def test_pages_and_filters_give_each_lead_once() -> None:
    connection = open_memory()
    book = SqliteLeads(connection)
    imported(
        connection, "email,company,tags\n" + "".join(f"u{n}@x.example,Company {n % 3},{'odd' if n % 2 else ''}\n" for n in range(2500))
    )
    assert [lead.id for lead in all_leads(book, LeadFilter())] == list(range(1, 2501))
    assert len(list(all_leads(book, LeadFilter(tags=("odd",), search="company 1")))) == 417
    assert [lead.id for lead in all_leads(book, LeadFilter(), limit=2, after=10)] == [11, 12]
    assert book.tag([1, 2], ["odd", "x"], remove=False) == 3
    assert book.tag([1, 2], ["x"], remove=True) == 2


PERSONS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.booleans(), st.booleans()).filter(lambda row: row[1] or row[2]), min_size=1, max_size=14
)


@settings(max_examples=60, deadline=None)
@given(PERSONS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))), st.integers(1, 5))
def test_the_order_of_rows_and_of_files_never_matters_for_sure_duplicates(
    orders: tuple[list[tuple[str, bool, bool]], list[tuple[str, bool, bool]]], parts: int
) -> None:
    lines, other = (
        [f"{name + '@x.example' if mail else ''},{'in/' + name if profile else ''},{name}" for name, mail, profile in rows]
        for rows in orders
    )
    one, many = open_memory(), open_memory()
    header = "email,linkedin,first_name\n"
    imported(one, header + "\n".join(lines) + "\n")
    for start in range(parts):
        imported(many, header + "\n".join(other[start::parts]) + "\n")
    keys = [(record.get("email", ""), record.get("linkedin", ""), record["first_name"]) for record in people(one)]
    assert keys == [(record.get("email", ""), record.get("linkedin", ""), record["first_name"]) for record in people(many)]
    again = imported(one, header + "\n".join(lines) + "\n")
    assert (again.new, again.changed, again.merged) == (0, 0, 0)


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from seleqt_cli.app.lead_import import ImportRequest, import_leads, open_file
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.leads import SqliteLeads
rows, columns = open_file(sys.argv[1], sys.stdin.buffer, {})
def progress(done, total):
    if done > total * float(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
store = SqliteLeads(open_database(Path(sys.argv[2])))
request = ImportRequest("leads.csv", "fair", "consent")
import_leads(rows, columns, store, request, now=1790000000, today=date(2026, 9, 21), progress=progress)
"""


def test_an_import_that_is_killed_is_finished_by_the_same_import(tmp_path: Path) -> None:
    rows = 25_000
    lines = [f"u{n % 20_000}@x.example,First {n},{n % 7}\n" for n in range(rows)]
    (tmp_path / "leads.csv").write_text("email,first_name,note\n" + "".join(lines), encoding="utf-8")
    database = tmp_path / "seleqt.db"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    for part in ("0.3", "0.7"):
        process = subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path / "leads.csv"), str(database), part], env=environment, check=False
        )
        assert process.returncode == -signal.SIGKILL
    connection = open_database(database)
    there = connection.execute("SELECT count(*) FROM lead").fetchone()[0]
    assert there == 10_000
    request = ImportRequest("leads.csv", "fair", "consent")
    result = run(connection, str(tmp_path / "leads.csv"), request)
    assert counts(result) == {"new": 10_000, "unchanged": 10_000, "repeated": 5_000}
    undisturbed = open_memory()
    run(undisturbed, str(tmp_path / "leads.csv"), request)
    assert people(connection) == people(undisturbed)
    assert connection.execute("SELECT count(*) FROM lead_import").fetchone()[0] == 1


def test_another_writer_gets_its_turn_during_an_import(tmp_path: Path) -> None:
    connection, other = open_database(tmp_path / "seleqt.db"), open_database(tmp_path / "seleqt.db")
    other.execute("PRAGMA busy_timeout = 0")
    written = 0

    def progress(done: int, total: int) -> None:
        nonlocal written
        if not connection.in_transaction:
            other.execute("INSERT INTO meta VALUES (?, '')", (str(done),))
            written += 1

    text = "email\n" + "".join(f"u{n}@x.example\n" for n in range(35_000))
    run(connection, "-", ImportRequest("f", "s", "consent"), text=text, progress=progress)
    assert written == 3


def contacts(connection: sqlite3.Connection) -> dict[str, int | None]:
    return dict(connection.execute("SELECT email, contacted_at FROM lead ORDER BY id").fetchall())


def test_the_day_of_another_tools_last_mail_is_kept_and_what_is_no_such_day_is_listed() -> None:
    days = ["2026-09-01", "2026-09-01T08:00:00Z", "2026-09-01 08:00:00+02:00", "1.9.2026", "", "09/01/2026", "soon", "2026-09-22", "1:00"]
    text = "email,first_name,last\n" + "".join(f"p{n}@x.example,Pat,{day}\n" for n, day in enumerate(days))
    connection = open_memory()
    rows, columns = open_file("-", io.BytesIO(text.encode()), {}, contacted="Last")
    with closing(rows):
        result = import_leads(rows, columns, SqliteLeads(connection), ImportRequest("f", "s", "consent"), now=NOW, today=TODAY)
    noon = 1_788_264_000  # 2026-09-01 12:00 UTC
    at = [noon, noon - 4 * 3600, noon - 6 * 3600, noon, None, None, None, None, None]
    assert contacts(connection) == {f"p{n}@x.example": moment for n, moment in enumerate(at)}
    reason = "is no day of the past that seleqt can read (2026-12-31); that contact is not known"
    assert result.examples == [
        Refused(7, "09/01/2026", reason),
        Refused(8, "soon", reason),
        Refused(9, "2026-09-22", reason),
        Refused(10, "1:00", reason),
    ]
    assert (result.new, result.left_out) == (9, 4)
    assert all("last" not in record for record in people(connection))


@pytest.mark.parametrize("keep", [False, True])
def test_the_last_contact_counts_whichever_file_brings_it(keep: bool) -> None:
    connection = open_memory()

    def with_days(*days: str) -> ImportResult:
        text = "email,last\n" + "".join(f"p{n}@x.example,{day}\n" for n, day in enumerate(days))
        rows, columns = open_file("-", io.BytesIO(text.encode()), {}, contacted="last")
        with closing(rows):
            request = ImportRequest("f", "s", "consent", keep=keep)
            return import_leads(rows, columns, SqliteLeads(connection), request, now=NOW, today=TODAY)

    imported(connection, "email\np0@x.example\n")
    with_days("2026-05-01", "2026-05-01", "2026-05-01")
    first = contacts(connection)
    assert None not in first.values()
    result = with_days("2026-05-01", "2026-04-01", "2026-06-01")
    assert (result.changed, result.unchanged) == (1, 2)
    later = contacts(connection)
    assert later == {**first, "p2@x.example": later["p2@x.example"]}
    assert later["p2@x.example"] == (first["p2@x.example"] or 0) + 31 * 86_400
