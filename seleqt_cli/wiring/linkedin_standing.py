"""Who clicks for LinkedIn senders, as the tables say: light enough for `status`."""

from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.linkedin.standing import Acting, Standing, acting
from seleqt_cli.storage.linkedin import SqliteLinkedIn
from seleqt_cli.storage.sqlite_store import SqliteStore


def acting_of(store: SqliteLinkedIn, sender: Sender, now: int) -> Acting:
    """Who clicks for a sender at a moment."""
    return acting(standing_of(store, sender), sender.name, now)


def standing_of(store: SqliteLinkedIn, sender: Sender) -> Standing:
    """What is known of a sender's window."""
    profile, sights = store.profile(sender.account), store.sights(sender.account)
    signed_in_at, agreed = (profile.signed_in_at, profile.agreed) if profile is not None else (0, "")
    return Standing(sender.mode, signed_in_at, agreed, sights.checked_at, sights.missing)


def mode_words(store: SqliteStore, sender: Sender, now: int) -> str:
    """The mode of a LinkedIn sender in words, '' where nobody asked for a window: its steps are tasks, as ever."""
    linkedin = SqliteLinkedIn(store)
    if sender.mode == "open" or (sender.mode == "fill" and linkedin.profile(sender.account) is None):
        return ""
    found = acting_of(linkedin, sender, now)
    return f"mode {found.mode}" + (f": {found.lacks} ({found.todo})" if found.lacks else "")
