"""Does somebody say that they want no more mail: with the word of our unsubscribe link, or with their own words?

The token is ours (core.message_ids.unsubscribe_token) and is proven where mails are matched. Words count in what was newly
written, not in what is quoted, and in short texts: a long friendly answer that mentions the word is an answer. When in doubt
it is a reply, which stops the journey too.
"""

import re
from typing import Final

from seleqt_cli.core.inbound.mail import Inbound
from seleqt_cli.core.inbound.no_more_words import ENDINGS
from seleqt_cli.core.inbound.objection_words import OBJECTIONS
from seleqt_cli.core.inbound.optout_words import COMMANDS, DENIED, EXCEPT, NO_MORE, OTHERWISE, STRONG, WORDS
from seleqt_cli.core.inbound.phrases import Phrases, Said, plain
from seleqt_cli.core.inbound.quoting_words import DISCLAIMERS, FOOTERS, UNDER_EVERY_MAIL
from seleqt_cli.core.inbound.removal_words import REMOVALS
from seleqt_cli.core.inbound.verdict import Class, Verdict
from seleqt_cli.core.inbound.wishes import wish

_TOKEN: Final = re.compile(r"(?:(?:re|fwd?|aw|antw|sv|rif|tr|wg)\s?:\s?){0,3}unsubscribe[\s:+=-]{1,3}([a-z2-7]{24})\s?", re.IGNORECASE)
_TOKEN_ADDRESS: Final = re.compile(r"[a-z0-9._-]{1,64}\+(?:unsubscribe|unsub|u|stop)[-+._]?([a-z2-7]{24})@")
_SUBJECTS: Final = frozenset(
    "unsubscribe uitschrijven afmelden abmelden abbestellen désabonner désinscription désabonnement baja stop remove cancellami"
    " disiscrivimi disiscrizione opt-out optout".split()
)
_STRONG: Final = Phrases(STRONG)
_WORDS: Final = Phrases(WORDS)
_EXCEPT: Final = Phrases(EXCEPT)
_ROWS: Final = (*NO_MORE, *OBJECTIONS, *ENDINGS, *REMOVALS)
_PATTERNS: Final = tuple(re.compile(pattern) for _, pattern in _ROWS)
_NEEDED: Final = {
    word: tuple(number for number, (words, _) in enumerate(_ROWS) if word in words.split()) for row, _ in _ROWS for word in row.split()
}
"""A word -> the patterns that are looked for where it stands."""
_LAST_WORDS: Final = frozenset(command.split()[-1] for command in COMMANDS)
_DENIED: Final = re.compile(DENIED).search
_OTHERWISE: Final = re.compile(OTHERWISE).match
_FOOTER: Final = re.compile(FOOTERS).search
_DISCLAIMER: Final = re.compile(DISCLAIMERS).match
_ELSEWHERE: Final = re.compile(
    r"\b(?:i|we|i've|we've|they|he|she)(?: \w{1,10}){0,2} unsubscribed(?: myself| ourselves)? from (?!you|this|these|the )"
).search
_NOTHING: Final = ("keine", "geen", "no more", "no further", "plus d", "no más", "no mas")
_REPORTED: Final = re.compile(
    r"\b(?:heb|hebben|kreeg|kregen|habe|haben|hatte|hatten|kamen|have|had|got|received|see|seen|ai|avons|he|hemos|ho|abbiamo)"
    r"(?: \w{1,12}){0,3} $"
).search
"""What stands before such words where somebody only tells that nothing came."""
_SENTENCES: Final = re.compile(r"[.!?]+(?: |$)")
_AROUND: Final = 60
_SHORT_LINE: Final = 120
_FULL_LINE: Final = 55
_SHORT: Final = 12
"""Words up to which a mention is enough."""
_LONG: Final = 90
"""Words of a text of which only the beginning counts: what somebody says first is what they write for."""
_BEGINNING: Final = 30
_MOST_LINES: Final = 60
_MOST_LINE: Final = 600
_MARKS: Final = " .,!?;:-_*\"'()[]\u2026\n"
_POLITE: Final = (
    "thank you", "thanks", "please", "bedankt", "dank u", "aub", "a.u.b", "svp", "s.v.p", "danke", "bitte", "merci", "s'il vous plaît",
    "gracias", "pls", "plz", "kindly", "thx", "many thanks", "dank", "dank je", "dankjewel", "vielen dank", "dank im voraus", "graag",
    "gelieve",
    "por favor", "grazie", "per favore", "per cortesia", "cortesemente", "asap", "now", "immediately", "today",
)  # fmt: skip
_GREETINGS: Final = (
    "hi",
    "hello",
    "hey",
    "hallo",
    "hoi",
    "dag",
    "beste",
    "geachte",
    "dear",
    "bonjour",
    "hola",
    "buongiorno",
    "ciao",
    "salve",
    "guten tag",
    "sehr geehrte",
    "goedemorgen",
    "goedemiddag",
    "good morning",
    "good afternoon",
    "madame",
    "monsieur",
)


