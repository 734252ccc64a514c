"""`seleqt privacy erase`: a person is forgotten."""

from typing import TYPE_CHECKING, Annotated

import typer

from seleqt_cli.cli.context import Context, context_of
from seleqt_cli.cli.options import with_json
from seleqt_cli.cli.prompts import confirm
from seleqt_cli.core.errors import UsageProblem

if TYPE_CHECKING:
    from seleqt_cli.wiring.erasing import Erased


def mount(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command()(erase)


@with_json
def erase(
    ctx: typer.Context,
    lead: Annotated[str, typer.Argument(metavar="LEAD", help="Address, profile, name or number.")],
    files: Annotated[bool, typer.Option("--files", help="Take their rows out of the workspace's lead files too.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
) -> int:
    """Forget a person: journeys end, every table, outbox, log and copy of the database is cleared of them.

    What was done stays as a count. A keyed hash of their address, profile and telephone number stays too, outside of the database
    as well: no import takes them back, and no backup brings them back. Afterwards every byte of the home, the outboxes and the
    state folder is looked at, in the encodings that mails and databases use; if anything is found, that is said and the exit code
    is 1. Lead files that still hold them are named; --files takes their rows out, and leaves every other byte as it is.

    \b
    Not ours, and said: the history of git, mails in the folders of your mail
    provider, encrypted backups (restore erases them again).

    \b
    Example:
      seleqt privacy erase noor@windmill.example --files
    """
    from contextlib import closing

    from seleqt_cli.wiring.erasing import erasure

    context = context_of(ctx)
    services = context.services
    with closing(services.connect()) as connection:
        work = erasure(services, connection, lead)
        counts = ", ".join(f"{count} {one if count == 1 else many}" for one, many, count in work.counts() if count)
        counts = counts or "nothing else is kept of them"
        question = (
            f"{work.lead.key} was erased; look again for what is left?" if work.again else f"Erase {work.lead.key} for good ({counts})?"
        )
        if not confirm(question, yes=yes):
            raise UsageProblem("nothing was changed")
        done = work.do(files=files)
    if context.json:
        context.screen.document(_document(done))
    else:
        _tell(context, done, files=files)
    return 1 if done.hits or done.searched.unreadable else 0


def _tell(context: Context, done: "Erased", *, files: bool) -> None:
    say, warn = context.screen.say, context.screen.warn
    stopped = f", stopped in {', '.join(dict.fromkeys(done.ended))}" if done.ended else ""
    say(f"{done.person}: erased{' before; everything was gone through again' if done.again else stopped}")
    for count, what in (
        (done.mails, "mail taken out of the outbox"),
        (done.logs, "log cleared"),
        (len(done.copies), "copy of the database removed"),
    ):
        if count:
            first, _, rest = what.partition(" ")
            word = first if count == 1 else {"copy": "copies"}.get(first, f"{first}s")
            say(f"{count} {word} {rest}")
    for name, count in done.rows.items():
        say(f"{name}: {count} {'row' if count == 1 else 'rows'} taken out")
    for name, why in done.kept.items():
        advice = why or ("a mention that is no row: put it right by hand" if files else "take their rows out by hand, or with --files")
        warn(f"{name} still holds them: {advice}")
    if done.rows or done.kept:
        say("If these files are in git, its history still holds them: that is not seleqt's to change.")
    for name in done.windows:
        warn(f"the LinkedIn window {name} is open: close it, then type the same again to clear what its browser remembers")
    if done.provider:
        mails = "mail" if done.provider == 1 else "mails"
        say(f"{done.provider} {mails} to them may lie in your Sent folder, and answers in your inbox: delete them there.")
    for backup in done.backups:
        say(f"backup {backup}: encrypted, not looked into; restore erases them again. Delete it when you can.")
    for number in done.requests:
        say(f"request {number} can be answered now: seleqt privacy request answer {number}")
    searched = done.searched
    say(
        f"looked at {searched.octets:,} bytes in {searched.files:,} files: {'nothing of them is left' if not done.hits else 'still found:'}"
    )
    for hit in done.hits:
        warn(f"{hit.path}: {', '.join(hit.what)}")
    for what in done.unsearched:
        say(f"their {what} was not looked for: another lead has the like")
    if searched.unreadable:
        warn(f"{searched.unreadable} files could not be read, so that nothing is known of them")


def _document(done: "Erased") -> dict[str, object]:
    return {
        "again": done.again, "stopped": done.ended, "mails": done.mails, "logs": done.logs, "copies": [str(path) for path in done.copies],
        "rows": done.rows, "still_in": done.kept, "windows_open": done.windows, "backups": [str(path) for path in done.backups],
        "provider_mails": done.provider, "searched": {"files": done.searched.files, "bytes": done.searched.octets},
        "unreadable": done.searched.unreadable, "not_looked_for": done.unsearched, "requests": done.requests,
        "found": [{"file": str(hit.path), "what": list(hit.what)} for hit in done.hits],
    }  # fmt: skip
