"""The tables that the availability is measured by as SQLModel classes; see storage/tables."""

from typing import Any, ClassVar

from seleqt_cli.storage.columns import Row, number, row_id, words


class RunTime(Row, table=True):
    """A stretch of time in which a run was there."""

    __tablename__: ClassVar[Any] = "run_time"
    id: int | None = row_id()
    began_at: int = number()
    seen_at: int = number()


class Pause(Row, table=True):
    """A pause of the whole home that was announced."""

    __tablename__: ClassVar[Any] = "planned_pause"
    id: int | None = row_id()
    begins_at: int = number()
    ends_at: int = number()
    reason: str = words()
    announced_at: int = number()
    announced_by: str = words()
