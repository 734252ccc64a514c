"""The first campaigns.yaml of a new workspace: one sender, one campaign of two mails, and the person themself as the lead.

Whoever tries seleqt writes to their own address first; the file says where the real leads go.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.providers import domain_of_address, provider_of_domain
from seleqt_cli.core.starter import Starter

IGNORED: Final = """# People's data and what seleqt makes of it do not belong in git.
*.csv
*.xlsx
*.jsonl
*.vcf
/outbox/
*.db
*.db-journal
*.db-wal
*.db-shm
*.backup
"""


def starter_text(starter: Starter) -> str:
    """Return the text of the file; every answer is quoted, so that no answer can change what the file means."""
    outbox = starter.smtp.startswith("outbox:")
    imap = starter.imap or ("none" if outbox else "")
    first, _, last = starter.person.partition(" ")
    q = _quoted
    lines = [
        "# yaml-language-server: $schema=./campaigns.schema.json",
        "# Check it: seleqt check    See the mails: seleqt preview    Try it: seleqt run --simulate",
        "version: 1",
        "business:",
        f"  name: {q(starter.business)}",
        f"  address: {q(starter.address)}   # stands in the footer of every first mail",
        *([f"  privacy_url: {q(starter.privacy_url)}"] if starter.privacy_url else []),
        f"  timezone: {starter.timezone}",
        *([f"  country: {q(starter.country)}"] if starter.country else []),
        "  plan: growth",
        "senders:",
        f"  {starter.sender}:",
        f"    email: {q(starter.email)}",
        f"    name: {q(starter.person)}",
    ]
    if outbox:
        lines += [f"    smtp: {q(starter.smtp)}   # mails are written into this folder; put HOST:587 here to send them"]
    elif starter.smtp == "auto":
        lines += _sign_in(starter)
    elif starter.smtp:
        lines += [f"    smtp: {q(starter.smtp)}"]
    if imap:
        lines += [f"    imap: {q(imap)}" + ("   # seleqt does not see replies; say `seleqt mark LEAD replied`" if imap == "none" else "")]
    signature = [line for line in (_in_block(starter.person), _in_block(starter.business)) if line.strip()]
    lines += [
        "    limits: {email: 20}",
        *(["    signature: |", *(f"      {line}" for line in signature)] if signature else []),
        "schedules:",
        '  office: {days: mon-fri, hours: "09:00-17:00"}',
        "campaigns:",
        "  first:",
        "    # This lead is you. For the real ones write: leads: {file: leads.csv, source: WHERE THEY COME FROM, basis: consent}",
        "    leads:",
        "      list:",
        "        - email: " + q(starter.email),
        *([f"          first_name: {q(first)}"] if first else []),
        *([f"          last_name: {q(last)}"] if last else []),
        "          company: " + q(starter.business),
        "      source: my own address",
        "      basis: consent",
        f"    senders: [{starter.sender}]",
        "    schedule: office",
        f"    language: {starter.language}",
        "    steps:",
        "      - id: hello",
        "        email:",
        '          subject: "A question about {{ company }}"',
        "          body: |",
        "            Hi {{ first_name | default('there') }},",
        "",
        "            Who at {{ company }} looks after this?",
        "      - wait: 3 working days",
        "      - id: reminder",
        "        email:   # without a subject: an answer in the same thread",
        "          body: |",
        "            Hi {{ first_name | default('there') }}, did this reach you?",
        "",
    ]
    return "\n".join(lines)


def write_starter(folder: Path, starter: Starter, schema: dict[str, Any]) -> tuple[Path, ...]:
    """Write campaigns.yaml, campaigns.schema.json and .gitignore into a folder (made when missing); return what was written.

    Raises UsageProblem, before anything is written, when campaigns.yaml exists. A .gitignore that exists gets the lines it lacks.
    """
    campaigns = folder / "campaigns.yaml"
    if os.path.lexists(campaigns):
        raise UsageProblem(f"{campaigns} exists already and is left as it is", advice="Name another folder: seleqt init DIR")
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    present = ignore.read_text(encoding="utf-8") if ignore.exists() else ""
    missing = [line for line in IGNORED.splitlines() if line not in present.splitlines()]
    with campaigns.open("x", encoding="utf-8", newline="\n") as file:
        file.write(starter_text(starter))
    described = folder / "campaigns.schema.json"
    described.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if missing:
        with ignore.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("\n" if present and not present.endswith("\n") else "") + "\n".join(missing) + "\n")
    return campaigns, described, ignore


def _sign_in(starter: Starter) -> list[str]:
    """What the provider of an address takes in place of a password; its servers need not be named."""
    provider = provider_of_domain(domain_of_address(starter.email))
    if provider is None:
        return ["    # smtp and imap: found from the address by `seleqt senders login`, or written here as HOST:587 and HOST:993"]
    if provider.sign_in == "microsoft":
        return ["    auth: microsoft   # docs/how-to/microsoft.md"]
    if provider.sign_in == "google":
        return ["    # auth: google   for a sign-in in the browser; without it `seleqt senders login` takes an app password"]
    return []


def _quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar: JSON's quoting, which YAML reads the same way."""
    return json.dumps(text, ensure_ascii=False)


def _in_block(text: str) -> str:
    """Return a text for a template line inside a block: one line, without the braces that Jinja and spintax read."""
    return " ".join(text.replace("{", "").replace("}", "").split())
