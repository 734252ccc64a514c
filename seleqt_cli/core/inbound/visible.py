"""What somebody wrote in a reply, without what they quote and without signatures.

One pass over the lines with bounded looks ahead: a hostile mail (one line of 20,000 words that begins with "On", 50,000 lines of
`From: x`) costs what an ordinary one of its length costs. Answers between quoted lines stay; below Outlook's header block, which
quotes without marks, everything is taken for quoted.
"""

from typing import Final

from seleqt_cli.core.inbound.quoting_words import (
    ATTRIBUTION_BEGINS,
    ATTRIBUTION_ENDS,
    ATTRIBUTION_VERBS,
    FORWARDS,
    FROM_LABELS,
    OTHER_LABELS,
    SENT_FROM,
    SEPARATORS,
)

_MOST_LINE: Final = 400
"""A line that is longer is somebody's paragraph, no mark."""
_AHEAD: Final = 7
_ATTRIBUTION_LINES: Final = 3
_LEAST_OF_OURS: Final = 12
_RULE: Final = frozenset("_-=*")
_STRAIGHT: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u00a0": " ", "\u202f": " ", "\u3000": " "})


def visible_text(text: str, sent: str = "") -> str:
    """The new text of a reply. `sent`: our mail that it answers, where known; whole lines of it are taken out."""
    lines = text.split("\n")
    low = [_low(line) for line in lines]
    ours = _lines_of(sent)
    kept: list[str] = []
    number, count = 0, len(lines)
    signature = False
    while number < count:
        line = low[number]
        if line[:1] in (">", "|", "\uff1e"):
            # a signature ends where a quotation begins: an answer may follow it
            signature = False
            number += 1
            continue
        if _cuts(low, number):
            break
        if length := _attribution(low, number):
            signature = False
            number += length
            if not _quoted_next(low, number):
                break
            continue
        if line == "--" or (_is_rule(line) and _after_rule(low, number)):
            signature = True
        elif line.startswith(SENT_FROM) and len(line) < 100:
            number += 1
            continue
        if not signature and not (line and line in ours):
            kept.append(lines[number].rstrip())
        number += 1
    return _tidy(kept)


def _low(line: str) -> str:
    """A line as the words are compared with it; of a long one only its beginning and end."""
    line = line.strip()
    if len(line) > _MOST_LINE or line[:1] == ">":
        return line[:1]
    line = line.lower()
    if not line.isascii():
        line = line.translate(_STRAIGHT)
    return line.strip("*").strip() if "*" in line else line


def _lines_of(sent: str) -> frozenset[str]:
    if not sent:
        return frozenset()
    return frozenset(low for low in map(_low, sent.split("\n")) if len(low) >= _LEAST_OF_OURS)


def _cuts(low: list[str], number: int) -> bool:
    """Whether everything from this line on is quoted: a separator, or the header block of a mail."""
    line = low[number]
    if not line:
        return False
    if line[0] in _RULE or line[0] == "\u2014":
        words = line.strip("-_=*\u2014 ")
        return bool(words) and words.startswith(SEPARATORS) and len(words) < _LONGEST_SEPARATOR
    if line.startswith(FORWARDS):
        return True
    label, colon, value = line.partition(":")
    if not colon and "\uff1a" in line:
        label, colon, value = line.partition("\uff1a")
    label = label.strip(" *")
    if not colon or label not in FROM_LABELS or not value.strip(" *"):
        return False
    others = 0
    for other in low[number + 1 : number + _AHEAD]:
        name = other.replace("\uff1a", ":", 1).partition(":")[0].strip(" *") if ":" in other or "\uff1a" in other else ""
        others += name in OTHER_LABELS
    return others >= 2


_LONGEST_SEPARATOR: Final = 60


def _attribution(low: list[str], number: int) -> int:
    """How many lines from here on say who wrote what is quoted below; 0 = none."""
    first = low[number]
    if len(first) < 4:
        return 0
    if (
        first.endswith(ATTRIBUTION_ENDS)
        and (_dated(first) or "@" in first)
        and (first[-1:] in (":", "\uff1a") or first.startswith(ATTRIBUTION_BEGINS))
    ):
        return 1
    if _with_verb(first):
        return 1
    if not first.startswith(ATTRIBUTION_BEGINS) or not _dated(first):
        return 0
    whole = first
    for more in range(1, _ATTRIBUTION_LINES):
        if number + more >= len(low) or not low[number + more]:
            return 0
        whole = f"{whole} {low[number + more]}"
        if len(whole) > _MOST_LINE:
            return 0
        if whole.endswith(ATTRIBUTION_ENDS) or _with_verb(whole):
            return more + 1
    return 0


def _with_verb(line: str) -> bool:
    """`Am 16.11.2026 um 9:00 schrieb Bob:`"""
    return line[-1] in ":\uff1a" and _dated(line) and any(verb in line for verb in ATTRIBUTION_VERBS)


def _dated(line: str) -> bool:
    return any(sign.isdigit() for sign in line)


def _quoted_next(low: list[str], number: int) -> bool:
    """Whether the lines below an attribution are marked with `>`."""
    for line in low[number : number + _AHEAD]:
        if line:
            return line[0] in ">|\uff1e"
    return False


def _is_rule(line: str) -> bool:
    return len(line) >= 3 and line[0] in _RULE and not line.strip(line[0])


def _after_rule(low: list[str], number: int) -> bool:
    """A rule begins a quotation's header or a signature, unless there is nothing above it."""
    for line in low[number + 1 : number + 3]:
        if line:
            return line[0] in _RULE or line.partition(":")[0].strip(" *") in FROM_LABELS
    return True


def _tidy(kept: list[str]) -> str:
    result: list[str] = []
    for line in kept:
        if line.strip() or (result and result[-1]):
            result.append(line if line.strip() else "")
    while result and (not result[-1] or _is_rule(result[-1].strip())):
        result.pop()
    return "\n".join(result)
