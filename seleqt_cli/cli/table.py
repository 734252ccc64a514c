"""The table of commands: what `seleqt --help` shows and which module a command lives in.

It is plain tuples, so that the help of the whole program costs no import. A new command is one row here, one module in
cli/commands that has `app = typer.Typer(...)`, and `python -m tests.house.pages` for its page under docs/reference/commands.
"""

GROUPS: tuple[tuple[str, str], ...] = (
    ("write", "Write campaigns"),
    ("run", "Run them"),
    ("see", "See what happens"),
    ("people", "People and accounts"),
)
"""Key and headline of each block of the help, in its order."""

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("init", "write", "Write a first campaigns.yaml: a few questions, or flags."),
    ("check", "write", "Check the file and write every message for every lead."),
    ("preview", "write", "Show the messages as they would go."),
    ("diff", "write", "Show what an edit changes for journeys and messages."),
    ("apply", "write", "Accept the file: read its leads, enrol who is new."),
    ("schema", "write", "Print the JSON Schema of campaigns.yaml for your editor."),
    ("run", "run", "Send what is due: until stopped, once, or simulated."),
    ("tasks", "run", "Do what waits for you: reviews, LinkedIn steps, calls."),
    ("campaigns", "run", "List, pause, resume and stop campaigns."),
    ("pause", "run", "Stop every send of this home at once."),
    ("resume", "run", "Let it send again."),
    ("resolve", "run", "What may or may not have been sent: decide it."),
    ("backup", "run", "Write an encrypted copy of everything, also during a run."),
    ("restore", "run", "Put a backup in the database's place; send nothing yet."),
    ("status", "see", "Show what is live now: journeys, limits, what comes next."),
    ("explain", "see", "Say what comes next for a lead, when, and why then."),
    ("report", "see", "What came of it: replies and rates by step, variant, day."),
    ("inbox", "see", "What came in: read it now, list, show, classify, correct."),
    ("history", "see", "Show the record of everything done, newest last."),
    ("plan", "see", "Seats, price, dates, limits in force; plan credit."),
    ("audit", "see", "Prove from the history that every promise was kept."),
    ("doctor", "see", "Look at everything that would stop a send."),
    ("hooks", "see", "Who is told what happens (on:), and how that goes."),
    ("leads", "people", "Import, list, change, tag, verify and export leads."),
    ("senders", "people", "Who sends: list, log in, test, check, pause, reassign."),
    ("linkedin", "people", "LinkedIn accounts: check their pages, clear a stop."),
    ("suppress", "people", "People, addresses and domains never to be contacted."),
    ("privacy", "people", "Requests, exports, objections, the record, breaches."),
    ("mark", "people", "Say what only you know: replied, connected, won, later ..."),
)
"""Name, group and one line of help. The module is cli/commands/NAME.py; its app has the same name.

The line is a sentence of at most 60 characters, so that the help fits a terminal of 80.
"""


def module_of(name: str) -> str:
    """Return the dotted module of a command; the name has to be one of the table."""
    return f"seleqt_cli.cli.commands.{name}"


def names() -> list[str]:
    """Return the names of all commands in the order of the help."""
    return [name for group, _ in GROUPS for name, of, _ in COMMANDS if of == group]
