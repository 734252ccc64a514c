"""`senders login`: find the servers, sign in, try it for real, and only then keep it."""

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from seleqt_cli.channels.email import oauth
from seleqt_cli.channels.email.discover import PLACES as KNOWN_PLACES
from seleqt_cli.channels.email.discover import find_settings
from seleqt_cli.channels.email.imap import open_mailbox
from seleqt_cli.channels.email.oauth import Client, SignIn
from seleqt_cli.channels.email.redirect import pasted, redirect
from seleqt_cli.channels.email.smtp import SmtpChannel
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.errors import Failed, Unreachable, UsageProblem
from seleqt_cli.core.guards import about_login
from seleqt_cli.core.providers import MailSettings, domain_of_address, provider_of
from seleqt_cli.engine import clocks
from seleqt_cli.ports.mailbox import MailboxTrouble
from seleqt_cli.storage.accounts import SqliteAccounts
from seleqt_cli.storage.guard_rows import stands
from seleqt_cli.storage.mail_settings import keep_settings, stored_settings
from seleqt_cli.storage.secrets import NoKeyring, variable_name
from seleqt_cli.wiring import signing_in
from seleqt_cli.wiring.inboxes import HELD_BEFORE, UNREADABLE_INBOX
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.signing_in import Login

if TYPE_CHECKING:
    from dns.resolver import Resolver

    from seleqt_cli.wiring.services import Services

BROWSER_SECONDS = 300.0
"""For the person in the browser."""
PLACES: Iterable[str] = KNOWN_PLACES
_NOBODYS_PORT = 41953
"""Where a pasted answer was sent: on the browser's machine nobody need listen, its address line shows the answer all the same."""


def resolver() -> "Resolver":
    """The machine's DNS."""
    from dns.resolver import Resolver

    return Resolver()


def settings_of(address: str, elapsed: Callable[[], float]) -> MailSettings | None:
    """Look for the servers of an address's domain over the network; None when it names none. Raises Unreachable."""
    domain = domain_of_address(address)
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        ascii_domain = domain
    return find_settings(ascii_domain, resolver=resolver(), elapsed=elapsed, places=PLACES)


def find_servers(machine: Machine, sender: Sender) -> MailSettings:
    """Look for the servers of a sender's domain over the network. Raises Failed with what to type when it names none."""
    domain = domain_of_address(sender.address)
    found = settings_of(sender.address, machine.clock.elapsed)
    if found is None:
        raise Failed(
            f"no mail server was found for {domain} (asked: MX, SRV, autoconfig)",
            advice=f"ask your provider, then write under senders.{sender.name}: smtp: HOST:587 and imap: HOST:993, and seleqt apply",
        )
    return found


def keep_servers(machine: Machine, sender: Sender, found: MailSettings, by: str) -> Sender:
    """Keep what a person confirmed, beside the account; returns the sender with it."""
    now = machine.clock.now()
    rows = SqliteAccounts(machine.connection)
    with machine.store.transaction():
        rows.ensure(sender.account, sender.channel, now)
        keep_settings(machine.connection, sender.account, found, now)
        told = {"sender": sender.name, "smtp": _shown(found.smtp), "imap": _shown(found.imap), "found_by": found.found_by, "by": by}
        rows.event(now, "sender_servers", sender.account, told)
    return replace(sender, smtp=found.smtp, imap="none" if sender.imap == "none" else found.imap)


def client_for(services: "Services", sender: Sender, *, client_id: str = "", client_file: str = "", tenant: str = "") -> Client:
    """The client id to sign in with: said now, else in the environment, else kept from an earlier sign-in. Raises UsageProblem."""
    service, said = signing_in.SERVICES[sender.auth], f"SELEQT_{sender.auth.upper()}_"
    environment = services.environment
    known = _kept_client(services, sender.auth)
    secret = environment.get(f"{said}CLIENT_SECRET", "")
    if client_file:
        client = _read_client(client_file)
    elif client_id:
        client = Client(client_id, secret)
    elif environment.get(f"{said}CLIENT_ID"):
        client = Client(environment[f"{said}CLIENT_ID"], secret)
    elif known is not None:
        client = known
    else:
        raise UsageProblem(
            f"{sender.name}: signing in at {service.name} needs a client id, and seleqt ships none",
            advice=f"make one of your own (docs/how-to/{sender.auth}.md), then: seleqt senders login {sender.name} --client-id ID",
        )
    if known is not None and known.id == client.id:
        client = replace(client, secret=client.secret or known.secret, tenant=known.tenant)
    tenant = tenant or environment.get(f"{said}TENANT", "") or client.tenant
    if not all(sign.isalnum() or sign in ".-" for sign in tenant):
        raise UsageProblem(f"{tenant} is no tenant: a domain such as acme.onmicrosoft.com, or an id")
    return replace(client, tenant=tenant)


