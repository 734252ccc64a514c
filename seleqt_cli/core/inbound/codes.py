"""SMTP reply codes and enhanced status codes (RFC 3463) as they stand in the texts of mail systems."""

import re
from typing import Final

_REPLY: Final = re.compile(
    r"(?<!port )(?<![\w.:/-])([245][0-7]\d)(?=[\s\-:;,)\]#(]|$)(?!\s{0,3}(?:seconds|hours|days|bytes|kb|mb|messages|recipients))",
    re.IGNORECASE,
)
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,2}\.\d{1,3})(?!\.?\d)")


def reply_code(text: str) -> int:
    """The first SMTP reply code of a text, 0 when there is none; failures come before a `250` said earlier in the dialogue."""
    found = [int(code) for code in _REPLY.findall(text[:4000])]
    return next((code for code in found if code >= 400), found[0] if found else 0)


def status_code(text: str) -> str:
    """The first enhanced status code of a text that tells more than `5.0.0`, else that, else ''."""
    found = [code for code in _STATUS.findall(text[:4000]) if code[0] != "2"]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else "")
