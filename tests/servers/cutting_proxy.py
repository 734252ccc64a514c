"""A TCP proxy that passes bytes on until the one after which the test wants the connection cut."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.servers.scripted_smtp import Cut


@dataclass
class Proxy:
    """Running; `passed` are the bytes of the first connection by direction ("in": from the client)."""

    target: int
    cut: Cut | None
    port: int = 0
    connections: int = 0
    passed: dict[str, bytearray] = field(default_factory=lambda: {"in": bytearray(), "out": bytearray()})
    open: set[asyncio.Transport] = field(default_factory=set)


@asynccontextmanager
async def cutting_proxy(target: int, cut: Cut | None) -> AsyncIterator[Proxy]:
    """Listen before the server on port `target`; only the first connection is counted and cut."""
    proxy = Proxy(target, cut)
    server = await asyncio.get_running_loop().create_server(lambda: _Side(proxy, "in"), "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        for transport in list(proxy.open):
            transport.abort()
        await server.wait_closed()


class _Side(asyncio.Protocol):
    """One of the two connections; what it receives goes out of the other."""

    def __init__(self, proxy: Proxy, direction: str, other: "_Side | None" = None) -> None:
        self._proxy = proxy
        self._direction = direction
        self._other = other
        self._waiting = bytearray()
        self._first: bool = False if other is None else other._first
        self._done = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._proxy.open.add(transport)
        if self._other is not None:
            self._other._other = self
            transport.write(bytes(self._other._waiting))
            if self._other._done:
                transport.abort()
            return
        self._proxy.connections += 1
        self._first = self._proxy.connections == 1
        self._connecting = asyncio.ensure_future(self._connect())

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: _Side(self._proxy, "out", self), "127.0.0.1", self._proxy.target)

    def data_received(self, data: bytes) -> None:
        if self._done:
            return
        cut = self._proxy.cut
        if self._first:
            begun = len(self._proxy.passed[self._direction])
            self._proxy.passed[self._direction] += data
            if cut and cut.direction == self._direction and begun + len(data) >= cut.after:
                self._pass_on(data[: cut.after - begun])
                self._cut(cut)
                return
        self._pass_on(data)

    def _pass_on(self, data: bytes) -> None:
        if self._other is None or self._other._transport is None:
            self._waiting += data
        else:
            self._other._transport.write(data)

    def _cut(self, cut: Cut) -> None:
        for side in (self, self._other):
            if side is None or side._transport is None:
                continue
            side._done = True
            if cut.reset:
                connection: socket.socket = side._transport.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                side._transport.abort()
            else:
                side._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done = True
        if self._transport is not None:
            self._proxy.open.discard(self._transport)
        if self._other is not None and self._other._transport is not None:
            self._other._transport.close()
