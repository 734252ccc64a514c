"""Takes a person's rows out of a workbook: its cells are emptied in the text of the parts, and every other byte stays as it is.

A row keeps its place, empty, so that no formula, table or filter means another one. The result is read back before it counts:
the same library that reads lead files finds every other row as it was, and no part names the person any more. Where that
cannot be reached (a pivot table keeps a copy, a part is signed) the workbook stays as it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from seleqt_cli.core.errors import Failed

Names = Callable[[str], bool]

_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS: Final = "xl/sharedStrings.xml"
_ROW: Final = re.compile(r"<(?P<x>(?:\w+:)?)row\b(?P<about>[^>]*?)(?:/>|(?<!/)>(?P<cells>.*?)</(?P=x)row>)", re.DOTALL)
_CELL: Final = re.compile(r"<(?P<x>(?:\w+:)?)c\b(?P<about>[^>]*?)(?:/>|(?<!/)>(?P<inside>.*?)</(?P=x)c>)", re.DOTALL)
_VALUE: Final = re.compile(r"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)
_TEXT: Final = re.compile(r"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_STRING: Final = re.compile(r"<(?P<x>(?:\w+:)?)si\b[^>]*?(?:/>|(?<!/)>(?P<inside>.*?)</(?P=x)si>)", re.DOTALL)
_SHARED: Final = re.compile(r"""\bt=["']s["']""")
_LINK: Final = re.compile(r"<(?:\w+:)?hyperlink\b[^>]*?/>")
_LINKS: Final = re.compile(r"<((?:\w+:)?)hyperlinks\b[^>]*>\s*</\1hyperlinks>")
_ATTRIBUTE: Final = re.compile(r"""([\w:]+)=["']([^"']*)["']""")
_RELATION: Final = re.compile(r"<Relationship\b[^>]*?/>")
_FORMULA: Final = re.compile(r"<(?:\w+:)?f\b")
_LARGEST: Final = 600 << 20
_HANDS: Final = "take the person's rows out by hand"


def without_rows(name: str, content: bytes, names: Names) -> tuple[bytes, int]:
    """A workbook without the person's rows, and how many those were. Raises Failed where it cannot be changed so that it is proved."""
    try:
        with ZipFile(BytesIO(content)) as book:
            if sum(part.file_size for part in book.infolist()) > _LARGEST:
                raise Failed(f"{name} is too large to be changed", advice=_HANDS)
            parts = {part.filename: book.read(part) for part in book.infolist()}
            changed, rows = _changed(name, parts, names)
            if not rows:
                return content, 0
            out = BytesIO()
            with ZipFile(out, "w") as left:
                for part in book.infolist():
                    left.writestr(part, changed.get(part.filename, parts[part.filename]))
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        raise Failed(f"{name} cannot be read as an Excel file: {error}", advice=_HANDS) from error
    for file, octets in (parts | changed).items():
        if _said(octets, names):
            raise Failed(f"{name} names the person in {file} too", advice=_HANDS)
    result = out.getvalue()
    _prove(name, content, result, rows)
    return result, sum(map(len, rows.values()))


def _changed(name: str, parts: dict[str, bytes], names: Names) -> tuple[dict[str, bytes], dict[str, set[int]]]:
    """The parts that change, and sheet -> the numbers of the rows that are emptied."""
    if any(part.startswith("_xmlsignatures/") for part in parts):
        raise Failed(f"{name} is signed", advice=_HANDS)
    strings = [_words(one["inside"] or "") for one in _STRING.finditer(_text(name, parts.get(_STRINGS, b"")))]
    sheets = {part: _text(name, octets) for part, octets in parts.items() if _SHEET.fullmatch(part)}
    changed: dict[str, bytes] = {}
    found: dict[str, set[int]] = {}
    used: Counter[int] = Counter()
    freed: Counter[int] = Counter()
    for part, text in sheets.items():
        for match, number in _rows(text):
            cells = list(_CELL.finditer(match["cells"] or ""))
            indexes = [int(_value(cell)) for cell in cells if _SHARED.search(cell["about"])]
            used.update(indexes)
            said = (strings[int(_value(cell))] if _SHARED.search(cell["about"]) else _words(cell["inside"] or "") for cell in cells)
            if any(names(one) for one in said):
                if any(_FORMULA.search(cell["inside"] or "") for cell in cells):
                    raise Failed(f"{name} has formulas in the person's row", advice=_HANDS)
                freed.update(indexes)
                found.setdefault(part, set()).add(number)
    for part, numbers in found.items():
        left, relations = _emptied(sheets[part], numbers)
        changed[part] = left.encode()
        beside = part.replace("worksheets/", "worksheets/_rels/") + ".rels"
        if relations and beside in parts:
            changed[beside] = _unrelated(_text(name, parts[beside]), relations).encode()
    gone = {index for index, count in freed.items() if count == used[index]}
    if gone:
        changed[_STRINGS] = _unsaid(_text(name, parts[_STRINGS]), gone).encode()
    return changed, found


def _rows(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Each row with its number, which may be left out where it is the next one."""
    number = 0
    for match in _ROW.finditer(text):
        told = dict(_ATTRIBUTE.findall(match["about"])).get("r", "")
        number = int(told) if told else number + 1
        yield match, number


def _emptied(text: str, numbers: set[int]) -> tuple[str, set[str]]:
    """A sheet without the cells of these rows and the links on them; and the relations that those links were."""
    pieces, at = [], 0
    for match, number in _rows(text):
        if number in numbers:
            pieces += [text[at : match.start()], f"<{match['x']}row{match['about'].rstrip('/')}/>"]
            at = match.end()
    pieces.append(text[at:])
    relations: set[str] = set()

    def link(match: re.Match[str]) -> str:
        about = dict(_ATTRIBUTE.findall(match[0]))
        row = re.search(r"\d+", about.get("ref", ""))
        if row is None or int(row[0]) not in numbers:
            return match[0]
        relations.update(value for key, value in about.items() if key.endswith(":id"))
        return ""

    return _LINKS.sub("", _LINK.sub(link, "".join(pieces))), relations


def _unrelated(text: str, relations: set[str]) -> str:
    return _RELATION.sub(lambda match: "" if dict(_ATTRIBUTE.findall(match[0])).get("Id") in relations else match[0], text)


def _unsaid(text: str, gone: set[int]) -> str:
    """The shared strings with these emptied: the others keep their numbers."""
    numbers = iter(range(len(text)))

    def one(match: re.Match[str]) -> str:
        return f"<{match['x']}si><{match['x']}t/></{match['x']}si>" if next(numbers) in gone else match[0]

    return _STRING.sub(one, text)


def _value(cell: re.Match[str]) -> str:
    found = _VALUE.search(cell["inside"] or "")
    return found[1].strip() if found else "0"


def _words(inside: str) -> str:
    """The text of a string or of a cell, whatever pieces it is made of."""
    return unescape("".join(_TEXT.findall(inside)) or " ".join(_VALUE.findall(inside)))


def _text(name: str, octets: bytes) -> str:
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failed(f"{name} is written in another encoding than UTF-8", advice=_HANDS) from error


def _said(octets: bytes, names: Names) -> bool:
    """Whether a part names the person: as text, as escaped text, or in two-byte letters."""
    plain = octets.decode("utf-8", "replace")
    return names(plain) or names(unescape(plain)) or names(octets.replace(b"\0", b"").decode("latin-1"))


def _prove(name: str, before: bytes, after: bytes, rows: dict[str, set[int]]) -> None:
    """Read both as lead files are read: but for the rows that were emptied nothing is different."""
    from python_calamine import CalamineError

    try:
        old, new = _tables(before), _tables(after)
    except CalamineError as error:
        raise Failed(f"{name} cannot be read back: {error}", advice=_HANDS) from error
    lost = [row for sheet in old for row, cells in old[sheet].items() if new.get(sheet, {}).get(row) != cells]
    more = [row for sheet in new for row in new[sheet] if row not in old.get(sheet, {})]
    if more or old.keys() != new.keys() or len(lost) != sum(map(len, rows.values())):
        raise Failed(f"{name} could not be changed without changing more of it", advice=_HANDS)


def _tables(content: bytes) -> dict[str, dict[int, list[object]]]:
    """Sheet -> row -> its cells, without what is empty."""
    from python_calamine import CalamineWorkbook

    found: dict[str, dict[int, list[object]]] = {}
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for sheet in workbook.sheet_names:
            table = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            found[sheet] = {number: _trimmed(list(row)) for number, row in enumerate(table) if any(cell != "" for cell in row)}
    return found


def _trimmed(cells: list[object]) -> list[object]:
    while cells and cells[-1] == "":
        cells.pop()
    return cells
