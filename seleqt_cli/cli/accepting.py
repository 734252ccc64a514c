"""Accepting campaigns.yaml: what `seleqt apply` and `seleqt run --apply` do, and what they say about it."""

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem


def accept(context: Context, *, yes: bool) -> None:
    """Check the file, apply it, and say what it means."""
    services = context.services
    screen = context.screen
    _, loaded = services.workspace()
    for problem in loaded.problems:
        screen.say(str(problem))
    services.ready_to_apply(loaded)
    connection = services.connect(create=True)
    missing = services.campaigns_missing(connection, loaded)
    if missing and not confirm(f"{', '.join(missing)}: running, but not in the file any more. Pause?", yes=yes):
        raise UsageProblem("nothing was applied", advice="put the campaign back into the file, or answer yes")
    result = services.apply(loaded, connection, lambda name, done, total: None)
    connection.close()
    if context.json:
        screen.document(
            {
                "campaigns": [
                    {
                        "campaign": one.campaign, "enrolled": one.started, "refused": dict(one.not_contacted()),
                        "row_removed": {"ended": one.listed.ended, "going_on": one.listed.going_on, "back": one.listed.back},
                    }
                    for one in result.campaigns
                ],
                "paused": result.paused,
                "held": dict(result.held),
                "begun_anew": dict(result.anew),
            }
        )  # fmt: skip
        return
    for one in result.campaigns:
        imported = one.imported
        read = f" ({imported.new} new, {imported.changed} changed)" if imported is not None else ""
        screen.say(f"{one.campaign}: {one.started} {'lead' if one.started == 1 else 'leads'} enrolled{read}")
        for reason, count in sorted(one.not_contacted().items()):
            screen.say(f"  {count} not contacted: {reason}")
        if ended := one.listed.ended:
            screen.say(f"  {_many(ended, 'ends', 'end')}: not in the lead list any more, and nothing was sent")
        if going_on := one.listed.going_on:
            screen.say(f"  {_many(going_on, 'goes', 'go')} on though not in the lead list any more; `seleqt leads stop` ends one")
        if back := one.listed.back:
            screen.say(f"  {_many(back, 'begins', 'begin')} after all: in the lead list again")
        refused = one.rows_refused()
        if imported is not None and refused:
            rows = "1 row" if refused == 1 else f"{refused} rows"
            screen.say(f"  {rows} refused; `seleqt leads import {imported.file} --dry-run` lists them")
    for step, count in result.anew.items():
        screen.say(f"{count} {'journey begins' if count == 1 else 'journeys begin'} anew: {step} is not in the file any more")
    for reason, count in result.held.items():
        screen.warn(f"{count} {'journey is' if count == 1 else 'journeys are'} held: {reason}")
    for name in result.paused:
        screen.say(f"{name}: paused, it is not in the file any more")


def _many(count: int, does: str, do: str) -> str:
    return f"1 journey {does}" if count == 1 else f"{count:,} journeys {do}"
