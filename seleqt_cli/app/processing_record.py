"""The record of processing activities (GDPR article 30), made from the file in force and what is really kept."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.recipients import recipients
from seleqt_cli.core.retention import KEEPINGS, OTHERS, stretch
from seleqt_cli.ports.privacy import Kept

MEASURES: Final = (
    "passwords and tokens lie in the keyring of the operating system or in an encrypted file, never in the database, files or logs",
    "connections to mail servers are encrypted and their certificates checked",
    "deleted data are overwritten in the database; a person is erased for good, also where an older copy is put back",
    "what was done, and who decided it, stands in a record that is only added to; an audit proves the promises from it",
    "reports of errors mask addresses and profiles; there is no telemetry and no tracking pixel",
    "an opt-out, an objection or a restriction binds at once, over all campaigns and channels",
)
"""What the program does by itself (GDPR article 32)."""


def processing_record(workspace: Workspace, counts: Kept, measures: Sequence[str], made_at: str) -> dict[str, Any]:
    """The record. `measures`: what was found on this machine, before what the program does everywhere."""
    business = workspace.business
    told = recipients(workspace)
    decisions = [
        {"country": one.country, "basis": one.accept, "by": one.by, "date": one.date, "why": one.why} for one in workspace.legal
    ]  # fmt: skip
    return {
        "made_at": made_at,
        "controller": {
            "name": business.name, "address": business.address, "country": business.country or None,
            "privacy_statement": business.privacy_url or None,
        },
        "role": "processor for clients (article 30(2))" if business.plan == "agency" else "controller (article 30(1))",
        "activity": "writing to business contacts by email and on LinkedIn",
        "purposes": [
            {
                "campaign": name, "channels": sorted({workspace.senders[sender].channel for sender in campaign.senders}),
                "people": sum(count for (other, _), count in counts.campaigns.items() if other == name),
                "lawful_bases": {basis or "unknown": count for (other, basis), count in counts.campaigns.items() if other == name},
            }
            for name, campaign in workspace.campaigns.items()
        ],
        "decisions": decisions,
        "people": {
            "kinds": "persons in business, addressed in their role", "known": counts.people, "never_to_be_contacted": counts.suppressed,
            "countries": {country or "by address or business": count for country, count in counts.countries.items()},
        },
        "data": {
            "columns": {name: count for name, count in counts.columns.items() if count},
            "other_columns": [name for name, count in counts.columns.items() if not count],
            "messages_written": counts.mails, "messages_received": counts.answers,
        },
        "sources": [
            {"source": source, "basis": basis or "unknown", "people": count} for (source, basis), count in counts.origins.items()
        ],
        "recipients": [
            {"name": one.name, "role": one.role, "country": one.country or None, "transfer": one.transfer or None} for one in told
        ],
        "periods": [
            {"what": one.what, "kept": f"{stretch(one.days)} after {one.since}", "longest": stretch(one.longest), "source": one.source}
            for one in KEEPINGS
        ]
        + [{"what": one.what, "kept": one.kept_by, "longest": None, "source": one.source} for one in OTHERS],
        "measures": [*measures, *MEASURES],
        "missing": _missing(workspace, counts, [one.name for one in told if not one.country]),
    }  # fmt: skip


def _missing(workspace: Workspace, counts: Kept, unplaced: Sequence[str]) -> list[str]:
    """What a person still has to write down or decide."""
    found = []
    if not workspace.business.privacy_url:
        found.append("no privacy statement is named (business.privacy_url)")
    unknown = sum(count for (_, basis), count in counts.origins.items() if not basis)
    if unknown:
        found.append(f"{unknown} people have no lawful basis: they are not contacted")
    interested = sum(count for (_, basis), count in counts.origins.items() if basis == "legitimate-interest")
    if interested and not any(one.accept == "legitimate-interest" for one in workspace.legal):
        found.append(
            f"{interested} people on legitimate interest: write the assessment down (purpose, need, balance), with a name and a day"
        )
    found += [f"where is {name}, and is there a processing agreement (article 28)?" for name in dict.fromkeys(unplaced)]
    return found


def as_markdown(record: Mapping[str, Any]) -> str:
    """The record as a Markdown file."""
    business, people, data = record["controller"], record["people"], record["data"]
    lines = [f"# Record of processing activities: {business['name']}", "", f"GDPR article 30. Made {record['made_at']}.", ""]
    lines += _table(
        ("", ""),
        [
            ("who", f"{business['name']}, {business['address']}" + (f" ({business['country']})" if business["country"] else "")),
            ("role", record["role"]),
            ("privacy statement", business["privacy_statement"] or "none"),
            ("activity", record["activity"]),
            ("people", f"{people['kinds']}: {people['known']} known, {people['never_to_be_contacted']} entries never to be contacted"),
            ("countries", ", ".join(f"{name}: {count}" for name, count in people["countries"].items()) or "none"),
        ],
    )
    lines += ["## Purposes", ""]
    lines += _table(
        ("campaign", "channels", "people", "lawful bases"),
        [
            (
                one["campaign"],
                ", ".join(one["channels"]),
                str(one["people"]),
                ", ".join(f"{basis}: {count}" for basis, count in one["lawful_bases"].items()),
            )
            for one in record["purposes"]
        ],
    )
    for one in record["decisions"]:
        lines.append(f"- {one['country']}: {one['basis']} accepted by {one['by']} on {one['date']}: {_cell(one['why'])}")
    lines += ["", "## Data and where they come from", ""]
    columns = ", ".join(f"{name} ({count})" for name, count in data["columns"].items())
    lines += _table(
        ("", ""),
        [
            ("columns (filled)", columns or "none"),
            ("other columns", ", ".join(data["other_columns"]) or "none"),
            ("messages", f"{data['messages_written']} written, {data['messages_received']} received"),
        ],
    )
    lines += _table(("source", "lawful basis", "people"), [(one["source"], one["basis"], str(one["people"])) for one in record["sources"]])
    lines += ["## Recipients and transfers", ""]
    lines += _table(
        ("recipient", "role", "country", "transfer out of the EU"),
        [(one["name"], one["role"], one["country"] or "?", one["transfer"] or "none") for one in record["recipients"]],
    )
    lines += ["## How long it is kept", ""]
    lines += _table(
        ("what", "kept", "longest allowed", "source"),
        [(one["what"], one["kept"], one["longest"] or "", one["source"]) for one in record["periods"]],
    )
    lines += ["## Measures", "", *(f"- {_cell(line)}" for line in record["measures"]), ""]
    if record["missing"]:
        lines += ["## Still to be settled by a person", "", *(f"- {_cell(line)}" for line in record["missing"]), ""]
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return ["None.", ""]
    made = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*made, *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows), ""]


def _cell(text: str) -> str:
    """Nothing in a cell may end it or begin a line."""
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
