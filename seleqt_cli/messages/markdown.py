"""Markdown to HTML and to plain text, with the values of the lead kept out of it.

What is converted is the text with a stand-in character for each value (sandbox.FIRST_MARK). The values are put in
afterwards, escaped: a value is never Markdown, HTML or a dangerous link. As most leads get the same text around
their values, the conversion is done once for all of them.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from seleqt_cli.messages.fields import FIRST_MARK, LAST_MARK
from seleqt_cli.messages.problems import Unrenderable

_LINK: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_IN_LINKS: Final = 0xF0000 - FIRST_MARK
"""What a stand-in is moved by when it stands in the address of a link, where other rules hold."""
_VALUE: Final = f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]"
_VALUE_IN_LINK: Final = f"[{chr(FIRST_MARK + _IN_LINKS)}-{chr(LAST_MARK + _IN_LINKS)}]"
_MARKS: Final = re.compile(f"{_VALUE}|{_VALUE_IN_LINK}")
_SHOWN_ADDRESS: Final = re.compile(rf"({_VALUE}) \(({_VALUE_IN_LINK})\)")
"""A link whose text and address are values, in plain text: written once where the two are the same."""
_WHOLE: Final = "/:?#[]@!$&'()*+,;=%-._~"
_PART: Final = "/%-._~:@"


@dataclass(frozen=True, slots=True)
class Converted:
    """The HTML and the plain text of one Markdown text, with stand-ins where values go."""

    html: str
    text: str


@lru_cache(maxsize=512)
def convert(source: str, *, keep_lines: bool = False) -> Converted:
    """Convert Markdown; raw HTML in it is shown as text, links are http, https or mailto only.

    `keep_lines`: a line end in the source is one in the mail (signatures, footers).
    """
    reader = _LINES if keep_lines else _PARAGRAPHS
    tokens = reader.parse(source)
    return Converted(reader.renderer.render(tokens, reader.options, {}).strip(), "\n\n".join(_blocks(tokens)).strip())


def fill_text(skeleton: str, values: Sequence[str]) -> str:
    """Put the values into a plain text; in the address of a link they are written as in the HTML."""

    def put(found: re.Match[str]) -> str:
        number, in_link = _number(found.group())
        if not in_link:
            return values[number]
        return quote(values[number].strip(), safe=_WHOLE if skeleton[found.start() - 1] == "(" else _PART)

    def once(found: re.Match[str]) -> str:
        shown, address = (values[_number(mark)[0]] for mark in found.groups())
        return found.group(1) if shown == address else found.group()

    if not values:
        return skeleton
    skeleton = _SHOWN_ADDRESS.sub(once, skeleton)
    return _MARKS.sub(put, skeleton)


def fill_html(skeleton: str, values: Sequence[str]) -> str:
    """Put the values into HTML, escaped; a value that is the start of a link must be http, https or mailto."""

    def put(found: re.Match[str]) -> str:
        number, in_link = _number(found.group())
        value = values[number]
        if not in_link:
            return _in_html(value, skeleton, found.start())
        if skeleton[found.start() - 1] != '"':
            return html.escape(quote(value.strip(), safe=_PART))
        if not _LINK.match(value.strip()):
            raise Unrenderable(f"a link may lead to http, https or mailto only, not to {value.strip()[:60]!r}")
        return html.escape(quote(value.strip(), safe=_WHOLE))

    return _MARKS.sub(put, skeleton) if values else skeleton


def _in_html(value: str, skeleton: str, at: int) -> str:
    """A value among text, or inside a tag (a link's title); an address of the web becomes a link, as it does in plain mail."""
    shown = html.escape(value, quote=True)
    if skeleton.rfind("<", 0, at) > skeleton.rfind(">", 0, at):
        return shown.replace("\n", " ")
    if _WEB.fullmatch(value) and skeleton.rfind("<a ", 0, at) <= skeleton.rfind("</a>", 0, at):
        return f'<a href="{html.escape(quote(value, safe=_WHOLE))}">{shown}</a>'
    return shown.replace("\n", "<br>\n")


def page(parts: Sequence[str], language: str) -> str:
    """A whole HTML document around the converted parts."""
    tag = f' lang="{html.escape(language)}"' if language else ""
    body = "\n".join(parts)
    return f'<!DOCTYPE html>\n<html{tag}>\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'


def _number(mark: str) -> tuple[int, bool]:
    code = ord(mark)
    return (code - FIRST_MARK, False) if code >= FIRST_MARK else (code - FIRST_MARK - _IN_LINKS, True)


def _reader(*, keep_lines: bool) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "breaks": keep_lines, "maxNesting": 20})
    reader.disable("image")
    plain_normalize = reader.normalizeLink

    def normalize(url: str) -> str:
        # A stand-in must survive percent-encoding; what it stands for is encoded when it is put in.
        pieces = re.split(f"({_VALUE})", url)
        return "".join(
            chr(ord(piece) + _IN_LINKS) if at % 2 else (plain_normalize(piece) if at == 0 else quote(piece, safe=_WHOLE))
            for at, piece in enumerate(pieces)
        )

    def validate(url: str) -> bool:
        return bool(_LINK.match(url)) or re.match(_VALUE_IN_LINK, url) is not None

    reader.normalizeLink = normalize  # type: ignore[method-assign]
    reader.validateLink = validate  # type: ignore[method-assign]
    return reader


