"""`report`: what came of what was sent, read in one pass over what was done."""

from collections.abc import Callable
from dataclasses import dataclass, field

from seleqt_cli.app.cycles import without_cycle_search
from seleqt_cli.core.campaign import Step, Workspace
from seleqt_cli.core.figures import NAMES, Figures
from seleqt_cli.core.proportions import Verdict, verdict
from seleqt_cli.core.report import Answer, Scope, Tally, tally
from seleqt_cli.ports.report import Named, Place, ReportRows


@dataclass(frozen=True, slots=True)
class Trial:
    """A step with variants, as the file in force has it. `sample` 0: no size was declared, and no winner is ever named."""

    campaign: str
    step: str
    variants: tuple[str, ...]
    sample: int


@dataclass(slots=True)
class Report:
    """Everything that a report shows. `people`: who answered, the newest first; empty unless asked for.

    `order`: campaign -> its steps in the order of the file; `journeys`: where journeys are now; `verdicts`: (campaign, step) -> what
    the test of its variants says.
    """

    scope: Scope
    tally: Tally
    journeys: list[Place]
    order: dict[str, list[str]] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    people: list[tuple[Answer, Named | None]] = field(default_factory=list)

    def enrolled(self, campaign: str) -> int:
        """Journeys of a campaign, in whatever state."""
        return sum(place.journeys for place in self.journeys if place.campaign == campaign)


def report_of(rows: ReportRows, scope: Scope, day: Callable[[int], int], workspace: Workspace, *, with_people: bool = False) -> Report:
    """Count everything that a scope covers. `day`: instant -> the number of its day in the business's zone."""
    with without_cycle_search():
        news = rows.news()
        refused = frozenset(row.action for row in news if row.event == "failed")
        counted = tally(news, rows.deeds(refused), scope, day)
    places = [place for place in rows.places() if not scope.campaign or place.campaign == scope.campaign]
    found = Report(scope, counted, places)
    for name, campaign in workspace.campaigns.items():
        found.order[name] = [step.id for step in walked(campaign.steps) if step.id]
    for trial in trials(workspace):
        if (not scope.campaign or trial.campaign == scope.campaign) and trial.campaign in counted.campaigns:
            _judge(found, trial)
    if with_people:
        known = rows.named(sorted({one.lead for one in counted.answers}))
        found.people = [(one, known.get(one.lead)) for one in counted.answers]
    return found


def walked(steps: tuple[Step, ...]) -> list[Step]:
    """Every step in the order of the file, those of an `else` behind the step they belong to."""
    found = []
    for step in steps:
        found += [step, *walked(step.otherwise)]
    return found


def trials(workspace: Workspace) -> list[Trial]:
    """The steps with variants."""
    return [
        Trial(name, step.id, tuple(variant.name for variant in step.content.variants if variant.weight > 0), step.content.sample)
        for name, campaign in workspace.campaigns.items()
        for step in walked(campaign.steps)
        if step.content is not None and len(step.content.variants) > 1
    ]


def rate(figures: Figures) -> float:
    """People who answered, of those a message reached."""
    return figures.replied / figures.delivered if figures.delivered else 0.0


def numbers(figures: Figures) -> dict[str, int]:
    """Every count by its name."""
    return {name: getattr(figures, name) for name in NAMES}


def _judge(found: Report, trial: Trial) -> None:
    """A variant that was never chosen yet counts with nothing."""
    sent: dict[str, tuple[int, int]] = {}
    for name in trial.variants:
        figures = found.tally.variants.setdefault((trial.campaign, trial.step, name), Figures())
        sent[name] = (figures.replied, figures.delivered)
    judged = verdict(sent, trial.sample)
    if judged is not None:
        found.verdicts[trial.campaign, trial.step] = judged
