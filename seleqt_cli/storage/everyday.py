"""Everyday questions that a person asks at a terminal, in SQLModel. Nothing hot imports this module."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, and_, col, or_, select

from seleqt_cli.storage.tables import Account, Meta, Suppression

PAGE = 1000


@contextmanager
def session(connection: sqlite3.Connection) -> Iterator[Session]:
    """A session for reading on a connection that is open already and in no transaction; the connection stays open."""
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with Session(engine) as opened:
        yield opened


def suppressions(connection: sqlite3.Connection, *, kind: str = "", search: str = "") -> Iterator[Suppression]:
    """Who is never to be contacted, by kind and value, a page at a time; `search` is a part of the value or the reason."""
    last: Suppression | None = None
    while True:
        query = select(Suppression).order_by(Suppression.kind, Suppression.value).limit(PAGE)
        if kind:
            query = query.where(Suppression.kind == kind)
        if search:
            query = query.where(
                or_(col(Suppression.value).contains(search, autoescape=True), col(Suppression.reason).contains(search, autoescape=True))
            )
        if last is not None:
            behind = and_(col(Suppression.kind) == last.kind, col(Suppression.value) > last.value)
            query = query.where(or_(col(Suppression.kind) > last.kind, behind))
        with session(connection) as reading:
            page = reading.exec(query).all()
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1]


def accounts(connection: sqlite3.Connection) -> dict[str, Account]:
    """Every account that was ever applied, by its key."""
    with session(connection) as reading:
        return {found.key: found for found in reading.exec(select(Account)).all()}


def meta(connection: sqlite3.Connection, prefix: str) -> dict[str, str]:
    """What is written about the whole database under names with a beginning, by the rest of the name."""
    with session(connection) as reading:
        rows = reading.exec(select(Meta).where(col(Meta.key).startswith(prefix, autoescape=True))).all()
    return {row.key.removeprefix(prefix): row.value for row in rows}
