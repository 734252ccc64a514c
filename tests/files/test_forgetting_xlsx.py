"""A person's rows go out of a workbook, the rest stays to the byte, and what cannot be proved is not done."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.forgetting import naming
from seleqt_cli.files.forgetting_xlsx import without_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NOOR = naming(["noor@windmill.example"], ["https://www.linkedin.com/in/example-noor/"])
WORDS = ["email", "first_name", "company", "noor@windmill.example", "Noor", "Windmill", "sam@canal.example", "Sam &amp; Co"]
ROWS = (
    '<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>'
    '<row r="2" ht="15"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2" t="s"><v>5</v></c><c r="D2"><v>7</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>6</v></c><c r="B3" t="s"><v>7</v></c><c r="C3" t="s"><v>5</v></c></row>'
    '<row r="5"><c r="A5" t="inlineStr"><is><r><t>see linkedin.com/in/</t></r><r><t>example-noor</t></r></is></c></row>'
    '<row r="6"><c r="A6" t="inlineStr"><is><t>snoor@windmill.example</t></is></c><c r="B6"/></row>'
)
LINKS = '<hyperlinks><hyperlink ref="A2" r:id="rId1"/><hyperlink ref="A3" r:id="rId2"/></hyperlinks>'
RELATIONS = (
    '<Relationship Id="rId1" Type="hyperlink" Target="mailto:noor@windmill.example" TargetMode="External"/>'
    '<Relationship Id="rId2" Type="hyperlink" Target="mailto:sam@canal.example" TargetMode="External"/>'
)


def book(rows: str = ROWS, links: str = LINKS, more: Mapping[str, str] | None = None) -> bytes:
    """A workbook as spreadsheet programs write it: shared strings, and links in parts of their own."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="People" sheetId="1" r:id="rId1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{word}</t></si>" for word in WORDS) + "</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{links}</worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{RELATIONS}</Relationships>',
        **(more or {}),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_rows_are_emptied_and_everything_else_stays() -> None:
    left, count = without_rows("people.xlsx", book(), NOOR)
    assert count == 2
    with CalamineWorkbook.from_filelike(BytesIO(left)) as workbook:
        assert workbook.get_sheet_by_name("People").to_python(skip_empty_area=False) == [
            ["email", "first_name", "company"], ["", "", ""], ["sam@canal.example", "Sam & Co", "Windmill"], ["", "", ""], ["", "", ""],
            ["snoor@windmill.example", "", ""],
        ]  # fmt: skip
    before, after = parts(book()), parts(left)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip
    assert [name for name, octets in after.items() if b"noor" in octets.lower().replace(b"snoor", b"")] == []
    assert b"<si><t>Windmill</t></si>" in after["xl/sharedStrings.xml"]  # somebody else's too
    assert b'<row r="2" ht="15"/>' in after["xl/worksheets/sheet1.xml"]
    assert b'<hyperlinks><hyperlink ref="A3" r:id="rId2"/></hyperlinks>' in after["xl/worksheets/sheet1.xml"]


def test_the_only_link_takes_its_list_with_it() -> None:
    left, _ = without_rows("people.xlsx", book(links='<hyperlinks><hyperlink ref="A2" r:id="rId1"/></hyperlinks>'), NOOR)
    assert b"hyperlink" not in parts(left)["xl/worksheets/sheet1.xml"]


def test_a_workbook_without_the_person_stays_as_it_is() -> None:
    content = book()
    assert without_rows("people.xlsx", content, naming(["ida@dike.example"], [])) == (content, 0)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (book(rows=ROWS.replace("<v>7</v></c></row>", "<f>A2</f><v>7</v></c></row>")), "people.xlsx has formulas in the person's row"),
        (
            book(more={"xl/comments1.xml": "<comments><t>ask noor@windmill.example</t></comments>"}),
            "people.xlsx names the person in xl/comments1.xml too",
        ),
        (
            book(more={"xl/pivotCache/pivotCacheRecords1.xml": '<r><s v="noor&#64;windmill.example"/></r>'}),
            "people.xlsx names the person in xl/pivotCache/pivotCacheRecords1.xml too",
        ),
        (book(more={"_xmlsignatures/sig1.xml": "<Signature/>"}), "people.xlsx is signed"),
        (b"PK no zip", "people.xlsx cannot be read as an Excel file: File is not a zip file"),
    ],
    ids=["formula", "comment", "pivot", "signed", "no zip"],
)
def test_what_cannot_be_proved_is_not_done_and_it_is_said_why(content: bytes, why: str) -> None:
    with pytest.raises(Failed) as raised:
        without_rows("people.xlsx", content, NOOR)
    assert (raised.value.message, raised.value.advice) == (why, "take the person's rows out by hand")
