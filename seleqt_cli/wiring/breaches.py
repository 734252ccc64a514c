"""Breaches of personal data, put together over a machine."""

from dataclasses import dataclass
from typing import Any

from seleqt_cli.core.breach import Breach
from seleqt_cli.messages.footers import choose_language
from seleqt_cli.storage import breaches as stored
from seleqt_cli.storage.breaches import Affected, Scope
from seleqt_cli.wiring.accounts import sender_named
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.people import campaign_named


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a breach concerns. `erased`: people who were erased since it began, of whom nothing else is known.

    `languages`: in which people are told -> how many, the most first.
    """

    scope: Scope
    affected: Affected
    erased: int
    languages: dict[str, int]


def whom(machine: Machine, breach: Breach, sender: str, campaign: str) -> Found:
    """Count whom a breach concerns: of one sender's account, of one campaign, or everybody."""
    account = sender_named(machine, sender).account if sender else ""
    scope = Scope(breach.ended_at, account, campaign_named(machine, campaign) if campaign else "")
    told: dict[str, int] = {}
    for own, last, people in stored.languages(machine.connection, scope):
        language = _language(machine, own, last)
        told[language] = told.get(language, 0) + people
    languages = dict(sorted(told.items(), key=lambda one: (-one[1], one[0])))
    return Found(scope, stored.affected(machine.connection, scope), stored.erased_since(machine.connection, breach.began_at), languages)


def people_of(machine: Machine, scope: Scope) -> list[tuple[str, str, str, str, str, int]]:
    """(address, profile, name, country, language, kept since) of those whom it concerns."""
    return [
        (address, profile, name, country, _language(machine, own, last), since)
        for address, profile, name, country, own, last, since in stored.listed(machine.connection, scope)
    ]


def _language(machine: Machine, own: str, campaign: str) -> str:
    """As under the mails: the first of the lead's and the campaign's language in which there is a text, else English."""
    known = machine.workspace.campaigns.get(campaign)
    return choose_language(own, known.language if known is not None else "", {})


def keep(machine: Machine, breach: Breach, people: int, by: str) -> int:
    """Put it on record; returns its number."""
    return stored.put_on_record(machine.connection, breach, people, by=by, at=machine.clock.now())


def reported(machine: Machine, number: int, note: str, by: str) -> bool:
    """The authority was told."""
    return stored.report(machine.connection, number, note, by=by, at=machine.clock.now())


def on_record(machine: Machine) -> list[dict[str, Any]]:
    """Every breach on record."""
    return stored.breaches(machine.connection)
