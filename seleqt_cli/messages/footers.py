"""What stands under a mail: the notice and the postal address under a first one, the opt-out line under every one."""

from collections.abc import Mapping
from typing import Final

from seleqt_cli.core.campaign import Business
from seleqt_cli.messages.languages import FALLBACK, WORDINGS

OPT_OUT: Final = "opt_out"
"""A footer of one's own puts the opt-out line where `{{ opt_out }}` stands, or gets it below."""


def choose_language(lead: str, campaign: str, own: Mapping[str, str]) -> str:
    """The first of the lead's and the campaign's language that has a text (shipped or in `own`), else English.

    `nl-BE` and `nl_BE` count as `nl`, unless the file has a footer for the longer name.
    """
    for wanted in (lead, campaign):
        name = wanted.strip().lower().replace("_", "-")
        for candidate in (name, name.partition("-")[0]):
            if candidate and (candidate in WORDINGS or candidate in own):
                return candidate
    return FALLBACK


def opt_out_line(language: str) -> str:
    """The sentence that says how to be left alone, in every mail (SPEC 13 rule 18)."""
    return (WORDINGS.get(language) or WORDINGS.get(language.partition("-")[0]) or WORDINGS[FALLBACK]).opt_out


def footer_template(business: Business, language: str) -> str:
    """The template under a first mail: the file's own for this language, else the shipped one."""
    line = "{{ " + OPT_OUT + " }}"
    own = business.footer.get(language)
    if own is not None:
        return own.strip() if OPT_OUT in own else f"{own.strip()}\n{line}"
    wording = WORDINGS.get(language.partition("-")[0]) or WORDINGS[FALLBACK]
    lines = ["{{ business.name }}, {{ business.address }}", wording.notice, line]
    if business.privacy_url:
        lines.append(wording.privacy)
    return "\n".join(lines)


def beneath(body: str, signature: str, footer: str) -> str:
    """A whole plain text: body, signature, and the footer behind the usual `-- ` line (RFC 3676 section 4.3).

    A signature that brings such a line keeps it, and no second one is put before the footer.
    """
    parts = [body]
    marked = False
    if signature:
        first, _, _ = signature.partition("\n")
        marked = first.rstrip() == "--"
        parts.append("-- " + signature[len(first) :] if marked else signature)
    if footer:
        parts.append(footer if marked else f"-- \n{footer}")
    return "\n\n".join(parts) + "\n"
