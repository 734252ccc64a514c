"""What makes two leads of one company, or two entries one person: folded names and mailboxes."""

import unicodedata
from typing import Final

from seleqt_cli.core.facts import FREE_MAIL

_LEGAL_FORMS: Final = frozenset(
    "bv nv vof cv gmbh mbh ggmbh ag kg kgaa ug ohg gbr ev eg se inc incorporated llc llp lp ltd limited plc corp corporation "
    "co company sa sas sasu sarl eurl snc sci sl slu slne srl srls spa sapa ss oy oyj ab as asa aps ivs is hf ehf ou oue uab "
    "sia doo dd kft zrt rt sro spzoo pty pte pvt kk bvba sprl comm vzw asbl haftungsbeschrankt coop cooperatie".split()
)
"""How companies are incorporated, as the last words of their names, without dots and accents (seleqt's own list)."""


def company_key(company: str, email: str = "") -> str:
    """What makes two leads of one company: the folded name, else the mail domain, '' for free mail and unknown.

    Case, accents, punctuation and legal forms at the end do not count. `email` is normalised.
    """
    if company:
        folded = unicodedata.normalize("NFKD", company.casefold().replace("ß", "ss").replace(".", "").replace("'", "").replace("’", ""))
        letters = (char if char.isalnum() else " " for char in folded if unicodedata.category(char) != "Mn")
        words = "".join(letters).split()
        while len(words) > 1 and words[-1] in _LEGAL_FORMS:
            words.pop()
        if words:
            return " ".join(words)
    domain = email.rpartition("@")[2]
    return "" if domain in FREE_MAIL else domain


_DOTS_MEAN_NOTHING: Final = frozenset({"gmail.com", "googlemail.com"})


def mailbox_key(email: str) -> str:
    """The mailbox behind a normalised address: without a +tag, and without dots at Gmail (support.google.com/mail/answer/7436150).

    Two addresses with one key are likely the same person, never surely: elsewhere a plus sign may be part of a name.
    """
    local, _, domain = email.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTS_MEAN_NOTHING:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def likely_same(first_name: str, last_name: str, company: str) -> str:
    """The key by which two leads with different addresses look like one person: same name at the same company, '' if unknown.

    `company` is a company_key.
    """
    if not (first_name and last_name and company):
        return ""
    name = unicodedata.normalize("NFKD", f"{first_name} {last_name}".casefold())
    letters = "".join(char if char.isalnum() else " " for char in name if unicodedata.category(char) != "Mn")
    return f"{' '.join(letters.split())}|{company}"
