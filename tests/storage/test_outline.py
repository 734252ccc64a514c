"""What is kept of an applied version beside its text: all that a run needs, and never what belongs to another version."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.core.campaign import Attachment, Workspace
from seleqt_cli.files.campaign_file import load
from seleqt_cli.files.workspace_files import stored
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.outline import load_whole, save_whole

EXAMPLE = Path(__file__).parents[2] / "campaigns.example.yaml"
FILES = {"one-pager.pdf": b"%PDF-1.7 \x00\xff"}
TEXT = """
version: 1
business: {name: Acme, address: Street 1, timezone: Europe/Amsterdam, country: NL, footer: {nl: "Groet, {{ business.name }}"}}
senders:
  anna:
    email: anna@acme.example
    name: Anna
    smtp: {host: mail.acme.example, port: 587}
    imap: none
    limits: {email: {day: 30}}
    ramp_up: {start: 5, add: 5}
    signature: "Anna, {{ sender.phone }}"
    fields: {phone: "+31 20 1"}
campaigns:
  offer:
    leads: {list: [{email: jan@noordenwind.example, first_name: Jan}], source: fair, basis: consent}
    senders: [anna]
    steps:
      - id: hello
        when: [has company, tagged warm]
        email:
          variants:
            a: {subject: "Hi {{ first_name }}", body: "First words"}
            b: {subject: "{Hello|Hi} there", body: "Other words", weight: 2}
          attach: [one-pager.pdf]
      - wait: 3 working days
      - id: call
        task: "Call {{ first_name }}"
"""


def loaded(text: bytes, files: dict[str, bytes]) -> Workspace:
    found = load(text, path="campaigns.yaml", read=stored(files))
    assert found.workspace is not None, found.problems
    return found.workspace


def same_but_places(value: Any) -> Any:
    """A value without what a run has no use for: places in the file, leads written in it."""
    if is_dataclass(value) and not isinstance(value, type):
        names = [one.name for one in fields(value) if one.name not in ("place", "rows", "mapping")]
        return (type(value), {name: same_but_places(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {name: same_but_places(item) for name, item in value.items()}
    return tuple(same_but_places(item) for item in value) if isinstance(value, tuple | list) else value


@pytest.mark.parametrize(("text", "files"), [(TEXT.encode(), FILES), (EXAMPLE.read_bytes(), {})])
def test_a_run_gets_the_version_that_was_applied(text: bytes, files: dict[str, bytes]) -> None:
    workspace = loaded(text, files)
    connection = open_memory()
    save_whole(connection, workspace, "abc", "1.0")
    found = load_whole(connection, "abc", "1.0")
    assert found is not None
    assert same_but_places(found) == same_but_places(workspace)


def test_words_and_attached_files_are_kept_and_the_leads_in_the_file_are_not() -> None:
    connection = open_memory()
    save_whole(connection, loaded(TEXT.encode(), FILES), "abc", "1.0")
    found = load_whole(connection, "abc", "1.0")
    assert found is not None
    content = found.campaigns["offer"].steps[0].content
    assert content is not None
    assert [variant.body for variant in content.variants] == ["First words", "Other words"]
    assert content.attachments == (Attachment("one-pager.pdf", FILES["one-pager.pdf"]),)
    assert found.campaigns["offer"].leads.rows is None
    assert "noordenwind" not in str(connection.execute("SELECT value FROM meta WHERE key = 'whole'").fetchall())


def test_another_version_of_the_file_or_of_the_program_is_read_anew() -> None:
    connection = open_memory()
    assert load_whole(connection, "abc", "1.0") is None
    save_whole(connection, loaded(TEXT.encode(), FILES), "abc", "1.0")
    assert load_whole(connection, "abd", "1.0") is None
    assert load_whole(connection, "abc", "1.1") is None
