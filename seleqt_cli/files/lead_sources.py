"""Which leads a campaign takes: `leads:` (SPEC section 13 rule 19)."""

from typing import Final

from seleqt_cli.core.addresses import BadAddress, normalise_email, normalise_linkedin
from seleqt_cli.core.campaign import LeadSource, Place
from seleqt_cli.core.countries import country_code
from seleqt_cli.core.lead import BASES
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.lead_columns import field_name
from seleqt_cli.files.places import is_zone
from seleqt_cli.files.reading import Reading, Sheet, kind_of
from seleqt_cli.files.wording import did_you_mean, one_of, quoted
from seleqt_cli.files.yaml_nodes import Entry, ListNode, MapNode, Node, ScalarNode

_SELECTING: Final = ("file", "list", "tag", "tags")


def read_leads(campaign: Sheet) -> LeadSource:
    """The leads of a campaign: a bare list, or a mapping with `file`, `list` or `tag(s)` and what goes beside it."""
    node = campaign.node("leads")
    place = campaign.place_of("leads")
    if isinstance(node, ListNode):
        return LeadSource(rows=_rows(campaign.reading, node, campaign.at("leads")), place=place)
    sheet = campaign.sheet("leads", OBJECTS["leads"])
    if sheet is None or not isinstance(node, MapNode):
        return LeadSource(place=place)
    if not any(sheet.has(key) for key in _SELECTING):
        campaign.problem("leads", "says no leads: write file, list or tag", code="missing")
    if sheet.has("file") and sheet.has("list"):
        sheet.problem("list", "beside file; write one of them, or two campaigns")
    tags = tuple(dict.fromkeys(([sheet.text("tag")] if sheet.text("tag") else []) + list(sheet.words("tags"))))
    brings = sheet.has("file") or sheet.has("list")
    without = sheet.sheet("not", OBJECTS["without"])
    return LeadSource(
        file=sheet.text("file"),
        tags_wanted=() if brings else tags,
        rows=_listed(sheet) if sheet.has("list") else None,
        mapping=sheet.texts("map", empty=True),
        source=sheet.text("source"),
        basis=sheet.choice("basis", BASES, ""),
        tags=tags if brings else (),
        without_tags=tuple(word for key in ("tag", "tags") for word in without.words(key)) if without else (),
        quiet=sheet.duration("quiet"),
        include_replied=sheet.choice("include", ("replied",), "") == "replied",
        place=place,
    )


def _listed(sheet: Sheet) -> tuple[dict[str, str], ...]:
    node = sheet.node("list")
    if isinstance(node, ListNode):
        return _rows(sheet.reading, node, sheet.at("list"))
    if node is not None:
        sheet.problem("list", f"should be a list of leads, not {kind_of(node)}", code="wrong-type")
    return ()


def _rows(reading: Reading, node: ListNode, path: str) -> tuple[dict[str, str], ...]:
    found = []
    seen: dict[str, int] = {}
    if not node.items:
        reading.problem(node.place, path, "is an empty list", code="missing")
    for number, item in enumerate(node.items, 1):
        here = f"{path}.{number}"
        if not isinstance(item, MapNode):
            message = f"a lead should be a mapping, such as {{email: ada@engines.example, first_name: Ada}}, not {kind_of(item)}"
            reading.problem(item.place, here, message, code="wrong-type")
            continue
        row = _row(reading, item, here)
        for column in ("email", "linkedin"):
            key = _known_as(column, row.get(column, ""))
            if key and seen.setdefault(key, item.place.line) != item.place.line:
                message = f"{quoted(row[column])} is in this list twice (first in line {seen[key]})"
                reading.problem(item.place, f"{here}.{column}", message, level="warning", code="duplicate-lead")
        found.append(row)
    return tuple(found)


def _row(reading: Reading, node: MapNode, path: str) -> dict[str, str]:
    row: dict[str, str] = {}
    for entry in node.entries.values():
        column = field_name(entry.key)
        if not column:
            reading.problem(entry.place, path, f"{quoted(entry.key)} is no name of a column")
        elif column in row:
            reading.problem(entry.place, path, f"{quoted(entry.key)} is the column {column}, which is here already", code="duplicate")
        else:
            text = _cell(reading, entry, column, f"{path}.{column}")
            if text:
                row[column] = text
                _check_cell(reading, entry.place, f"{path}.{column}", column, text)
    if not any(field_name(key) in ("email", "linkedin") for key in node.entries):
        reading.problem(node.place, path, "this lead has neither email nor linkedin", code="missing")
    return row


def _cell(reading: Reading, entry: Entry, column: str, path: str) -> str:
    node: Node = entry.node
    if column == "tags" and isinstance(node, ListNode):
        return ", ".join(item.text.strip() for item in node.items if isinstance(item, ScalarNode) and not item.empty)
    if not isinstance(node, ScalarNode):
        reading.problem(entry.place, path, f"should be text, not {kind_of(node)}", code="wrong-type")
        return ""
    return "" if node.empty else node.text.strip()


def _check_cell(reading: Reading, place: Place, path: str, column: str, text: str) -> None:
    try:
        if column == "email":
            normalise_email(text)
        elif column == "linkedin":
            normalise_linkedin(text)
    except BadAddress as error:
        reading.problem(place, path, f"{quoted(text)} {error}", code="address")
    if column == "basis" and text not in BASES:
        reading.problem(place, path, f"{quoted(text)} is not one of {one_of(BASES)}{did_you_mean(text, BASES)}")
    if column == "country" and not country_code(text):
        reading.problem(place, path, f"{quoted(text)} is not a country; write two letters, such as NL")
    if column == "timezone" and not is_zone(text):
        reading.problem(place, path, f"{quoted(text)} is not a time zone; write it as Europe/Amsterdam")


def _known_as(column: str, text: str) -> str:
    try:
        return "" if not text else normalise_email(text) if column == "email" else normalise_linkedin(text)
    except BadAddress:
        return ""
