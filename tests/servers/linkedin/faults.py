"""Which fault of the scenario strikes now. The caller holds the world's lock."""

from collections.abc import Callable

from tests.servers.linkedin.model import Fault, FaultKind
from tests.servers.linkedin.rules import ACTIONS
from tests.servers.linkedin.world import World

WALLS: dict[FaultKind, str] = {
    "checkpoint": "checkpoint",
    "session_expires": "login",
    "authwall": "authwall",
    "login_redirect": "feed_login",
}
"""Kinds that last -> the wall they raise."""
_PAGES: tuple[FaultKind, ...] = ("too_many_requests", "interstitial", "remember_me", "page_error", "page_cut")
_WRITES: tuple[FaultKind, ...] = (
    "too_many_requests", "cut_before", "error_before", "silent_drop", "false_pending", "weekly_limit", "quota_on_submit",
    "message_restricted", "cut_after", "error_after",
)  # fmt: skip
_ONLY: dict[FaultKind, str] = {"weekly_limit": "invite", "quota_on_submit": "invite", "message_restricted": "message"}


class Faults:
    """Counts what could have been struck."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._met: dict[int, int] = {}

    def wall(self, path: str) -> str:
        """The wall before `path`, raising it when its moment has come; '' for none."""
        world = self.world
        if not world.wall:
            for fault in world.faults:
                if fault.kind in WALLS and self._due(fault, path):
                    world.wall = WALLS[fault.kind]
                    if fault.kind == "session_expires":
                        world.expire_sessions()
                    break
        return world.wall

    def page(self, path: str) -> FaultKind | None:
        """What happens instead of the page at `path`."""
        return self._first(_PAGES, lambda fault: fault.on not in ACTIONS and path.startswith(fault.on))

    def write(self, action: str, text: str) -> FaultKind | None:
        """What happens to a write."""

        def fits(fault: Fault) -> bool:
            if fault.kind == "quota_on_submit" and not text:
                return False
            if fault.kind in _ONLY:
                return _ONLY[fault.kind] == action
            return fault.on == action or (not fault.on and fault.kind not in _PAGES)

        return self._first(_WRITES, fits)

    def click(self, kind: FaultKind) -> bool:
        """Whether a fault of that kind strikes a click that writes nothing."""
        return self._first((kind,), lambda _: True) is not None

    def _first(self, kinds: tuple[FaultKind, ...], fits: Callable[[Fault], bool]) -> FaultKind | None:
        struck: FaultKind | None = None
        for number, fault in enumerate(self.world.faults):
            if fault.kind in kinds and fits(fault):
                met = self._met[number] = self._met.get(number, 0) + 1
                if struck is None and met > fault.after and (fault.times == 0 or met <= fault.after + fault.times):
                    struck = fault.kind
        return struck

    def _due(self, fault: Fault, path: str) -> bool:
        """A wall comes once enough was written (checkpoint, or any with an action) or opened (the others)."""
        entries = self.world.ledger.entries()
        if fault.on in ACTIONS or (fault.kind == "checkpoint" and not fault.on):
            return sum(1 for entry in entries if entry.action in ACTIONS and fault.on in ("", entry.action)) >= fault.after
        if not path.startswith(fault.on):
            return False
        return sum(1 for entry in entries if entry.action == "visit" and entry.accepted and entry.path.startswith(fault.on)) >= fault.after
