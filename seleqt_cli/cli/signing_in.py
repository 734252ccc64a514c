"""`senders login` at the terminal: shows what was found, asks, opens the browser, says what was kept where."""

import asyncio
import getpass
import sys
import threading
from dataclasses import dataclass
from typing import Any

from seleqt_cli.cli.context import Context
from seleqt_cli.cli.prompts import ask, confirm, interactive
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import UsageProblem
from seleqt_cli.core.providers import provider_of


@dataclass(frozen=True, slots=True)
class Wishes:
    """The flags of `senders login`."""

    stdin: bool = False
    verify: bool = True
    store: str = ""
    device: bool = False
    paste: bool = False
    client_id: str = ""
    client_file: str = ""
    tenant: str = ""
    yes: bool = False
    find: bool = False


def log_in(context: Context, machine: Any, sender: Sender, wishes: Wishes) -> None:
    """Everything from an account's name to a login that is kept. Raises SeleqtError; then nothing was kept."""
    from seleqt_cli.wiring.account_login import keep_client, keep_login, prove

    if wishes.store not in ("", "file", "keyring"):
        raise UsageProblem(f"--store {wishes.store}: it can be file or keyring")
    oauth = sender.auth in ("google", "microsoft")
    if (wishes.device or wishes.paste or wishes.client_id or wishes.client_file or wishes.tenant) and not oauth:
        raise UsageProblem(f"{sender.name} has auth: {sender.auth}; these flags are for auth: google and auth: microsoft")
    if oauth and wishes.stdin:
        raise UsageProblem(f"{sender.name} has auth: {sender.auth}: there is no password to read")
    if not oauth and not wishes.stdin and not interactive():
        raise UsageProblem("nobody is at a terminal to type the password", advice=f"seleqt senders login {sender.name} --stdin < FILE")
    sender = _with_servers(context, machine, sender, wishes)
    secret, text, client = _signed_in(context, machine, sender, wishes) if oauth else _password(sender, stdin=wishes.stdin)
    if wishes.verify:  # a server that says nothing is waited for: for a minute and longer
        context.screen.say(f"{sender.name}: trying it at {' and '.join(dict.fromkeys(_hosts(sender)))}")
    proved = prove(sender, "xoauth2" if oauth else "password", secret, machine.clock.elapsed) if wishes.verify else []
    where = keep_login(machine, sender, text, wishes.store, context.services.person)
    if client is not None:
        keep_client(context.services, sender.auth, client, wishes.store)
    took = " and ".join(f"{host} took it" for host in dict.fromkeys(proved)) or "not verified"
    context.screen.say(f"{sender.name}: {'sign-in' if oauth else 'password'} kept in {where}, {took}")
    _afterwards(context, machine, sender, proved=bool(proved))


def _with_servers(context: Context, machine: Any, sender: Sender, wishes: Wishes) -> Sender:
    """Show where the account sends and reads; look for it over the network when nobody knows, and ask whether it is right."""
    from seleqt_cli.wiring.account_login import find_servers, found_before, keep_servers

    say = context.screen.say
    if sender.smtp is None or (wishes.find and found_before(machine, sender)):
        say(f"{sender.name}: the file names no server; asking {sender.address.rpartition('@')[2]} for its servers")
        found = find_servers(machine, sender)
        whose = f" of {found.provider}" if found.provider else ""
        say(f"  found by {found.found_by}{whose}: send over {_shown(found.smtp)}, read from {_shown(found.imap)}")
        if found.note:
            say(f"  {found.note}")
        if not confirm("Use these servers?", yes=wishes.yes):
            raise UsageProblem(
                "nothing was kept", advice=f"write smtp: HOST:587 and imap: HOST:993 under senders.{sender.name}, and seleqt apply"
            )
        return keep_servers(machine, sender, found, context.services.person)
    provider = provider_of(sender)
    if provider is not None and sender.smtp == provider.smtp:
        say(f"{sender.name}: {provider.name}, send over {_shown(sender.smtp)}, read from {_shown(sender.imap)}")
        if sender.auth == "password" and provider.note:
            say(f"  {provider.note}")
    return sender


def _hosts(sender: Sender) -> list[str]:
    return [f"{one.host}:{one.port}" for one in (sender.smtp, sender.imap) if isinstance(one, Server)]


def _password(sender: Sender, *, stdin: bool) -> tuple[str, str, None]:
    user = sender.login or sender.address
    password = sys.stdin.readline().rstrip("\r\n") if stdin else getpass.getpass(f"Password of {user}: ")
    if not password:
        raise UsageProblem("an empty password is none; nothing was kept")
    return password, password, None


def _signed_in(context: Context, machine: Any, sender: Sender, wishes: Wishes) -> tuple[str, str, Any]:
    """The access token to try, the sign-in to keep, and the client id to keep for others, None when it was not said now."""
    from seleqt_cli.wiring.account_login import by_browser, by_device, by_paste, client_for

    services, say = context.services, context.screen.warn
    client = client_for(services, sender, client_id=wishes.client_id, client_file=wishes.client_file, tenant=wishes.tenant)
    if wishes.client_id and sender.auth == "google" and not client.secret and interactive():
        client = type(client)(client.id, getpass.getpass("Client secret (Google gives one to desktop apps): "), client.tenant)
    if wishes.device:
        found = asyncio.run(by_device(machine, sender, client, lambda url, code: say(f"Open {url} on any machine and type in {code}")))
    elif wishes.paste or not (_has_browser(services.environment) or not interactive()):
        if not interactive():
            raise UsageProblem("nobody is at a terminal to paste the answer", advice="--device, or sign in on another machine")
        found = by_paste(machine, sender, client, _pasted)
    else:
        found = asyncio.run(by_browser(machine, sender, client, lambda url: _open(context, url)))
    return found.access_token, found.text(), client if wishes.client_id or wishes.client_file else None


def _open(context: Context, url: str) -> None:
    """Show the address and open it; in a thread, as some browsers only return when they are closed."""
    import webbrowser

    context.screen.warn(f"Sign in in the browser. Should none open, open this address on this machine (or use --paste):\n{url}")
    if _has_browser(context.services.environment):
        threading.Thread(target=webbrowser.open, args=(url,), name="browser", daemon=True).start()


def _pasted(url: str) -> str:
    sys.stderr.write(
        f"Open this address in a browser on any machine and agree:\n{url}\n"
        "The browser then ends at a page that cannot be reached. Copy the address of that page.\n"
    )
    return ask("Paste it here", "")


def _has_browser(environment: Any) -> bool:
    """Whether a browser with a window can be opened; one inside this terminal would take it away."""
    if sys.platform in ("darwin", "win32"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def _afterwards(context: Context, machine: Any, sender: Sender, *, proved: bool) -> None:
    """What else stands between this login and a mail."""
    from seleqt_cli.wiring.account_login import free_after_login, overriding_variable

    variable = overriding_variable(context.services, sender)
    if variable:
        context.screen.warn(f"{variable} is set here and comes before what was kept")
    held = machine.planner.blocked.get(sender.account, "")
    if held and proved and free_after_login(machine, sender, context.services.person):
        context.screen.say(f"{sender.name} was {held}; it goes on")
    elif held:
        context.screen.warn(f"{sender.name} is {held} (seleqt senders resume {sender.name})")


def _shown(server: Server | str | None) -> str:
    return f"{server.host}:{server.port}" if isinstance(server, Server) else "nowhere (no replies are seen)"
