"""What the folders of an account are for: by what the server says (RFC 6154), else by the names that mail programs give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from imapclient import imap_utf7

from seleqt_cli.ports.mailbox import Folder, Role

_ATTRIBUTES: Final[dict[str, Role]] = {
    "all": "all", "allmail": "all", "junk": "junk", "spam": "junk", "sent": "sent", "drafts": "drafts", "trash": "trash",
    "archive": "archive",
}  # fmt: skip
"""RFC 6154 section 2, and what Gmail's old XLIST called them."""
_NAMES: Final[dict[Role, str]] = {
    # As Outlook, Apple Mail, Thunderbird, Gmail, Horde and the large providers name them in en, nl, de, fr, es, it.
    "sent": """Sent|Sent Items|Sent Messages|Sent Mail|Sent-Mail|Verzonden|Verzonden items|Verzonden berichten|Verzonden e-mail
        |Gesendet|Gesendete Objekte|Gesendete Elemente|Gesendete Nachrichten|Envoyés|Éléments envoyés|Messages envoyés|Courrier envoyé
        |Enviados|Elementos enviados|Mensajes enviados|Correo enviado|Posta inviata|Inviati|Inviata|Elementi inviati|Messaggi inviati""",
    "junk": """Junk|Junk E-mail|Junk Email|Junk-E-Mail|Junk Mail|Spam|Bulk|Bulk Mail|Spamverdacht|Ongewenst|Ongewenste e-mail
        |Ongewenste post|Ongewenste reclame|Unerwünscht|Unerwünschte Werbung|Werbung|Courrier indésirable|Indésirables|Pourriel|Spams
        |Correo no deseado|Correo basura|No deseado|Posta indesiderata|Indesiderata|Posta non desiderata""",
    "drafts": """Drafts|Draft|Concepten|Entwürfe|Entwurf|Brouillons|Brouillon|Borradores|Borrador|Bozze""",
    "trash": """Trash|Bin|Deleted|Deleted Items|Deleted Messages|Prullenbak|Prullenmand|Verwijderd|Verwijderde items|Verwijderde berichten
        |Papierkorb|Gelöscht|Gelöschte Objekte|Gelöschte Elemente|Corbeille|Éléments supprimés|Messages supprimés|Papelera|Eliminados
        |Elementos eliminados|Mensajes eliminados|Cestino|Posta eliminata|Elementi eliminati|Eliminati""",
    "archive": "Archive|Archives|Archived|Archief|Archiv|Archivo|Archivio",
}  # fmt: skip
_GMAIL: Final = frozenset({"[gmail]", "[google mail]"})
_GMAIL_ALL: Final = frozenset({"all mail", "alle berichten", "alle nachrichten", "tous les messages", "todos", "tutti i messaggi"})
_BY_NAME: Final[dict[str, Role]] = {
    name.strip().casefold(): role for role, names in _NAMES.items() for name in names.split("|") if name.strip()
}
_NOT_A_FOLDER: Final = frozenset({"noselect", "nonexistent"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder as LIST tells it: `octets` its name on the wire, `attributes` lower case without backslash."""

    octets: bytes
    attributes: frozenset[str]
    delimiter: str

    @property
    def name(self) -> str:
        """As people read it; what is no modified UTF-7 (RFC 3501 section 5.1.3) is shown as it is."""
        try:
            name = cast(str, imap_utf7.decode(self.octets)) if self.octets.isascii() else self.octets.decode("utf-8")
            name.encode("utf-8")
        except (ValueError, UnicodeError):
            return self.octets.decode("latin-1")
        return name


def wire_name(name: str) -> bytes:
    """A folder's name in modified UTF-7."""
    return cast(bytes, imap_utf7.encode(name))


def can_be_asked_for(octets: bytes) -> bool:
    """Whether a name can stand in a command: a line end in it would begin another one."""
    return bool(octets) and not any(octet < 32 or octet == 127 for octet in octets)


def roles(listed: Iterable[Listed]) -> list[Folder]:
    """Every folder that can be opened, with its role, INBOX first. A name decides only about what no attribute says."""
    folders = [folder for folder in listed if can_be_asked_for(folder.octets) and not folder.attributes & _NOT_A_FOLDER]
    told = [(folder, _by_attribute(folder)) for folder in folders]
    known = {role for _, role in told if role is not None}
    found = [Folder(folder.name, role or _unless(known, _by_name(folder))) for folder, role in told]
    return sorted(found, key=lambda folder: folder.role != "inbox")


def _by_attribute(folder: Listed) -> Role | None:
    if folder.octets.upper() == b"INBOX":
        return "inbox"
    return next((_ATTRIBUTES[attribute] for attribute in sorted(folder.attributes) if attribute in _ATTRIBUTES), None)


def _by_name(folder: Listed) -> Role:
    """Only at the top, under INBOX or under Gmail's own: `Clients/Spam` is somebody's project."""
    path = _path(folder)
    if path[:-1] and path[0] in _GMAIL and path[-1] in _GMAIL_ALL:
        return "all"
    if len(path) == 1 or (len(path) == 2 and (path[0] == "inbox" or path[0] in _GMAIL)):
        return _BY_NAME.get(path[-1], "other")
    return "other"


def _path(folder: Listed) -> Sequence[str]:
    name = folder.name.casefold()
    return name.split(folder.delimiter.casefold()) if folder.delimiter else [name]


def _unless(known: set[Role], role: Role) -> Role:
    return "other" if role in known else role
