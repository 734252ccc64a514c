"""What `check` looks at in the content of messages, by the name under which a step or a campaign may allow it."""

from collections.abc import Mapping
from typing import Final

CONTENT_CODES: Final[Mapping[str, str]] = {
    "misleading-subject": "a first mail whose subject pretends to be an answer or a forwarded mail",
    "sensitive-text": "words about somebody's health, money, belief or other data of a special kind",
    "sensitive-column": "a column of the leads with such data",
    "sensitive-value": "a value of a lead with such data, a bank account or a card",
    "executable": "an attached program, or a document with macros",
    "missing-address": "a footer of one's own without the postal address",
    "short-link": "a link through a shortener, which hides where it leads",
    "html-mismatch": "a link that shows another address than it opens, or HTML in a plain text",
    "too-long": "a subject or a body that few people read to the end",
    "spam-words": "capitals, exclamation marks and phrases that filters count against a mail",
}
"""Code -> what it is about."""
FORBIDDEN: Final = frozenset({"misleading-subject", "executable"})
"""What the terms forbid (malware, misleading content): an error unless it is allowed by name; the others are warnings."""