async def by_browser(machine: Machine, sender: Sender, client: Client, show: Callable[[str], None]) -> SignIn:
    """Sign in in the browser of this machine. `show` is given the address to open."""
    service = signing_in.SERVICES[sender.auth]
    async with redirect(service.redirect_host) as door:
        begun = oauth.attempt(service, client, sender.login or sender.address, door.port)
        show(begun.url)
        code = await door.answer(begun.state, BROWSER_SECONDS)
    return oauth.redeem(service, client, begun, code, now=machine.clock.now(), elapsed=machine.clock.elapsed)


def by_paste(machine: Machine, sender: Sender, client: Client, ask: Callable[[str], str]) -> SignIn:
    """Sign in in a browser anywhere. `ask` shows the address to open and returns the one that the browser ended at."""
    service = signing_in.SERVICES[sender.auth]
    begun = oauth.attempt(service, client, sender.login or sender.address, _NOBODYS_PORT)
    code = pasted(ask(begun.url), begun.state)
    return oauth.redeem(service, client, begun, code, now=machine.clock.now(), elapsed=machine.clock.elapsed)


async def by_device(machine: Machine, sender: Sender, client: Client, show: Callable[[str, str], None]) -> SignIn:
    """Sign in with a code on another machine. `show` is given the address and the code to type in there."""
    service = signing_in.SERVICES[sender.auth]
    if not service.device:
        raise UsageProblem(f"{service.name} gives device codes no access to mail", advice=f"seleqt senders login {sender.name} --paste")
    asked = oauth.device(service, client, elapsed=machine.clock.elapsed)
    show(asked.url, asked.user_code)
    wait, waited = asked.interval, 0
    while waited < asked.seconds:
        await clocks.pause(wait)
        waited += wait
        try:
            return oauth.poll(service, client, asked, now=machine.clock.now(), elapsed=machine.clock.elapsed)
        except oauth.Pending as pending:
            wait += 5 if pending.slower else 0
        except Unreachable:
            wait = min(wait * 2, 60)
    raise Failed("nobody typed the code in before it ran out", advice="type the same again")


def prove(sender: Sender, login: Login, secret: str, elapsed: Callable[[], float]) -> list[str]:
    """Log in for real wherever mail is sent and read; returns the hosts that took it. Raises Failed, and nothing is kept."""
    proved = []
    if sender.smtp is not None:

        async def token(_sender: Sender, refused: str) -> str:
            if refused:
                raise Failed("the fresh access token was refused")
            return secret

        outcome = asyncio.run(SmtpChannel(sender, secrets=Given(secret), token=token if login == "xoauth2" else None).check())
        if outcome is not None:
            raise Failed(f"{sender.smtp.host} did not take it: {outcome.text}", advice=_advice(sender, outcome.text))
        proved.append(sender.smtp.host)
    if isinstance(sender.imap, Server):
        try:
            open_mailbox(sender.imap, sender.login or sender.address, login, secret, elapsed=elapsed).close()
        except MailboxTrouble as problem:
            raise Failed(f"{sender.imap.host} did not take it: {problem.message}", advice=_advice(sender, problem.message)) from None
        proved.append(sender.imap.host)
    return proved


