"""Header fields of a mail: folded, encoded, and checked once more after they have been written.

RFC 5322 (fields, folding), RFC 2047 (encoded words), RFC 6532 (addresses beyond ASCII), RFC 2231 (file names).
"""

import re
from binascii import b2a_base64
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from seleqt_cli.messages.plain_text import fault_in_header, fault_in_name
from seleqt_cli.messages.problems import Unrenderable

_LINE: Final = 76
"""Longest line that holds an encoded word (RFC 2047 section 2); others may have 78."""
_LONGEST_LINE: Final = 998
_WORDS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LOCAL: Final = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+")
_DOMAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]+>")
_CONTROL: Final = bytes([*range(0x09), *range(0x0A, 0x20), 0x7F])
_SAFE_IN_Q: Final = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/")
_Q: Final = tuple(chr(code) if code in _SAFE_IN_Q else "_" if code == 0x20 else f"={code:02X}" for code in range(256))


def text_field(name: str, value: str) -> bytes:
    """An unstructured field (`Subject`), folded, with its line end. Refuses control characters, encoded ones too."""
    _refuse(name, fault_in_header(value))
    if len(name) + 2 + len(value) <= 78 and value.isascii() and "=?" not in value and value.strip() == value and value:
        return f"{name}: {value}\r\n".encode("ascii")
    return f"{name}: {_folded(value, len(name) + 2)}\r\n".encode("ascii")


def id_field(name: str, ids: tuple[str, ...]) -> bytes:
    """`Message-ID`, `In-Reply-To` or `References`: each id on a line of its own."""
    for one in ids:
        if not _MESSAGE_ID.fullmatch(one) or len(one) > 900:
            raise Unrenderable(f"{name} would hold {one[:80]!r}, which is no Message-ID")
    return f"{name}: {chr(13) + chr(10) + ' '}".encode() if not ids else (name + ": " + "\r\n ".join(ids) + "\r\n").encode("ascii")


def mailbox_field(name: str, display_name: str, address: str) -> bytes:
    """`From` or `To` with one mailbox; UTF-8 only where the address itself needs it (RFC 6532)."""
    return f"{name}: {_mailbox(display_name, address, len(name) + 2)}\r\n".encode()


@lru_cache(maxsize=1024)
def wire_address(address: str) -> str:
    """An address as it goes over the wire: the domain as it is in DNS. Raises Unrenderable for what is no plain address."""
    local, at, domain = address.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or fault_in_name(address):
        raise Unrenderable(f"{address[:80]!r} is no address that mail can be sent to")
    if not domain.isascii():
        import idna  # its tables take longer to load than a mail to write

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except idna.IDNAError:
            raise Unrenderable(f"{address[:80]!r} has a domain that cannot exist") from None
    if not _DOMAIN.fullmatch(domain) or len(domain) > 253 or len(local.encode()) > 64:
        raise Unrenderable(f"{address[:80]!r} is no address that mail can be sent to")
    return f"{local}@{domain}"


def unsubscribe_field(address: str, token: str) -> bytes:
    """`List-Unsubscribe`: a mail to the sender whose subject carries the token (RFC 2369)."""
    subject = f"unsubscribe%20{token}" if token.isascii() and token.isalnum() else quote(f"unsubscribe {token}".strip(), safe="")
    return f"List-Unsubscribe: <mailto:{_quoted_address(address)}?subject={subject}>\r\n".encode("ascii")


@lru_cache(maxsize=256)
def _quoted_address(address: str) -> str:
    return quote(wire_address(address), safe="@")


def attachment_fields(file_name: str, content_type: str) -> bytes:
    """The head of an attached file. Refuses names with folders, control characters or turned writing."""
    _refuse("the file name", fault_in_name(file_name))
    if not file_name or file_name != file_name.strip() or "/" in file_name or "\\" in file_name or len(file_name.encode()) > 255:
        raise Unrenderable(f"{file_name[:80]!r} is no name for an attached file")
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n "
    return (head + _file_name(file_name) + "\r\n").encode("ascii")


