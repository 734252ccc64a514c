"""A name server on this machine that knows what the test tells it, and fails where the test says so."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.resolver
import dns.rrset


@contextmanager
def name_server(zone: Mapping[tuple[str, str], list[str]], *, failing: frozenset[str] = frozenset()) -> Iterator[dns.resolver.Resolver]:
    """A resolver that asks it. `zone`: (name, kind) -> records; names in `failing` are answered with SERVFAIL."""
    known = {(dns.name.from_text(name), kind): records for (name, kind), records in zone.items()}
    broken = {dns.name.from_text(name) for name in failing}
    endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    endpoint.bind(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            octets, asker = endpoint.recvfrom(4096)
            if not octets:
                return
            question = dns.message.from_wire(octets)
            answer = dns.message.make_response(question)
            answer.flags |= dns.flags.RA
            asked = question.question[0]
            kind = dns.rdatatype.to_text(asked.rdtype)
            records = known.get((asked.name, kind), [])
            if asked.name in broken:
                answer.set_rcode(dns.rcode.SERVFAIL)
            elif records:
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *records))
            elif all(name != asked.name for name, _ in known):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            endpoint.sendto(answer.to_wire(), asker)

    thread = threading.Thread(target=serve, name="name-server")
    thread.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], endpoint.getsockname()[1]
    try:
        yield resolver
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stop:
            stop.sendto(b"", endpoint.getsockname())
        thread.join()
        endpoint.close()
