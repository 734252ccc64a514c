"""The people of a campaign on the fake LinkedIn: how each stands to the account, and what each does by themselves, the same every time."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.servers.linkedin.model import Person, Post


class Kind(StrEnum):
    """How somebody stands to the account, and what they do."""

    ACCEPTS = "accepts the day after"
    IGNORES = "never answers"
    TALKS_BACK = "answers the invitation without accepting it"
    ANSWERS = "accepts, and answers the first message"
    CREATOR = "is followed first, Connect is under More; never answers"
    RENAMED = "has another slug by now, accepts the day after"
    PENDING = "was invited by hand before"
    CONNECTED = "is a connection already"
    INCOMING = "invited the account"
    FOLLOWED = "can only be followed"
    WANTS_EMAIL = "is invited only by who knows the address"
    GONE = "has no profile any more"
    NAMESAKE = "is somebody else"


INVITED = frozenset({Kind.ACCEPTS, Kind.IGNORES, Kind.TALKS_BACK, Kind.ANSWERS, Kind.CREATOR, Kind.RENAMED})
"""Who may get an invitation; all others never."""
_FIRST = ("Ada", "Bo", "Cas", "Dirk", "Eva", "Fem", "Gijs", "Hugo", "Iris", "Joep", "Kees", "Lise", "Mara", "Nils", "Olaf", "Puck", "Quin",
          "Roos", "Stef", "Tess", "Umar", "Vera", "Wout", "Xena", "Yara", "Zoë")  # fmt: skip
_STATES = {
    Kind.PENDING: "pending", Kind.CONNECTED: "connected", Kind.INCOMING: "incoming", Kind.FOLLOWED: "follow_only",
    Kind.WANTS_EMAIL: "email_required", Kind.GONE: "removed",
}  # fmt: skip


@dataclass(frozen=True)
class Somebody:
    """One lead. `slug`: as the lead file has it; `there`: what the site calls them; `tag`: vip people get a note."""

    number: int
    kind: Kind
    tag: str

    @property
    def first(self) -> str:
        return _FIRST[self.number % len(_FIRST)]

    @property
    def last(self) -> str:
        return f"Van Dijk-{chr(97 + self.number // 26)}{chr(97 + self.number % 26)}"

    @property
    def slug(self) -> str:
        return f"person-{self.number:02}"

    @property
    def there(self) -> str:
        return f"{self.slug}-new" if self.kind is Kind.RENAMED else self.slug

    @property
    def email(self) -> str:
        return f"lead{self.number}@company{self.number}.example"

    @property
    def note(self) -> str:
        """The note of who gets one, with what breaks: a line break, an apostrophe, an emoji."""
        return f"Hi {self.first},\nI’m Anna 👋 Shall we connect?" if self.tag == "vip" else ""

    def person(self) -> Person:
        """On the site."""
        name = "Jan Anders" if self.kind is Kind.NAMESAKE else f"{self.first} {self.last}"
        return Person(
            self.there, name, _STATES.get(self.kind, "none"), aliases=(self.slug,) if self.there != self.slug else (),  # type: ignore[arg-type]
            follow_primary=self.kind is Kind.CREATOR, posts=[Post(f"71000000{self.number:02}")],
        )  # fmt: skip

    def row(self) -> str:
        """As a lead of the file."""
        profile = f"https://www.linkedin.com/in/{self.slug}/"
        return (
            f"        - {{email: {self.email}, linkedin: '{profile}', first_name: {self.first}, last_name: {self.last}, "
            f"company: Company {self.number}, tags: {self.tag}}}\n"
        )


def crowd(kinds: Iterable[Kind], *, vips: int, start: int = 1) -> list[Somebody]:
    """People in the order of the kinds; the first `vips` of those that can be invited get a note."""
    found = []
    for number, kind in enumerate(kinds, start):
        vip = kind in INVITED and vips > 0
        vips -= vip
        found.append(Somebody(number, kind, "vip" if vip else "plain"))
    return found
