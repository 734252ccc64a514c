"""The words that every mail carries below its text, in the languages that are shipped.

The notice says what Article 14 of the GDPR asks for in the first mail: who writes, where the details come from, what
for, how to object, and where to read on. `{source}`-like places are the templates' own: `{{ source }}`.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """`word` is what a person answers to be left alone; `opt_out` says so; `notice` and `privacy` go under a first mail."""

    word: str
    opt_out: str
    notice: str
    privacy: str


WORDINGS: Final[dict[str, Wording]] = {
    "en": Wording(
        word="stop",
        opt_out='Would you rather not hear from me? Reply "stop" and I will not write to you again.',
        notice="Source of your contact details: {{ source }}. "
        "I use them only to write to you on behalf of {{ business.name }} about doing business together.",
        privacy="How we handle personal data and what rights you have: {{ business.privacy_url }}",
    ),
    "nl": Wording(
        word="stop",
        opt_out='Liever geen bericht meer van mij? Antwoord met "stop", dan schrijf ik u niet meer.',
        notice="Herkomst van uw contactgegevens: {{ source }}. "
        "Ik gebruik ze alleen om u namens {{ business.name }} te benaderen over een mogelijke samenwerking.",
        privacy="Hoe wij met persoonsgegevens omgaan en welke rechten u hebt: {{ business.privacy_url }}",
    ),
    "de": Wording(
        word="Stopp",
        opt_out="Möchten Sie keine Nachrichten mehr von mir? Antworten Sie mit „Stopp“, dann schreibe ich Ihnen nicht mehr.",
        notice="Herkunft Ihrer Kontaktdaten: {{ source }}. "
        "Ich verwende sie nur, um Ihnen im Namen von {{ business.name }} wegen einer möglichen Zusammenarbeit zu schreiben.",
        privacy="Wie wir mit personenbezogenen Daten umgehen und welche Rechte Sie haben: {{ business.privacy_url }}",
    ),
    "fr": Wording(
        word="stop",
        opt_out="Vous ne souhaitez plus recevoir de messages de ma part ? Répondez « stop » et je ne vous écrirai plus.",
        notice="Origine de vos coordonnées : {{ source }}. "
        "Je les utilise pour vous écrire au sujet d’une éventuelle collaboration avec {{ business.name }}, et à aucune autre fin.",
        privacy="Comment nous traitons les données personnelles et quels sont vos droits : {{ business.privacy_url }}",
    ),
    "es": Wording(
        word="baja",
        opt_out="¿Prefiere no recibir más mensajes míos? Responda «baja» y no volveré a escribirle.",
        notice="Origen de sus datos de contacto: {{ source }}. "
        "Los utilizo únicamente para escribirle en nombre de {{ business.name }} sobre una posible colaboración.",
        privacy="Cómo tratamos los datos personales y qué derechos tiene: {{ business.privacy_url }}",
    ),
    "it": Wording(
        word="stop",
        opt_out="Preferisce non ricevere altri miei messaggi? Risponda «stop» e non Le scriverò più.",
        notice="Provenienza dei Suoi dati di contatto: {{ source }}. "
        "Li utilizzo solo per scriverLe a nome di {{ business.name }} in merito a una possibile collaborazione.",
        privacy="Come trattiamo i dati personali e quali diritti ha: {{ business.privacy_url }}",
    ),
}
FALLBACK: Final = "en"
"""The language where neither the lead's nor the campaign's has a text."""
