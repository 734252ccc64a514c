"""`seleqt report` on a large home: CPU seconds and memory of the whole command, beside one bare walk over the same rows.

    python -m bench.report                                  100,000 leads, about 1,000,000 rows of history
    python -m bench.report --leads 1000
    python -m bench.report --leads 300 --keep FOLDER        leaves the home there, to look at its report

The baseline only reads the actions out of SQLite in Python, `SELECT` and nothing else, in a process of its own. One JSON line.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from seleqt_cli.storage.database import open_database

NOW = 1_798_444_800
DAY = 86_400
CAMPAIGNS = ("spring-fair", "warehouses-nl", "partners")
SENDERS = {"anna": "email:anna@acme.example", "tom": "email:tom@acme.example", "anna-linkedin": "linkedin:example-anna"}
STEPS = (
    ("look", "visit", "anna-linkedin"),
    ("invite", "connect", "anna-linkedin"),
    ("intro", "email", ""),
    ("nudge", "email", ""),
    ("last", "email", ""),
)
FILE = """\
version: 1
business: {name: Acme Robotics, address: "Gracht 1, Amsterdam", timezone: Europe/Amsterdam, country: NL, seats: {email: 2, linkedin: 1}}
senders:
  anna: {email: anna@acme.example, name: Anna, smtp: "outbox:outbox", imap: none, signature: Anna}
  tom: {email: tom@acme.example, name: Tom, smtp: "outbox:outbox", imap: none, signature: Tom}
  anna-linkedin: {linkedin: "https://www.linkedin.com/in/example-anna/", name: Anna}
campaigns:
"""
CAMPAIGN = """\
  NAME:
    leads: {source: fair, basis: consent, list: [{email: NAME@example.net, linkedin: "https://www.linkedin.com/in/example-NAME/"}]}
    senders: [anna, tom, anna-linkedin]
    language: en
    overlap: true
    steps:
      - {id: look, visit: }
      - {id: invite, connect: {}}
      - wait: 1 day
      - id: intro
        email: {subject: Robots, variants: {short: {body: Hi}, long: {body: Hello there}}, test: {sample: 200}}
      - wait: 3 days
      - {id: nudge, email: {body: Did this reach you?}}
      - wait: 3 days
      - {id: last, email: {body: A last word}}
