"""Lead files of every kind: what is found out about them, and every row with its line."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.core.errors import Failed, SeleqtError, UsageProblem
from seleqt_cli.files.csv_leads import CsvRows
from seleqt_cli.files.lead_batches import LeadRows
from seleqt_cli.files.lead_columns import field_name, map_columns
from seleqt_cli.files.lead_files import open_leads, read_leads

CARDS = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:de Vries;Anna;;;\r\nORG:Acme\\, Inc.;Sales\r\nitem1.EMAIL;type=HOME:home@x.example\r\n"
    b"EMAIL;type=WORK;type=pref:anna@acme.example\r\nTITLE:Head of\r\n  Growth\r\nTEL;VALUE=uri:tel:+31-6\r\n"
    b"X-SOCIALPROFILE;type=linkedin:http://www.linkedin.com/in/anna\r\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6rg =\r\nmore\r\n"
    b"ADR:;;Street;City;;1234;Nederland\r\nBDAY:1990-12-31\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Bob\r\n"
)


def everything(rows: LeadRows, size: int = 3) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]], int]:
    """All rows with their lines, all refusals with their lines, and the number of blank rows."""
    taken: list[tuple[int, list[str]]] = []
    refused: list[tuple[int, str]] = []
    blank = 0
    for batch in rows.batches(size):
        taken += [(batch.line(place), row) for place, row in enumerate(batch.rows)]
        refused += [(one.line, one.reason) for one in batch.refused]
        blank += batch.blank
    rows.close()
    return taken, refused, blank


def csv_of(content: bytes) -> CsvRows:
    return CsvRows(io.BytesIO(content), "leads.csv")


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", ("UTF-8, separated by semicolons",)),
        ("utf-8-sig", ("UTF-8, separated by semicolons",)),
        ("utf-16", ("UTF-16, separated by semicolons",)),
        (
            "cp1252",
            ("Windows-1252, separated by semicolons", "not UTF-8 at byte 33, read as Windows-1252; look at the accents"),
        ),
    ],
)
def test_the_encoding_is_found_and_said(encoding: str, note: tuple[str, ...]) -> None:
    rows = csv_of("E-Mail;Vorname\r\na@acme.example;Jörg €\r\n".encode(encoding))
    assert rows.notes == note
    assert rows.header == ("E-Mail", "Vorname")
    assert everything(rows) == ([(2, ["a@acme.example", "Jörg €"])], [], 0)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_also_when_cells_hold_others(delimiter: str) -> None:
    text = f'email{delimiter}company\na@acme.example{delimiter}"Acme, Inc; a|b\tc"\n'
    assert everything(csv_of(text.encode())) == ([(2, ["a@acme.example", "Acme, Inc; a|b\tc"])], [], 0)


def test_lines_are_counted_through_quoted_line_ends_blank_and_ragged_rows() -> None:
    text = (
        'email,company\r\na@x.example,"Acme\r\nB.V."\r\n\r\n,,\r\nb@x.example\r\nc@x.example,C,,\r\nd@x.example,D,more\r\ne@x.example,E\r\n'
    )
    assert everything(csv_of(text.encode())) == (
        [(2, ["a@x.example", "Acme\r\nB.V."]), (7, ["c@x.example", "C"]), (9, ["e@x.example", "E"])],
        [(6, "has 1 cells, the header has 2"), (8, "has 3 cells, the header has 2")],
        2,
    )


def test_a_quotation_mark_that_is_missing_costs_its_rows_and_no_others() -> None:
    text = 'email,company\na@x.example,A\nb@x.example,"B\n' + "c@x.example,C\n" * 20_000
    taken, refused, _ = everything(csv_of(text.encode()), 5_000)
    assert taken[0] == (2, ["a@x.example", "A"])
    assert refused[0] == (3, "has a cell of more than 131,072 characters; is a quotation mark missing?")
    assert len(taken) > 5_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "leads.csv is empty"),
        (b"\r\n \r\n", "leads.csv is empty"),
        (b"a@acme.example,Ann\n", "leads.csv begins with a lead, not with the names of its columns"),
        ("email,x\na@b.example,y\n".encode("utf-16-le"), "leads.csv is no text, or UTF-16 without its mark"),
        (b"x" * (5 << 20), "leads.csv has a line of more than 4 MB, so it is no table"),
        (
            b"From,To,Sent At,Message,Direction,inviterProfileUrl\n",
            "leads.csv is LinkedIn's Invitations.csv, which lists invitations, not leads",
        ),
    ],
)
def test_what_is_no_table_of_leads_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Failed) as refusal:
        csv_of(content)
    assert refusal.value.message == message


def test_a_header_alone_is_a_file_without_leads() -> None:
    assert everything(csv_of(b"email,first_name\n")) == ([], [], 0)


def test_the_connections_of_linkedin_are_read_below_their_note() -> None:
    text = (
        'Notes:\n"When exporting your connection data, you may notice\nthat some are missing"\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Anna,de Vries,https://www.linkedin.com/in/anna,,Acme,CTO,12 Mar 2019\n,,,,,,\n"
    )
    rows = csv_of(text.encode())
    assert rows.notes == ("UTF-8, separated by commas", "the header was found on line 5")
    assert map_columns(rows.header).shown() == [
        ("First Name", "first_name"), ("Last Name", "last_name"), ("URL", "linkedin"), ("Email Address", "email"),
        ("Company", "company"), ("Position", "title"), ("Connected On", "connected_on"),
    ]  # fmt: skip
    assert everything(rows)[0][0] == (6, ["Anna", "de Vries", "https://www.linkedin.com/in/anna", "", "Acme", "CTO", "12 Mar 2019"])


def test_columns_are_guessed_in_six_languages_and_the_others_keep_their_names() -> None:
    header = [
        "Adresse e-mail",
        "prénom",
        "Nachname",
        "Bedrijfsnaam",
        "LinkedIn URL",
        "jobTitle",
        "Paese",
        "2nd Note",
        "City",
        "City",
        "",
        "email",
    ]
    assert map_columns(header).shown() == [
        ("Adresse e-mail", "email"), ("prénom", "first_name"), ("Nachname", "last_name"), ("Bedrijfsnaam", "company"),
        ("LinkedIn URL", "linkedin"), ("jobTitle", "title"), ("Paese", "country"), ("2nd Note", "column_2nd_note"), ("City", "city"),
        ("City", "city_2"), ("", ""), ("email", "email_2"),
    ]  # fmt: skip
    assert field_name(" Straße & Nr. ") == "strasse_nr"


def test_map_goes_before_every_guess() -> None:
    columns = map_columns(["Mail", "Name", "secret"], {"email": "mail", "first_name": "Name", "secret": ""})
    assert (dict(columns.known), dict(columns.fields), columns.left_out) == ({"email": 0, "first_name": 1}, {}, ("secret",))


def test_a_map_to_no_column_and_a_file_without_addresses_are_refused() -> None:
    with pytest.raises(UsageProblem) as refusal:
        map_columns(["Mail", "Voornaam"], {"first_name": "Vornaam"})
    assert refusal.value.message == "there is no column 'Vornaam'; did you mean 'Voornaam'?"
    with pytest.raises(UsageProblem) as refusal:
        map_columns(["a", "b"])
    assert refusal.value.message == "no column holds an email address or a LinkedIn profile; the columns are: a, b"


def test_json_lines_become_columns_and_what_is_no_object_is_refused() -> None:
    text = (
        '{"email":"a@b.example","company":{"name":"Acme"},"n":5,"t":["a","b"]}\n[1]\n\n{"email":null,"ok":true}\n{"email":\n{"x":[[1]]}\n'
    )
    rows = read_leads(io.BytesIO(text.encode()))
    assert rows.header == ("email", "company_name", "n", "t", "ok")
    assert everything(rows) == (
        [(1, ["a@b.example", "Acme", "5", "a, b", ""]), (4, ["", "", "", "", "yes"])],
        [(2, "is no JSON object"), (5, "is no JSON object"), (6, "x is a list of more than texts")],
        1,
    )


def test_a_vcard_is_a_row_and_one_without_end_is_refused() -> None:
    taken, refused, _ = everything(read_leads(io.BytesIO(CARDS)))
    assert taken == [
        (
            1,
            [
                "anna@acme.example", "http://www.linkedin.com/in/anna", "Anna", "de Vries", "Acme, Inc.", "Head of Growth", "+31-6",
                "Nederland", "", "1990-12-31", "", "Jörg more",
            ],
        )
    ]  # fmt: skip
    assert refused == [(16, "is a card without END:VCARD")]


def workbook(path: Path, rows: list[list[str]]) -> Path:
    """A small Excel file written by hand."""
    lines = ["".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) for row in rows]
    cells = "".join(f"<row>{line}</row>" for line in lines)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>')
    return path


def test_an_excel_file_is_read_with_its_lines(tmp_path: Path) -> None:
    rows = open_leads(workbook(tmp_path / "leads.xlsx", [["E-mail", "Vorname"], ["a@b.example", "Ann"], ["", ""], ["c@d.example", "Cid"]]))
    assert rows.notes == ("Excel, sheet 'People'",)
    assert everything(rows) == ([(2, ["a@b.example", "Ann"]), (4, ["c@d.example", "Cid"])], [], 1)


def test_an_excel_file_that_is_none_or_a_bomb_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Failed, match=r"broken\.xlsx cannot be read as an Excel file"):
        open_leads(broken)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    with pytest.raises(Failed, match=r"bomb\.xlsx unpacks to 60 MB"):
        open_leads(bomb)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="there is no file"):
        open_leads(tmp_path / "none.csv")
    with pytest.raises(UsageProblem, match="is no file"):
        open_leads(tmp_path)


@given(
    st.binary(max_size=300)
    | st.lists(
        st.sampled_from([b"email", b",", b";", b"\t", b'"', b"\n", b"\r", b"\x00", b"a@b.example", "ö".encode(), b"\xff", b"{", b"}"])
    ).map(b"".join)
    | st.tuples(st.sampled_from([CARDS, b'email,x\n"a",b\n', b'{"email":"a"}\n']), st.integers(0, 400), st.binary(max_size=3)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    )
)
def test_no_bytes_make_reading_crash(content: bytes) -> None:
    try:
        rows = read_leads(io.BytesIO(content))
    except SeleqtError:
        return
    taken, _, _ = everything(rows)
    assert all(len(row) == len(rows.header) for _, row in taken)


def test_the_published_edge_cases_of_csv_give_their_rows() -> None:
    corpus = Path(__file__).parents[3] / "shared" / "corpora" / "csv"
    if not corpus.exists():
        assert everything(csv_of(b'a,email\n1,"2 ""x"""\n'))[0] == [(2, ["1", '2 "x"'])]
        return
    for path in sorted((corpus / "csvs").glob("*.csv")):
        expected = json.loads((corpus / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        rows = open_leads(path)
        found = [dict(zip(rows.header, row, strict=True)) for _, row in everything(rows)[0]]
        assert found == expected, path.name
