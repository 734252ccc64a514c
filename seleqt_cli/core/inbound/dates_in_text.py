"""Dates as people write them in six languages: the day somebody says they are back.

`2026-12-01`, `1.12.`, `12/1/2026`, `1st of December`, `den 1. Dezember`, `le 1er décembre`, `el 1 de diciembre`, `il primo
dicembre`, `10-31 July`, and names of days ("back on Monday"). Without a year the next such day is meant.
"""

import re
from datetime import date, timedelta
from typing import Final

_MONTH_WORDS: Final = {
    1: "january januari januar janvier enero gennaio jan janv ene gen jänner",
    2: "february februari februar février fevrier febrero febbraio feb févr fév fev",
    3: "march maart märz maerz mars marzo mar mrt mär mrz",
    4: "april avril abril aprile apr avr abr",
    5: "may mei mai mayo maggio mag",
    6: "june juni juin junio giugno jun giu",
    7: "july juli juillet julio luglio jul juil lug",
    8: "august augustus août aout agosto aug ago",
    9: "september septembre septiembre setiembre settembre sep sept set",
    10: "october oktober octobre octubre ottobre oct okt ott",
    11: "november novembre noviembre nov",
    12: "december dezember décembre decembre diciembre dicembre dec dez déc dic",
}
_MONTHS: Final = {word: number for number, words in _MONTH_WORDS.items() for word in words.split()}
_DAY_WORDS: Final = (
    "monday maandag montag lundi lunes lunedì lunedi", "tuesday dinsdag dienstag mardi martes martedì martedi",
    "wednesday woensdag mittwoch mercredi miércoles miercoles mercoledì mercoledi",
    "thursday donderdag donnerstag jeudi jueves giovedì giovedi", "friday vrijdag freitag vendredi viernes venerdì venerdi",
    "saturday zaterdag samstag sonnabend samedi sábado sabado sabato", "sunday zondag sonntag dimanche domingo domenica",
)  # fmt: skip
_DAYS: Final = {word: number for number, words in enumerate(_DAY_WORDS) for word in words.split()}
_MONTH: Final = "(" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + r")\b\.?"
_YEAR: Final = r"(?:,?\s{0,3}(?:de\s|del\s|of\s)?(20\d\d))?"
_NUMBER: Final = r"(?<![\d.:/])([0-3]?\d)"
_TH: Final = r"(?:st|nd|rd|th|er|ère|e|º|°|\.)?"
_WRITTEN: Final = re.compile(_NUMBER + _TH + r"(?:\s{0,2}(?:of|de|den|di)\s|\s{1,2}|-)?\s{0,2}" + _MONTH + _YEAR)
_WRITTEN_US: Final = re.compile(r"\b" + _MONTH + r"\s{1,2}(?:the\s)?([0-3]?\d)(?:st|nd|rd|th)?(?!\d|:\d|\.\d)" + _YEAR)
_ISO: Final = re.compile(r"(?<![\d.])(20\d\d)[-/.]([01]?\d)[-/.]([0-3]?\d)(?!\d)")
_NUMERIC: Final = re.compile(r"(?<![\d.:/-])([0-3]?\d)\s?([./-])\s?([01]?\d|[0-3]\d)(?:\s?\2\s?(20\d\d|\d\d)?)?(?![\d:%])")
_RANGE_US: Final = re.compile(
    r"\b" + _MONTH + r"\s{1,2}([0-3]?\d)(?:st|nd|rd|th)?\s?(?:-|–|to|through|until)\s?([0-3]?\d)(?:st|nd|rd|th)?\b" + _YEAR
)
_RANGE: Final = re.compile(
    _NUMBER + _TH + r"\s?(?:-|–|to|until|bis|au|al|tot|t/m)\s?([0-3]?\d)" + _TH + r"\s{1,2}(?:of\s|de\s)?" + _MONTH + _YEAR
)
_DAY_NAME: Final = re.compile(r"\b(" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")\b")
_MOST_AHEAD: Final = 60
"""Days: what is further away counts as none (SPEC section 13, rule 22)."""


def date_in(text: str, today: date, *, english: bool = False) -> date | None:
    """The first date of a short text (lower case) that is today or later and not too far away; None when there is none."""
    return next(iter(_dates(text, today, english=english)), None)


def last_date_in(text: str, today: date, *, english: bool = False) -> date | None:
    """The last one of the same."""
    return next(reversed(_dates(text, today, english=english)), None)


def _dates(text: str, today: date, *, english: bool) -> list[date]:
    found: list[tuple[int, list[tuple[int, int, int]]]] = []
    if one := _RANGE_US.search(text):
        found.append((one.start(), [(_year(one[4]), _MONTHS[one[1]], int(one[3]))]))
    for pattern, order in ((_WRITTEN, (2, 1, 3)), (_WRITTEN_US, (1, 2, 3))):
        found += [(one.start(), [(_year(one[order[2]]), _MONTHS[one[order[0]]], int(one[order[1]]))]) for one in pattern.finditer(text)]
    found += [(one.start(), [(int(one[1]), int(one[2]), int(one[3]))]) for one in _ISO.finditer(text)]
    for one in _NUMERIC.finditer(text):
        day, month, year = int(one[1]), int(one[3]), _year(one[4])
        if year == 0 and (one[2] == "-" or one[0] == "24/7" or (one[2] == "." and one[0].count(".") < 2)):
            continue
        american = one[2] == "/" and (english or month > 12)
        found.append((one.start(), [(year, month, day), (year, day, month)] if american else [(year, month, day)]))
    possible = ([soon for reading in readings if (soon := _soon(reading, today))] for _at, readings in sorted(found, key=_where))
    return [max(some) for some in possible if some]


def range_end_in(text: str, today: date) -> date | None:
    """The last day of the first range of days in one month (`10-31 July`, `July 10-31`); None when there is none, or it is past."""
    found = [(one.start(), (_year(one[4]), _MONTHS[one[1]], int(one[3]))) for one in _RANGE_US.finditer(text)]
    found += [(one.start(), (_year(one[4]), _MONTHS[one[3]], int(one[2]))) for one in _RANGE.finditer(text)]
    for _at, reading in sorted(found):
        if day := _soon(reading, today):
            return day
    return None


def weekday_in(text: str, today: date) -> date | None:
    """The next day with the first name of a day in a short text (lower case), never today."""
    if one := _DAY_NAME.search(text):
        return today + timedelta(days=(_DAYS[one[1]] - today.weekday() - 1) % 7 + 1)
    return None


def _where(one: tuple[int, list[tuple[int, int, int]]]) -> int:
    return one[0]


def _year(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if len(text) == 4 else 2000 + int(text)


def _soon(reading: tuple[int, int, int], today: date) -> date | None:
    year, month, day = reading
    for guess in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(guess, month, day)
        except ValueError:
            continue
        if today <= found <= today + timedelta(days=_MOST_AHEAD):
            return found
    return None
