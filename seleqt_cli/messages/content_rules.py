"""What stands in messages that should not: pretence, sensitive data, programs, hidden links, and what filters count against a mail.

Everything is looked for once in the template's own words, not in the values of leads, in one pass over the text. Each finding
has a code, by which `allow:` on the step or its campaign silences it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from seleqt_cli.core.campaign import Attachment, Campaign, Step, Variant
from seleqt_cli.core.content_codes import FORBIDDEN
from seleqt_cli.messages.content_words import (
    EXECUTABLE_ENDINGS,
    SENSITIVE_COLUMNS,
    SENSITIVE_WORDS,
    SHORTENERS,
    SPAM_PHRASES,
)
from seleqt_cli.messages.pretence import MISLEADING, prefix_of_answer

SUBJECT_LENGTH: Final = 78
"""Signs of a subject: what a line holds (RFC 5322 section 2.1.1); a telephone shows about half of it."""
BODY_WORDS: Final = 300
"""Words of a body: two minutes of reading."""
_CAPITALS: Final = 12
"""Letters of a subject, all capital, from which on it shouts."""


class ContentFinding(NamedTuple):
    """One thing about a step's content. `part`: subject, body or attach; `line` counts inside the part, 0 = none."""

    code: str
    message: str
    part: str
    variant: str = ""
    line: int = 0

    @property
    def forbidden(self) -> bool:
        """Whether the terms forbid it."""
        return self.code in FORBIDDEN


def _one_of(words: tuple[str, ...]) -> str:
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in sorted(words, key=len, reverse=True))


_SENSITIVE: Final = re.compile(rf"(?<!\w)(?:{_one_of(SENSITIVE_WORDS)})(?!\w)", re.IGNORECASE)
_COLUMN: Final = re.compile(rf"(?:^|_)({'|'.join(map(re.escape, SENSITIVE_COLUMNS))})(?=_|$)")
_SHORT: Final = re.compile(rf"(?<![\w.@-])(?:www\.)?({'|'.join(map(re.escape, SHORTENERS))})/", re.IGNORECASE)
_SPAM: Final = re.compile(rf"(?<!\w)(?:{_one_of(SPAM_PHRASES)})(?!\w)|!!+|\?!\?", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:a|b|i|u|p|br|div|span|strong|em|font|table|tr|td|ul|li|h[1-6]|img|html|body)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE
)
_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\((\s?[^()\s]{1,500})\)")
_HOST: Final = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?=[/:?#\s]|$)", re.IGNORECASE)
_BLANK: Final = "\ufdd0"
"""What stands for a piece that Jinja puts in or leaves out: no character of any text."""
_OPENS: Final = re.compile(r"\{[{%#]")
_CLOSES: Final = {"{": "}}", "%": "%}", "#": "#}"}
_MAGIC: Final = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"#!")
"""How programs of Windows, Linux and macOS and scripts begin."""


def content_findings(campaign: Campaign, step: Step) -> Iterator[ContentFinding]:
    """What the rules say of a step, without what it or its campaign allows."""
    allowed = {*step.allow, *campaign.allow}
    seen: set[tuple[str, str, str]] = set()
    for finding in _findings(step):
        key = (finding.code, finding.part, finding.variant)
        if finding.code not in allowed and key not in seen:
            seen.add(key)
            yield finding


def sensitive_columns(names: frozenset[str]) -> list[str]:
    """The columns whose names say that they hold data of a special kind, or about somebody's money."""
    return sorted(name for name in names if _COLUMN.search(name.casefold()))


def _findings(step: Step) -> Iterator[ContentFinding]:
    if step.content is None:
        return
    for variant in step.content.variants:
        if variant.subject is not None:
            yield from _subject(step, variant, variant.subject)
        yield from _body(step, variant)
    for attachment in step.content.attachments:
        why = executable(attachment)
        if why:
            yield ContentFinding("executable", f"{attachment.name} {why}: providers refuse such mails, and malware is forbidden", "attach")


