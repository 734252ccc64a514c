"""A small campaigns file to check, preview and simulate."""

from pathlib import Path

HEAD = """\
version: 1
business: {name: Acme B.V., address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL, privacy_url: "https://acme.example/privacy"}
senders:
  anna: {email: anna@acme.example, name: Anna, smtp: "outbox:box", signature: "Anna of Acme"}
schedules: {office: {days: mon-fri, hours: "09:00-17:00"}}
campaigns:
"""
TWO_MAILS = """\
  hello:
    leads: {file: leads.csv, source: fair, basis: consent}
    senders: [anna]
    schedule: office
    steps:
      - {id: hi, email: {subject: "For {{ company }}", body: "Hi {{ first_name }}"}}
      - wait: 2 days
      - {id: again, email: {body: "Hi again {{ first_name }}"}}
"""
LEADS = """\
email,first_name,company
noor@windmill.example,Noor,Windmill
sam@canal.example,Sam,Canal
"""


def draft(folder: Path, campaigns: str = TWO_MAILS, *, leads: str | None = LEADS, head: str = HEAD) -> str:
    """Write the file and its leads; returns the file's name."""
    (folder / "campaigns.yaml").write_text(head + campaigns, encoding="utf-8")
    if leads is not None:
        (folder / "leads.csv").write_text(leads, encoding="utf-8")
    return str(folder / "campaigns.yaml")
