"""The tag lists of DKIM and DMARC records: `v=DKIM1; k=rsa; p=…` (RFC 6376 section 3.2)."""

import re
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class BadTags(ValueError):
    """Not a list of tags; the text says what is wrong."""


def read_tags(text: str) -> dict[str, str]:
    """Name -> value, in the order of the record; names in lower case, values without white space around them. Raises BadTags."""
    found: dict[str, str] = {}
    parts = text.split(";")
    if parts and not parts[-1].strip():
        parts.pop()
    for part in parts:
        name, equals, value = part.partition("=")
        name = name.strip().lower()
        if not equals or not _NAME.fullmatch(name):
            raise BadTags(f"{part.strip()[:40]!r} is no tag=value")
        if name in found:
            raise BadTags(f"the tag {name} stands twice")
        found[name] = value.strip()
    return found
