"""What a person may ask for under the privacy law, and by when it is answered.

The period is the privacy policy's (30 days for every kind); article 12(3) of the GDPR gives a month: the shorter one counts.
Two further months are possible where a request is hard or one of many, and only if the person is told of it, with the reasons,
while the first period runs (article 12(3)). Of a request that only
helps the person and hands nothing out (an objection, a consent taken back, a restriction) no proof of identity is asked
(article 12(6): only where there is reasonable doubt); what binds, binds at once.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from seleqt_cli.core.facts import Fact
from seleqt_cli.core.zones import day_number, day_text, zone

ANSWER_DAYS: Final = Fact(30, "privacy policy: requests are answered within 30 days")
EXTRA_MONTHS: Final = Fact(2, "GDPR article 12(3): by two further months where necessary")
REPORT_HOURS: Final = Fact(72, "GDPR article 33(1)")
WARN_DAYS: Final = 7
"""So many days before a request is due `status --check` begins to complain."""

AtOnce = Literal["", "object", "restrict"]


@dataclass(frozen=True, slots=True)
class Right:
    """One kind of request. `at_once`: what is done when it comes in; `then`: what to type to fulfil it ({lead})."""

    kind: str
    article: str
    proof: bool
    at_once: AtOnce
    then: str


RIGHTS: Final[dict[str, Right]] = {
    right.kind: right
    for right in (
        Right("access", "GDPR article 15", True, "", "seleqt privacy export {lead} FILE"),
        Right("correction", "GDPR article 16", True, "", "seleqt privacy correct {lead} FIELD=VALUE"),
        Right("deletion", "GDPR article 17", True, "restrict", "seleqt privacy erase {lead}"),
        Right("restriction", "GDPR article 18", False, "restrict", ""),
        Right("portability", "GDPR article 20", True, "", "seleqt privacy export {lead} FILE.json"),
        Right("objection", "GDPR article 21", False, "object", ""),
        Right("withdrawal", "GDPR article 7(3)", False, "object", ""),
    )
}
"""By kind; `withdrawal` is that of a consent."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it stands. Instants: 0 = not yet. `lead` 0: of somebody of whom no lead is kept; `person` '' once erased.

    `extension`: the reasons for which it takes two months longer, which the person was told at `told_at`; `due_at` is then the later day.
    """

    id: int
    kind: str
    lead: int
    person: str
    text: str
    received_at: int
    due_at: int
    opened_at: int
    opened_by: str
    verified_at: int = 0
    verified_by: str = ""
    verified_how: str = ""
    answered_at: int = 0
    answered_by: str = ""
    answer: str = ""
    refused: bool = False
    closed_at: int = 0
    closed_by: str = ""
    extended_at: int = 0
    extended_by: str = ""
    extension: str = ""
    told_at: int = 0

    @property
    def state(self) -> str:
        """open, verified, answered or closed."""
        if self.closed_at:
            return "closed"
        return "answered" if self.answered_at else "verified" if self.verified_at else "open"

    @property
    def shown(self) -> str:
        """The person as people are told."""
        return self.person or "somebody erased"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that the law wants by a moment: the end of a day for a request, an hour for a breach."""

    what: str
    due_at: int
    advice: str
    warn_from: int

    def fault(self, now: int) -> bool:
        """Whether it is time to complain."""
        return now >= self.warn_from


def due_at(received_at: int, zone_name: str) -> int:
    """The instant at which the last day ends on which a request is answered in time, in a zone's days.

    The day on which it came in is not counted (Regulation 1182/71 article 3); a weekend or holiday at the end gives no more time here.
    """
    place = zone(zone_name)
    day = place.day(received_at)
    return place.instant(min(day + ANSWER_DAYS.value, _months_on(day, 1)) + 1, 0)


def extended_due_at(received_at: int, zone_name: str) -> int:
    """The instant at which the last day of an extended request ends: three months after the day on which it came in."""
    place = zone(zone_name)
    return place.instant(_months_on(place.day(received_at), 1 + EXTRA_MONTHS.value) + 1, 0)


def _months_on(day: int, months: int) -> int:
    """The day with the same date months later, or that month's last (Regulation 1182/71 article 3(2)(c))."""
    start = date.fromisoformat(day_text(day))
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return day_number(date(year, month + 1, min(start.day, last)).isoformat())
