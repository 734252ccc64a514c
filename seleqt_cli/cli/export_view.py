"""What LinkedIn's own export told, on the screen."""

from typing import Final

from seleqt_cli.app.linkedin_export import Taken
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.moments import rfc3339

NAMED: Final = 10
"""People named one by one."""


def show_export(context: Context, taken: Taken) -> None:
    """Counts first, then who, and until when the account's messages are known."""
    if context.json:
        context.screen.document(
            {
                "tables": taken.tables, "rows": taken.rows, "refused": taken.refused,
                "connected": taken.connected, "replied": taken.replied,
                "held": taken.held, "contacted": taken.contacted, "by_hand": dict(sorted(taken.counted.items())),
                "messages_until": rfc3339(taken.read_until) if taken.read_until else None,
            }
        )  # fmt: skip
        return
    screen = context.screen
    screen.show(f"{', '.join(taken.tables)}: {taken.rows:,} rows" + (f", {taken.refused:,} could not be read" if taken.refused else ""))
    screen.show(f"  accepted an invitation    {_people(taken.connected)}")
    screen.show(f"  answered                  {_people(taken.replied)}")
    screen.show(f"  you wrote to by hand      {_people(taken.held)}" + ("  (seleqt tasks)" if taken.held else ""))
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(taken.counted.items())) or "nothing new"
    screen.show(f"  counts against limits     {counted}")
    if taken.read_until:
        screen.show(f"  messages are known until  {rfc3339(taken.read_until)}")


def _people(keys: list[str]) -> str:
    if not keys:
        return "nobody new"
    named = ", ".join(keys[:NAMED])
    return named if len(keys) <= NAMED else f"{named} and {len(keys) - NAMED} more"
