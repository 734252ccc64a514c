"""How long what is kept, as data with its source: the longest allowed, and the shorter default (GDPR article 5(1)(e)).

The longest come from the privacy policy (SPEC section 2); the defaults are what a founder can defend: who did not answer in
a year is not a prospect any more.
"""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.zones import DAY

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of data: `days` after `since`; `least` and `longest` are what anybody may set. `kept_by`: who removes it."""

    key: str
    what: str
    since: str
    days: int
    longest: int
    source: str
    kept_by: str = "retention"
    least: int = 1


_POLICY: Final = "privacy policy: marketing data 3 years from the last interaction"
KEEPINGS: Final = (
    Keeping("uncontacted", "people who were never contacted and wait in no campaign", "their import", 30, 30, "GDPR article 14(3)(a)"),
    Keeping("silent", "people who did not answer", "the last message to them", YEAR, 3 * YEAR, _POLICY),
    Keeping("answered", "people who answered", "the last message from or to them", 2 * YEAR, 3 * YEAR, _POLICY),
    Keeping(
        "unsubscribed",
        "people who opted out or objected",
        "they said so",
        3 * YEAR,
        3 * YEAR,
        "privacy policy: records of opt-outs 3 years; deletion on unsubscribe where the user chooses it",
        least=0,
    ),
    Keeping("strangers", "messages that belong to no lead", "their arrival", 90, 3 * YEAR, _POLICY),
    Keeping(
        "optouts",
        "addresses and profiles of people who said no and are no leads; a keyed hash takes their place",
        "they said so",
        3 * YEAR,
        3 * YEAR,
        "privacy policy: records of opt-outs 3 years",
        least=0,
    ),
    Keeping("requests", "privacy requests", "their end", 3 * YEAR, 3 * YEAR, "privacy policy: records of privacy requests 3 years"),
    Keeping("reports", "bug reports and pictures of LinkedIn's warnings", "they were written", 90, YEAR, "GDPR article 5(1)(e)"),
    Keeping("copies", "copies of the database from before an upgrade", "they were made", 90, 90, "GDPR article 17: backups expire"),
)
"""What `privacy retention` removes."""
OTHERS: Final = (
    Keeping("hashes", "keyed hashes of people who said no or were erased", "", 0, 0, "GDPR article 21(3)", "for ever"),
    Keeping("proofs", "proofs of identity", "", 0, 0, "privacy policy", "deleted right after the check"),
    Keeping("history", "the record of what was done, without the person", "", 0, 0, "GDPR article 5(2)", "for ever, as numbers"),
    Keeping("legal", "invoices and other legal records", "", 5 * YEAR, 5 * YEAR, "privacy policy: 5 years", "not in seleqt"),
)
"""What is kept by another rule; for the record of processing."""


def periods_of(wishes: dict[str, int]) -> dict[str, int]:
    """Key -> seconds, with what a person wants shorter or longer in days; never longer than allowed. Raises UsageProblem."""
    known = {one.key: one for one in KEEPINGS}
    for key, days in wishes.items():
        if key not in known:
            raise UsageProblem(f"there is no period {key}", advice=f"they are: {', '.join(known)}")
        if days > known[key].longest:
            raise UsageProblem(f"{key}: {days} days is above the limit of {known[key].longest} ({known[key].source})")
        if days < known[key].least:
            raise UsageProblem(f"{key}: {days} days is none")
    return {key: wishes.get(key, one.days) * DAY for key, one in known.items()}


def stretch(days: int) -> str:
    """Days as people say them: 90 days, 12 months, 3 years."""
    if days % YEAR == 0 and days > YEAR:
        return f"{days // YEAR} years"
    return "1 year" if days == YEAR else f"{days} days"
