"""How long a window waits for the site; one value, so that tests on a near site need not wait as people on a far one do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds, and numbers of tries.

    `page`: until a page must have answered. `tries` and `step`: how often a page is looked at again, and the pause before each
    look, until its buttons have come (8 x 2 s were needed by others). `action`: until a single click or fill must have worked.
    `watch`: between two looks at what a person does in the window. `lists`: pages of a list that are loaded at most.
    """

    page: float = 30.0
    tries: int = 8
    step: float = 2.0
    action: float = 5.0
    watch: float = 0.1
    lists: int = 10


NEAR = Patience(page=10.0, tries=6, step=0.15, action=1.5, watch=0.03)
"""For a site on this machine."""