def by_token(mail: Inbound) -> Verdict | None:
    """A mail that our unsubscribe address was written to; also one that a mail program wrote for somebody who clicked."""
    writer = (mail.sender.address,) if mail.sender.address else ()
    answered = mail.in_reply_to[0] if mail.in_reply_to else ""
    if found := _TOKEN.fullmatch(mail.subject.strip()):
        return Verdict(
            Class.UNSUBSCRIBE, ("its subject is that of our unsubscribe link",), writer, message_id=answered, token=found[1].lower()
        )
    for one in mail.to:
        if inside := _TOKEN_ADDRESS.match(one.address):
            return Verdict(Class.UNSUBSCRIBE, ("it was written to an unsubscribe address",), writer, message_id=answered, token=inside[1])
    if plain(mail.subject).strip(_MARKS) in _SUBJECTS and not mail.reports:
        return Verdict(Class.UNSUBSCRIBE, (f"its subject is {mail.subject.strip()!r} and nothing else",), writer, message_id=answered)
    return None


def by_words(mail: Inbound, seen: str) -> Verdict | None:
    """A short text that says so, or a long one that begins with it. `seen`: the visible text."""
    if not mail.in_reply_to and not mail.references and len(seen.split()) <= _SHORT:
        # what somebody writes in a new mail may stand in its subject
        seen = f"{mail.subject[:_MOST_LINE]}.\n{seen}"
    said = plain(seen)
    if "\n" in seen and any(words in said for words in UNDER_EVERY_MAIL):
        seen = own_words(seen)
        said = plain(seen)
    if not said:
        return None
    listed = said.split()
    if len(listed) > _LONG:
        said = " ".join(listed[:_BEGINNING])
    reason = _said(seen, said, len(listed))
    if not reason:
        return None
    writer = (mail.sender.address,) if mail.sender.address else ()
    answered = mail.in_reply_to[0] if mail.in_reply_to else mail.references[-1] if mail.references else ""
    return Verdict(Class.UNSUBSCRIBE, (reason,), writer, message_id=answered)


def own_words(seen: str) -> str:
    """The text without what stands under every mail of a company: how its readers get off its lists, and its lawyers' notice."""
    lines = seen.split("\n", _MOST_LINES)[:_MOST_LINES]
    low = [plain(line, _MOST_LINE) for line in lines]
    kept: list[str] = []
    for number, line in enumerate(low):
        if kept and line and _DISCLAIMER(line if len(line) > _SHORT_LINE else " ".join(low[number : number + 4])):
            break
        if not (kept and line and _FOOTER(line)):
            kept.append(lines[number])
    return "\n".join(kept)


def _said(seen: str, said: str, words: int) -> str:
    bare = _curt(said.strip(_MARKS))
    if bare in COMMANDS:
        return f"it says {bare!r} and nothing else"
    first = _first_line(seen)
    if first in COMMANDS and words <= _SHORT * 2:
        return f"it begins with {first!r} on a line of its own"
    if words <= _SHORT and said.rstrip(_MARKS).rpartition(" ")[2] in _LAST_WORDS and (alone := _sentence(said)):
        return f"it says {alone!r}, a sentence by itself"
    heard = Said(said)
    about_else = False
    while excepted := _EXCEPT.first(heard):
        heard = Said(heard.text.replace(excepted, " "))
        about_else = True
    if (strong := _STRONG.first(heard)) and not _turned(heard.text, strong):
        return f"it says {strong!r}"
    for number in sorted({one for word in heard.words & _NEEDED.keys() for one in _NEEDED[word]}):
        if (found := _PATTERNS[number].search(heard.text)) and not _turned(heard.text, found[0]):
            return f"it says {found[0]!r}"
    if words <= _SHORT:
        mention = _WORDS.first(heard)
        if mention and "?" not in said and not _turned(heard.text, mention) and not _ELSEWHERE(said):
            return f"it says {mention!r} in {words} words"
    if not about_else and (weighty := wish(flowing(seen) if words <= _LONG else said)):
        return f"its words together wish to hear no more: {weighty}"
    return ""


def flowing(seen: str) -> str:
    """The text as `plain` makes it, but with its lines where they end a sentence: not where a mail program broke a long one."""
    text = ""
    for line in seen.split("\n", _MOST_LINES)[:_MOST_LINES]:
        text += plain(line, _MOST_LINE) + (" " if len(line) > _FULL_LINE else "\n")
    return text


def _turned(said: str, phrase: str) -> bool:
    """Whether the words about the phrase turn it into its opposite, or into a wish for another way or time."""
    before, _, behind = said.partition(phrase)
    if phrase.startswith(_NOTHING) and _REPORTED(before[-_AROUND:]):
        return True
    return _DENIED(before[-_AROUND:]) is not None or _OTHERWISE(behind[:_AROUND]) is not None


def _sentence(said: str) -> str:
    """The last sentence of a short text, where it is a whole text that says so; '' where it is none."""
    sentences = [_curt(one.strip(_MARKS)) for one in _SENTENCES.split(said)]
    last = next((one for one in reversed(sentences) if one), "")
    return last if last in COMMANDS else ""


def _curt(bare: str) -> str:
    """The text without a word of thanks or a please at its ends."""
    if not bare.endswith(_POLITE) and not bare.startswith(_POLITE):
        return bare
    for polite in _POLITE:
        bare = bare.removesuffix(f" {polite}").removeprefix(f"{polite} ").strip(_MARKS)
    return bare


def _first_line(seen: str) -> str:
    """The first line that is no greeting, without marks."""
    for line in seen.split("\n", 6)[:6]:
        bare = _curt(plain(line).strip(_MARKS))
        if bare and not (bare.startswith(_GREETINGS) and len(bare.split()) <= 4):
            return bare
    return ""
