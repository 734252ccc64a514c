"""The machine's DNS, through dnspython, which is loaded at the first question.

What is told apart: a name that does not exist, a name without such a record, and no answer. SERVFAIL (failing name
servers, broken DNSSEC), REFUSED and a time-out are no answers: nothing is concluded from them.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from seleqt_cli.core.names.answers import Answer, Question

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

SECONDS: Final = 5.0
"""For one question, all tries and name servers together."""


class SystemDns:
    """`servers`: IP addresses to ask in place of those that the machine is set up with, all on `port`."""

    def __init__(self, servers: Sequence[str] = (), port: int = 53, *, seconds: float = SECONDS) -> None:
        self._servers = list(servers)
        self._port = port
        self._seconds = seconds
        self._resolver: Resolver | None = None

    async def ask(self, question: Question) -> Answer:
        """See ports/dns."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            if self._resolver is None:
                self._resolver = self._made()
            found = await self._resolver.resolve(
                question.name.rstrip(".") + ".", question.kind, lifetime=self._seconds, search=False, raise_on_no_answer=False
            )
        except (dns.resolver.NXDOMAIN, dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel):
            return Answer("no name")
        except dns.resolver.NoResolverConfiguration:
            return Answer("unknown", why="this machine has no DNS set up")
        except dns.exception.Timeout:
            return Answer("unknown", why="no answer in time")
        except dns.resolver.NoNameservers:
            return Answer("unknown", why="the name servers fail")
        except (dns.exception.DNSException, OSError) as problem:
            return Answer("unknown", why=f"no answer ({type(problem).__name__})")
        texts = tuple(_text(record, question.kind) for record in found.rrset or ())
        return Answer("found", texts) if texts else Answer("no record")

    def _made(self) -> "Resolver":
        from dns.asyncresolver import Resolver

        resolver = Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers, resolver.port = list(self._servers), self._port
        return resolver


def _text(record: Any, kind: str) -> str:
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "backslashreplace")
    if kind == "MX":
        return f"{record.preference} {record.exchange}"
    return str(record.address)
