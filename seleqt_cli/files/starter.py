"""The first campaigns.yaml of a new workspace: one person who sends, one campaign, and their leads or the person themself.

Whoever tries seleqt writes to their own address first; the file says where the real leads go.
"""

import json

from seleqt_cli.core.providers import domain_of_address, provider_of_domain
from seleqt_cli.core.starter import Starter
from seleqt_cli.files.starter_steps import plain, steps_of


def starter_text(starter: Starter) -> str:
    """Return the text of the file; every answer is quoted, so that no answer can change what the file means."""
    outbox = starter.smtp.startswith("outbox:")
    imap = starter.imap or ("none" if outbox else "")
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
    signature = [line for line in (plain(starter.person), plain(starter.business)) if line.strip()]
    lines += [
        "    limits: {email: 20}",
        *(["    signature: |", *(f"      {line}" for line in signature)] if signature else []),
    ]
    if starter.linkedin:
        lines += [
            f"  {starter.sender}-linkedin:",
            f"    linkedin: {q(starter.linkedin)}",
            f"    name: {q(starter.person)}   # the same name: a lead hears from one person only",
            "    mode: fill   # seleqt fills in, you click; open: all by hand",
        ]
    lines += [
        "schedules:",
        '  office: {days: mon-fri, hours: "09:00-17:00"}',
        "campaigns:",
        f"  {starter.template}:",
        *_leads(starter),
        f"    senders: [{starter.sender}{f', {starter.sender}-linkedin' if starter.linkedin else ''}]",
        "    schedule: office",
        f"    language: {starter.language}",
        *(["    review: first 10   # the messages of the first ten leads wait in `seleqt tasks`"] if starter.leads else []),
        "    steps:" + ("" if starter.offer else "   # the first mail does not say yet what you help with"),
        *steps_of(starter),
        "",
    ]
    return "\n".join(lines)


def _leads(starter: Starter) -> list[str]:
    q = _quoted
    if starter.leads:
        return [f"    leads: {{file: {q(starter.leads)}, source: {q(starter.source)}, basis: {starter.basis}}}"]
    first, _, last = starter.person.partition(" ")
    return [
        "    # This lead is you. For the real ones write: leads: {file: leads.csv, source: WHERE THEY COME FROM, basis: consent}",
        "    leads:",
        "      list:",
        "        - email: " + q(starter.email),
        *([f"          first_name: {q(first)}"] if first else []),
        *([f"          last_name: {q(last)}"] if last else []),
        "          company: " + q(starter.business),
        "      source: my own address",
        "      basis: consent",
    ]


def _sign_in(starter: Starter) -> list[str]:
    """What the provider of an address takes in place of a password; its servers need not be named."""
    provider = provider_of_domain(domain_of_address(starter.email))
    sign_in = provider.sign_in if provider is not None else starter.sign_in
    if sign_in == "microsoft":
        return ["    auth: microsoft   # docs/how-to/microsoft.md"]
    if sign_in == "google":
        return ["    # auth: google   for a sign-in in the browser; without it `seleqt senders login` takes an app password"]
    if provider is None:
        return ["    # smtp and imap: found from the address by `seleqt senders login`, or written here as HOST:587 and HOST:993"]
    return []


def _quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar: JSON's quoting, which YAML reads the same way."""
    return json.dumps(text, ensure_ascii=False)
