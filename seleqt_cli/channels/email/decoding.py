"""From octets of a stranger's mail to text: transfer encodings, character sets, encoded words, and nothing in it that acts.

Nothing here raises: what cannot be decoded is shown as it can be. Character sets are those of a list, because the standard
library's codecs include some that are no character sets, and one (punycode) that takes quadratic time.
"""

import re
from binascii import Error as BadBase64
from binascii import a2b_base64, a2b_qp
from typing import Final
from urllib.parse import unquote_to_bytes

_CHARSETS: Final = {
    "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "utf-7": "utf-7", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-32": "utf-32",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "cp1252": "cp1252",
    "iso-8859-8-i": "iso8859-8", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
    "gb2312": "gb18030", "gb18030": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "hz-gb-2312": "hz",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "cp932": "cp932",
    "euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp_ext", "iso-2022-jp-1": "iso2022_jp_ext", "iso-2022-jp-2": "iso2022_jp_2",
    "cp50220": "iso2022_jp_ext", "cp50221": "iso2022_jp_ext",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "cp949": "cp949", "iso-2022-kr": "iso2022_kr",
    "koi8-r": "koi8_r", "koi8-u": "koi8_u", "macintosh": "mac_roman", "mac": "mac_roman", "ibm437": "cp437",
    "ibm850": "cp850", "ibm866": "cp866",
    **{f"iso-8859-{number}": f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"cp{number}": f"cp{number}" for number in range(1250, 1259) if number != 1252},
}  # fmt: skip
"""Name in a mail -> codec. Where a name is widely misused, the codec is the superset that is meant."""

_C0: Final = bytes(code for code in range(0x20) if code not in (0x09, 0x0A)) + b"\x7f"
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e01ef]"
)
"""Controls, escapes, what turns the direction of writing, and what cannot be seen (it would hide a word from a search)."""
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ENCODED_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t\r\n]{1,20}(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_UNDER_SCORE: Final = bytes.maketrans(b"_", b" ")
_NOT_BASE64: Final = bytes(code for code in range(256) if not (chr(code).isalnum() and code < 128) and chr(code) not in "+/")
_MOST_ENCODED_WORDS: Final = 200


def text_of(octets: bytes, encoding: str, charset: str, most: int) -> str:
    """The text of a body: at most `most` characters, line ends as `\\n`, nothing that acts. Only as many octets are decoded."""
    if encoding == "base64":
        octets = base64_octets(octets[: most * 4])
    elif encoding == "quoted-printable":
        octets = a2b_qp(octets[: most * 4])
    elif encoding in ("x-uuencode", "uuencode", "x-uue"):
        return ""
    return decoded(octets[: most * 4], charset)[:most]


def decoded(octets: bytes, charset: str) -> str:
    """Octets as clean text with `\\n` for line ends. An unknown or wrong character set costs single letters, not the text."""
    codec = _codec(charset)
    if codec in ("utf-8", "cp1252"):
        octets = octets.replace(b"\r\n", b"\n").translate(None, _C0)
        if octets.isascii():
            return octets.decode("ascii")
    try:
        text = octets.decode(codec)
    except (UnicodeError, ValueError):
        text = _nearly(octets, codec)
    return clean_lines(text)


def clean_lines(text: str) -> str:
    """Text without controls and invisible characters; every line end is `\\n`, tabs stay."""
    if text.replace("\n", "").replace("\t", "").replace("\xa0", "").isprintable():
        return text
    return _ACTING.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """One line: white space of any kind is one space, and nothing acts."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    return _ACTING.sub("", " ".join(text.split()))


def header_text(octets: bytes) -> str:
    """A field's value with its encoded words decoded (RFC 2047), raw UTF-8 or else Western octets as text, in one line."""
    if b"=?" not in octets and octets.isascii():
        return clean_line(octets.decode("ascii"))
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        text = octets.decode("cp1252", "replace")
    return clean_line(_without_encoded_words(text) if "=?" in text else text)


def parameter_text(octets: bytes) -> str:
    """A parameter's value as text: encoded words, or `utf-8''a%20b` (RFC 2231)."""
    if octets.count(b"'") >= 2 and b"%" in octets:
        charset, _, rest = octets.partition(b"'")
        return clean_line(decoded(unquote_to_bytes(rest.partition(b"'")[2]), charset.decode("ascii", "replace")))
    return header_text(octets)


def base64_octets(octets: bytes) -> bytes:
    """Base64 that may be broken: strange signs are dropped, an incomplete end too."""
    try:
        return a2b_base64(octets)
    except (BadBase64, ValueError):
        signs = octets.split(b"=", 1)[0] if octets.rstrip().endswith(b"=") else octets
        signs = signs.translate(None, _NOT_BASE64)
        signs = signs[: len(signs) - (len(signs) % 4 == 1)]
        try:
            return a2b_base64(signs + b"=" * (-len(signs) % 4))
        except (BadBase64, ValueError):
            return b""


def _codec(charset: str) -> str:
    return _CHARSETS.get(charset.strip(" \t\"'").lower(), "utf-8")


def _nearly(octets: bytes, codec: str) -> str:
    """What was announced as something else: Western text where it is no UTF-8, else with marks for what is broken."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at_end = error.reason == "unexpected end of data" and error.start > 0
    if codec == "utf-8" and not broken_at_end:
        return octets.decode("cp1252", "replace")
    return octets.decode(codec, "replace")


def _without_encoded_words(text: str) -> str:
    """Encoded words beside each other belong together: a character may begin in one and end in the next."""
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    pending, charset, at = b"", "", 0
    for count, found in enumerate(_ENCODED_WORD.finditer(text)):
        if count >= _MOST_ENCODED_WORDS:
            break
        between = text[at : found.start()]
        name = found[1].partition("*")[0].lower()
        if pending and (between or name != charset):
            pieces.append(decoded(pending, charset))
            pending = b""
        pieces.append(between)
        content = found[3].encode("utf-8", "replace")
        pending += base64_octets(content) if found[2] in "bB" else a2b_qp(content.translate(_UNDER_SCORE))
        charset, at = name, found.end()
    if pending:
        pieces.append(decoded(pending, charset))
    return "".join([*pieces, text[at:]])
