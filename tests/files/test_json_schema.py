"""The JSON Schema says what the loader says, as far as shapes go."""

from typing import Any

import jsonschema
import pytest

from seleqt_cli.files import keys
from seleqt_cli.files.json_schema import campaign_schema
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.yaml_nodes import parse, plain
from tests.files import test_campaign_file as samples
from tests.files.campaign_texts import HEAD, loaded, one_campaign

SCHEMA = campaign_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def faults(text: str) -> list[str]:
    data = plain(parse(text.encode(), path="c.yaml").root)
    return [error.message for error in VALIDATOR.iter_errors(data)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "text",
    [
        samples.everything(),
        one_campaign(steps=samples.STEPS),
        one_campaign("    schedule: {days: mon}\n    company_cap: 3\n    review: all\n"),
        one_campaign(head="x-a: &a {name: Anna}\n" + HEAD),
    ],
)
def test_files_that_load_are_valid(text: str) -> None:
    files = {**samples.FILES, "mail/intro.md": b"x", "doc/price list.pdf": b"x"}
    text = text.replace("has Phone Number", "has phone_number")
    assert loaded(text, files).workspace is not None
    assert faults(text) == []


STEP = "      - {id: hello, email: {subject: Hi, body: Hello there}}\n"


@pytest.mark.parametrize(
    "text",
    [
        one_campaign().replace("business:", "busines:"),
        one_campaign().replace("version: 1", "version: 2"),
        one_campaign().replace("email: anna@", "emial: anna@"),
        one_campaign().replace("plan: sales-navigator", "plan: premium"),
        one_campaign().replace("name: Anna}", "name: Anna, limits: {email: many}}", 1),
        one_campaign().replace("name: Anna}", "name: Anna, limits: {email: -1}}", 1),
        one_campaign().replace("name: Anna}", "name: Anna, pace: {gap: soon}}", 1),
        one_campaign().replace("name: Anna}", "name: Anna, linkedin: x-y}", 1),
        one_campaign().replace("name: Anna}", "name: Anna, smtp: {port: 5}}", 1).replace('smtp: "smtp.acme.example:587", ', ""),
        one_campaign("    start: tomorrow\n"),
        one_campaign("    review: some\n"),
        one_campaign("    on: {replied: {command: [x]}}\n"),
        one_campaign("    on: {reply: {command: x}}\n"),
        one_campaign("    on: {reply: {}}\n"),
        one_campaign("    company_cap: 0\n"),
        one_campaign("    schedule: {hours: 9-17}\n"),
        one_campaign("    overlap: 1\n"),
        one_campaign(steps="      - {id: a}\n"),
        one_campaign(steps="      - {visit: }\n"),
        one_campaign(steps="      - {id: a, visit: , like: }\n"),
        one_campaign(steps="      - {id: a, wait_for: connected}\n"),
        one_campaign(steps="      - {id: a, visit: , else: []}\n"),
        one_campaign(steps="      - {id: a, email: {subject: s}}\n"),
        one_campaign(steps="      - {id: a, email: {subject: s, body: b, body_file: c}}\n"),
        one_campaign(steps="      - {id: a, inmail: {body: b, attach: [x]}}\n"),
        one_campaign(steps="      - {wait: 3}\n"),
        one_campaign(steps="      - {wait: soon}\n"),
        one_campaign(steps="      []\n"),
        one_campaign().replace("[{email: ada@engines.example}]", "[]"),
        one_campaign().replace("[{email: ada@engines.example}]", "{list: [{basis: guess}]}"),
        one_campaign().replace("[{email: ada@engines.example}]", "{quiet: 1 month}"),
        "[]",
        "version: 1",
    ],
)
def test_what_has_a_wrong_shape_is_invalid_and_does_not_load(text: str) -> None:
    assert faults(text) != []
    assert loaded(text).workspace is None


def test_loader_and_schema_know_the_same_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = {(name, key) for name, table in {"root": keys.ROOT, **keys.OBJECTS}.items() for key in table}
    described = {(name, key) for name in keys.OBJECTS for key in SCHEMA["$defs"][name]["properties"]}
    described |= {("root", key) for key in SCHEMA["properties"]}
    described.discard(("email_sender", "linkedin"))  # refused there by name, so that an editor says which of the two it is
    assert described == offered

    tables = {id(table): name for name, table in keys.OBJECTS.items()}
    asked: set[tuple[str, str]] = set()
    whole: dict[str, dict[str, Any]] = {"step": dict(keys.OBJECTS["step"]), "root": dict(keys.ROOT)}
    original = Sheet.has, Sheet.node

    def note(sheet: Sheet, key: str) -> None:
        name = tables.get(id(sheet.keys)) or next((name for name, table in whole.items() if sheet.keys == table), "")
        asked.add((name, key))

    def has(sheet: Sheet, key: str) -> bool:
        note(sheet, key)
        return original[0](sheet, key)

    def node(sheet: Sheet, key: str) -> Any:
        note(sheet, key)
        return original[1](sheet, key)

    monkeypatch.setattr(Sheet, "has", has)
    monkeypatch.setattr(Sheet, "node", node)
    files = {**samples.FILES, "mail/intro.md": b"x", "doc/price list.pdf": b"x"}
    note_variants = "      - {id: v, connect: {variants: {a: {note: A}, b: {note: B}}}}\n"
    servers = "business: {name: A, address: A, plan: {name: trial}}\n"
    servers += "senders:\n  a: {email: a@b.example, smtp: {host: mail.example, ca: /x}}\n"
    for text in (
        samples.everything(),
        one_campaign(steps=samples.STEPS.replace("has Phone Number", "has phone_number") + note_variants),
        one_campaign("    senders: a\n", head=servers),
        one_campaign().replace("[{email: ada@engines.example}]", "{list: [{email: ada@engines.example}]}"),
    ):
        assert loaded(text, files).workspace is not None
    assert {pair for pair in asked if pair[0]} - offered == set()
    assert offered - asked == set()
