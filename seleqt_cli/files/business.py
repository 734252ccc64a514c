"""Who sends: `business:`, and the decisions under `legal:`."""

from typing import Any, cast

from seleqt_cli.core.campaign import Business, LegalDecision
from seleqt_cli.core.countries import country_code
from seleqt_cli.core.lead import BASES
from seleqt_cli.files.keys import LANGUAGES, OBJECTS
from seleqt_cli.files.places import read_country, read_url, read_zone, text_or_file
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.wording import quoted
from seleqt_cli.files.yaml_nodes import MapNode

PLANS = ("trial", "growth", "agency")


def read_business(root: Sheet) -> tuple[Business, str]:
    """The business, and the default format of its messages."""
    sheet = root.sheet("business", OBJECTS["business"])
    if sheet is None:
        return Business("", ""), "plain"
    plan, since = "growth", ""
    if isinstance(sheet.node("plan"), MapNode):
        table = sheet.sheet("plan", OBJECTS["plan"])
        assert table is not None
        plan, since = table.choice("name", PLANS, "growth"), table.date("since")
    elif sheet.has("plan"):
        plan = sheet.choice("plan", PLANS, "growth")
    seats = sheet.sheet("seats", OBJECTS["seats"])
    business = Business(
        name=sheet.text("name"),
        address=sheet.text("address", lines=True),
        privacy_url=read_url(sheet, "privacy_url"),
        timezone=read_zone(sheet, "timezone") or "UTC",
        country=read_country(sheet, "country"),
        plan=cast(Any, plan),
        since=since,
        seats={"email": seats.integer("email"), "linkedin": seats.integer("linkedin")} if seats else None,
        footer=_footers(sheet),
    )
    return business, sheet.choice("format", ("plain", "html"), "plain")


def read_language(sheet: Sheet, key: str, footers: tuple[str, ...]) -> str:
    """A language with a shipped or own footer, '' when not written."""
    text = sheet.text(key).lower().replace("_", "-")
    if text and not {text, text.partition("-")[0]} & {*footers, *LANGUAGES}:
        known = ", ".join(dict.fromkeys((*LANGUAGES, *footers)))
        sheet.problem(key, f"there is no footer in {quoted(text)}, only in {known}; write one under business.footer.{text[:5]}")
        return ""
    return text


def read_legal(root: Sheet) -> tuple[LegalDecision, ...]:
    """The lawful bases that a person accepted, by country."""
    found = []
    for entry, path in root.named("legal"):
        code = country_code(entry.key)
        if len(entry.key) != 2 or not code:
            root.reading.problem(entry.place, path, f"{quoted(entry.key)} is not a country code; write two letters, such as nl")
            continue
        sheet = Sheet(root.reading, entry.node, path, OBJECTS["legal"], entry.place)
        accept = sheet.choice("accept", BASES, "")
        found.append(LegalDecision(code, accept, sheet.text("by"), sheet.date("date"), sheet.text("why", lines=True)))
    return tuple(found)


def _footers(sheet: Sheet) -> dict[str, str]:
    found = {}
    for language, text in sheet.texts("footer").items():
        text = text_or_file(sheet, "footer", text, at=f"{sheet.at('footer')}.{language}")
        found[language.lower().replace("_", "-")] = text.strip("\n")
    return found
