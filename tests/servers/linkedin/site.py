"""What the fake site answers to a request, apart from sockets: walls and faults first, then pages, pieces of pages, writes."""

import dataclasses
import json
import threading
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from tests.servers.linkedin import answers, lists, messaging, profiles, stops
from tests.servers.linkedin.clock import VirtualClock
from tests.servers.linkedin.faults import Faults
from tests.servers.linkedin.html import View
from tests.servers.linkedin.ledger import Ledger
from tests.servers.linkedin.model import FaultKind, Person, Scenario
from tests.servers.linkedin.rules import ACTIONS, Verdict, Write, decide
from tests.servers.linkedin.world import World

COOKIE = "li_at"
_FOR_ALL = ("/login", "/uas/", "/authwall", "/checkpoint/", "/challenge", "/404", "/signup/")


@dataclass(frozen=True)
class Request:
    """One request; `navigation`: the browser opens a page, not a script."""

    method: str
    target: str
    cookie: str = ""
    body: bytes = b""
    navigation: bool = True


@dataclass(frozen=True)
class Response:
    """`cut`: the connection ends without an answer. `wait`: milliseconds before it."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    wait: int = 0


class Site:
    """One world with its rules; every method is safe from any thread."""

    def __init__(self, scenario: Scenario) -> None:
        self.clock = VirtualClock(scenario.start)
        self.ledger = Ledger(self.clock)
        self.world = World(scenario, self.clock, self.ledger)
        self.faults = Faults(self.world)
        self.view = View(self.world)
        self.lock = threading.RLock()

    def answer(self, request: Request) -> Response:
        """Everything the site's port can be asked."""
        self.ledger.request(request.method, request.target)
        with self.world.lock:
            parts = urlsplit(request.target)
            path, query = parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()}
            session = self._session(request.cookie)
            if request.method == "POST" and not path.startswith("/__ui/"):
                return self._form(path, request.body)
            if path == "/__fake_sign_in":
                return self._signed_in("/feed/") if self.world.account.signed_in else Response(404)
            if path.startswith(_FOR_ALL):
                return self._for_all(path, query, session, request.target)
            barred = self._barred(path, session, request)
            if barred is not None:
                return barred
            if request.method == "POST":
                return self._write(path, session, request.body)
            if path.startswith("/__ui/"):
                found = answers.piece(self.view, self.faults, path, query)
                return _json(found, wait=self.world.scenario.timing.dialog)
            return self._page(path, query, session, request)

    # -- walls ------------------------------------------------------------------------------------------------------------------

    def _session(self, header: str) -> str:
        morsel = SimpleCookie(header).get(COOKIE)
        found = morsel.value if morsel is not None else ""
        return found if found in self.world.sessions else ""

    def _barred(self, path: str, session: str, request: Request) -> Response | None:
        """A redirect to whatever stands in the way."""
        wall = self.faults.wall(path)
        if not wall and not session:
            wall = "authwall" if path.startswith("/in/") and path != "/in/me/" else "login"
        if not wall or (wall == "login" and self._session(request.cookie)):
            return None
        asked = urlencode({"session_redirect": request.target})
        target = {
            "checkpoint": "/checkpoint/challenge/AgFake",
            "authwall": f"/authwall?{asked}",
            "login": f"/login?{asked}",
            "feed_login": f"/login?{urlencode({'session_redirect': '/feed/'})}",
        }[wall]
        if path.startswith("/__ui/"):
            action = path.removeprefix("/__ui/")
            if request.method == "POST" and action in ACTIONS:
                self._refused(action, session, request.body, wall)
            return _json({"go": target})
        self._visit(session, path, request, accepted=False, reason=wall)
        return _redirect(target)

    def _refused(self, action: str, session: str, body: bytes, reason: str) -> None:
        write = answers.read_write(action, body)
        self.ledger.add(session, action, write.slug, text=write.text, variant=write.variant, accepted=False, reason=reason)

    def _visit(self, session: str, path: str, request: Request, *, accepted: bool = True, reason: str = "", target: str = "") -> None:
        if request.navigation and request.method == "GET":
            self.ledger.add(session, "visit", target, accepted=accepted, reason=reason, path=path)

    def _form(self, path: str, body: bytes) -> Response:
        """What a person does at a wall."""
        form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        if path.startswith("/checkpoint/"):
            self.world.lift()
            return _redirect("/feed/")
        if path != "/login" or not form.get("session_key") or not form.get("session_password"):
            return _redirect("/login")
        self.world.lift()
        goes_to = form.get("session_redirect", "")
        return self._signed_in(goes_to if goes_to.startswith("/") and not goes_to.startswith("//") else "/feed/")

    def _signed_in(self, goes_to: str) -> Response:
        session = self.world.sign_in()
        self.ledger.add(session, "sign_in", self.world.account.slug)
        cookie = f"{COOKIE}={session}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        return _redirect(goes_to, {"Set-Cookie": cookie})

    def _for_all(self, path: str, query: dict[str, str], session: str, target: str) -> Response:
        """Pages that need no session."""
        self._visit(session, path, Request("GET", target), accepted=False, reason="stop_page")
        if path == "/login" and session and "session_redirect" not in query:
            return _redirect("/feed/")  # who is signed in is not asked again
        if path.startswith(("/login", "/uas/login")):
            return _page(stops.login(self.view, query.get("session_redirect", "/feed/")))
        if path.startswith(("/checkpoint/", "/challenge", "/uas/")):
            return _page(stops.checkpoint(self.view))
        if path.startswith("/404"):
            return _page(stops.gone(self.view), 404)
        return _page(stops.authwall(self.view))

    # -- pages ------------------------------------------------------------------------------------------------------------------

    def _page(self, path: str, query: dict[str, str], session: str, request: Request) -> Response:
        fault = self.faults.page(path)
        if fault is not None:
            self._visit(session, path, request, accepted=False, reason=fault)
            return self._faulty(fault)
        person, response = self._routed(path, query)
        moved = response.status == 302
        reason = "redirect" if moved else "gone" if person is not None and person.state == "removed" else ""
        shown = response.status == 200 and not reason
        self._visit(session, path, request, accepted=shown, reason=reason, target=person.slug if person else "")
        return dataclasses.replace(response, wait=self.world.scenario.timing.first_byte)

    def _faulty(self, fault: FaultKind) -> Response:
        if fault == "too_many_requests":
            return _page(stops.too_many(self.view), 429)
        if fault == "remember_me":
            return _page(stops.remember_me(self.view))
        if fault == "interstitial":
            return _page(stops.interstitial(self.view))
        return Response(cut=True) if fault == "page_cut" else _page(stops.broken(self.view), 500)

    def _routed(self, path: str, query: dict[str, str]) -> tuple[Person | None, Response]:
        """Whose page it is, if anybody's, and the page."""
        view, world = self.view, self.world
        words = [unquote(word) for word in path.strip("/").split("/")]
        match words:
            case [""]:
                return None, _redirect("/feed/")
            case ["feed"]:
                return None, _page(lists.feed(view))
            case ["in", slug, *rest]:
                return self._profile(slug, rest)
            case ["preload", "custom-invite"] if view.layout != "Z":
                return self._deep_link(query.get("vanityName", ""))
            case ["feed", "update", urn]:
                return self._post(urn)
            case ["mynetwork", "invitation-manager", "sent"]:
                for slug in world.sent_views:
                    world.sent_views[slug] += 1
                return None, _page(lists.sent(view))
            case ["mynetwork", "invitation-manager"] | ["mynetwork", "invitation-manager", "received"] | ["mynetwork"]:
                return None, _page(lists.received(view))
            case ["mynetwork", "invite-connect", "connections"]:
                return None, _page(lists.connections(view))
            case ["messaging"]:
                return None, _page(messaging.inbox(view))
            case ["messaging", "compose"] | ["messaging", "thread", "new"]:
                member = (query.get("recipient") or query.get("profileUrn") or "").rpartition(":")[2]
                found = world.member(member) if view.layout != "Z" else None
                return found, _page(messaging.compose(view, found, query.get("body", "")))
            case ["messaging", "thread", thread]:
                return self._thread(thread)
            case ["sales", "lead", key]:
                wanted = key.partition(",")[0]
                lead = next((each for each in world.people.values() if each.sales_id == wanted), None)
                return lead, _page(messaging.sales_lead(view, lead)) if lead else self._gone()
        return None, self._gone()

    def _profile(self, slug: str, rest: list[str]) -> tuple[Person | None, Response]:
        own = self.world.account.slug
        person = self.world.person(own if slug == "me" else slug)
        if person is None:
            return None, self._gone()
        if slug.casefold() != person.slug.casefold():
            tail = "".join(f"{word}/" for word in rest)
            return person, _redirect(f"/in/{quote(person.slug, safe='')}/{tail}")
        if person.state == "removed":
            return person, _redirect("/404/") if self.view.ember else _page(stops.gone(self.view))
        if rest == ["recent-activity", "all"]:
            return person, _page(lists.activity(self.view, person))
        return person, _page(profiles.profile(self.view, person)) if not rest else self._gone()

    def _deep_link(self, slug: str) -> tuple[Person | None, Response]:
        person = self.world.person(slug)
        if person is None or person.state == "removed":
            return person, self._gone()
        dialog = answers.gate_for(self.view, person) if person.state in ("none", "email_required") else ""
        return person, _page(profiles.profile(self.view, person, dialog))

    def _post(self, urn: str) -> tuple[Person | None, Response]:
        wanted = urn.rpartition(":")[2]
        for person in self.world.people.values():
            for post in person.posts:
                if post.urn == wanted:
                    return person, _page(lists.post_page(self.view, person, post))
        return None, self._gone()

    def _thread(self, thread: str) -> tuple[Person | None, Response]:
        person = next((each for each in self.world.conversations() if messaging.thread_id(each) == thread), None)
        if person is None:
            return None, self._gone()
        person.unread = False
        return person, _page(messaging.thread(self.view, person))

    def _gone(self) -> Response:
        return _page(stops.gone(self.view), 404)

    # -- writes -----------------------------------------------------------------------------------------------------------------

    def _write(self, path: str, session: str, body: bytes) -> Response:
        action = path.removeprefix("/__ui/")
        if action not in ACTIONS:
            return Response(404)
        write = answers.read_write(action, body)
        fault = self.faults.write(action, write.text)
        verdict = self._judged(write, fault)
        person = self.world.person(write.slug)
        self.ledger.add(
            session, action, person.slug if person else write.slug, text=write.text, variant=write.variant, accepted=verdict.accepted,
            reason=verdict.reason, lost=verdict.accepted and fault in ("cut_after", "error_after"), subject=write.subject,
        )  # fmt: skip
        if fault in ("cut_before", "cut_after"):
            return Response(cut=True)
        if fault in ("error_before", "error_after"):
            return Response(500, "")
        if fault == "too_many_requests":
            return Response(429, "")
        status, found = answers.after(self.view, person, write, verdict)
        return _json(found, status, wait=self.world.scenario.timing.answer)

    def _judged(self, write: Write, fault: FaultKind | None) -> Verdict:
        """The rules' decision, unless a fault comes first."""
        if fault in ("cut_before", "error_before", "silent_drop", "false_pending", "too_many_requests"):
            return Verdict(False, fault)
        if fault == "weekly_limit":
            return Verdict(False, "weekly_limit", "limit")
        if fault == "quota_on_submit":
            return Verdict(False, "note_quota", "quota")
        if fault == "message_restricted":
            return Verdict(False, "message_restricted", "upsell")
        return decide(self.world, write)


def _page(html: str, status: int = 200) -> Response:
    return Response(status, html, {"Content-Type": "text/html; charset=utf-8"})


def _redirect(target: str, headers: dict[str, str] | None = None) -> Response:
    return Response(302, "", {"Location": target, **(headers or {})})


def _json(found: object, status: int = 200, *, wait: int = 0) -> Response:
    return Response(status, json.dumps(found), {"Content-Type": "application/json"}, wait=wait)
