"""The fake site on loopback: one port for the browser, one for who controls the test, which pages cannot reach by a link.

`with FakeLinkedIn(Scenario(people=[Person("jan-jansen", "Jan Jansen")])) as site:` - a browser opens `site.url`, the test reads
`site.writes()`.
"""

import json
import ssl
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.servers.certificates import Certificate
from tests.servers.linkedin.checks import violations
from tests.servers.linkedin.clock import VirtualClock
from tests.servers.linkedin.ledger import HAND
from tests.servers.linkedin.model import Entry, Scenario, scenario_of
from tests.servers.linkedin.rules import ACTIONS
from tests.servers.linkedin.site import Request, Response, Site
from tests.servers.linkedin.world import World

BY_ITSELF = frozenset("accept decline invites_me reply hand_invite hand_message hand_withdraw remove rename expire_sessions lift".split())
"""What the control port's `do` may call on the world."""


class FakeLinkedIn:
    """Runs from `with` on, until the block ends. `certificate`: serve TLS, for a browser that maps the true host name here."""

    def __init__(self, scenario: Scenario | None = None, *, certificate: Certificate | None = None) -> None:
        self.scenario = scenario or Scenario()
        self.site = Site(self.scenario)
        self._certificate = certificate
        self._stopping = threading.Event()

    def __enter__(self) -> "FakeLinkedIn":
        self._server = _Server(_site_handler(self), self._certificate)
        self._control = _Server(_control_handler(self), None)
        return self

    def __exit__(self, *failure: object) -> None:
        self._stopping.set()
        self._server.end()
        self._control.end()

    @property
    def url(self) -> str:
        """The site, without a slash at its end."""
        scheme = "http" if self._certificate is None else "https"
        return f"{scheme}://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The site's port."""
        return self._server.port

    @property
    def control_url(self) -> str:
        """Where the test's other processes ask and tell: /__fake/…"""
        return f"http://127.0.0.1:{self._control.port}"

    @property
    def world(self) -> World:
        """People and account, and what people do by themselves."""
        return self.site.world

    @property
    def clock(self) -> VirtualClock:
        """The site's clock."""
        return self.site.clock

    @property
    def ledger(self) -> list[Entry]:
        """Everything that reached the site, in order."""
        return self.site.ledger.entries()

    def requests(self) -> list[tuple[str, str]]:
        """Every request of any kind, scripts' among them: (method, path)."""
        return self.site.ledger.requests()

    def visits(self) -> list[Entry]:
        """Pages that were opened; `accepted` where the page itself was shown."""
        return [entry for entry in self.ledger if entry.action == "visit"]

    def writes(self) -> list[Entry]:
        """Everything that was sent to the site by a browser, whether it took effect or not."""
        return [entry for entry in self.ledger if entry.action in ACTIONS and entry.session != HAND]

    def accepted(self) -> list[Entry]:
        """The writes that took effect."""
        return [entry for entry in self.writes() if entry.accepted]

    def decoy_writes(self) -> list[Entry]:
        """The writes at people who are nobody's lead. Always a bug."""
        return [entry for entry in self.writes() if self._decoy(entry.target_slug)]

    def final_button(self, kind: str) -> str:
        """A CSS locator, for a test's person only, of the control that does `kind` for the page's own person.

        invite (with its note), invite_without_note, message, inmail, withdraw, follow, react, accept, ignore; and what leads there:
        connect, add_note, more, pending, open_message, start_withdraw. Sidebar and chat have the same with `decoy-` before it.
        """
        return f'[data-fk-final="{kind}"]'

    def note_box(self) -> str:
        """A CSS locator, for a test's person only, of the box for the note."""
        return '[data-fk-host="dialog"] [data-fk-box="text"]'

    def load(self, scenario: Scenario) -> None:
        """Begin anew with another scenario; the addresses stay."""
        self.scenario = scenario
        self.site = Site(scenario)

    def pause(self, milliseconds: int) -> None:
        """Wait, but not beyond the end of the site."""
        if milliseconds:
            self._stopping.wait(milliseconds / 1000)

    def state(self) -> dict[str, Any]:
        """People and account as JSON."""
        with self.world.lock:
            people = {person.slug: asdict(person) for person in self.world.people.values()}
            return {"people": people, "account": asdict(self.world.account), "wall": self.world.wall, "now": self.clock.now()}

    def _decoy(self, slug: str) -> bool:
        person = self.world.person(slug)
        return person is None or person.decoy

    def control(self, path: str, given: dict[str, Any]) -> object:
        """What the control port answers."""
        if path == "/__fake/ledger":
            return [asdict(entry) for entry in self.ledger]
        if path == "/__fake/requests":
            return self.requests()
        if path == "/__fake/state":
            return self.state()
        if path == "/__fake/clock":
            if "set" in given:
                self.clock.set(int(given["set"]))
            self.clock.add(int(given.get("add", 0)))
            return {"now": self.clock.now()}
        if path == "/__fake/scenario":
            self.load(scenario_of(given))
            return self.state()
        if path == "/__fake/reset":
            self.load(self.scenario)
            return self.state()
        if path == "/__fake/do" and given.get("call") in BY_ITSELF:
            getattr(self.world, given["call"])(*given.get("args", []))
            return self.state()
        if path == "/__fake/assert":
            return violations(self.writes(), decoys={entry.target_slug for entry in self.decoy_writes()}, **given)
        return None


class _Server:
    """An HTTP server on a free port in a thread."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], certificate: Certificate | None) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port: int = self._server.server_address[1]
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.certificate, certificate.key)
            # The handshake in the connection's own thread: browsers open connections which they do not use.
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="fake-linkedin", daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(BaseHTTPRequestHandler):
    # HTTP/1.0: a connection an answer. On one that is used again a browser repeats a POST whose connection was cut.
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *arguments: Any) -> None:
        return

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def say(self, response: Response) -> None:
        octets = response.body.encode()
        try:
            self.send_response(response.status)
            for key, value in {**response.headers, "Content-Length": str(len(octets)), "Cache-Control": "no-store"}.items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(octets)
        except ConnectionError:
            # The browser went elsewhere.
            self.close_connection = True


def _site_handler(fake: FakeLinkedIn) -> type[BaseHTTPRequestHandler]:
    class Handler(_Quiet):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.body())

        def _answer(self, body: bytes) -> None:
            navigation = self.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
            request = Request(self.command, self.path, self.headers.get("Cookie", ""), body, navigation)
            response = fake.site.answer(request)
            fake.pause(response.wait)
            if response.cut:
                # Not nothing at all: on a connection that it had opened beforehand a browser would then ask again by itself.
                self.wfile.write(b"\0")
                self.close_connection = True
            else:
                self.say(response)

    return Handler


def _control_handler(fake: FakeLinkedIn) -> type[BaseHTTPRequestHandler]:
    class Handler(_Quiet):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.body() or b"{}"))

        def _answer(self, given: dict[str, Any]) -> None:
            found = fake.control(self.path, given)
            self.say(Response(404 if found is None else 200, json.dumps(found), {"Content-Type": "application/json"}))

    return Handler
