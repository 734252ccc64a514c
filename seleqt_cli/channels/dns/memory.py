"""A name server in memory: it knows what it is told."""

from collections.abc import Collection, Mapping, Sequence

from seleqt_cli.core.names.answers import Answer, Question


class MemoryDns:
    """`zone`: (name, kind) -> records. A name of which it knows another kind has no record; other names do not exist.

    Names in `silent` get no answer in time, those in `failing` SERVFAIL. `asked` is every question, in order.
    """

    def __init__(
        self, zone: Mapping[tuple[str, str], Sequence[str]], *, silent: Collection[str] = (), failing: Collection[str] = ()
    ) -> None:
        self._zone = {(name.rstrip(".").lower(), kind): tuple(records) for (name, kind), records in zone.items()}
        self._silent = frozenset(silent)
        self._failing = frozenset(failing)
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> Answer:
        """See ports/dns."""
        self.asked.append(question)
        name = question.name.rstrip(".").lower()
        if name in self._silent or name in self._failing:
            return Answer("unknown", why="no answer in time" if name in self._silent else "the name servers fail")
        records = self._zone.get((name, question.kind), ())
        if records:
            return Answer("found", records)
        return Answer("no record" if any(known == name or known.endswith(f".{name}") for known, _ in self._zone) else "no name")