def _subject(step: Step, variant: Variant, template: str) -> Iterator[ContentFinding]:
    text = own_words(template)
    continues = step.content is not None and step.content.thread == "same"
    # what Jinja puts in may be anything: what a lead's fields make of it is looked at when the mail is written
    prefix = "" if text.lstrip().startswith(_BLANK) else prefix_of_answer(text)
    if prefix and not continues:
        message = f"the subject begins with `{prefix}:`, as if this was an answer, and it begins a new thread: that is misleading"
        yield ContentFinding(MISLEADING, message, "subject", variant.name)
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) >= _CAPITALS and all(sign.isupper() for sign in letters):
        yield ContentFinding("spam-words", "the subject is all capitals, which filters count against it", "subject", variant.name)
    yield from _common("subject", variant.name, text)
    if len(text) > SUBJECT_LENGTH:
        message = f"the subject has {len(text)} characters, more than {SUBJECT_LENGTH}: most programs cut it"
        yield ContentFinding("too-long", message, "subject", variant.name)


def _body(step: Step, variant: Variant) -> Iterator[ContentFinding]:
    text = own_words(variant.body)
    yield from _common("body", variant.name, text)
    if step.kind == "email":
        count = len(text.split())
        if count > BODY_WORDS:
            yield ContentFinding(
                "too-long", f"the body has {count} words, more than {BODY_WORDS}: few read it to the end", "body", variant.name
            )
    if step.content is not None and step.content.format == "html":
        yield from _links(variant, text)
    else:
        found = _TAG.search(text)
        if found:
            message = f"{found[0][:40]} is HTML, and this message is plain text: people see the signs; write format: html and Markdown"
            yield ContentFinding("html-mismatch", message, "body", variant.name, _line(text, found.start()))


def _common(part: str, variant: str, text: str) -> Iterator[ContentFinding]:
    plain = " ".join(text.lower().split())  # most texts have none of the words: that is told quickly
    found = _SENSITIVE.search(text) if any(word in plain for word in SENSITIVE_WORDS) else None
    if found:
        message = f"`{_shown(found[0])}`: data about somebody's health, money or belief do not belong in outreach (forbidden by the terms)"
        yield ContentFinding("sensitive-text", message, part, variant, _line(text, found.start()))
    found = _SHORT.search(text) if any(host in plain for host in SHORTENERS) else None
    if found:
        message = f"{found[1].lower()} hides where the link leads: filters distrust it, and people do too; write the whole address"
        yield ContentFinding("short-link", message, part, variant, _line(text, found.start()))
    found = _SPAM.search(text) if "!" in plain or any(word in plain for word in SPAM_PHRASES) else None
    if found:
        message = f"`{_shown(found[0])}` is what filters count against a mail; say it in plainer words"
        yield ContentFinding("spam-words", message, part, variant, _line(text, found.start()))


def _links(variant: Variant, text: str) -> Iterator[ContentFinding]:
    """Markdown links that show one address and open another."""
    for found in _LINK.finditer(text):
        shown, opened = _host(found[1].strip()), _host(found[2].strip())
        if shown and opened and not (f".{shown}".endswith(f".{opened}") or f".{opened}".endswith(f".{shown}")):
            message = f"the link shows {shown} and opens {opened}: that is what phishing does"
            yield ContentFinding("html-mismatch", message, "body", variant.name, _line(text, found.start()))


def _host(text: str) -> str:
    """The host of what is an address and nothing else, '' for other words."""
    found = _HOST.match(text) if " " not in text else None
    return found[1].lower() if found is not None else ""


def executable(attachment: Attachment) -> str:
    """Why a file counts as a program, '' when it does not. Archives are looked into by their lists of names."""
    ending = _ending(attachment.name)
    if ending in EXECUTABLE_ENDINGS:
        return f"is a program or runs one (.{ending})"
    if attachment.content.startswith(_MAGIC):
        return "is a program, whatever its name says"
    if attachment.content.startswith(b"PK\x03\x04"):
        inside = next((name for name in _names(attachment.content) if _ending(name) in EXECUTABLE_ENDINGS or "vbaProject" in name), "")
        if inside:
            return f"holds a program or macros ({inside.rpartition('/')[2]})"
    return ""


def _names(content: bytes) -> list[str]:
    from io import BytesIO
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return []


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def own_words(template: str) -> str:
    """A template without what Jinja puts in or leaves out: each such piece is one blank, its line ends stay. One pass."""
    pieces: list[str] = []
    at = 0
    while True:
        opened = _OPENS.search(template, at)
        begins = opened.start() if opened is not None else -1
        ends = template.find(_CLOSES[template[begins + 1]], begins + 2) if opened is not None else -1
        if ends < 0:
            pieces.append(template[at:])
            return "".join(pieces)
        pieces.append(template[at:begins])
        pieces.append("\n" * template.count("\n", begins, ends) or _BLANK)
        at = ends + 2


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _shown(text: str) -> str:
    return " ".join(text.split())