def keep_login(machine: Machine, sender: Sender, secret: str, store: str, by: str) -> str:
    """Keep a password or a sign-in; returns where. `store`: file, keyring or '' for the usual place."""
    kept = machine.place.kept_secrets
    try:
        if store:
            kept.set_in(store, sender.name, secret)
        elif sender.auth == "password":
            machine.place.secrets.set(sender.name, secret)
        else:
            kept.set(sender.name, secret)
    except NoKeyring as problem:
        if sender.auth == "password" and not store:
            raise
        raise NoKeyring(problem.message, advice=f"on a server: seleqt senders login {sender.name} --store file") from None
    now = machine.clock.now()
    with machine.store.transaction():
        SqliteAccounts(machine.connection).event(
            now, "sender_login", sender.account, {"sender": sender.name, "auth": sender.auth, "by": by}
        )
    return "the secrets file" if kept.in_file(sender.name) else "the keyring"


def free_after_login(machine: Machine, sender: Sender, by: str) -> bool:
    """End a hold whose reason was that nobody could log in, now that somebody did; True when it was such a hold."""
    reason = str(machine.store.one("SELECT held FROM account WHERE key = ?", (sender.account,)) or "")
    if not (reason.startswith(UNREADABLE_INBOX) or about_login(reason)):
        return False
    rows, now = SqliteAccounts(machine.connection), machine.clock.now()
    before = reason.partition(HELD_BEFORE)[2]
    with machine.store.transaction():
        freed = rows.free(sender.account, reason)
        if freed and before and not about_login(before) and stands(machine.connection, sender.account, before):
            machine.store.hold_account(sender.account, before, now, 0)
            return False
        if freed:
            rows.event(now, "sender_resumed", sender.account, {"sender": sender.name, "by": by, "reason": reason})
    return freed


def found_before(machine: Machine, sender: Sender) -> bool:
    """Whether the servers of an account are those that an earlier login found."""
    return sender.account in stored_settings(machine.connection) and provider_of(sender) is None


def keep_client(services: "Services", auth: str, client: Client, store: str) -> None:
    """Keep the client id for the next sender of the same provider."""
    kept, text = services.kept_secrets, json.dumps(asdict(client))
    if store:
        kept.set_in(store, _client_key(auth), text)
    else:
        kept.set(_client_key(auth), text)


def overriding_variable(services: "Services", sender: Sender) -> str:
    """The variable whose password is used in place of what is kept, '' when none is set."""
    name = variable_name(sender.name)
    return name if sender.auth == "password" and services.environment.get(name) else ""


class Given:
    """A password that is in nobody's keeping yet (see ports/secrets)."""

    def __init__(self, password: str) -> None:
        self._password = password

    def get(self, sender: str) -> str | None:
        """The one password."""
        return self._password

    def set(self, sender: str, secret: str) -> None:
        """It replaces the one password."""
        self._password = secret

    def delete(self, sender: str) -> None:
        """It is gone."""
        self._password = ""


def _advice(sender: Sender, said: str) -> str:
    provider = provider_of(sender)
    if "5.7.139" in said or "SmtpClientAuthentication" in said:
        return "SMTP AUTH is switched off for this mailbox or its organisation (docs/how-to/microsoft.md); nothing was kept"
    if sender.auth == "password" and provider is not None and provider.note:
        return f"{provider.name}: {provider.note}; nothing was kept"
    return "nothing was kept; correct it and type the same again"


def _kept_client(services: "Services", auth: str) -> Client | None:
    try:
        text = services.kept_secrets.get(_client_key(auth))
        return Client(**json.loads(text)) if text else None
    except (NoKeyring, ValueError, TypeError):
        return None


def _client_key(auth: str) -> str:
    return f"oauth-client:{auth}"


def _read_client(path: str) -> Client:
    """The client of a file that Google's console offers for download."""
    try:
        with open(path, encoding="utf-8") as file:
            found: Any = json.loads(file.read(65_536))
    except OSError as problem:
        raise UsageProblem(f"{path}: {os.strerror(problem.errno or 0)}") from None
    except ValueError:
        raise UsageProblem(f"{path} is no client file: it is not JSON") from None
    if isinstance(found, dict) and "web" in found:
        raise UsageProblem(f"{path} is of a web application", advice="make a client of the type Desktop app")
    try:
        return Client(str(found["installed"]["client_id"]), str(found["installed"].get("client_secret", "")))
    except (KeyError, TypeError, AttributeError):
        raise UsageProblem(f"{path} is no client file of a desktop app: it has no installed.client_id") from None


def _shown(server: Server | None) -> str:
    return f"{server.host}:{server.port}" if server is not None else ""
