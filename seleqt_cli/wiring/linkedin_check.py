"""What `senders check` says of a LinkedIn account: who is signed in, who clicks, the last check of its pages, what stopped it."""

from collections.abc import Iterator

from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.health import Finding
from seleqt_cli.core.linkedin.standing import frees, hold_reason
from seleqt_cli.core.setup_check import age
from seleqt_cli.core.zones import day_text
from seleqt_cli.storage.linkedin import SqliteLinkedIn
from seleqt_cli.wiring.linkedin_standing import acting_of
from seleqt_cli.wiring.machine import Machine


def check_linkedin(machine: Machine, sender: Sender) -> tuple[Finding, ...]:
    """From what is written down: no page is opened."""
    return tuple(_findings(machine, sender))


def _findings(machine: Machine, sender: Sender) -> Iterator[Finding]:
    store, now = SqliteLinkedIn(machine.store), machine.clock.now()
    profile, sights = store.profile(sender.account), store.sights(sender.account)
    login, doctor = f"seleqt senders login {sender.name}", f"seleqt linkedin doctor {sender.name}"
    if profile is None:
        text = "nobody signed in at its window; its steps are done in your own browser"
        yield Finding(sender.name, "signed in", "ok" if sender.mode == "open" else "warning", text, "", "sign in", login)
    else:
        text = f"as {profile.name} ({profile.slug}) in {profile.browser} {profile.major}, {age(now - profile.signed_in_at)}"
        yield Finding(sender.name, "signed in", "ok", text)
    acts = acting_of(store, sender, now)
    asked = "" if acts.mode == sender.mode else f", not {sender.mode} as the file asks"
    todo, paste = ("to have it as the file asks", acts.todo) if asked and profile is not None else ("", "")
    yield Finding(sender.name, "mode", "warning" if asked else "ok", f"{acts.mode}{asked}", "", todo, paste)
    if sights.missing:
        text = f"not found {age(now - sights.checked_at)}: {', '.join(sights.missing)}"
        yield Finding(sender.name, "pages", "problem", text, "", "check again, perhaps with a newer seleqt", doctor)
    elif sights.checked_at:
        yield Finding(sender.name, "pages", "ok", f"every part that is needed was found {age(now - sights.checked_at)}")
    elif profile is not None:
        yield Finding(sender.name, "pages", "warning", "never checked", "", "check them", doctor)
    incident = store.incident(sender.account)
    if incident is not None:
        words = f"{age(now - incident.at)}: {hold_reason(incident.stop, incident.text)}"
        yield Finding(sender.name, "incident", "problem", words, "", "when you have looked", frees(incident.stop, sender.name))
    elif (until := store.rests_until(sender.account)) > now:
        yield Finding(
            sender.name,
            "incident",
            "warning",
            f"cleared; the account rests until {day_text(machine.accounts[sender.account].zone.day(until))}",
        )
    else:
        yield Finding(sender.name, "incident", "ok", "none is open")
