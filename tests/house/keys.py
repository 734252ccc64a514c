"""Makes the reference of campaigns.yaml from its JSON Schema, so that every key stands in it with what it takes and means."""

from pathlib import Path
from typing import Any

from seleqt_cli.files.json_schema import campaign_schema

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "campaigns.md"
_NAMES = {"string": "text", "integer": "number", "number": "number", "boolean": "true or false", "null": "nothing", "object": "keys"}


def page() -> str:
    """Return the text of the page."""
    schema = campaign_schema()
    parts = [
        "# Every key of campaigns.yaml",
        "",
        "Made from the schema that `seleqt schema` prints and `seleqt check` obeys; any other key is refused, but for those at the top",
        "that begin with `x-`: they are yours. Bold keys are needed.",
        "[campaigns.example.yaml](../../campaigns.example.yaml) shows them at work.",
        "",
        "## the file",
        "",
        *_table(schema),
    ]
    for name, part in schema["$defs"].items():
        parts += [f"## {_title(name)}", "", *([_sentence(part["description"]), ""] if "description" in part else []), *_table(part)]
    return "\n".join(parts)


def _table(part: dict[str, Any]) -> list[str]:
    needed = part.get("required", ())
    rows = ["| key | takes | means |", "|---|---|---|"]
    for key, value in part.get("properties", {}).items():
        if isinstance(value, dict):
            name = f"**`{key}`**" if key in needed else f"`{key}`"
            rows.append(f"| {name} | {_takes(value)} | {_cell(value.get('description', ''))} |")
    return [*rows, ""]


def _takes(value: dict[str, Any]) -> str:
    """Say in words what a key takes; what has keys of its own is a link to them."""
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"[{_title(name)}](#{_title(name).replace(' ', '-')})"
    if "anyOf" in value:
        words = list(dict.fromkeys(word for one in value["anyOf"] for word in [_takes(one)] if word))
        return " or ".join(words)
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    kind = value.get("type")
    if isinstance(kind, list):
        return "text or number" if "number" in kind else " or ".join(_NAMES[one] for one in kind)
    if kind == "array":
        return f"list of {_takes(value['items'])}"
    if kind == "object":
        return _object(value)
    pattern = value.get("pattern", "")
    if r"\d{4}-\d{2}-\d{2}" in pattern:
        return "day, as 2026-12-01"
    return "time, as 3 days" if "days?" in pattern or "minutes?" in pattern else _NAMES.get(kind or "", "")


def _object(value: dict[str, Any]) -> str:
    if value.get("maxProperties") == 0:
        return ""
    more = value.get("additionalProperties")
    if isinstance(more, dict):
        return f"NAME: {_takes(more)}"
    inside = value.get("properties", {})
    return f"{', '.join(f'`{key}`' for key in inside)}: {_takes(next(iter(inside.values())))} each" if inside else "keys"


def _title(name: str) -> str:
    return name.replace("_", " ")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
