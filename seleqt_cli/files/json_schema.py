"""The JSON Schema of campaigns.yaml, for completion and checks in editors; made from the loader's own table of keys."""

from collections.abc import Mapping
from typing import Any

from seleqt_cli.core.lead import BASES, KNOWN_FIELDS
from seleqt_cli.files.keys import OBJECTS, ROOT, SCALAR, Key
from seleqt_cli.files.steps import KINDS

_LEAD_FIELDS = {
    "email": "email address",
    "linkedin": "address of the LinkedIn profile",
    "country": "two-letter country code",
    "timezone": "IANA zone, such as Europe/Amsterdam",
    "birth_date": "YYYY-MM-DD; minors are not contacted",
    "source": "where this person comes from",
}


def campaign_schema() -> dict[str, Any]:
    """The schema as JSON Schema 2020-12. What needs more than shapes (limits, references, files) only `seleqt check` knows."""
    objects: dict[str, Any] = {name: _object(keys) for name, keys in OBJECTS.items()}
    objects["lead"] = _lead()
    objects["step"]["oneOf"] = [{"required": [kind]} for kind in KINDS]
    objects["step"]["dependentRequired"] = {"wait_for": ["at_most", "id"], "else": ["wait_for"], **_ids()}
    objects["email_sender"]["properties"]["linkedin"] = False
    objects["hook"]["anyOf"] = [{"required": ["command"]}, {"required": ["webhook"]}]
    for name in ("email", "message", "inmail"):
        objects[name]["oneOf"] = [{"required": [key]} for key in ("body", "body_file", "variants")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "seleqt campaigns.yaml",
        **_object(ROOT),
        "patternProperties": {"^x-": {"description": "anchors for <<"}},
        "$defs": objects,
    }


def _ids() -> dict[str, list[str]]:
    return {kind: ["id"] for kind in KINDS if kind not in ("wait", "wait_for", "tag")}


def _object(keys: Mapping[str, Key]) -> dict[str, Any]:
    required = [name for name, key in keys.items() if key.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**key.shape, "description": key.about} for name, key in keys.items()},
        **({"required": required} if required else {}),
    }


def _lead() -> dict[str, Any]:
    properties: dict[str, Any] = {name: {**SCALAR, "description": _LEAD_FIELDS.get(name, name.replace("_", " "))} for name in KNOWN_FIELDS}
    properties["basis"] = {"enum": list(BASES), "description": "the lawful basis"}
    properties["tags"] = {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}], "description": "tags"}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": SCALAR,
        "minProperties": 1,
        "description": "one person; any further column is kept as a field",
    }