"""


def main() -> None:
    """Build, measure, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, default=100_000)
    options.add_argument("--keep", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(chosen.keep or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ |= {"SELEQT_HOME": str(folder / "home"), "SELEQT_STATE": str(folder / "state")}
        (folder / "campaigns.yaml").write_text(FILE + "".join(CAMPAIGN.replace("NAME", name) for name in CAMPAIGNS))
        seleqt = [sys.executable, "-m", "seleqt_cli", "-f", str(folder / "campaigns.yaml")]
        subprocess.run([*seleqt, "apply", "-q"], check=True, stdout=subprocess.DEVNULL)
        rows = fill(folder / "home" / "seleqt.db", chosen.leads)
        found: dict[str, Any] = {"leads": chosen.leads, "history": rows}
        for name, command in (
            ("start", [*seleqt, "report", "--help"]),
            ("bare", [sys.executable, "-c", BARE, str(folder / "home" / "seleqt.db")]),
            ("report", [*seleqt, "report"]),
            ("json", [*seleqt, "report", "--json"]),
            ("html", [*seleqt, "report", "--html", "-"]),
        ):
            found[name] = min(cpu(command) for _ in range(3))
        found["megabytes"] = round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
        print(json.dumps(found))


BARE = """
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(
    "SELECT id, sending_at, lead_id, campaign, step, kind, sender, account, variant FROM action WHERE state = 'sent'"
):
    pass
"""


def cpu(command: list[str]) -> float:
    """CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2)


def fill(path: Path, leads: int) -> int:
    """Write outreach to so many people; returns how many rows the history has."""
    dice = random.Random(7)
    connection = open_database(path)
    connection.execute("BEGIN")
    for number in range(10, leads + 10):
        person(connection, dice, number)
    connection.execute("COMMIT")
    rows = int(connection.execute("SELECT count(*) FROM history").fetchone()[0])
    connection.close()
    return rows


def person(connection: Any, dice: random.Random, lead: int) -> None:
    """One person in one campaign, up to some step of it."""
    campaign = CAMPAIGNS[lead % 3]
    at = NOW - dice.randrange(60) * DAY + dice.randrange(28_800)
    connection.execute(
        "INSERT INTO lead (id, email, email_shown, first_name, last_name, company, import_id) VALUES (?, ?, ?, ?, ?, ?, 1)",
        (lead, f"lead{lead}@example.net", f"lead{lead}@example.net", f"First{lead}", f"Last{lead}", f"Company {lead % 997}"),
    )
    done, state, last = dice.choice((0, 3, 4, 5, 5)), "waiting", ""
    variant, mailer = dice.choice(("short", "long")), dice.choice(("anna", "tom"))
    for step, kind, fixed in STEPS[:done]:
        sender = fixed or mailer
        account, last = SENDERS[sender], step
        action = connection.execute(
            "INSERT INTO action (send_key, journey_id, lead_id, campaign, step, kind, account, sender, state, reason, planned_at, slot_at, "
            "claimed_at, sending_at, settled_at, attempts, first, variant, payload_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'sent', '', ?, ?, ?, ?, ?, 1, 1, ?, '')",
            (f"{lead} {step}", lead, lead, campaign, step, kind, account, sender, at, at, at, at, at, variant if step == "intro" else ""),
        ).lastrowid
        about = (action, lead, lead, account, campaign)
        told = {"step": step, "action": kind, "sender": sender, "limits": {"day": 50}, "window": [at, at], "message_id": "x" * 200}
        for event, data in (("sending", told), ("sent", {})):
            put(connection, at, event, about, data)
        if kind == "email" and dice.random() < 0.02:
            put(connection, at + 60, "bounced", about, {"hard": dice.random() < 0.7, "at": at + 60})
        at += dice.randrange(2, 5) * DAY
    whole = (None, None, lead, None, None)
    for tag in ("fair", "hall 3", "spoken to"):
        put(connection, at, "tagged", (None, lead, lead, None, campaign), {"tag": tag})
    if done and dice.random() < (0.14 if variant == "short" else 0.07):
        put(connection, at - DAY, "replied", whole, {"by": "inbox", "at": at - DAY, "scope": "person", "class": "reply"})
        state = "replied"
        for mark, odds in (("meeting", 0.4), ("won", 0.15)):
            if dice.random() < odds:
                put(connection, at, mark, whole, {"by": "anna", "at": at, "scope": "person"})
    elif done and dice.random() < 0.01:
        put(connection, at, "unsubscribed", whole, {"by": "inbox", "source": "mail"})
        state = "unsubscribed"
    if done > 1 and dice.random() < 0.3:
        put(connection, at - 2 * DAY, "connected", whole, {"by": "inbox", "at": at - 2 * DAY})
    names = [step for step, _, _ in STEPS]
    coming = names[names.index(last) + 1] if last and last != "last" else "" if last else "look"
    connection.execute(
        "INSERT INTO journey (id, lead_id, campaign, place, state, reason, step, kind, queue, lane, first, due_at, base_at, message_at, "
        "waited, entered_at, started, person, email_account, linkedin_account, company, done, thread_subject, thread, attempts, "
        "created_at) "
        "VALUES (?, ?, ?, ?, ?, '', ?, '', '', 1, 0, ?, 0, 0, 0, 0, 1, '', '', '', '', '{}', '', '', 0, 0)",
        (lead, lead, campaign, lead, state if coming or state != "waiting" else "finished", coming, at + DAY),
    )  # fmt: skip


def put(connection: Any, at: int, event: str, about: tuple[Any, ...], data: dict[str, Any]) -> None:
    """One row of the history."""
    connection.execute(
        "INSERT INTO history (at, event, action_id, journey_id, lead_id, account, campaign, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (at, event, *about, json.dumps(data)),
    )


if __name__ == "__main__":
    main()
