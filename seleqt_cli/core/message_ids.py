"""The name of a mail on the wire, known before it is sent and the same on every attempt.

RELIABILITY.md section 2.1: the Message-ID is an HMAC of the send key under the workspace's secret, so it can be
computed again for every planned step without a row of the database, and nobody else can guess it.
"""

import hashlib
import hmac
from functools import lru_cache
from typing import Final

_ID_LENGTH: Final = 32
_TOKEN_LENGTH: Final = 24
_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS: Final = tuple(first + second for first in _BASE32 for second in _BASE32)
"""Two digits of RFC 4648's base 32 for each ten bits; the standard library's encoder takes five times as long."""


@lru_cache(maxsize=64)
def send_key(workspace: str, person: str, campaign: str, step: str) -> str:
    """What one step of one journey is called in the whole workspace: 40 hexadecimal digits.

    `person` is the lead's key (normalised address, else profile URL); step ids are explicit and never positional.
    """
    parts = (workspace, person, campaign, step)
    return hashlib.sha256("".join(f"{len(part)}:{part};" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def message_id(secret: bytes, send_key: str, domain: str) -> str:
    """The Message-ID of a send, with its angle brackets; `domain` is the sender's, written as it is in DNS."""
    return f"<{_code(secret, 'message-id', send_key, _ID_LENGTH)}@{_in_dns(domain)}>"


def unsubscribe_token(secret: bytes, send_key: str) -> str:
    """The unguessable word that an unsubscribe mail of this send carries: lower-case letters and digits."""
    return _code(secret, "unsubscribe", send_key, _TOKEN_LENGTH)


def _code(secret: bytes, purpose: str, send_key: str, length: int) -> str:
    """So many letters and digits; `length` is a multiple of 8, which five octets make in base 32."""
    bits = int.from_bytes(hmac.digest(secret, f"{purpose}:{send_key}".encode(), "sha256")[: length * 5 // 8], "big")
    return "".join([_PAIRS[bits >> place & 1023] for place in range(length * 5 - 10, -1, -10)])


def _in_dns(domain: str) -> str:
    return domain.lower() if domain.isascii() else domain.encode("idna").decode("ascii").lower()
