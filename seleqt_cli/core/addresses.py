"""What an email address and a LinkedIn profile are called once written down in one way.

Two rows are the same person when these forms are equal, and mail goes only to addresses that pass
here. The syntax is that of an SMTP envelope (RFC 5321 Mailbox as Dot-string, RFC 6531 for other
scripts): no quoted local parts, no comments, no address literals.

Domains in other scripts become A-labels after IDNA 2008: NFKC, lower case, then Punycode. The
standard library's `idna` codec is IDNA 2003 and would turn straße.example into strasse.example,
which may belong to somebody else; core imports no third-party package, so the few rules stand here.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final


class BadAddress(ValueError):
    """Not an address that can be used; the text says why in one plain sentence."""


_ORDINARY_ADDRESS: Final = r"[a-z0-9]++(?:[._+'-][a-z0-9]++)*+@(?:[a-z0-9]++[.-])++(?<=\.)[a-z]{2,}+"
_ORDINARY = re.compile(_ORDINARY_ADDRESS + r"\Z").match
"""Nearly every address there is, without two signs in a row: what it takes needs no further look when it is short."""
_ORDINARY_LINES = re.compile(rf"(?:{_ORDINARY_ADDRESS}\n)*+\Z").match
"""A whole column of them, a line each, because a million single matches cost twice as much."""
_LOCAL_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~-")
_LOCAL_CATEGORIES = frozenset({"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"})
_DISPLAY_NAME = re.compile(r'(?:"[^"<>@]*"|[^"<>@,;:]*)\s*<([^<>\s]+)>').fullmatch
_EDGES: Final = " \t\r\n\x0b\x0c\u00a0\u200b\u200e\u200f\u2060\ufeff"
"""White space and invisible marks that copying leaves at the ends of a cell."""


def normalise_email(text: str) -> str:
    """Write an address in the one form it is known by: NFC, lower case, domain as A-labels; dots and +tags stay.

    Takes off `mailto:`, angle brackets and a display name where nothing else can be meant. Raises BadAddress.
    """
    lowered = text.strip().lower()
    # Up to 63 characters no part can be too long, so that one pattern decides.
    if _ORDINARY(lowered) and len(lowered) < 64:
        return lowered
    return _strict_email(_bare(text))


def ordinary_emails(texts: Sequence[str]) -> list[str] | None:
    """A whole column of trimmed addresses in their one form, when all of them are ordinary; None when one needs a closer look."""
    lines = "\n".join(texts).lower()
    if not _ORDINARY_LINES(f"{lines}\n"):
        return None
    lowered = lines.split("\n")
    return lowered if len(lowered) == len(texts) and max(map(len, lowered)) < 64 else None


def shown_email(text: str, email: str) -> str:
    """The address that mail goes to: the domain of `email` (normalised), the part before the @ in the case of the file."""
    local = _bare(text).partition("@")[0]
    return f"{local}@{email.rpartition('@')[2]}"


def _bare(text: str) -> str:
    """The address inside `mailto:…`, `<…>` or `Name <…>`."""
    bare = unicodedata.normalize("NFC", text).strip(_EDGES)
    if bare.endswith(">") and (inside := _DISPLAY_NAME(bare)):
        bare = inside[1]
    if bare[:7].lower() == "mailto:":
        bare = bare[7:].partition("?")[0]
        if "%" in bare:
            raise BadAddress("a mailto: link with %-escapes is not taken; write the address itself")
    return bare


def _strict_email(bare: str) -> str:
    if not bare:
        raise BadAddress("is empty")
    if len(bare) > 400:
        raise BadAddress("is longer than 254 characters")
    for char in bare:
        category = unicodedata.category(char)
        if category[0] == "C":
            raise BadAddress(f"holds a control or invisible character (U+{ord(char):04X})")
        if category[0] == "Z":
            raise BadAddress("holds a space")
    if bare.count("@") > 1:
        raise BadAddress("holds more than one @; quoted names and lists of addresses are not taken")
    local, at, domain = bare.partition("@")
    if not at:
        raise BadAddress("has no @")
    local = unicodedata.normalize("NFC", local.lower())
    _check_local(local)
    ascii_domain = normalise_domain(domain)
    email = f"{local}@{ascii_domain}"
    if len(email.encode()) > 254:
        raise BadAddress("is longer than 254 characters")
    return email


def _check_local(local: str) -> None:
    if not local:
        raise BadAddress("has nothing before the @")
    if len(local.encode()) > 64:
        raise BadAddress("has more than 64 characters before the @")
    if local[0] == "." or local[-1] == "." or ".." in local:
        raise BadAddress("has a dot at an end or two in a row before the @")
    for char in local:
        if char == "." or char in _LOCAL_ASCII:
            continue
        if char < "\x80" or unicodedata.category(char) not in _LOCAL_CATEGORIES:
            raise BadAddress(f"holds {char!r}, which an address cannot have before the @")


def normalise_domain(domain: str) -> str:
    """A mail domain in lower-case A-labels (xn--…). Raises BadAddress; a domain needs a dot and is no IP address."""
    mapped = unicodedata.normalize("NFKC", domain).lower()
    mapped = unicodedata.normalize("NFC", mapped.replace("\u3002", ".").replace("\uff61", "."))
    if not mapped:
        raise BadAddress("has nothing behind the @")
    if mapped[0] == "[":
        raise BadAddress("has an IP address for a domain")
    labels = mapped.split(".")
    if len(labels) < 2:
        raise BadAddress("has a domain without a dot")
    ascii_labels = [_label(label) for label in labels]
    if ascii_labels[-1].isdigit():
        raise BadAddress("has a domain that ends in a number")
    if len(ascii_labels[-1]) < 2:
        raise BadAddress("has a top-level domain of one letter")
    ascii_domain = ".".join(ascii_labels)
    if len(ascii_domain) > 253:
        raise BadAddress("has a domain longer than 253 characters")
    return ascii_domain


def _label(label: str) -> str:
    """One part of a domain as an A-label (RFC 5891, with its categories of letters for its table of code points)."""
    if not label:
        raise BadAddress("has a dot at an end of its domain, or two in a row")
    if label[0] == "-" or label[-1] == "-":
        raise BadAddress("has a hyphen at an end of a part of its domain")
    if label.startswith("xn--"):
        _check_unicode_label(_from_punycode(label))
        return label
    if label[2:4] == "--":
        raise BadAddress(f"has a domain part that nobody can register: {label}")
    if label.isascii():
        if not all(char.isalnum() or char == "-" for char in label):
            raise BadAddress(f"holds {_first_bad(label)!r}, which a domain cannot have")
        result = label
    else:
        _check_unicode_label(label)
        result = "xn--" + label.encode("punycode").decode("ascii")
    if len(result) > 63:
        raise BadAddress("has a domain part of more than 63 characters")
    return result


def _first_bad(label: str) -> str:
    return next(char for char in label if not (char.isalnum() or char == "-"))


def _from_punycode(label: str) -> str:
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
        again = "xn--" + decoded.encode("punycode").decode("ascii")
    except (UnicodeError, ValueError, OverflowError) as error:
        raise BadAddress(f"has a broken international domain part: {label}") from error
    if again != label or decoded.isascii() or decoded != unicodedata.normalize("NFKC", decoded).lower():
        raise BadAddress(f"has a broken international domain part: {label}")
    if len(label) > 63:
        raise BadAddress("has a domain part of more than 63 characters")
    return decoded


def _check_unicode_label(label: str) -> None:
    if unicodedata.category(label[0])[0] == "M":
        raise BadAddress("has a domain part that begins with a combining mark")
    directions = set()
    for char in label:
        if char != "-" and (char in "\u0640\u07fa" or unicodedata.category(char) not in _LOCAL_CATEGORIES):
            raise BadAddress(f"holds {char!r}, which a domain cannot have")
        directions.add(unicodedata.bidirectional(char))
    if directions & {"R", "AL"} and "L" in directions:
        raise BadAddress("mixes left-to-right and right-to-left letters in a part of its domain")


PROFILE_PREFIX: Final = "https://www.linkedin.com/in/"

_MEMBER_ID = re.compile(r"AC[ow]AA[A-Za-z0-9_-]+").fullmatch
_URN = re.compile(r"urn:li:(?:fsd_profile|fs_miniProfile|member_profile):([A-Za-z0-9_-]+)").fullmatch
_SALES_URN = re.compile(r"urn:li:fs_salesProfile:\(([A-Za-z0-9_-]+)(?:,[^()]*)?\)").fullmatch
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*linkedin\.com").fullmatch
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE).match
_BARE_SLUG = re.compile(r"[\w%-]+").fullmatch
_SLUG = re.compile(r"[\w-]+").fullmatch
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_ORDINARY_PROFILE = re.compile(r"https?://(?:www\.)?linkedin\.com/in/([a-z0-9](?:[a-z0-9-]{1,98}[a-z0-9]))/?\Z").match
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AFTER_SLUG = frozenset({"recent-activity", "overlay", "detail", "details", "edit", "opportunities", "skills"})
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?").fullmatch
_OTHER_PAGES: Final = {
    "pub": "is an old /pub/ address; open it in a browser and copy the /in/ address it leads to",
    "company": "is the page of a company, not of a person",
    "school": "is the page of a school, not of a person",
    "showcase": "is the page of a company, not of a person",
    "groups": "is the page of a group, not of a person",
    "jobs": "is a job, not a person",
    "feed": "is a post, not a person",
    "posts": "is a post, not a person",
    "talent": "is a Recruiter address; open the public profile and copy its /in/ address",
    "recruiter": "is a Recruiter address; open the public profile and copy its /in/ address",
}


def normalise_linkedin(text: str) -> str:
    """Write a profile in the one form it is known by: https://www.linkedin.com/in/<slug>/.

    Takes every spelling of LINKEDIN.md section 6 (bare slug, /in/x, country hosts, mobile and detail pages, Sales
    Navigator leads, member ids and URNs). Slugs become lower case, ids keep their case. Raises BadAddress.
    """
    if plain := _ORDINARY_PROFILE(text):
        return f"{PROFILE_PREFIX}{plain[1]}/"
    bare = unicodedata.normalize("NFC", text).strip(_EDGES)
    if not bare:
        raise BadAddress("is empty")
    if len(bare) > 2000:
        raise BadAddress("is longer than 2,000 characters")
    if any(unicodedata.category(char)[0] in "CZ" for char in bare):
        raise BadAddress("holds a space or a control character")
    if "\\" in bare:
        raise BadAddress("holds a backslash")
    if bare[:4].lower() == "urn:":
        return _from_urn(bare)
    if _BARE_SLUG(bare):
        return _profile(bare)
    return _profile_of_path(_path_segments(bare))


def _from_urn(urn: str) -> str:
    if found := _URN(urn) or _SALES_URN(urn):
        return _profile(found[1])
    raise BadAddress("is an id that LinkedIn shows to its partners only; use the address of the profile")


def _path_segments(address: str) -> list[str]:
    """The parts of the path behind a host that must be LinkedIn's; query and fragment are dropped."""
    address = re.split(r"[?#]", address, maxsplit=1)[0]
    if not address:
        raise BadAddress("names no profile")
    if scheme := _SCHEME(address):
        address = address[scheme.end() :]
    elif re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", address):
        raise BadAddress("is no web address of LinkedIn")
    elif address[0] == "/" or address.lower().startswith(("in/", "mwlite/", "sales/")):
        address = "www.linkedin.com/" + address.lstrip("/")
    host, _, path = address.partition("/")
    if "@" in host:
        raise BadAddress("has a user name before its host")
    host, colon, port = host.lower().partition(":")
    if colon and port not in ("80", "443"):
        raise BadAddress("has an unusual port")
    if host.rstrip(".") in ("lnkd.in", "www.lnkd.in"):
        raise BadAddress("is a short link; open it in a browser and copy the /in/ address it leads to")
    if not _HOST(host):
        raise BadAddress("is no address of linkedin.com")
    segments = path.split("/")
    while segments and not segments[-1]:
        segments.pop()
    if "" in segments or any(_percent_decoded(segment) in (".", "..") for segment in segments):
        raise BadAddress("has an empty part or dots in its path")
    return segments


