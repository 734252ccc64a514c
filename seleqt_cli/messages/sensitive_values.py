"""What leads carry that should not be kept about anybody: data of a special kind (GDPR article 9), cards and bank accounts.

Looked for in the columns that a file brings of its own and in tags, never in names, companies and titles: a maker of devices for
diabetes is no patient, and Church & Co is a shop. Words count where they say something of a person ("is pregnant"), or where
they are the whole value ("religion: Catholic").
"""

import re
import string
from collections.abc import Iterator, Mapping
from typing import Final

from seleqt_cli.core.lead import Lead
from seleqt_cli.messages.content_words import SENSITIVE_WORDS

PHRASES: Final = (
    "is pregnant", "is seriously ill", "on sick leave", "has cancer", "had cancer", "is diabetic", "has diabetes", "hiv positive",
    "has depression", "in a wheelchair", "heart attack", "is gay", "is lesbian", "is homosexual", "is bisexual", "is transgender",
    "is muslim", "is jewish", "is catholic", "trade union member", "his salary", "her salary", "his debts", "her debts", "his illness",
    "her illness", "his diagnosis", "her diagnosis", "her pregnancy", "criminal record",
    "is zwanger", "is ziek", "langdurig ziek", "heeft kanker", "had kanker", "heeft diabetes", "heeft een burn-out", "in een rolstoel",
    "is homo", "is lesbisch", "is moslim", "is joods", "is katholiek", "lid van de vakbond", "zijn salaris", "haar salaris",
    "zijn schulden", "haar schulden", "zijn ziekte", "haar ziekte", "haar zwangerschap", "strafblad",
    "ist schwanger", "ist krank", "ist krankgeschrieben", "hat krebs", "hatte krebs", "hat diabetes", "ist diabetiker",
    "ist diabetikerin", "hat burnout", "im rollstuhl", "ist schwerbehindert", "ist schwul", "ist homosexuell", "ist muslim",
    "ist muslima", "ist jude", "ist jüdin", "ist katholisch", "ist evangelisch", "gewerkschaftsmitglied", "sein gehalt",
    "seine schulden", "seine krankheit", "seine erkrankung", "ist vorbestraft",
    "est enceinte", "est malade", "en arrêt maladie", "a un cancer", "a eu un cancer", "est diabétique", "en fauteuil roulant",
    "est gay", "est homosexuel", "est homosexuelle", "est lesbienne", "est musulman", "est musulmane", "est juif", "est juive",
    "est catholique", "est syndiqué", "est syndiquée", "son salaire", "ses dettes", "sa maladie", "sa grossesse", "casier judiciaire",
    "está embarazada", "está enfermo", "está enferma", "de baja médica", "tiene cáncer", "tuvo cáncer", "es diabético", "es diabética",
    "en silla de ruedas", "es gay", "es homosexual", "es lesbiana", "es musulmán", "es musulmana", "es judío", "es judía",
    "es católico", "es católica", "afiliado a un sindicato", "su sueldo", "antecedentes penales",
    "è incinta", "è malato", "è malata", "ha un cancro", "ha avuto un cancro", "è diabetico", "è diabetica", "in sedia a rotelle",
    "è gay", "è omosessuale", "è lesbica", "è musulmano", "è musulmana", "è ebreo", "è ebrea", "è cattolico", "è cattolica",
    "iscritto al sindacato", "il suo salario", "fedina penale", *SENSITIVE_WORDS,
)  # fmt: skip
"""What is said of a person, anywhere in a value. The words of the rule for messages count too: an opening line may be a column."""

WHOLE: Final = frozenset((
    "pregnant", "disabled", "diabetic", "muslim", "islam", "jewish", "catholic", "protestant", "hindu", "buddhist", "atheist",
    "homosexual", "lesbian", "bisexual", "transgender",
    "zwanger", "ziek", "moslim", "joods", "katholiek", "homoseksueel",
    "schwanger", "krank", "muslimisch", "jüdisch", "katholisch", "evangelisch", "römisch-katholisch", "schwerbehindert",
    "enceinte", "malade", "musulman", "musulmane", "juif", "juive", "catholique", "homosexuel",
    "embarazada", "musulmán", "judío", "judía", "católico", "católica",
    "incinta", "musulmano", "ebreo", "cattolico", "cattolica", "omosessuale",
))  # fmt: skip
"""What is sensitive as a whole value, or as a tag."""

_WORD: Final = re.compile(r"\w+")


def _rarest(phrase: str) -> str:
    """The word by which a phrase is looked for first: the longest, which is met the least."""
    return str(max(_WORD.findall(phrase), key=len))


_HEADS: Final = frozenset(map(_rarest, (*PHRASES, *WHOLE)))
_SAYS: Final = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in sorted(PHRASES, key=len, reverse=True))})(?!\w)")
_MARKS: Final = string.punctuation + "“”„‘’«»…–—"
_PLAIN: Final = str.maketrans(_MARKS + string.digits, " " * len(_MARKS) + "0" * len(string.digits))
"""Turns punctuation into blanks and each digit into 0, quickly: words are split off, and numbers of eight digits seen."""
_IBAN: Final = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])")
_CARD: Final = re.compile(r"(?<![\d.])(?:[45]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}|3[47]\d{2}([ -]?)\d{6}\2\d{5})(?![\d.])")


def sensitive_values(lead: Lead) -> Iterator[tuple[str, str]]:
    """(column, what stands there) of a lead's own columns and tags. Most leads have nothing of it: that is told in one pass."""
    said = "\n".join((*lead.fields.values(), *lead.tags)).lower().translate(_PLAIN)
    if not _HEADS.isdisjoint(said.split()):
        yield from _words(lead.fields, lead.tags)
    if "00000000" in said or "0000 0000" in said:
        for column, value in lead.fields.items():
            found = next((one[0] for one in _IBAN.finditer(value) if _is_iban(one[0])), "")
            found = found or next((one[0] for one in _CARD.finditer(value) if _is_card(one[0])), "")
            if found:
                yield column, found


def masked(found: str) -> str:
    """Two letters of each word: what `check` prints may be read by others."""
    return f"{' '.join(word[:2] for word in found.split())}…"


def _words(fields: Mapping[str, str], tags: frozenset[str]) -> Iterator[tuple[str, str]]:
    for column, value in (*fields.items(), *(("tags", tag) for tag in sorted(tags))):
        plain = " ".join(value.lower().split())
        said = _SAYS.search(plain)
        if plain in WHOLE:
            yield column, plain
        elif said is not None:
            yield column, said[0]


def _is_iban(text: str) -> bool:
    """ISO 13616: the letters as numbers, the first four signs behind the others, leave 1 when divided by 97."""
    signs = text.replace(" ", "")
    return 15 <= len(signs) <= 34 and int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """ISO/IEC 7812: the digits, each second one doubled from the end, add up to a multiple of 10."""
    digits = [int(sign) for sign in reversed(text) if sign.isdigit()]
    return sum(sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits)) % 10 == 0
