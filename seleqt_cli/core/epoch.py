"""Whether a database is the one that sent last: an older copy put back, or a second copy, must send nothing (RELIABILITY F14, F15).

Every process that sends gives the database a new epoch and counts what it sends, in the database and in a record outside of
it. A database that does not go with the record does not know everything that was sent from it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """What a database says of itself. `epoch`: of the last process that sent; '' and 0 when nothing was ever sent."""

    path: str
    epoch: str
    sends: int


@dataclass(frozen=True, slots=True)
class Witness:
    """What the record outside says. `coming`: an epoch that was about to be written into the database, '' for none."""

    path: str
    epoch: str
    coming: str
    sends: int


def trouble(database: Sender, witness: Witness | None, *, other: bool) -> str:
    """Why the database must not send before Sent was read, '' when it may. `other`: at the witness's path lies one of the same id."""
    if witness is None:
        return "" if not database.sends else "it has sent before, and nothing on this machine knows of it: a copy from another one?"
    if database.sends < witness.sends:
        missing = witness.sends - database.sends
        return f"{missing} {'sends are' if missing > 1 else 'send is'} missing in it: was an older copy put back?"
    if database.path != witness.path and other:
        return f"it is a copy: the one that sent last is {witness.path}"
    if database.epoch not in (witness.epoch, witness.coming):
        return "another copy of it has sent since"
    return ""
