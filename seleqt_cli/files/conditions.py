"""`when:` conditions as people write them."""

import re
from typing import Final

from seleqt_cli.core.campaign import Condition
from seleqt_cli.files.lead_columns import field_name
from seleqt_cli.files.wording import did_you_mean, quoted

_SUBJECT: Final = re.compile(r"(?P<test>has|tagged|sent)\s+(?P<subject>.+)", re.DOTALL)
_IS: Final = re.compile(r"(?P<subject>[^\s].*?)\s+is\s+(?P<negated>not\s+)?(?P<value>.+)", re.DOTALL)
_FORMS: Final = "connected, has FIELD, tagged TAG, sent STEP or FIELD is VALUE, each also with not"


class BadCondition(ValueError):
    """Not a condition; the text says what to write."""


def read_condition(text: str) -> Condition:
    """Read `connected`, `has F`, `tagged T`, `sent S`, `F is V`, also `not …` and `F is not V`. Raises BadCondition."""
    rest = " ".join(text.split())
    negated = rest.startswith("not ")
    rest = rest.removeprefix("not ")
    if rest == "connected":
        return Condition("connected", negated=negated)
    if (found := _IS.fullmatch(rest)) and not (found["subject"].startswith(("has ", "tagged ", "sent "))):
        return Condition("is", _field(found["subject"], text), _unquoted(found["value"]), negated != bool(found["negated"]))
    if found := _SUBJECT.fullmatch(rest):
        if found["test"] == "has":
            return Condition("has", _field(found["subject"], text), negated=negated)
        if found["test"] == "tagged":
            return Condition("tagged", _unquoted(found["subject"]), negated=negated)
        return Condition("sent", found["subject"], negated=negated)
    hint = did_you_mean(rest, ("connected",)) or f"; write {_FORMS}"
    raise BadCondition(f"{quoted(text)} is not a condition{hint}")


def _field(name: str, text: str) -> str:
    column = field_name(name.removeprefix("lead."))
    if not column or " " in name.strip():
        raise BadCondition(f"{quoted(text)} is not a condition; a field is one word, written with _ for a space")
    return column


def _unquoted(text: str) -> str:
    bare = text.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"" else bare
