"""Did the server that received a mail say that its sender's address is forged (RFC 8601, `Authentication-Results`)?

Only a failure is read out of it, never that a mail is genuine: whoever forges a mail can write a field that praises it, and
has no use for one that does not. So it need not be known how the own provider calls itself. The field on top is the
provider's where the provider writes any; others count only under the same domain. A mail that was handed on by a list or a
forwarder fails too, which `arc=pass` tells (RFC 8617), and Microsoft's `compauth=pass`.
"""

import re
from typing import Final

from seleqt_cli.core.inbound.mail import Inbound

FIELD: Final = "authentication-results"
_RESULT: Final = re.compile(r"\s{0,20}([a-z][a-z0-9-]{0,30})(?:\s{0,5}/\s{0,5}\d{1,3})?\s{0,5}=\s{0,5}([a-z]{1,20})")
_MOST_RESULTS: Final = 50
_VOUCHED: Final = (("arc", "pass"), ("compauth", "pass"))
"""Somebody before the last hop saw it pass."""

_Results = list[tuple[str, str]]


def authentication_failed(mail: Inbound) -> str:
    """What says that the sender's address is not theirs, in words; '' when nothing does. Linear in the fields."""
    fields = [_parsed(value) for value in mail.headers.get(FIELD, ())]
    if not fields:
        return ""
    name, results = fields[0]
    for other, more in fields[1:]:
        if name and _house(other) == _house(name):
            results = results + more
    if any(one in results for one in _VOUCHED):
        return ""
    dmarc = next((result for method, result in results if method == "dmarc"), "")
    if dmarc == "fail":
        return "the server that received it says dmarc=fail"
    if dmarc == "pass" or ("dkim", "pass") in results:
        return ""
    if ("spf", "fail") in results:
        return "the server that received it says spf=fail, and no signature is good"
    return ""


def _house(name: str) -> list[str]:
    """Some providers give each check a name of its own: spf.icloud.com, dmarc.icloud.com."""
    return name.split(".")[-2:]


def _parsed(value: str) -> tuple[str, _Results]:
    """The name of the server ('' where it gives none, as Microsoft's do) and (method, result) in order."""
    first, *rest = _without_comments(value.lower()).split(";", _MOST_RESULTS)
    name = "" if "=" in first else next(iter(first.split()), "")
    found = [_RESULT.match(part) for part in (rest if name else [first, *rest])]
    return name, [(one[1], one[2]) for one in found if one]


def _without_comments(value: str) -> str:
    """What stands outside of (nested) parentheses."""
    kept: list[str] = []
    depth = 0
    for char in value:
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(char)
    return "".join(kept)