_PARAGRAPHS: Final = _reader(keep_lines=False)
_LINES: Final = _reader(keep_lines=True)


def _blocks(tokens: Sequence[Token]) -> list[str]:
    """The text of each block; lists and quotes are one block with their marks in front of the lines."""
    blocks: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.nesting == 1:
            end = _closing(tokens, at)
            blocks.extend(_opened(token, tokens[at + 1 : end]))
            at = end
        elif token.type == "inline":
            blocks.append(_line(token.children or []))
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.rstrip("\n"))
        elif token.type == "hr":
            blocks.append("* * *")
        at += 1
    return blocks


def _opened(token: Token, inner: Sequence[Token]) -> list[str]:
    if token.type == "blockquote_open":
        return [_indented("\n\n".join(_blocks(inner)), "> ", "> ")]
    if token.type in ("bullet_list_open", "ordered_list_open"):
        return [_listed(token, inner)]
    return _blocks(inner)


def _listed(token: Token, inner: Sequence[Token]) -> str:
    lines: list[str] = []
    number = int(token.attrGet("start") or 1)
    at = 0
    while at < len(inner):
        end = _closing(inner, at)
        mark = f"{number}. " if token.type == "ordered_list_open" else "- "
        item = inner[at + 1 : end]
        tight = bool(item) and item[0].hidden
        lines.append(_indented(("\n" if tight else "\n\n").join(_blocks(item)), mark, " " * len(mark)))
        number += 1
        at = end + 1
    return "\n".join(lines)


def _closing(tokens: Sequence[Token], at: int) -> int:
    level = 0
    for place in range(at, len(tokens)):
        level += tokens[place].nesting
        if level == 0:
            return place
    raise AssertionError("what the reader opens it closes")


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(f"{first if number == 0 else others}{line}".rstrip() for number, line in enumerate(lines))


def _line(children: Sequence[Token]) -> str:
    out: list[str] = []
    links: list[tuple[int, str]] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif child.type == "link_open":
            links.append((len(out), str(child.attrGet("href") or "")))
        elif child.type == "link_close":
            start, address = links.pop()
            shown = "".join(out[start:])
            if _as_text(address) not in (shown, f"mailto:{shown}"):
                out.append(f" ({address.removeprefix('mailto:')})")
        else:
            out.append(child.content)
    return "".join(out)


def _as_text(address: str) -> str:
    return _MARKS.sub(lambda found: chr(FIRST_MARK + _number(found.group())[0]), address)
