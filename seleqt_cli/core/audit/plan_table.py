"""The shipped plan table as a proof reads it: the most that any user may set, for each kind and period."""

from collections.abc import Mapping

from seleqt_cli.core.facts import EMAIL_LIMITS, LINKEDIN_LIMITS, LINKEDIN_PLANS, Fact


def given(kind: str, plan: str) -> Mapping[str, Fact]:
    """Period -> the plan's limit for a kind of action.

    A row that names no plan of LinkedIn is held against the plan that allows most: a period counts only where every
    plan has a limit for it, with the highest value.
    """
    if kind in EMAIL_LIMITS:
        return {str(period): fact for period, fact in EMAIL_LIMITS[kind].items()}
    if plan in LINKEDIN_LIMITS:
        return {str(period): fact for period, fact in LINKEDIN_LIMITS[plan].get(kind, {}).items()}
    tables = [LINKEDIN_LIMITS[name].get(kind, {}) for name in LINKEDIN_PLANS]
    shared = set(tables[0]).intersection(*tables[1:])
    return {str(period): max((table[period] for table in tables), key=lambda fact: fact.value) for period in shared}


def fault(kind: str, plan: str, limits: Mapping[str, object]) -> str:
    """What is wrong with the limits that were in force, '' when nothing is: a plan's limit may only be lowered."""
    for period, fact in sorted(given(kind, plan).items()):
        value = limits.get(period)
        if value is None:
            return f"no limit a {period} was in force, the plan has {fact.value} ({fact.source})"
        if not isinstance(value, int) or isinstance(value, bool) or value > fact.value:
            return f"the limit in force was {value} a {period}, above the plan's {fact.value} ({fact.source})"
    for period, value in limits.items():
        if period not in ("day", "week", "month") or not isinstance(value, int) or isinstance(value, bool):
            return f"the limit in force is none: {value} a {period}"
    return ""
