"""Telling hooks, put together over a machine."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from seleqt_cli.app.telling import arguments, document, nobody_needs, octets, outcome, sender_name
from seleqt_cli.channels.hook_command import environment_for, run_command
from seleqt_cli.core.errors import SeleqtError
from seleqt_cli.engine.local import Stop
from seleqt_cli.engine.telling import Telling
from seleqt_cli.ports.hooks import AppliedHook, Delivery, HookState, Told
from seleqt_cli.storage.hooks import SqliteHooks
from seleqt_cli.wiring.machine import Machine
from seleqt_cli.wiring.place import Place
from seleqt_cli.wiring.transactions import transaction

if TYPE_CHECKING:
    from seleqt_cli.wiring.services import Services

LEASE: Final = 90
"""Seconds after which a delivery is tried again whose process was killed: longer than any attempt takes."""
SECRET: Final = "on:webhook"
"""The name of the webhooks' secret among the secrets that seleqt keeps; no sender can be called so."""
VARIABLE: Final = "SELEQT_WEBHOOK_SECRET"
UNSIGNED: Final = f"there is no secret to sign it with: type seleqt hooks secret, or set {VARIABLE}"


class HookDesk:
    """See engine/telling. `observe` is told of every failure, with the last words of a command."""

    def __init__(self, machine: Machine, observe: Callable[[Told, str], None]) -> None:
        self._machine = machine
        self._hooks = SqliteHooks(machine.connection)
        self._observe = observe
        self._secret: str | None = None
        self._said: dict[tuple[int, int], str] = {}

    def now(self) -> int:
        """The machine's instant."""
        return self._machine.clock.now()

    def due(self, resting: Sequence[int]) -> list[AppliedHook]:
        """By number."""
        return self._hooks.due(self.now(), resting)

    def next_at(self, resting: Sequence[int]) -> int | None:
        """None = nothing waits."""
        return self._hooks.next_at(resting)

    def turn(self, hook: AppliedHook, told: Sequence[tuple[Delivery, str]], most: int) -> list[Delivery]:
        """One commit."""
        if not told and not most:
            return []
        now = self.now()
        settled = [outcome(hook, one, problem, now) for one, problem in told]
        with self._machine.store.transaction():
            self._hooks.settle(settled, now)
            taken = self._hooks.claim(hook, now, most, now + LEASE) if most else []
            gone = nobody_needs(taken)
            self._hooks.settle([Told(hook, one, dropped=True) for one in gone], now)
        for one in settled:
            said = self._said.pop((hook.id, one.delivery.happening.id), "")
            if one.problem:
                self._observe(one, said)
        workspace = self._machine.workspace
        return [
            replace(one, happening=replace(one.happening, sender=sender_name(one.happening, workspace))) for one in taken if one not in gone
        ]

    def release(self, hook: AppliedHook, deliveries: Sequence[Delivery]) -> None:
        """They are due at once."""
        if deliveries:
            with self._machine.store.transaction():
                self._hooks.release(hook, deliveries, self.now())

    async def tell(self, hook: AppliedHook, delivery: Delivery) -> str:
        """What is wrong with a template or a secret is a failure like any other: the file may be mended before three days are over."""
        what = delivery.happening
        told = document(what)
        try:
            if hook.command:
                words = arguments(hook, what, told, self._machine.workspace)
                environment = environment_for(self._machine.place.environment)
                problem, said = await run_command(words, self._machine.folder, environment, octets(told))
                self._said[hook.id, what.id] = said
                return problem
            return await self._post(hook.webhook, octets(told))
        except SeleqtError as error:
            return error.message

    async def _post(self, url: str, body: bytes) -> str:
        from seleqt_cli.channels.webhook import post

        if self._secret is None:
            self._secret = await asyncio.to_thread(webhook_secret, self._machine.place)
        if not self._secret:
            self._secret = None  # a person may give one while this runs
            return UNSIGNED
        return await post(url, body, self._secret, self.now())


def webhook_secret(place: Place) -> str:
    """The secret that webhooks are signed with, '' without one. Raises what the keyring or the secrets file says."""
    from seleqt_cli.storage.secrets import NoKeyring

    given = place.environment.get(VARIABLE)
    if given:
        return given
    try:
        return place.kept_secrets.get(SECRET) or ""
    except NoKeyring:
        return ""


def telling(machine: Machine, stop: Stop, pause: Callable[[float], Awaitable[None]], *, observe: Callable[[Told, str], None]) -> Telling:
    """Tells the hooks of the version in force."""
    return Telling(HookDesk(machine, observe), stop, pause)


def new_secret(place: Place, store: str) -> str:
    """Make a secret and keep it: in the keyring or the file, '' = where secrets are kept by default. Raises NoKeyring."""
    from seleqt_cli.storage.secrets import NoKeyring

    made = "whsec_" + secrets.token_urlsafe(32)
    try:
        if store:
            place.kept_secrets.set_in(store, SECRET, made)
        else:
            place.kept_secrets.set(SECRET, made)
    except NoKeyring as problem:
        raise NoKeyring(problem.message, advice=f"set {VARIABLE} where seleqt runs, or keep it in a file: --store file") from problem
    return made


def states_of(machine: Machine) -> list[HookState]:
    """The hooks of the version in force, and how telling them goes."""
    return SqliteHooks(machine.connection).states()


def retry_all(services: "Services") -> int:
    """Everything that failed is due now."""
    connection = services.connect()
    with closing(connection), transaction(connection):
        return SqliteHooks(connection).retry(services.clock.now())


def forget_given_up(services: "Services") -> int:
    """Nothing of it is told any more."""
    connection = services.connect()
    with closing(connection), transaction(connection):
        return SqliteHooks(connection).forget()
