"""How long ago something was, as a list of LinkedIn says it: `Sent 3 weeks ago`, `Vor 2 Tagen gesendet`, `Envoyé il y a 1 mois`."""

import re
from typing import Final

_UNITS: Final[tuple[tuple[int, int, str], ...]] = (
    (0, 1, r"seconds?|sekunden?|secondes?|seconden?|minutes?|minuten?|minuut|hours?|stunden?|heures?|uur|uren"),
    (1, 1, r"days?|tage?n?|jours?|dag(?:en)?"),
    (7, 7, r"weeks?|wochen?|semaines?|weken"),
    (30, 31, r"months?|monate?n?|mois|maand(?:en)?"),
    (365, 366, r"years?|jahre?n?|ans?|années?|jaar|jaren"),
)
"""Days of a unit, at least and at most; the words in en, de, fr and nl."""
_COUNTED: Final = re.compile(r"(?<!\d)(\d{1,3})\s+([^\W\d_]+)")
_NOW: Final = re.compile(r"\b(?:today|just now|heute|gerade eben|aujourd['’]hui|à l['’]instant|vandaag|zojuist)\b", re.IGNORECASE)
_YESTERDAY: Final = re.compile(r"\b(?:yesterday|gestern|hier|gisteren)\b", re.IGNORECASE)


def age_of(text: str) -> tuple[int, int] | None:
    """Whole days ago, (least, most); None when the line says no age. A week is rounded down by the site: 3 weeks are 21 to 27 days."""
    if _NOW.search(text):
        return 0, 1
    if _YESTERDAY.search(text):
        return 1, 2
    for count, word in _COUNTED.findall(text):
        for least, most, words in _UNITS:
            if re.fullmatch(words, word.casefold()):
                number = int(count)
                return number * least, max((number + 1) * most - 1, number * least + 1) if least else 1
    return None
