"""Dates as people write them in some twenty languages: the day somebody says they are back.

`2026-12-01`, `1.12.`, `12/1/2026`, `1st of December`, `den 1. Dezember`, `le 1er décembre`, `el 1 de diciembre`, `il primo
dicembre`, `10-31 July`, and names of days ("back on Monday"). Without a year the next such day is meant.
"""

import re
from datetime import date, timedelta
from typing import Final

_MONTH_WORDS: Final = {
    1: "january januari januar janvier enero gennaio jan janv ene gen jänner janeiro janua tammikuuta stycznia ledna januára január "
    "ianuarie ocak января січня ιανουαρίου",
    2: "february februari februar février fevrier febrero febbraio feb févr fév fev fevereiro helmikuuta lutego února februára február "
    "februarie şubat февраля лютого φεβρουαρίου",
    3: "march maart märz maerz mars marzo mar mrt mär mrz março maaliskuuta marca března március martie mart марта березня μαρτίου",
    4: "april avril abril aprile apr avr abr huhtikuuta kwietnia dubna apríla április aprilie nisan апреля квітня απριλίου",
    5: "may mei mai mayo maggio mag maj maio toukokuuta maja května mája május mayıs мая травня μαΐου",
    6: "june juni juin junio giugno jun giu junho kesäkuuta czerwca června júna június iunie haziran июня червня ιουνίου",
    7: "july juli juillet julio luglio jul juil lug julho heinäkuuta lipca července júla július iulie temmuz июля липня ιουλίου",
    8: "august augustus août aout agosto aug ago augusti elokuuta sierpnia srpna augusta augusztus ağustos августа серпня αυγούστου",
    9: "september septembre septiembre setiembre settembre sep sept set setembro syyskuuta września září septembra szeptember "
    "septembrie eylül сентября вересня σεπτεμβρίου",
    10: "october oktober octobre octubre ottobre oct okt ott outubro lokakuuta października října októbra október octombrie ekim "
    "октября жовтня οκτωβρίου",
    11: "november novembre noviembre nov novembro marraskuuta listopada listopadu novembra noiembrie kasım ноября листопада νοεμβρίου",
    12: "december dezember décembre decembre diciembre dicembre dec dez déc dic desember dezembro joulukuuta grudnia prosince decembra "
    "decembrie aralık декабря грудня δεκεμβρίου",
}
_MONTHS: Final = {word: number for number, words in _MONTH_WORDS.items() for word in words.split()}
_DAY_WORDS: Final = (
    "monday maandag montag lundi lunes lunedì lunedi mandag måndag segunda-feira poniedziałek poniedziałku pondělí понедельник",
    "tuesday dinsdag dienstag mardi martes martedì martedi tirsdag tisdag terça-feira wtorek úterý вторник",
    "wednesday woensdag mittwoch mercredi miércoles miercoles mercoledì mercoledi onsdag quarta-feira środę středu среду",
    "thursday donderdag donnerstag jeudi jueves giovedì giovedi torsdag quinta-feira czwartek čtvrtek четверг",
    "friday vrijdag freitag vendredi viernes venerdì venerdi fredag sexta-feira piątek pátek пятницу",
    "saturday zaterdag samstag sonnabend samedi sábado sabado sabato lørdag lördag sobotę sobotu субботу",
    "sunday zondag sonntag dimanche domingo domenica søndag söndag niedzielę neděli воскресенье",
)  # fmt: skip
_DAYS: Final = {word: number for number, words in enumerate(_DAY_WORDS) for word in words.split()}
_TOMORROW: Final = re.compile(r"\b(?:tomorrow|morgen|demain|mañana|domani|amanhã|i morgen|imorgen|i morgon|imorgon)\b")
_MONTH: Final = r"([^\W\d_]{3,14})\b\.?"
"""A word that may be the name of a month: the table of them tells."""
_YEAR: Final = r"(?:,?\s{0,3}(?:de\s|del\s|of\s)?(20\d\d))?"
_NUMBER: Final = r"(?<![\d.:/])([0-3]?\d)"
_TH: Final = r"(?:st|nd|rd|th|er|ère|e|º|°|\.|:[ae]|-?го)?"
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
_EAST_ASIAN: Final = re.compile(r"(?:(20\d\d)\s?[年년]\s?)?(1?\d)\s?[月월]\s?([0-3]?\d)\s?[日일号]")
_LAST_DAY: Final = re.compile(
    r"\s?(?:\([^()]{1,9}\)|（[^（）]{1,9}）)?\s?(?:まで|까지|asti|saakka|tarihine kadar|-ig\b|-éig\b|-ig|为止|止)"
)
"""What stands behind a last day where a language says "until" behind it."""
_DAY_NAME: Final = re.compile(r"\b(" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")\b")
_DAY_AND_NUMBER: Final = re.compile(
    r"\b([^\W\d_]{3,14}(?:-feira)?)[.,]?\s{1,2}(?:the |den |de |d\. |le |el |il |dia )?([0-3]?\d)(?:st|nd|rd|th|"
    r"\.)?(?:[-/.](1?\d)\b)?(?![\d:]|\s?(?:h|uhr|uur|am|pm)\b)"
)
"""`Monday 30`, `dinsdag 24-11`."""
_DAY_ONLY: Final = re.compile(r"\W{0,3}(?:on )?the ([0-3]?\d)(?:st|nd|rd|th)\b(?! (?:of )?[a-z])")
_NEAR: Final = 24
"""Characters behind the words in which the name of a day counts."""
_MOST_AHEAD: Final = 60
"""Days: what is further away counts as none (SPEC section 13, rule 22)."""


