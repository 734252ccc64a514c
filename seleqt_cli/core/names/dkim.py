"""A DKIM key in DNS (RFC 6376 section 3.6.1; RFC 8301 for lengths, RFC 8463 for Ed25519)."""

import binascii
from dataclasses import dataclass, field
from typing import Final, Literal

from seleqt_cli.core.names.answers import Judging, Question, unknown
from seleqt_cli.core.names.tags import BadTags, read_tags

LEAST_BITS: Final = 1024
"""Verifiers must not take shorter RSA keys (RFC 8301 section 3.2)."""
GOOD_BITS: Final = 2048
_ED25519_OCTETS: Final = 32
_SEQUENCE, _INTEGER, _BIT_STRING = 0x30, 0x02, 0x03


@dataclass(slots=True)
class DkimKey:
    """`name`: SELECTOR._domainkey.DOMAIN. `kind`: rsa or ed25519; `bits` of an RSA key, 0 when unknown. `faults` make it useless."""

    name: str
    state: Literal["good", "missing", "revoked", "broken", "unknown"] = "missing"
    kind: str = "rsa"
    bits: int = 0
    faults: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def domain(self) -> str:
        """Whose key it is: the d= of the signatures it proves."""
        return self.name.partition("._domainkey.")[2]

    @property
    def selector(self) -> str:
        """What stands before ._domainkey."""
        return self.name.partition("._domainkey.")[0]


def judge_key(name: str) -> Judging[DkimKey]:
    """Fetch and judge the key of a name."""
    found = DkimKey(name)
    question = Question(name, "TXT")
    answer = yield question
    if answer.state == "unknown":
        found.state = "unknown"
        found.hints.append(unknown(question, answer))
    elif len(answer.records) > 1:
        # Which of several a verifier takes is undefined (RFC 6376 section 3.6.2.2).
        found.state = "broken"
        found.faults.append(f"there are {len(answer.records)} TXT records at this name; there must be one")
    elif answer.records:
        _judge(found, answer.records[0])
    return found


def _judge(found: DkimKey, text: str) -> None:
    found.state = "broken"
    try:
        tags = read_tags(text)
    except BadTags as problem:
        found.faults.append(str(problem))
        return
    found.kind = tags.get("k", "rsa").lower()
    if "v" in tags and (tags["v"] != "DKIM1" or next(iter(tags)) != "v"):
        found.faults.append("v= has to be DKIM1 and to stand first")
    if "p" not in tags:
        found.faults.append("it holds no key (p=)")
    elif not tags["p"]:
        found.state = "revoked"
        return
    elif found.kind not in ("rsa", "ed25519"):
        found.faults.append(f"k={found.kind} is no kind of key that receivers know")
    else:
        _measure(found, tags["p"])
    if "h" in tags and "sha256" not in [one.strip().lower() for one in tags["h"].split(":")]:
        found.faults.append(f"h={tags['h']} allows no SHA-256, the only hash that counts (RFC 8301)")
    if "s" in tags and not {"*", "email"}.intersection(one.strip().lower() for one in tags["s"].split(":")):
        found.faults.append(f"s={tags['s']} is not for email")
    if "y" in [one.strip().lower() for one in tags.get("t", "").split(":")]:
        found.hints.append("t=y says that it is only a test: receivers treat the mail as unsigned")
    found.state = "broken" if found.faults else "good"


def _measure(found: DkimKey, encoded: str) -> None:
    try:
        octets = binascii.a2b_base64("".join(encoded.split()).encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        found.faults.append("the key (p=) is cut or changed: it is no base64")
        return
    if found.kind == "ed25519":
        if len(octets) != _ED25519_OCTETS:
            found.faults.append(f"an Ed25519 key has {_ED25519_OCTETS} octets, this one {len(octets)}")
        else:
            found.hints.append("many receivers cannot check Ed25519 yet: sign with RSA too (RFC 8463 section 6)")
        return
    found.bits = rsa_bits(octets)
    if not found.bits:
        found.faults.append("the key (p=) is cut or changed: it is no RSA key")
    elif found.bits < LEAST_BITS:
        found.faults.append(f"{found.bits} bits are too few: receivers must refuse keys below {LEAST_BITS} (RFC 8301)")
    elif found.bits < GOOD_BITS:
        found.hints.append(f"{found.bits} bits: {GOOD_BITS} are advised (RFC 8301)")


def rsa_bits(octets: bytes) -> int:
    """The length of an RSA key's modulus, from a SubjectPublicKeyInfo or a bare RSAPublicKey; 0 when it is neither."""
    try:
        body, end = _element(octets, 0, _SEQUENCE)
        if end != len(octets):
            return 0
        if octets[body] == _SEQUENCE:
            _, after = _element(octets, body, _SEQUENCE)
            bits, end = _element(octets, after, _BIT_STRING)
            body, _ = _element(octets, bits + 1, _SEQUENCE)  # the first octet of a bit string says how many bits are unused
        start, end = _element(octets, body, _INTEGER)
        return int.from_bytes(octets[start:end], "big").bit_length()
    except (IndexError, ValueError):
        return 0


def _element(octets: bytes, at: int, tag: int) -> tuple[int, int]:
    """Start and end of the contents of a DER element. Raises IndexError or ValueError when there is none."""
    if octets[at] != tag:
        raise ValueError(tag)
    length, start = octets[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4:
            raise ValueError(size)
        length = int.from_bytes(octets[start : start + size], "big")
        start += size
    if start + length > len(octets):
        raise IndexError(at)
    return start, start + length
