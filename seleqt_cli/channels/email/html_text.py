"""The text of an HTML mail as a person sees it, roughly: made in one pass, in linear time, whatever the mail holds.

Enough for a judgement and for `inbox show`, not for layout. A quotation (`blockquote`) is told by `> ` and Outlook's rule above
the mail it answers by a line of its own, so that what is true of plain text is true of this.
"""

import re
from html import unescape
from typing import Final

MOST_HTML: Final = 128 * 1024
"""Characters of HTML that are looked at."""
_HIDDEN: Final = frozenset({"head", "style", "script", "title", "template", "svg", "noscript"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol"
    " option p pre section table tbody tfoot thead tr ul br".split()
)
_UNSEEN: Final = re.compile(
    r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|font-size\s{0,5}:\s{0,5}0(?:px|pt)?\s{0,5}[;\"']|mso-hide\s{0,5}:\s{0,5}all",
    re.IGNORECASE,
)
_OUTLOOK_RULE: Final = re.compile(r"border-top\s{0,5}:\s{0,5}solid\s{0,5}#?(?:e1e1e1|b5c4df)|divrplyfwdmsg|appendonsend", re.IGNORECASE)
_RULE: Final = "________________________________"
_MOST_STYLE: Final = 600
_MOST_TAGS: Final = 60_000
_MOST_QUOTES: Final = 5


def html_text(html: str, most: int) -> str:
    """At most `most` characters of the text, a line a block, quotations behind `> `."""
    lines = _Lines()
    first, *tags = html[:MOST_HTML].split("<", _MOST_TAGS)
    lines.line.append(first)
    hidden = ""
    for tag in tags:
        inside, closed, text = tag.partition(">")
        name = inside.split(None, 1)[0].lower() if inside[:1].strip() else ""
        if hidden:
            if hidden == "-->" and (end := tag.find("-->")) >= 0:
                hidden = ""
                lines.line.append(tag[end + 3 :])
            elif name == hidden:
                hidden = ""
                lines.line.append(text)
            continue
        if name[:3] == "!--":
            if (end := tag.find("-->")) >= 0:
                lines.line.append(tag[end + 3 :])
            else:
                hidden = "-->"
            continue
        if not closed:
            if not name or not (name[0].isalpha() or name[0] in "/!?"):
                lines.line.append("<" + tag)
            continue
        bare = name.strip("/")
        if bare in _BLOCKS:
            lines.block(bare, name == bare, inside)
            if bare in ("div", "p") and _unseen(name, inside):
                hidden = "/" + bare
                continue
            if lines.length > most:
                break
        elif bare in _HIDDEN and name == bare and inside[-1:] != "/":
            hidden = "/" + name
            continue
        elif bare in ("td", "th"):
            lines.line.append(" ")
        elif name == "span" and _unseen(name, inside):
            hidden = "/span"
            continue
        elif not name or not (name[0].isalpha() or name[0] in "/!?"):
            lines.line.append("<" + tag)
            continue
        if text:
            lines.line.append(text)
    lines.end()
    return "\n".join(lines.done).strip("\n")[:most]


def _unseen(name: str, inside: str) -> bool:
    """Whether a tag says that what is in it is not shown; the plain search first, because nearly no tag does."""
    if len(inside) == len(name):
        return False
    low = inside[:_MOST_STYLE].lower()
    return ("none" in low or "hidden" in low or "font-size" in low or "mso-hide" in low) and _UNSEEN.search(low) is not None


class _Lines:
    """The lines so far, and the pieces of the one that is being written."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.line: list[str] = []
        self.length = 0
        self.quoted = 0

    def block(self, name: str, opens: bool, inside: str) -> None:
        """A block begins or ends: what was written is a line."""
        if self.line or name == "br":
            self.end()
        if name == "p" and opens and self.done and self.done[-1]:
            self.done.append("")
        elif name == "blockquote":
            self.quoted = self.quoted + 1 if opens else max(self.quoted - 1, 0)
        elif name == "hr" or (name == "div" and len(inside) > len(name) + 1 and _OUTLOOK_RULE.search(inside[:_MOST_STYLE])):
            self.line.append(_RULE)
            self.end()

    def end(self) -> None:
        """Close the line; of several empty ones one stays."""
        text = "".join(self.line)
        self.line.clear()
        if "&" in text:
            text = unescape(text)
        text = " ".join(text.split())
        if text:
            self.done.append("> " * min(self.quoted, _MOST_QUOTES) + text if self.quoted else text)
            self.length += len(text) + 1
        elif self.done and self.done[-1]:
            self.done.append("")
