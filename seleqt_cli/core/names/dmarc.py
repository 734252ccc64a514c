"""The DMARC policy of a domain (RFC 7489 sections 6.3, 6.6.3), and whether two domains are aligned (section 3.1)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from seleqt_cli.core.names.answers import Judging, Question, unknown
from seleqt_cli.core.names.tags import BadTags, read_tags

POLICIES: Final = ("none", "quarantine", "reject")


@dataclass(slots=True)
class Dmarc:
    """`place`: the domain whose record counts (its own, else the organisational one). `policy`: what it asks for this domain.

    `strict_dkim` and `strict_spf`: alignment asks for the same domain, not only the same organisation.
    """

    domain: str
    state: Literal["one", "none", "unknown"] = "none"
    place: str = ""
    record: str = ""
    policy: str = ""
    percent: int = 100
    strict_dkim: bool = False
    strict_spf: bool = False
    reports: bool = False
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def judge_dmarc(domain: str, organisational: Callable[[str], str]) -> Judging[Dmarc]:
    """Fetch the record of a domain, else of its organisational domain, and judge it."""
    found = Dmarc(domain)
    for place in dict.fromkeys((domain, organisational(domain))):
        question = Question(f"_dmarc.{place}", "TXT")
        answer = yield question
        if answer.state == "unknown":
            found.state = "unknown"
            found.doubts.append(unknown(question, answer))
            return found
        records = [text for text in answer.records if _is_dmarc(text)]
        if len(records) > 1:
            # Several records count as none at all, and the search ends (section 6.6.3, step 5).
            found.faults.append(f"_dmarc.{place} has {len(records)} DMARC records; receivers then use none")
            return found
        if records:
            found.state, found.place, found.record = "one", place, records[0]
            _judge(found, own=place == domain)
            return found
    return found


def aligned(one: str, other: str, organisational: Callable[[str], str], *, strict: bool) -> bool:
    """Whether a domain that was proved (by DKIM or SPF) speaks for the domain of From."""
    one, other = one.lower().rstrip("."), other.lower().rstrip(".")
    return one == other or (not strict and organisational(one) == organisational(other))


def _is_dmarc(text: str) -> bool:
    name, equals, rest = text.partition("=")
    return bool(equals) and name.strip().lower() == "v" and rest.partition(";")[0].strip() == "DMARC1"


def _judge(found: Dmarc, *, own: bool) -> None:
    try:
        tags = read_tags(found.record)
    except BadTags as problem:
        found.faults.append(str(problem))
        return
    found.reports = any(uri.strip().lower().startswith("mailto:") for uri in tags.get("rua", "").split(","))
    policy = tags.get("p", "").lower()
    if policy not in POLICIES:
        # With a report address receivers take it for p=none (section 6.6.3, step 6); without one they ignore the record.
        found.faults.append("p= is missing" if not policy else f"p={policy} is no policy: none, quarantine or reject")
        policy = "none"
    below = tags.get("sp", "").lower()
    found.policy = below if not own and below in POLICIES else policy
    found.strict_dkim = tags.get("adkim", "r").lower() == "s"
    found.strict_spf = tags.get("aspf", "r").lower() == "s"
    percent = tags.get("pct", "100")
    if percent.isascii() and percent.isdigit() and int(percent[:6]) <= 100:
        found.percent = int(percent)
    else:
        found.faults.append(f"pct={percent[:10]} is no number from 0 to 100")
