"""Made-up outreach, written down as the program writes it: the action's row and the rows of the history."""

import json
from typing import Any

from seleqt_cli.storage.database import open_memory

START = 1_798_444_800
CAMPAIGNS = ("spring", "autumn")
STEPS = {"look": "visit", "invite": "connect", "intro": "email", "nudge": "email", "note": "message"}
SENDERS = {"anna": "email:anna@acme.example", "tom": "email:tom@acme.example", "anna-linkedin": "linkedin:example-anna"}


class World:
    """Deeds and what came of them, one after another; `at` moves with each."""

    def __init__(self) -> None:
        self.connection = open_memory()
        self.connection.execute("INSERT INTO lead_import VALUES (1, 'a.csv', 'fair', 'consent', '[]', 0)")
        self.at = START
        self._leads: set[int] = set()
        self.sent: list[int] = []

    def close(self) -> None:
        """Give the database back."""
        self.connection.close()

    def do(self, lead: int, campaign: str, step: str, sender: str, variant: str, outcome: str) -> int:
        """One step of one journey; a second time it does nothing, as the send key has it."""
        kind, journey = STEPS[step], 2 * lead + CAMPAIGNS.index(campaign)
        account = SENDERS[sender]
        key = f"{journey} {step}"
        if lead not in self._leads:
            self._leads.add(lead)
            self.connection.execute("INSERT INTO lead (id, email, import_id) VALUES (?, ?, 1)", (lead, f"lead{lead}@example.net"))
        if self.connection.execute("SELECT 1 FROM action WHERE send_key = ?", (key,)).fetchone():
            return 0
        armed = outcome not in ("refused", "already")
        state = {"refused": "failed", "already": "sent", "resolved": "sent"}.get(outcome, outcome)
        reason = "already: connected" if outcome == "already" else "550 5.1.1" if outcome == "refused" else ""
        cursor = self.connection.execute(
            "INSERT INTO action (send_key, journey_id, lead_id, campaign, step, kind, account, sender, state, reason, planned_at, slot_at, "
            "claimed_at, sending_at, settled_at, attempts, first, variant, payload_sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, '')",
            (
                key, journey, lead, campaign, step, kind, account, sender, state, reason, self.at, self.at, self.at,
                self.at if armed else None, self.at + 2, variant,
            ),
        )  # fmt: skip
        action = int(cursor.lastrowid or 0)
        about: dict[str, Any] = {"action": action, "journey": journey, "lead": lead, "account": account, "campaign": campaign}
        if armed:
            told = {"step": step, "action": kind, "sender": sender, **({"variant": variant} if variant else {})}
            self.row("sending", told, **about)
        ended: dict[str, Any] = {"reason": reason} if reason else {}
        if outcome == "refused":
            ended |= {"unsent": True, "hard_bounce": True, "step": step, "sender": sender, "variant": variant}
        elif outcome == "already":
            ended |= {"unsent": True}
        elif outcome == "failed":
            ended |= {"unsent": True, "reason": "given up after 4 days"}
        self.row("in_doubt" if outcome == "resolved" else state, ended, after=2, **about)
        if outcome == "resolved":
            self.row("resolved", {"decision": "sent", "by": "anna"}, after=2, **about)
        if state == "sent" and outcome != "already":
            self.sent.append(action)
        return action

    def said(self, lead: int, event: str, *, happened: int = 0, action: int = 0, campaign: str = "") -> None:
        """Something that a person said, or that was said of them; `campaign`: of that journey alone."""
        data: dict[str, Any] = {"by": "anna", "at": happened or self.at, "scope": "journey" if campaign else "person"}
        data |= {"action_id": action} if action else {}
        journey = 2 * lead + CAMPAIGNS.index(campaign) if campaign else None
        self.row(event, data, journey=journey, lead=lead, campaign=campaign or None)

    def opted_out(self, lead: int) -> None:
        """As the list of those never to be contacted writes it: the person, and each journey that ended."""
        self.row("unsubscribed", {"by": "inbox", "source": "mail"}, lead=lead)
        self.row("unsubscribed", {"reason": "suppressed: unsubscribed", "by": "inbox"}, lead=lead, journey=2 * lead, campaign=CAMPAIGNS[0])

    def bounced(self, action: int, *, hard: bool) -> None:
        """A mail came back."""
        journey, lead, account, campaign = self.connection.execute(
            "SELECT journey_id, lead_id, account, campaign FROM action WHERE id = ?", (action,)
        ).fetchone()
        self.row("bounced", {"hard": hard, "at": self.at}, action=action, journey=journey, lead=lead, account=account, campaign=campaign)

    def lifted(self, lead: int, event: str) -> None:
        """A wrong verdict was corrected."""
        self.row("lifted", {"event": event, "by": "anna"}, lead=lead)

    def row(
        self, event: str, data: dict[str, Any], *, after: int = 0, action: int | None = None, journey: int | None = None,
        lead: int | None = None, account: str | None = None, campaign: str | None = None,
    ) -> None:  # fmt: skip
        """One row of the history."""
        self.connection.execute(
            "INSERT INTO history (at, event, action_id, journey_id, lead_id, account, campaign, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self.at + after, event, action, journey, lead, account, campaign, json.dumps(data)),
        )

    def history(self) -> list[dict[str, Any]]:
        """All rows by the names of their columns, in the order of writing."""
        cursor = self.connection.execute("SELECT * FROM history ORDER BY id")
        return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor]
