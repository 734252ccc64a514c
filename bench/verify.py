"""How fast `leads verify` asks, beside bare MX questions to the same name server: `python -m bench.verify [--leads 30000]`.

The name server is a real unbound on this machine that knows every answer, so that only our own work is measured.
Figures are CPU seconds of this process, as the machine may be busy.
"""

import argparse
import asyncio
import resource
import time
from collections import Counter

from dns.asyncresolver import Resolver

from seleqt_cli.app.lead_verify import AT_ONCE, verify
from seleqt_cli.channels.dns.resolver import SystemDns
from tests.servers.unbound import unbound

HOSTS = 50


def zone(domains: int) -> list[str]:
    """So many domains, whose mail a few hosts take, as in real life."""
    records = [f"d{number}.test. 300 IN MX 10 mx{number % HOSTS}.host.test." for number in range(domains)]
    return records + [f"mx{number}.host.test. 300 IN A 192.0.2.{number}" for number in range(HOSTS)]


async def bare(port: int, domains: int) -> None:
    """Ask for the MX of every domain, as many at once as verify does."""
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], port
    left = iter(range(domains))

    async def worker() -> None:
        for number in left:
            await resolver.resolve(f"d{number}.test.", "MX", search=False)

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))


async def ours(port: int, domains: int, leads: int) -> Counter[str]:
    """Verify leads that are spread over the domains."""
    counts: Counter[str] = Counter()
    async for one in verify(((number, f"p{number}@d{number % domains}.test") for number in range(leads)), SystemDns(["127.0.0.1"], port)):
        counts[one.verdict.result] += 1
    return counts


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--domains", type=int, default=5_000)
    parser.add_argument("--leads", type=int, default=5_000)
    wanted = parser.parse_args()
    with unbound(zone(wanted.domains)) as port:
        asyncio.run(bare(port, wanted.domains))
        begun = time.process_time()
        asyncio.run(bare(port, wanted.domains))
        base = time.process_time() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        counts = asyncio.run(ours(port, wanted.domains, wanted.leads))
        spent = time.process_time() - begun
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print(f"{dict(counts)}")
    print(f"bare: {wanted.domains / base:.0f} domains a CPU second; verify: {wanted.domains / spent:.0f}, {wanted.leads / spent:.0f} leads")
    print(f"ratio by domains: {base / spent:.2f}; memory beyond: {more / 1024:.0f} MB")


if __name__ == "__main__":
    main()