def _profile_of_path(segments: list[str]) -> str:
    if segments[:1] == ["mwlite"]:
        segments = segments[2:] if segments[1:3] == ["profile", "in"] else segments[1:]
        segments = segments if segments[:1] == ["in"] else ["in", *segments]
    page = segments[0].lower() if segments else ""
    if page == "sales" and len(segments) >= 3 and segments[1] in ("lead", "people"):
        member = _percent_decoded(segments[2]).partition(",")[0]
        if not _MEMBER_ID(member):
            raise BadAddress("has no Sales Navigator id that LinkedIn gives to people")
        return _profile(member)
    if page in _OTHER_PAGES:
        raise BadAddress(_OTHER_PAGES[page])
    if page != "in" or len(segments) < 2:
        raise BadAddress("is no address of a profile; one looks like https://www.linkedin.com/in/name/")
    rest = [segment.lower() for segment in segments[2:]]
    if rest and rest[0] not in _AFTER_SLUG and not (len(rest) == 1 and _LOCALE(rest[0])):
        raise BadAddress("has more behind the name than a profile's address has")
    return _profile(segments[1])


def _profile(segment: str) -> str:
    slug = unicodedata.normalize("NFC", _percent_decoded(segment))
    if _MEMBER_ID(slug):
        return f"{PROFILE_PREFIX}{slug}/"
    slug = unicodedata.normalize("NFC", slug.lower())
    if slug == "me":
        raise BadAddress("is /in/me, which is whoever is signed in; use the profile's own address")
    if not _SLUG(slug) or len(slug) > 200:
        raise BadAddress("has a name that no profile has")
    encoded = "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in slug.encode())
    return f"{PROFILE_PREFIX}{encoded}/"


def _percent_decoded(segment: str) -> str:
    """Decode once; a `%` that is left would be an address inside an address. Raises BadAddress."""
    if "%" not in segment:
        return segment
    if any(match[1] is None for match in _PERCENT.finditer(segment)):
        raise BadAddress("has a broken %-escape")
    octets = _PERCENT.sub(lambda match: chr(int(match[1], 16)), "".join(_as_octets(segment)))
    try:
        decoded = octets.encode("latin-1").decode("utf-8")
    except UnicodeError as error:
        raise BadAddress("has a broken %-escape") from error
    if "%" in decoded or any(unicodedata.category(char)[0] in "CZ" for char in decoded) or "/" in decoded or "\\" in decoded:
        raise BadAddress("has a %-escape that hides another character")
    return decoded


def _as_octets(segment: str) -> list[str]:
    """The text as one character an octet of its UTF-8, so that escaped and plain letters can stand side by side."""
    return [chr(byte) for byte in segment.encode()]
