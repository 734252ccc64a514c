"""The text of an HTML mail as a person sees it, roughly: made in one pass, in linear time, whatever the mail holds.

Enough for a judgement and for `inbox show`, not for layout. A quotation (`blockquote`, Gmail's and Outlook's marks) is told by
`> ` or by a line of its own, so that what is true of plain text is true of this.
"""

import re
from html import unescape
from typing import Final

MOST_HTML: Final = 256 * 1024
"""Characters of HTML that are looked at."""
_TOKEN: Final = re.compile(r"<(!--|[!?]|/?[a-zA-Z][a-zA-Z0-9:]{0,30})([^<>]*+)>?")
_SPACE: Final = re.compile(r"[ \t\r\n\xa0]+")
_HIDDEN: Final = frozenset({"head", "style", "script", "title", "template", "svg", "noscript"})
_BLOCKS: Final = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol"
    " option p pre section table tbody tfoot thead tr ul".split()
)
_UNSEEN: Final = re.compile(
    r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|font-size\s{0,5}:\s{0,5}0(?:px|pt)?\s{0,5}[;\"']|mso-hide\s{0,5}:\s{0,5}all",
    re.IGNORECASE,
)
_OUTLOOK_RULE: Final = re.compile(r"border-top\s{0,5}:\s{0,5}solid\s{0,5}#?(?:e1e1e1|b5c4df)|divrplyfwdmsg|appendonsend", re.IGNORECASE)
_MOST_TOKENS: Final = 60_000
_MOST_QUOTES: Final = 5


def html_text(html: str, most: int) -> str:
    """At most `most` characters of the text, a line a block, quotations behind `> `."""
    html = html[:MOST_HTML]
    lines: list[str] = []
    line: list[str] = []
    quoted = length = at = 0
    hidden_until = ""

    def end_line() -> None:
        nonlocal length
        text = _SPACE.sub(" ", unescape("".join(line))).strip()
        line.clear()
        if text or (lines and lines[-1]):
            text = "> " * min(quoted, _MOST_QUOTES) + text if text else ""
            lines.append(text)
            length += len(text) + 1

    for count, found in enumerate(_TOKEN.finditer(html)):
        if length > most or count > _MOST_TOKENS:
            break
        begin, name, rest = found.start(), found[1].lower(), found[2]
        if begin < at:
            continue
        if not hidden_until and begin > at:
            line.append(html[at:begin])
        at = found.end()
        if name == "!--":
            comment_end = html.find("-->", found.start() + 4)
            at = comment_end + 3 if comment_end >= 0 else len(html)
            continue
        if hidden_until:
            if name == hidden_until:
                hidden_until = ""
            continue
        if name in _HIDDEN and rest[-1:] != "/":
            hidden_until = "/" + name
            continue
        bare = name.lstrip("/")
        if bare == "br":
            end_line()
        elif bare in _BLOCKS:
            if line:
                end_line()
            if bare == "blockquote":
                quoted = quoted + 1 if name == bare else max(quoted - 1, 0)
            elif bare == "hr" or (name == "div" and rest and _OUTLOOK_RULE.search(rest[:600])):
                line.append("________________________________")
                end_line()
            elif bare == "p" and lines and lines[-1]:
                lines.append("")
            if name == bare and rest and _UNSEEN.search(rest[:600]) and bare in ("div", "p"):
                hidden_until = "/" + bare
        elif bare in ("td", "th"):
            line.append(" ")
        elif name == "span" and rest and _UNSEEN.search(rest[:600]):
            hidden_until = "/span"
    else:
        if not hidden_until:
            line.append(html[at:])
    end_line()
    return "\n".join(lines).strip("\n")[:most]
