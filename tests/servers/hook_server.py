"""A real HTTP server on loopback that takes webhooks, badly where a test wants it: slow, failing, dying, redirecting."""

import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers.certificates import Certificate


@dataclass
class Taken:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class HookServer:
    """`behaviour`: ok, never, dies, drips, redirects, floods, or a status such as 500. `taken`: the requests, in order."""

    behaviour: str = "ok"
    certificate: Certificate | None = None
    taken: list[Taken] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "HookServer":
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                outer.taken.append(Taken(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                outer._answer(self)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate.certificate, self.certificate.key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        scheme = "http" if self.certificate is None else "https"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}/told"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        behaviour = self.behaviour
        if behaviour == "never":
            self.ended.wait(60)
        elif behaviour == "dies":
            handler.wfile.write(b"HTTP/1.1 2")
        elif behaviour == "drips":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.ended.wait(0.05):
                handler.wfile.write(b"X-More: yes\r\n")
        elif behaviour == "redirects":
            handler.send_response(307)
            handler.send_header("Location", f"{self.url}/elsewhere")
            handler.end_headers()
        elif behaviour == "floods":
            handler.send_response(200)
            handler.end_headers()
            while not self.ended.is_set():
                handler.wfile.write(b"x" * 65536)
        else:
            handler.send_response(200 if behaviour == "ok" else int(behaviour))
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        handler.close_connection = True
