"""Form letters: a plain mail with everything filled in but the lead's own fields, so that a further lead costs next to nothing.

What a mail says besides those fields is the same for all leads of a step, sender, language and source. A form is made only
where the outcome is surely the one of the long way (messages.render): words without choices and conditions, every field of
the sender and the business there, no edge that would have to be trimmed, nothing that must not stand in a mail.
"""

from collections.abc import Mapping
from typing import TypeAlias

from seleqt_cli.messages.fields import LARGEST_OUTPUT, NAMESPACES, Fields
from seleqt_cli.messages.footers import beneath
from seleqt_cli.messages.pieces import Field
from seleqt_cli.messages.plain_text import fault_in_header, fault_in_text
from seleqt_cli.messages.pretence import prefix_of_answer
from seleqt_cli.messages.template import Template

Groups: TypeAlias = Mapping[str, Fields]
"""What `sender`, `business`, `campaign` and `step` hold."""


class Form:
    """A text with blanks for fields of the lead."""

    __slots__ = ("_blanks", "_parts", "fixed")

    def __init__(self, parts: list[str | Field]) -> None:
        self._parts = [part if isinstance(part, str) else "" for part in parts]
        self._blanks = [(at, part.name, part.fallback) for at, part in enumerate(parts) if isinstance(part, Field)]
        self.fixed = "".join([*self._parts, *(fallback for _, _, fallback in self._blanks if fallback)])
        """What may stand in it besides the lead's values."""

    @property
    def blanks(self) -> bool:
        """Whether there are any."""
        return bool(self._blanks)

    @property
    def trimmed(self) -> bool:
        """Whether it begins and ends with signs of its own, whatever is filled in."""
        first, last = self._parts[0], self._parts[-1]
        return bool(first and last) and not (first[0].isspace() or last[-1].isspace())

    def followed_by(self, text: str) -> "Form":
        """The same with a text behind it."""
        blanks = {at: Field(name, "", fallback) for at, name, fallback in self._blanks}
        return Form([*(blanks.get(at, part) for at, part in enumerate(self._parts)), text])

    def fill(self, values: Mapping[str, str]) -> str | None:
        """The text for a lead; None when the lead lacks something, or it becomes too long."""
        parts = self._parts.copy()
        for at, name, fallback in self._blanks:
            value = values.get(name, fallback)
            if value is None:
                return None
            parts[at] = value
        text = "".join(parts)
        return text if len(text) <= LARGEST_OUTPUT else None


class FormLetter:
    """The mail of one step, sender, language and source. `subject`: None where the mail goes on in its thread."""

    __slots__ = ("_subject", "_text", "language")

    def __init__(self, subject: Form | None, text: Form, language: str) -> None:
        self._subject = subject
        self._text = text
        self.language = language

    def fill(self, values: Mapping[str, str], thread: str) -> tuple[str, str] | None:
        """Subject and text for a lead whose values may all stand in a mail; None where anything is amiss. `thread`: the reply's subject."""
        text = self._text.fill(values)
        subject: str | None = thread
        if self._subject is not None:
            subject = self._subject.fill(values)
            subject = subject and subject.strip()
            if subject and prefix_of_answer(subject):
                return None  # whether it may is decided the long way
        if text is None or not subject or fault_in_header(subject):
            return None
        return subject, text


def letter_of(
    subject: Template | None, body: Template, signature: Template | None, footer: Template | str, groups: Groups, own: Mapping[str, str],
    language: str,
) -> FormLetter | None:  # fmt: skip
    """The form of a mail; None where it takes the long way. `own`: names that are no field of the lead in the footer."""
    heading = form_of(subject, groups) if subject is not None else None
    text = form_of(body, groups)
    under = [] if signature is None else [form_of(signature, groups)]
    under.append(Form([footer]) if isinstance(footer, str) else form_of(footer, groups, own))
    if (subject is not None and heading is None) or text is None or not text.trimmed:
        return None
    beneath_it = [""] if signature is None else []
    for form in under:
        if form is None or form.blanks:  # a lead's field there: they are trimmed one by one
            return None
        beneath_it.append(form.fixed.strip())
    text = text.followed_by(beneath("", *beneath_it))
    return None if fault_in_text(text.fixed) else FormLetter(heading, text, language)


def form_of(template: Template, groups: Groups, own: Mapping[str, str] | None = None) -> Form | None:
    """A template with everything filled in but the lead's fields; None where that cannot be done.

    `own`: names that mean something else here than a field of the lead.
    """
    parts: list[str | Field] = []
    for piece in template.pieces or ():
        found = piece if isinstance(piece, str) else _known(piece, groups, own or {}) if isinstance(piece, Field) else None
        if found is None:
            return None
        if isinstance(found, str) and parts and isinstance(parts[-1], str):
            parts[-1] += found
        else:
            parts.append(found)
    return Form(parts) if parts else None


def _known(piece: Field, groups: Groups, own: Mapping[str, str]) -> str | Field | None:
    """The value of a field that is the same for all leads, or the field of the lead; None where a value is missing."""
    if piece.attribute and piece.name != "lead":
        return groups[piece.name].get(piece.attribute, piece.fallback)
    if piece.name in own:
        return own[piece.name]
    if not piece.attribute and piece.name in NAMESPACES:
        return None
    return Field(piece.attribute or piece.name, "", piece.fallback)
