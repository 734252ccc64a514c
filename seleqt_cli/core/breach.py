"""A breach of personal data: by when the authority is told, who that is, and with which words (GDPR article 33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import Business
from seleqt_cli.core.rights import REPORT_HOURS

AUTHORITIES: Final[dict[str, str]] = {
    "AT": "Datenschutzbehörde", "BE": "Gegevensbeschermingsautoriteit / Autorité de protection des données", "CH": "FDPIC (EDÖB)",
    "DE": "the data protection authority of your Land", "DK": "Datatilsynet", "ES": "Agencia Española de Protección de Datos",
    "FI": "Tietosuojavaltuutetun toimisto", "FR": "CNIL", "GB": "Information Commissioner's Office",
    "IE": "Data Protection Commission", "IT": "Garante per la protezione dei dati personali", "LU": "CNPD",
    "NL": "Autoriteit Persoonsgegevens", "PL": "UODO", "PT": "CNPD", "SE": "Integritetsskyddsmyndigheten",
}  # fmt: skip
"""Country of the business -> who is told. Names as the authorities write them; their forms are on their sites."""


@dataclass(frozen=True, slots=True)
class Breach:
    """When it began, when it ended, when it was found (instants), and what happened, in a person's words."""

    began_at: int
    ended_at: int
    found_at: int
    text: str

    @property
    def due_at(self) -> int:
        """Until when the authority is told: 72 hours after it was found."""
        return self.found_at + REPORT_HOURS.value * 3600


def authority(country: str) -> str:
    """Who is told in a country."""
    return AUTHORITIES.get(country, "the data protection authority of your country")


def for_the_authority(breach: Mapping[str, str], business: Business, people: int, kinds: str, rows: int) -> str:
    """What article 33(3) asks for, to be copied into the authority's form. `breach`: its moments and text in words."""
    return f"""\
To: {authority(business.country)}
From: {business.name}, {business.address}
Subject: Notification of a personal data breach (GDPR article 33)

1. What happened: {breach["text"] or "[say what happened]"}
   It began on {breach["began"]}, ended on {breach["ended"]} and was found on {breach["found"]}.
2. Whose data: about {people} business contacts; about {rows} records.
   Kinds of data: {kinds or "none"}.
3. Contact: [name, telephone, address of the person who can say more].
4. Likely consequences: [for example unwanted mail, or mail that pretends to come from us].
5. Measures taken and proposed: [for example passwords changed, sessions ended, people told].
   Passwords of our mail accounts are not in this database; they lie in the keyring of the system.
"""