def check_head(head: bytes, names: tuple[str, ...], *, utf8: bool = False) -> None:
    """Read a written head again: exactly these fields in this order, and nothing hidden in any of them.

    `head` ends with the empty line. `utf8`: the addresses need SMTPUTF8, so bytes above 127 are allowed. The last
    word against header injection, whatever wrote the head (RELIABILITY.md S6).
    """
    if not head.endswith(b"\r\n\r\n"):
        raise Unrenderable("the head of the mail is not closed")
    if not utf8 and not head.isascii():
        raise Unrenderable("the head of the mail holds bytes above 127")
    fields: list[bytes] = []
    for line in head[:-4].split(b"\r\n"):
        if len(line) > _LONGEST_LINE:
            raise Unrenderable("a line in the head of the mail is too long")
        if line[:1] == b" ":
            if not fields or not line.strip():
                raise Unrenderable("the head of the mail is folded wrongly")
            fields[-1] += line
        else:
            fields.append(line)
    bare = head.replace(b"\r\n", b"")
    if len(bare.translate(None, _CONTROL)) != len(bare):
        raise Unrenderable("the head of the mail holds a control character")
    if len(fields) != len(names):
        raise Unrenderable(f"the head of the mail has {len(fields)} fields in place of {len(names)}")
    for field, name in zip(fields, names, strict=True):
        start = name.encode("ascii") + b":"
        if not field.startswith(start):
            raise Unrenderable(f"the head of the mail has another field where {name} should be")
        if b"=?" in field or not field.isascii():
            _refuse(name, fault_in_header(field.removeprefix(start).removeprefix(b" ").decode("utf-8", "replace")))


def _refuse(name: str, fault: str) -> None:
    if fault:
        raise Unrenderable(f"{name} would hold {fault}")


def _folded(value: str, used: int) -> str:
    """An unstructured value over several lines: at its spaces when it is plain ASCII, else as encoded words."""
    words = value.split(" ")
    if value.isascii() and "=?" not in value and all(words) and max(map(len, words)) <= 78 - used:
        lines = [words[0]]
        for word in words[1:]:
            if (used if len(lines) == 1 else 1) + len(lines[-1]) + 1 + len(word) <= 78:
                lines[-1] += " " + word
            else:
                lines.append(word)
        return "\r\n ".join(lines)
    return encoded_words(value, used)


def encoded_words(value: str, used: int) -> str:
    """The value as RFC 2047 words of at most 75 characters, none of which splits a character; `used` columns are taken."""
    octets = value.encode("utf-8")
    quoted = sum(len(_Q[octet]) for octet in octets)
    in_base64 = quoted > len(octets) * 4 // 3 + 3
    words: list[str] = []
    room = _LINE - used - 12
    part: list[str] = []
    taken = 0
    for character in value:
        code = character.encode("utf-8")
        cost = len(code) if in_base64 else sum(len(_Q[octet]) for octet in code)
        if part and (taken + cost + 2) // 3 * 4 > room if in_base64 else part and taken + cost > room:
            words.append(_word("".join(part), in_base64=in_base64))
            part, taken, room = [], 0, 75 - 12
        part.append(character)
        taken += cost
    words.append(_word("".join(part), in_base64=in_base64))
    return "\r\n ".join(words)


def _word(part: str, *, in_base64: bool) -> str:
    octets = part.encode("utf-8")
    if in_base64:
        return f"=?utf-8?b?{b2a_base64(octets, newline=False).decode('ascii')}?="
    return f"=?utf-8?q?{''.join(_Q[octet] for octet in octets)}?="


@lru_cache(maxsize=256)
def _mailbox(display_name: str, address: str, used: int) -> str:
    _refuse("the name of a mailbox", fault_in_name(display_name))
    wire = wire_address(address)
    name = " ".join(display_name.split())
    if not name:
        return wire if len(wire) < 900 else f"\r\n {wire}"
    if not name.isascii() or "=?" in name:
        shown = encoded_words(name, used)
    elif _WORDS.fullmatch(name):
        shown = name
    else:
        shown = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if used + len(shown) > 78 and "\r\n" not in shown:
        shown = encoded_words(name, used)
    last = shown.rpartition("\r\n")[2]
    start = 0 if "\r\n" in shown else used
    return f"{shown} <{wire}>" if start + len(last) + len(wire) + 3 <= 78 else f"{shown}\r\n <{wire}>"


def _file_name(name: str) -> str:
    if name.isascii() and len(name) <= 60:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'filename="{escaped}"'
    pieces: list[str] = []
    for character in name:
        code = quote(character, safe="")
        if pieces and len(pieces[-1]) + len(code) <= 50:
            pieces[-1] += code
        else:
            pieces.append(code)
    if len(pieces) == 1:
        return f"filename*=utf-8''{pieces[0]}"
    start = "utf-8''"
    return ";\r\n ".join(f"filename*{number}*={start if number == 0 else ''}{piece}" for number, piece in enumerate(pieces))
