"""What came of what was sent, counted: the figures of `report`.

A **message** is an email, a LinkedIn message, an InMail or an invitation. Every figure but those of a day is about the
messages that went in the chosen time: what came of them counts, whenever it came. An answer belongs to the message that it
answers where that is known (a mail's thread), else to the last one before it; a person counts once a campaign.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from seleqt_cli.core.figures import Figures

MESSAGES: Final = frozenset({"email", "message", "inmail", "connect"})
"""Kinds of actions that put something before a person."""
MARKS: Final = ("meeting", "won", "lost", "not_interested", "wrong_person", "later")
"""What a person says of a lead, as the history writes it; whoever is marked so has answered in some way."""
ANSWERS: Final = frozenset({"replied", *MARKS})
OPT_OUTS: Final = frozenset({"unsubscribed", "objected"})
NEWS: Final = ("replied", *MARKS, "connected", "unsubscribed", "objected", "complaint", "bounced", "failed", "lifted")
"""The rows of the history that say what came of a message."""
_ENDS: Final = ("won", "lost")


class Did(NamedTuple):
    """One action that was done, or (`refused`) a mail whose address its server refused for good. `at`: when it was sent or refused."""

    id: int
    at: int
    lead: int
    campaign: str
    step: str
    kind: str
    sender: str
    account: str
    variant: str
    refused: bool


DidRow = tuple[int, int, int, str, str, str, str, str, str, bool]
"""An action as it is read, without names."""


class News(NamedTuple):
    """One row of the history that says what came of something.

    `recorded_at` is when it was written down, `at` when it happened. `action`: the one that it is about, 0 = not known. `whole`: it
    is about the person, not about one journey. `hard`: of a bounce, it is for good; `lifts`: the event that is taken back.
    """

    id: int
    recorded_at: int
    at: int
    event: str
    lead: int
    action: int = 0
    campaign: str = ""
    whole: bool = True
    hard: bool = False
    lifts: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which messages are looked at: sent in [since, until), 0 = no bound; of one campaign or sender, '' = of all."""

    since: int = 0
    until: int = 0
    campaign: str = ""
    sender: str = ""

    def covers(self, at: int) -> bool:
        """Whether a moment lies in the chosen time."""
        return at >= self.since and (not self.until or at < self.until)

    def chosen(self, did: Did) -> bool:
        """Whether an action is of the chosen campaign and sender, at any time."""
        return (not self.campaign or did.campaign == self.campaign) and (not self.sender or did.sender == self.sender)


@dataclass(frozen=True, slots=True)
class Answer:
    """A person who answered: what was the last that is known, and when it happened."""

    lead: int
    campaign: str
    what: str
    at: int


@dataclass(slots=True)
class Tally:
    """The figures by key: `campaigns` name; `steps` (campaign, step, kind); `senders` (sender, account); `variants` (campaign, step,
    variant), of messages that have one; `days` a day's number, what happened on it. `answers`: who answered.
    """

    total: Figures = field(default_factory=Figures)
    campaigns: dict[str, Figures] = field(default_factory=dict)
    steps: dict[tuple[str, str, str], Figures] = field(default_factory=dict)
    senders: dict[tuple[str, str], Figures] = field(default_factory=dict)
    variants: dict[tuple[str, str, str], Figures] = field(default_factory=dict)
    days: dict[int, Figures] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)


def standing(rows: Iterable[News]) -> list[News]:
    """What still stands of the news, by number: a verdict that was corrected takes its rows with it."""
    found: list[News] = []
    lifted: dict[tuple[int, str], int] = {}
    for row in rows:
        if row.event == "lifted":
            if row.whole:
                lifted[row.lead, row.lifts] = row.id
        elif row.event not in OPT_OUTS or row.whole:
            found.append(row)
    return [one for one in found if one.id > lifted.get((one.lead, one.event), 0) or (one.event == "bounced" and not one.hard)]


def tally(news: Iterable[News], deeds: Iterable[DidRow], scope: Scope, day: Callable[[int], int]) -> Tally:
    """Count. `deeds` need no order; `day`: instant -> the number of its day. Few actions get names: a large home has very many."""
    counting = _Counting(scope, day)
    by_lead: dict[int, list[News]] = {}
    for row in standing(news):
        by_lead.setdefault(row.lead, []).append(row)
    kept: dict[int, list[Did]] = {lead: [] for lead in by_lead}
    for did in deeds:
        counting.sent(did)
        mine = kept.get(did[2])
        if mine is not None and did[5] in MESSAGES:
            mine.append(Did._make(did))
    counting.spread()
    for lead, rows in by_lead.items():
        if kept[lead]:
            counting.came_of(lead, rows, kept[lead])
    return counting.end()


