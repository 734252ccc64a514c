"""A comparison put together: the file on the disk against what was last applied, or against another file or version."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from seleqt_cli.app.check import Checker
from seleqt_cli.app.difference import Change, difference, same_leads
from seleqt_cli.app.echoes import copied
from seleqt_cli.app.edit_problems import Kinds, NewProblem, of_file, of_journeys, said_before, worse
from seleqt_cli.app.fates import Journeys, journeys_of
from seleqt_cli.app.named_leads import NOT_SHOWN, NamedLeads, Reading
from seleqt_cli.app.rewording import Reader, Reworded, Rewording
from seleqt_cli.app.simulate import made_up
from seleqt_cli.app.words import apply_problems
from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.core.continuing import GONE, to_come
from seleqt_cli.core.enrol import Admission
from seleqt_cli.core.errors import FileProblems, SeleqtError, UsageProblem
from seleqt_cli.core.program import END, Program
from seleqt_cli.files.campaign_file import Loaded, load
from seleqt_cli.files.lead_files import open_beside, outside
from seleqt_cli.files.workspace_files import reader, stored
from seleqt_cli.storage.enrolment import people_who_got, standings
from seleqt_cli.storage.lead_list import departed
from seleqt_cli.storage.lead_values import LEAD_SELECT, lead_of
from seleqt_cli.storage.present import open_reading
from seleqt_cli.storage.versions import Version, applied_versions, latest_version, version_numbered
from seleqt_cli.wiring.forecasting import Forecast, forecasts, without_home
from seleqt_cli.wiring.reading import named_leads
from seleqt_cli.wiring.services import Services

SAMPLE: Final = 5
"""People of each campaign whose changed messages are shown."""
LOOKED: Final = 200
"""People who are looked at for that."""
_OTHER_WAY: Final = "seleqt diff --base FILE compares two files without a database"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared. `base`: a file; `first`, `last`: numbers of versions, 0 = the one in force and the file on the disk.

    `every`: every message of every lead; `simulate`: also what both come to; `made`: leads that are made up where there are none.
    """

    base: str = ""
    first: int = 0
    last: int = 0
    every: bool = False
    simulate: bool = True
    made: int = 0


