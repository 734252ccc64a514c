"""What a judge says over a zone in memory, and keys to judge."""

import asyncio
import base64
from collections.abc import Mapping

from seleqt_cli.app.asking import answered
from seleqt_cli.channels.dns.memory import MemoryDns
from seleqt_cli.core.names.answers import Judging, Verdict


def verdict(judging: Judging[Verdict], zone: Mapping[tuple[str, str], list[str]], **trouble: set[str]) -> Verdict:
    return asyncio.run(answered(judging, MemoryDns(zone, **trouble)))


def _der(tag: int, contents: bytes) -> bytes:
    size = len(contents)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + contents


def rsa_key(bits: int, *, bare: bool = False) -> str:
    """p= of an RSA key of that length: no real key, but the shape of one (RFC 3279; bare: RFC 8017 appendix A.1.1)."""
    modulus = ((1 << (bits - 1)) + 1).to_bytes(bits // 8 + 1, "big")
    numbers = _der(0x30, _der(0x02, modulus) + _der(0x02, b"\x01\x00\x01"))
    if bare:
        return base64.b64encode(numbers).decode()
    algorithm = _der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    return base64.b64encode(_der(0x30, algorithm + _der(0x03, b"\x00" + numbers))).decode()
