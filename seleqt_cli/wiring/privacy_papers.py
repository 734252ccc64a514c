"""Papers about people's data, put together over a home: what is handed out about one person, and the record of all."""

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from seleqt_cli.app.person_paper import person_paper
from seleqt_cli.app.processing_record import processing_record
from seleqt_cli.core.recipients import recipients
from seleqt_cli.storage.json_text import compact
from seleqt_cli.storage.opening import key_name
from seleqt_cli.storage.person_rows import rows_about, versions_that_name
from seleqt_cli.storage.privacy import SqlitePrivacy
from seleqt_cli.storage.processing_rows import kept
from seleqt_cli.wiring.people import lead_named
from seleqt_cli.wiring.rights import files_that_hold

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services


def paper_about(services: "Services", text: str) -> dict[str, Any]:
    """Everything that is kept about the lead whom a text names; that it was asked for stands in the history."""
    with closing(services.connect()) as connection:
        machine = services.machine(connection)
        lead = lead_named(machine, text)
        now = services.clock.now()
        data = [(about.table, about.title, rows) for about, rows in rows_about(connection, lead.id)]
        mine = {row["campaign"] for table, _, rows in data if table == "journey" for row in rows}
        campaigns = {
            name: ", ".join(step.id or step.kind for step in campaign.steps)
            for name, campaign in machine.workspace.campaigns.items()
            if name in mine
        }
        words = (lead.email, lead.linkedin.rstrip("/").partition("linkedin.com")[2])
        elsewhere = [
            f"campaigns.yaml, version {number}: {'; '.join(_apart(line) for line in lines)}"
            for number, _, lines in versions_that_name(connection, words)
        ]
        elsewhere += [f"the file {name} beside it" for name in files_that_hold(services, lead)]
        elsewhere += _with_others(data)
        paper = person_paper(lead, machine.workspace.business, campaigns, recipients(machine.workspace), data, elsewhere, now)
        connection.execute(
            "INSERT INTO history (at, event, lead_id, data) VALUES (?, 'exported', ?, ?)", (now, lead.id, compact({"by": services.person}))
        )
        return paper


def _apart(line: str) -> str:
    """A line of a file as it may be handed out: not one that names others too (GDPR article 15(4))."""
    return line if line.count("@") + line.count("/in/") <= 2 and line.count("@") <= 1 else "a line that names others too"


def _with_others(data: list[tuple[str, str, list[dict[str, Any]]]]) -> list[str]:
    """Where messages to and from a person lie outside of the home."""
    accounts = dict.fromkeys(row["account"] for table, _, rows in data if table in ("action", "inbox_message") for row in rows)
    return [
        f"the mailbox {account.removeprefix('email:')}: what was sent to you, and your answers"
        if account.startswith("email:")
        else f"LinkedIn: your conversation with {account.removeprefix('linkedin:')}"
        for account in accounts
    ]


def unchecked(services: "Services", lead: int, *kinds: str) -> list[int]:
    """Requests of a lead, of some kinds, that are open and of which nobody has checked who asks."""
    with closing(services.connect()) as connection:
        found = SqlitePrivacy(connection).requests(closed=False)
    return [one.id for one in found if one.lead == lead and one.kind in kinds and one.state == "open"]


def record_of_processing(services: "Services") -> dict[str, Any]:
    """The record of processing of the home, from the version in force."""
    with closing(services.connect()) as connection:
        machine = services.machine(connection)
        made_at = datetime.fromtimestamp(services.clock.now(), UTC).strftime("%Y-%m-%d")
        return processing_record(machine.workspace, kept(connection), _found(services), made_at)


def _found(services: "Services") -> list[str]:
    """What holds on this machine, as it was found."""
    path = services.database_path
    modes = {"the home": services.home.stat().st_mode, "the database": path.stat().st_mode}
    found = [
        f"{what} is readable by its owner alone" if not mode & 0o077 else f"{what} is readable by OTHERS: seleqt doctor"
        for what, mode in modes.items()
    ]
    return [*found, *(["the database is encrypted at rest (SQLCipher, AES-256)"] if key_name(path) else [])]