@dataclass(slots=True)
class Comparison:
    """What an edit means. `live`: the journeys are those of the home; `before`, `after`: what was compared; `zone`: the business's."""

    before: str
    after: str
    live: bool
    zone: str
    changes: list[Change] = field(default_factory=list)
    journeys: dict[str, Journeys] = field(default_factory=dict)
    messages: list[Reworded] = field(default_factory=list)
    forecasts: tuple[Forecast, Forecast] | None = None
    problems: list[NewProblem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether the edit makes something worse that must be mended first."""
        return any(one.level == "error" for one in self.problems)


def compare(services: Services, asked: Asked, tell: Callable[[str], None] = lambda text: None) -> Comparison:
    """Everything that the edit means; `tell` hears what is being looked at.

    Raises FileProblems for a file with errors and UsageProblem when there is nothing to compare with.
    """
    if asked.base:
        _, loaded = services.workspace()
        return _compare(services, asked, None, (asked.base, _base(asked.base)), (str(services.file), loaded), tell)
    with closing(_home(services)) as connection:
        newest = _applied(services, connection)
        before = _numbered(connection, asked.first) if asked.first else newest
        after = _numbered(connection, asked.last) if asked.last else None
        now = (str(services.file), services.workspace()[1]) if after is None else (f"version {after.id}", _stored(after))
        live = before.id == newest.id and after is None
        return _compare(services, asked, connection if live else None, (f"version {before.id}", _stored(before)), now, tell)


def text_of(services: Services, number: int) -> bytes:
    """The text of a version that was applied."""
    with closing(_home(services)) as connection:
        return _numbered(connection, number).text


def versions(services: Services) -> list[tuple[int, int, str, str]]:
    """Every version that was applied, the newest first: (number, instant, by whom, SHA-256)."""
    with closing(_home(services)) as connection:
        return applied_versions(connection)


def _compare(
    services: Services, asked: Asked, connection: sqlite3.Connection | None, before: tuple[str, Loaded], after: tuple[str, Loaded],
    tell: Callable[[str], None],
) -> Comparison:  # fmt: skip
    old, new = before[1].workspace, after[1].workspace
    assert old is not None
    assert new is not None
    found = Comparison(before[0], after[0], connection is not None, new.business.timezone)
    leads = named_leads(services, connection)
    if connection is not None:
        leaving, going_on = _departed(connection, old, new, leads)
        found.journeys = journeys_of(old, new, standings(connection, leaving))
        for name, count in going_on.items():
            found.journeys[name].going_on = count
    found.changes = difference(old, new, found.journeys if connection is not None else None)
    if not found.changes:
        return found
    rewording = Rewording(old, new)
    for name in new.campaigns:
        if name in old.campaigns:
            people = _readers(connection, new, old.campaigns[name], new.campaigns[name], leads)
            most, looked = (0, 0) if asked.every else (SAMPLE, LOOKED)
            found.messages += rewording.of(name, people, most=most, looked=looked)
    first, second = (_problems(services, one[1], leads, every=asked.every) for one in (before, after))
    found.problems = of_journeys(found.journeys) + worse(first, second)
    if connection is not None:
        found.problems += _said_before(connection, old, new, leads)
    if asked.simulate:
        place = services if connection is not None else without_home(services)
        earlier, later = found.forecasts = forecasts(place, old, new, now=services.clock.now(), made=asked.made, tell=tell)
        # who waits for a step that is gone was counted among the journeys
        found.problems += [one for one in worse(earlier.problems, later.problems) if not (found.live and GONE in one.text)]
    return found


def _departed(connection: sqlite3.Connection, old: Workspace, new: Workspace, leads: NamedLeads) -> tuple[list[int], dict[str, int]]:
    """Where the edit names other leads: the journeys that end, and in each campaign how many go on although nobody names them."""
    leaving: list[int] = []
    going_on: dict[str, int] = {}
    for name, campaign in new.campaigns.items():
        if name not in old.campaigns or same_leads(old.campaigns[name], campaign):
            continue
        with suppress(SeleqtError):  # apply refuses a file that is not there or cannot be read
            numbers = [lead.id for _, lead in leads.of(campaign, Reading(), 0) if lead.id]
            ending, others = departed(connection, name, numbers)
            leaving += ending
            going_on |= {name: others} if others else {}
    return leaving, going_on


def _said_before(connection: sqlite3.Connection, old: Workspace, new: Workspace, leads: NamedLeads) -> Iterator[NewProblem]:
    """Campaigns that come new, or under another name, and say to people of their own what a campaign before said to them."""
    for name, campaign in new.campaigns.items():
        pairs = {other: copied(before, campaign) for other, before in old.campaigns.items() if name not in old.campaigns}
        if not any(pairs.values()):
            continue
        admission = Admission(new, campaign, Program(campaign))
        taken: set[int] = set()
        with suppress(SeleqtError):  # a file that is not there or cannot be read is among the problems
            taken = {lead.id for _, lead in leads.of(campaign, Reading(), 0) if lead.id and not admission.refusal(lead)}
        for other, same in pairs.items():
            for step, twin in same.items():
                count = len(taken & people_who_got(connection, other, step, name, replied=campaign.leads.include_replied))
                if count:
                    yield said_before(other, step, name, twin, count)


def _problems(services: Services, loaded: Loaded, leads: NamedLeads, *, every: bool) -> Kinds:
    """What is wrong with a file; with `every` also what single leads lack."""
    workspace = loaded.workspace
    assert workspace is not None
    if every:
        return of_file(Checker(workspace, leads).check(loaded.problems).problems)
    folder = services.file.absolute().parent
    wrong = apply_problems(
        workspace, lambda name: open_beside(folder, name), lambda campaign: (lead for _, lead in leads.of(campaign, Reading(), 0))
    )
    return of_file(loaded.problems) + of_file(wrong)


def _readers(
    connection: sqlite3.Connection | None, workspace: Workspace, old: Campaign, campaign: Campaign, leads: NamedLeads
) -> Iterator[Reader]:
    """Who gets messages of a campaign: whoever is on the way and has some to come; without any, the leads of the file; or nobody real."""
    somebody = False
    if connection is not None:
        before, after = Program(old), Program(campaign)
        rows = connection.execute(
            "SELECT lead_id, email_account, linkedin_account, step, done FROM journey "
            "WHERE campaign = ? AND state IN ('waiting', 'due', 'held', 'paused') ORDER BY id",
            (campaign.name,),
        )
        known: dict[tuple[str, str], dict[str, None]] = {}
        for number, email, linkedin, step, text in rows:
            somebody = True
            steps = known.get((step, text))
            if steps is None:
                done = json.loads(text)
                start = after.index.get(step, END if done else after.enter.to)
                steps = to_come(before, before.index.get(step, END), done) | to_come(after, start, done)
                known[step, text] = steps
            row = connection.execute(f"{LEAD_SELECT} WHERE l.id = ?", (number,)).fetchone() if steps else None
            if row is not None:
                yield Reader(lead_of(row)[0], email, linkedin, steps)
    if somebody:
        return
    private = bool(campaign.leads.file) and outside(workspace.path, campaign.leads.file)
    with suppress(SeleqtError):  # a file that is not there or cannot be read is among the problems
        for _, lead in () if private else leads.of(campaign, Reading(), 0):
            somebody = True
            yield Reader(lead)
    if not somebody:
        rows_made = tuple(made_up(workspace, campaign.name, 1))
        nobody = replace(campaign, leads=replace(campaign.leads, file="", rows=rows_made, tags_wanted=(), mapping={}))
        for _, lead in leads.of(nobody, Reading(), 0):
            yield Reader(lead, shown=NOT_SHOWN if private else "somebody made up")


def _home(services: Services) -> sqlite3.Connection:
    database = services.present_database()
    if database is None:
        raise UsageProblem(f"{services.file} was never applied", advice=_OTHER_WAY)
    return open_reading(database, services.database_keys)


def _applied(services: Services, connection: sqlite3.Connection) -> Version:
    version = latest_version(connection)
    if version is None or Path(version.path).absolute() != services.file.absolute():
        whose = f"this home belongs to {version.path}" if version is not None else f"{services.file} was never applied"
        raise UsageProblem(whose, advice=_OTHER_WAY)
    return version


def _numbered(connection: sqlite3.Connection, number: int) -> Version:
    version = version_numbered(connection, number)
    if version is None:
        raise UsageProblem(f"there is no version {number}", advice="seleqt diff --versions")
    return version


def _stored(version: Version) -> Loaded:
    return _whole(load(version.text, path=version.path, read=stored(version.files)))


def _base(name: str) -> Loaded:
    path = Path(name)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"{name}: {error.strerror}", advice="--base names the file as it was before") from error
    return _whole(load(text, path=name, read=reader(path.absolute().parent)))


def _whole(loaded: Loaded) -> Loaded:
    if loaded.workspace is None:
        raise FileProblems(loaded.problems)
    return loaded
