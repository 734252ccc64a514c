"""The kinds of columns that the tables have, and what all tables share."""

from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text, TypeDecorator, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

Value = TypeVar("Value", bound=StrEnum)


class ByValue(TypeDecorator[Value], Generic[Value]):
    """A StrEnum stored as the word that people read, never as the name of its member in the code."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Value]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Value | str | None, dialect: Dialect) -> str | None:
        """To the table."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value | None:
        """From the table. Raises ValueError for a word that is none of the enum's."""
        return None if value is None else self.kind(value)


NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""Instants and counts: 64 bits everywhere ("never" is 2^60), which SQLite calls INTEGER."""


def words(**more: Any) -> Any:
    """Text."""
    return Field(sa_type=Text, **more)


def number(**more: Any) -> Any:
    """An instant, a count, or a truth as 0 and 1."""
    return Field(sa_type=NUMBER, **more)


def blob() -> Any:
    """Octets."""
    return Field(sa_type=LargeBinary)


def row_id() -> Any:
    """The number of a row, given by the database."""
    return Field(sa_type=NUMBER, primary_key=True, default=None, sa_column_kwargs={"nullable": False})


def by_value(kind: type[StrEnum], **more: Any) -> Any:
    """A word of an enum."""
    return Field(sa_type=ByValue(kind), **more)


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


BY_KEY: dict[str, Any] = {"sqlite_with_rowid": False}
"""The arguments of a table that SQLite keeps by its primary key."""


class Row(SQLModel, registry=registry()):
    """What all tables share: one catalogue, `Row.metadata`, with nobody else's tables in it."""
