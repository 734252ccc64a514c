"""A seleqt that kills itself (SIGKILL) at a point of a LinkedIn step: `python -m tests.faults.window_victim POINT INSTANT ARGUMENTS…`.

The points are laid around the real program from outside, as in victim.py. With no point it is the program at that moment.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from seleqt_cli.app.linkedin_acting import LinkedInActing
from seleqt_cli.channels.linkedin import session
from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.patience import Patience
from seleqt_cli.cli.program import run
from seleqt_cli.engine import clocks
from seleqt_cli.engine.clocks import VirtualClock
from tests.faults.victim import replace

PATIENT = Patience(page=120.0, tries=300, step=0.1, action=60.0, watch=0.05)
POINTS = ("before C2", "after C2", "after the click", "before the outcome")
IN_DOUBT = POINTS[1:]


def lay_points(point: str) -> None:
    """The first passing of `point` kills. A step passes them in the order of POINTS."""

    def passing(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(owner: Any, name: str, before: str, after: str) -> None:
        inner: Callable[..., Any] = getattr(owner, name)

        def wrapped(*arguments: Any, **named: Any) -> Any:
            passing(before)
            found = inner(*arguments, **named)
            passing(after)
            return found

        replace(owner, name, wrapped)

    saw = Act.saw

    def sees(act: Act, what: str) -> None:
        saw(act, what)
        if what.startswith("clicked "):
            passing("after the click")

    around(Act, "arm", "before C2", "after C2")
    replace(Act, "saw", sees)
    around(LinkedInActing, "took", "before the outcome", "")


if __name__ == "__main__":
    lay_points(sys.argv[1])
    clock = VirtualClock(int(sys.argv[2]))
    replace(clocks, "SystemClock", lambda: clock)
    replace(session, "Patience", lambda: PATIENT)
    sys.exit(run(sys.argv[3:]))