_Alike = tuple[str, str, str, str, str, str, bool]
"""All of an action but its number, moment and lead."""


class _Counting:
    def __init__(self, scope: Scope, day: Callable[[int], int]) -> None:
        self._scope = scope
        self._all = scope == Scope()
        self._day = day
        self._found = Tally()
        self._contacted: dict[object, set[int]] = {None: set()}
        """Group of people (None = all, a campaign, a sender with its account) -> leads."""
        self._alike: dict[_Alike, tuple[tuple[set[int], ...], list[int]]] = {}
        """Actions of which all but the moment and the lead is the same -> the groups of people they belong to, and their moments."""
        self._came: dict[str, tuple[list[int], list[_Alike], list[tuple[str, str] | None]]] = {}
        """Figure -> what came of messages: the moments, the messages but for moment and lead, and the wider groups of people."""

    def sent(self, did: DidRow) -> None:
        """One action; what is alike is only put together here, and counted by `spread`."""
        if not self._all and not self._in(Did._make(did)):
            return
        alike = self._alike.get(did[3:])
        if alike is None:
            campaign, _, kind, sender, account, _, _ = did[3:]
            groups: tuple[object, ...] = (None, campaign, (sender, account)) if kind in MESSAGES else ()
            alike = self._alike[did[3:]] = tuple(self._contacted.setdefault(group, set()) for group in groups), []
        for leads in alike[0]:
            leads.add(did[2])
        alike[1].append(did[1])

    def spread(self) -> None:
        """Count what was sent, before anything that came of it."""
        found = self._found
        for (campaign, step, kind, sender, account, variant, refused), (_, moments) in self._alike.items():
            count = len(moments)
            narrow = [found.steps.setdefault((campaign, step, kind), Figures())]
            if kind not in MESSAGES:
                narrow[0].sent += count
                continue
            days = Counter(map(self._day, moments))
            narrow += [found.variants.setdefault((campaign, step, variant), Figures())] if variant else []
            wide = (
                found.total, found.campaigns.setdefault(campaign, Figures()), found.senders.setdefault((sender, account), Figures())
            )  # fmt: skip
            by_day = [(found.days.setdefault(day, Figures()), many) for day, many in days.items()]
            for figures in narrow:
                figures.contacted += count
                _add(figures, "bounced" if refused else "delivered", count)
            counted = [(figures, count) for figures in (*wide, *narrow)] + by_day
            for figures, many in by_day if refused else counted:
                _add(figures, "bounced" if refused else "sent", many)
                figures.invited += many if kind == "connect" and not refused else 0

    def came_of(self, lead: int, rows: Sequence[News], deeds: list[Did]) -> None:
        """What came of the messages to one person."""
        deeds.sort(key=lambda did: (did.at, did.id))
        if any(row.event in ("bounced", "failed") for row in rows):
            self._bounces(rows, {did.id: did for did in deeds})
        counted: set[tuple[str, str]] = set()
        last = self._last_ends(rows, deeds)
        people: dict[str, set[object]] = {}
        told: dict[str, Answer] = {}
        for row in sorted(rows, key=lambda row: (row.at, row.id)):
            about = _about(row, deeds)
            if about is None:
                continue
            for name in _counted_as(row.event):
                if (name, about.campaign) in counted or (name in _ENDS and last[about.campaign] != row.id):
                    continue
                counted.add((name, about.campaign))
                self._one(name, about, row.at, people)
            if row.event in ANSWERS and self._in(about):
                told[about.campaign] = Answer(lead, about.campaign, row.event, row.at)
        self._found.answers += told.values()

    def end(self) -> Tally:
        self._gather()
        found = self._found
        found.total.contacted = len(self._contacted[None])
        for name, figures in found.campaigns.items():
            figures.contacted = len(self._contacted[name])
        for key, figures in found.senders.items():
            figures.contacted = len(self._contacted[key])
        for figures in (found.total, *found.campaigns.values(), *found.senders.values()):
            figures.delivered += figures.contacted
        found.answers.sort(key=lambda one: (-one.at, one.lead, one.campaign))
        return found

    def _in(self, did: Did) -> bool:
        return self._scope.chosen(did) and self._scope.covers(did.at)

    def _last_ends(self, rows: Sequence[News], deeds: Sequence[Did]) -> dict[str, int]:
        """Campaign -> the row that says last whether it was won or lost."""
        ends = sorted((row for row in rows if row.event in _ENDS), key=lambda row: (row.at, row.id))
        return {about.campaign: row.id for row in ends if (about := _about(row, deeds)) is not None}

    def _one(self, name: str, about: Did, at: int, people: dict[str, set[object]]) -> None:
        """Keep one thing that came of a message, to be counted by `_gather`; people of a wider group count once."""
        came = self._came.setdefault(name, ([], [], []))
        if self._all or (self._scope.chosen(about) and self._scope.covers(at)):
            came[0].append(at)
        if not self._all and not self._in(about):
            return
        came[1].append(about[3:])
        known = people.setdefault(name, set())
        for group in (None, about[6:8]):
            if group not in known:
                known.add(group)
                came[2].append(group)

    def _gather(self) -> None:
        """Count what came of the messages."""
        found = self._found
        for name, (moments, alike, groups) in self._came.items():
            for day, count in Counter(map(self._day, moments)).items():
                _add(found.days.setdefault(day, Figures()), name, count)
            for (campaign, step, kind, _, _, variant, _), count in Counter(alike).items():
                _add(found.campaigns[campaign], name, count)
                _add(found.steps[campaign, step, kind], name, count)
                if variant:
                    _add(found.variants[campaign, step, variant], name, count)
            for group, count in Counter(groups).items():
                _add(found.total if group is None else found.senders[group], name, count)

    def _bounces(self, rows: Sequence[News], deeds: Mapping[int, Did]) -> None:
        """Messages that came back, each once; and the people to whom none arrived."""
        found = self._found
        hard = {row.action: row.at for row in reversed(rows) if row.event == "bounced" and row.hard}
        soft = {row.action: row.at for row in reversed(rows) if row.event == "bounced" and not row.hard and row.action not in hard}
        gone = {did.id for did in deeds.values() if did.refused or did.id in hard}
        for action, at in (hard | soft).items():
            did = deeds.get(action)
            if did is None or did.refused:
                continue
            name = "bounced" if action in hard else "soft_bounced"
            if self._scope.chosen(did) and self._scope.covers(at):
                _add(found.days.setdefault(self._day(at), Figures()), name)
            if not self._in(did):
                continue
            narrow = [found.steps[did.campaign, did.step, did.kind]]
            narrow += [found.variants[did.campaign, did.step, did.variant]] if did.variant else []
            for figures in narrow:
                figures.delivered -= 1
                _add(figures, name)
            if name == "soft_bounced":
                for figures in (found.total, found.campaigns[did.campaign], found.senders[did.sender, did.account]):
                    figures.soft_bounced += 1
        for figures, mine in self._groups(deeds.values()):
            figures.delivered -= all(did.id in gone or did.id in soft for did in mine)
            figures.bounced += any(did.id in gone for did in mine)

    def _groups(self, deeds: Iterable[Did]) -> Iterator[tuple[Figures, list[Did]]]:
        """The wider groups that one person's messages fall in, with those messages."""
        found = self._found
        groups: dict[object, tuple[Figures, list[Did]]] = {}
        for did in deeds:
            if self._in(did):
                sender = (did.sender, did.account)
                for key, figures in ((None, found.total), (did.campaign, found.campaigns[did.campaign]), (sender, found.senders[sender])):
                    groups.setdefault(key, (figures, []))[1].append(did)
        yield from groups.values()


def _counted_as(event: str) -> tuple[str, ...]:
    """The figures that an event counts in."""
    if event in ANSWERS:
        return ("replied",) if event == "replied" else ("replied", event)
    if event in OPT_OUTS:
        return ("opted_out",)
    return {"connected": ("accepted",), "complaint": ("complaints",)}.get(event, ())


def _about(row: News, deeds: Sequence[Did]) -> Did | None:
    """The message that news is about: the one that it names, else the last before it. `deeds` in the order of time."""
    if row.event == "connected":
        before = [did for did in deeds if did.kind == "connect" and did.at <= row.recorded_at]
    else:
        if row.action:
            named = [did for did in deeds if did.id == row.action]
            if named:
                return named[0]
        before = [
            did for did in deeds if did.at <= row.recorded_at and not did.refused and (not row.campaign or did.campaign == row.campaign)
        ]
    happened = [did for did in before if did.at <= row.at]
    return happened[-1] if happened else before[0] if before else None


def _add(figures: Figures, name: str, count: int = 1) -> None:
    setattr(figures, name, getattr(figures, name) + count)
