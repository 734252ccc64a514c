"""Whether a mail without subject could be the first one a lead gets (then there is no thread to continue).

The steps are followed with what is known at each: the conditions under which a mail has surely gone before. A later
mail is safe when its own conditions include one of them. `connected` stays true once true, so `not connected`
later means `not connected` earlier; a tag can be added in between, so `tagged` proves nothing backwards.
"""

from seleqt_cli.core.campaign import Condition, Step
from seleqt_cli.files.reading import Reading

_NOT_CONNECTED = Condition("connected", negated=True)


def check_first_subjects(reading: Reading, steps: tuple[Step, ...], path: str, *, reviewed: bool) -> None:
    """Note a problem for each mail without subject that could come first. `reviewed`: people may let a mail's time run out."""
    mails: set[str] = set()
    _walk(reading, steps, path, [], mails, reviewed)


def _walk(
    reading: Reading, steps: tuple[Step, ...], path: str, sure: list[frozenset[Condition]], mails: set[str], reviewed: bool
) -> list[frozenset[Condition]]:
    for number, step in enumerate(steps, 1):
        here = f"{path}.{step.id or number}"
        needs = frozenset(step.when)
        if step.kind == "wait_for":
            inside = _walk(reading, step.otherwise, f"{here}.else", list(sure), mails, reviewed)
            # The branch was taken exactly by those who are not connected (and for whom the wait itself applied).
            if _lasting(needs) == needs:
                sure = sure + [known | needs | {_NOT_CONNECTED} for known in inside[len(sure) :]]
        if step.kind != "email" or step.content is None:
            continue
        follows = any(known <= needs for known in sure)
        follows = follows or any(c.test == "sent" and not c.negated and c.subject in mails for c in needs)
        if not follows and any(variant.subject is None for variant in step.content.variants):
            message = "has no subject and could be the first mail a lead gets; give it a subject, or a `when: sent STEP` of an earlier mail"
            reading.problem(step.place, here, message, code="no-subject")
        mails.add(step.id)
        if _lasting(needs) == needs and not (reviewed and step.at_most):
            sure = [*sure, needs]
    return sure


def _lasting(conditions: frozenset[Condition]) -> frozenset[Condition]:
    """Conditions that, when they hold later, held earlier too."""
    return frozenset(c for c in conditions if c.test not in ("connected", "tagged") or c.negated)
