"""A message as it will go, before it becomes bytes."""

from typing import Literal, NamedTuple

from seleqt_cli.core.campaign import Attachment

MessageKind = Literal["email", "connect", "message", "inmail"]


class Rendered(NamedTuple):
    """One message for one lead.

    `subject` and `html` are '' where there are none. `variant` is the chosen wording's name, `language` that of the
    footer ('' without one). `continues`: the mail goes on in the thread so far, else it starts one.
    """

    kind: MessageKind
    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    variant: str = ""
    language: str = ""
    continues: bool = False
