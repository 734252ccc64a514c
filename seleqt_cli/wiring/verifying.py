"""`leads verify`, put together: leads from the book, DNS of this machine, a tag for what is bad."""

import asyncio
from collections.abc import Callable, Iterator

from seleqt_cli.app.lead_verify import Verified, verify
from seleqt_cli.app.leads import all_leads
from seleqt_cli.ports.leads import LeadBook, LeadFilter
from seleqt_cli.wiring import checking

_BATCH = 1_000


def verify_leads(
    book: LeadBook, wanted: LeadFilter, show: Callable[[Verified], None], *, limit: int = 0, after: int = 0, tag: str = ""
) -> dict[str, int]:
    """Judge the address of every lead that is meant and show each; returns how many had which result.

    `tag` is put on those whose result is bad. `limit`: at most so many, 0 = all.
    """
    return asyncio.run(_verify(book, wanted, show, limit, after, tag))


async def _verify(book: LeadBook, wanted: LeadFilter, show: Callable[[Verified], None], limit: int, after: int, tag: str) -> dict[str, int]:
    def addresses() -> Iterator[tuple[int, str]]:
        return ((lead.id, lead.email) for lead in all_leads(book, wanted, limit=limit, after=after))

    counts: dict[str, int] = {}
    bad: list[int] = []
    async for one in verify(addresses(), checking.name_service()):
        result = one.verdict.result
        counts[result] = counts.get(result, 0) + 1
        show(one)
        if tag and result == "bad":
            bad.append(one.lead)
        if len(bad) >= _BATCH:
            book.tag(bad, [tag], remove=False)
            bad.clear()
    if bad:
        book.tag(bad, [tag], remove=False)
    return counts
