"""The addresses of a header field, as people and machines write them: names, quotes, comments, groups, and broken ones."""

import re
from typing import Final

from seleqt_cli.channels.email.decoding import header_text
from seleqt_cli.core.addresses import BadAddress, normalise_email
from seleqt_cli.core.inbound.mail import Party

MOST_PARTIES: Final = 200
_MOST_SIGNS: Final = 16 * 1024
_ONE: Final = re.compile(r'\s*(?:"([^"\\<>]{0,200})"|([^"<>,;:()@\\]{0,200}))\s*<([^<>\s,;"()]{1,320}@[^<>\s,;"()@]{1,255})>\s*').fullmatch
_BARE: Final = re.compile(r"\s*([^<>\s,;:\"()@\\]{1,64}@[^<>\s,;:\"()@\\]{1,255})\s*").fullmatch
_TOKEN: Final = re.compile(r'"((?:[^"\\]|\\.)*+)"?|<([^<>]*+)>?|\(((?:[^()\\]|\\.)*+)\)?|([,;])|([^",;<(]++)', re.DOTALL)
_ID: Final = re.compile(r"<[^<>\s]{1,900}>")
MOST_IDS: Final = 200


def party(octets: bytes) -> Party:
    """The first address of a field; an empty Party when there is none."""
    found = parties((octets,))
    return found[0] if found else Party("")


def parties(values: "tuple[bytes, ...] | list[bytes]") -> tuple[Party, ...]:
    """Every address of the fields in order, each normalised where it can be, else in lower case."""
    result: list[Party] = []
    for value in values:
        text = _unquoted_words(value)[:_MOST_SIGNS]
        if one := _ONE(text):
            result.append(Party(normal(one[3]), (one[1] or one[2] or "").strip()))
        elif bare := _BARE(text):
            result.append(Party(normal(bare[1])))
        else:
            result += _list(text)
    return tuple(result[:MOST_PARTIES])


def normal(address: str) -> str:
    """One way of writing an address; what is none stays readable, in lower case."""
    try:
        return normalise_email(address)
    except BadAddress:
        return address.strip().strip("<>'\"").lower()[:320]


def message_ids(values: "tuple[bytes, ...] | list[bytes]") -> tuple[str, ...]:
    """The ids of In-Reply-To or References, with their brackets; of a list that is too long the last ones, which are the nearest."""
    ids = [one for value in values for one in _ID.findall(header_text(value))]
    return tuple(ids[-MOST_IDS:])


def message_id(values: "tuple[bytes, ...] | list[bytes]") -> str:
    """One Message-ID with its brackets, which some programs leave out; '' when there is none."""
    if not values:
        return ""
    text = header_text(values[0])
    if found := _ID.search(text):
        return found[0]
    bare = text.strip("<> ")
    return f"<{bare}>" if bare and " " not in bare and len(bare) <= 900 else ""


def _unquoted_words(value: bytes) -> str:
    """Encoded words in quotes are wrong and common; a decoded name may hold a comma, so it is put in quotes."""
    if b"=?" not in value:
        return header_text(value)
    return re.sub(
        r"\"?=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=(?:\s{1,5}=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?=){0,50}\"?",
        lambda found: '"' + header_text(found[0].strip('"').encode()).translate(_NO_QUOTES) + '"',
        value.decode("utf-8", "replace"),
    )


_NO_QUOTES: Final = str.maketrans('"\\<>', "'   ")


def _list(text: str) -> list[Party]:
    found: list[Party] = []
    words: list[str] = []
    comments: list[str] = []
    address = ""

    def end() -> None:
        nonlocal address
        name = " ".join(" ".join(words).split())
        if not address and words:
            # without angle brackets the address is the word with the @, or the only word: MAILER-DAEMON
            whole = name.rpartition(":")[2].strip()
            address = next((word for word in whole.split() if "@" in word), whole if " " not in whole else "")
            name = " ".join(comments)
        if address:
            found.append(Party(normal(address), name.strip()[:200]))
        words.clear()
        comments.clear()
        address = ""

    for quoted, bracket, comment, comma, plain in _TOKEN.findall(text):
        if len(found) >= MOST_PARTIES:
            break
        if comma:
            end()
        elif bracket:
            address = bracket.rpartition(",")[2].rpartition(":")[2].strip()
        elif quoted:
            words.append(quoted.replace("\\", ""))
        elif comment:
            comments.append(comment.strip())
        elif plain.strip():
            words.append(plain.strip())
    end()
    return found