def date_in(text: str, today: date, *, english: bool = False, within: int = 99) -> date | None:
    """The first date of a short text (lower case) that is today or later and not too far away; None when there is none.

    `within`: characters in which it has to begin.
    """
    return next(iter(_dates(text, today, english=english, within=within)), None)


def last_date_in(text: str, today: date, *, english: bool = False) -> date | None:
    """The last one of the same."""
    return next(reversed(_dates(text, today, english=english)), None)


def _dates(text: str, today: date, *, english: bool, within: int = 99) -> list[date]:
    found = _written(text)
    found += [(one.start(), [(int(one[1]), int(one[2]), int(one[3]))]) for one in _ISO.finditer(text)]
    for one in _NUMERIC.finditer(text):
        day, month, year = int(one[1]), int(one[3]), _year(one[4])
        if year == 0 and (one[2] == "-" or one[0] == "24/7" or (one[2] == "." and one[0].count(".") < 2)):
            continue
        american = one[2] == "/" and (english or month > 12)
        found.append((one.start(), [(year, month, day), (year, day, month)] if american else [(year, month, day)]))
    return _possible([one for one in found if one[0] < within], today)


def _written(text: str) -> list[tuple[int, list[tuple[int, int, int]]]]:
    """The dates with the name of a month in them, or East Asian signs."""
    found: list[tuple[int, list[tuple[int, int, int]]]] = []
    if (one := _RANGE_US.search(text)) and one[1] in _MONTHS:
        found.append((one.start(), [(_year(one[4]), _MONTHS[one[1]], int(one[3]))]))
    for pattern, order in ((_WRITTEN, (2, 1, 3)), (_WRITTEN_US, (1, 2, 3))):
        found += [
            (one.start(), [(_year(one[order[2]]), _MONTHS[one[order[0]]], int(one[order[1]]))])
            for one in pattern.finditer(text)
            if one[order[0]] in _MONTHS
        ]
    found += [(one.start(), [(_year(one[1]), int(one[2]), int(one[3]))]) for one in _EAST_ASIAN.finditer(text)]
    return found


def _possible(found: list[tuple[int, list[tuple[int, int, int]]]], today: date) -> list[date]:
    possible = ([soon for reading in readings if (soon := _soon(reading, today))] for _at, readings in sorted(found, key=_where))
    return [max(some) for some in possible if some]


def range_end_in(text: str, today: date) -> date | None:
    """The last day of the first range of days in one month (`10-31 July`, `July 10-31`); None when there is none, or it is past."""
    found = [(one.start(), (_year(one[4]), _MONTHS[one[1]], int(one[3]))) for one in _RANGE_US.finditer(text) if one[1] in _MONTHS]
    found += [(one.start(), (_year(one[4]), _MONTHS[one[3]], int(one[2]))) for one in _RANGE.finditer(text) if one[3] in _MONTHS]
    for _at, reading in sorted(found):
        if day := _soon(reading, today):
            return day
    return None


def only_date_in(text: str, today: date) -> date | None:
    """The day back of a note that says it in no known words: the day behind the last date in it that is written out."""
    found = _written(text)
    days = _possible(found, today)
    if not days:
        return None
    ends = [one.end() for pattern in (_EAST_ASIAN, _WRITTEN, _WRITTEN_US) for one in pattern.finditer(text)]
    return max(days) + timedelta(days=1 if any(_LAST_DAY.match(text, end) for end in ends) else 0)


def weekday_in(text: str, today: date) -> date | None:
    """The next day with the first name of a day in a short text (lower case), never today; or tomorrow."""
    if (one := _TOMORROW.search(text)) and one.start() <= 4:
        return today + timedelta(days=1)
    if only := _DAY_ONLY.match(text):
        return _numbered(int(only[1]), 0, today)
    if (numbered := _DAY_AND_NUMBER.search(text)) and numbered[1] in _DAYS and numbered.start() < _NEAR:
        return _numbered(int(numbered[2]), int(numbered[3] or 0), today)
    if (one := _DAY_NAME.search(text)) and one.start() < _NEAR:
        return today + timedelta(days=(_DAYS[one[1]] - today.weekday() - 1) % 7 + 1)
    return None


def _numbered(number: int, month: int, today: date) -> date | None:
    """The next day with that number, of that month where one is given."""
    for ahead in range(1, _MOST_AHEAD + 1):
        day = today + timedelta(days=ahead)
        if day.day == number and month in (0, day.month):
            return day
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
