"""Who clicks for a LinkedIn account at this moment, and what is missing for the mode that its file asks for.

`open` always works: a person does the step in their own browser. `fill` needs a signed-in window whose locators were found to
hold lately. `auto` needs besides that a person agreed to what LinkedIn says about it. An open incident stops the account
altogether (its hold sees to that), whatever the mode.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from seleqt_cli.core.linkedin.orders import Stop
from seleqt_cli.core.zones import DAY

Mode = Literal["open", "fill", "auto"]

CHECK_HOLDS: Final = 14 * DAY
"""Seconds for which a live check of the locators counts (LINKEDIN.md section 10, doctor)."""
INCIDENT: Final = "LinkedIn stopped it: "
"""How the reason begins of an account that is held because of an incident."""
RESTS: Final = "rests after "
"""What comes before it once the incident is cleared and the account has to wait."""
BY_ITSELF: Final = "it goes on by itself"

AGREEMENT: Final = (
    "In mode auto seleqt clicks the final button on LinkedIn by itself.",
    'LinkedIn\'s User Agreement (section 8.2) forbids that: you agree not to use "bots or other automated methods" to access',
    "the services, add or download contacts, or send or redirect messages.",
    "LinkedIn can restrict or close an account for it, for good, and low limits do not change that. It is your account.",
    "Mode open (you click in your own browser) is not automation; mode fill (seleqt fills in, you click) is, as the agreement puts it.",
)
"""What a person agrees to before mode auto; the words of the user agreement as LINKEDIN.md section 0 quotes them."""
AGREED: Final = "I accept the risk"
"""What is typed to agree."""

WORDS: Final[Mapping[Stop, str]] = {
    Stop.LOGGED_OUT: "the window is signed out",
    Stop.AUTHWALL: "LinkedIn shows its sign-in wall",
    Stop.CHECKPOINT: "LinkedIn asks for a security check",
    Stop.RATE_LIMITED: "LinkedIn says that there were too many requests",
    Stop.WEEKLY_LIMIT: "LinkedIn's weekly limit of invitations is reached",
    Stop.RESTRICTED: "LinkedIn restricted the account",
    Stop.INTERSTITIAL: "LinkedIn wants something confirmed first",
    Stop.UNKNOWN_PAGE: "LinkedIn shows a page that seleqt does not know",
    Stop.UI_CHANGED: "LinkedIn's pages changed",
    Stop.WRONG_ACCOUNT: "somebody else is signed in",
    Stop.FAILURES: "too many failures in a row",
    Stop.BROWSER: "the browser cannot be used",
}
COOL_DOWN: Final[Mapping[Stop, int]] = {Stop.RATE_LIMITED: DAY, Stop.WEEKLY_LIMIT: 7 * DAY}
"""Seconds for which the account rests after a person cleared the incident, counted from the incident (LINKEDIN.md section 10)."""
BY_PERSON: Final = frozenset({Stop.CHECKPOINT, Stop.RESTRICTED})
"""After these the person has to say from when on the account may act again."""
BY_LOGIN: Final = frozenset({Stop.LOGGED_OUT, Stop.AUTHWALL, Stop.WRONG_ACCOUNT, Stop.BROWSER})
"""These are over once the right person signed in anew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account's window. `checked_at`: the last live check, 0 = none; `missing`: the keys that it did not find."""

    mode: Mode
    signed_in_at: int = 0
    agreed: str = ""
    """The digest of the words that a person agreed to, '' = they did not."""
    checked_at: int = 0
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Acting:
    """Who clicks now, and why it is not what the file asks for ('' when it is)."""

    mode: Mode
    lacks: str = ""
    todo: str = ""


def acting(standing: Standing, sender: str, now: int) -> Acting:
    """Who clicks for an account at a moment. `sender`: its name, for what to type."""
    if standing.mode == "open":
        return Acting("open")
    if not standing.signed_in_at:
        return Acting("open", "nobody signed in at its window", f"seleqt senders login {sender}")
    check = f"seleqt linkedin doctor {sender}"
    if standing.missing:
        return Acting("open", f"the last check did not find {', '.join(standing.missing)}", check)
    if not now - CHECK_HOLDS <= standing.checked_at <= now + DAY:
        said = "its pages were last checked more than 14 days ago" if standing.checked_at else "its pages were never checked"
        return Acting("open", said, check)
    if standing.mode == "auto" and standing.agreed != agreement():
        return Acting("fill", "nobody agreed to mode auto", f"seleqt senders login {sender}")
    return Acting(standing.mode)


def agreement() -> str:
    """The digest of the words to agree to: other words are asked about again."""
    return hashlib.sha256("\n".join((*AGREEMENT, AGREED)).encode()).hexdigest()[:16]


def hold_reason(stop: Stop, text: str) -> str:
    """Why an account with this incident is held."""
    words = WORDS[stop]
    return INCIDENT + words + (f" ({text})" if text and text.rstrip(".") != words else "")


def frees(stop: Stop, sender: str) -> str:
    """What a person types once the reason is gone."""
    if stop in BY_LOGIN:
        return f"seleqt senders login {sender}"
    until = " --until DAY" if stop in BY_PERSON else ""
    return f'seleqt linkedin clear {sender} --i-can-use-linkedin --warning-gone --reason "…"{until}'


def freed_incident(reason: str, sender: str) -> str:
    """What frees an account that is held for this reason, '' when that is no incident."""
    if INCIDENT not in reason:
        return ""
    if RESTS + INCIDENT in reason:
        return BY_ITSELF
    words = reason.partition(INCIDENT)[2]
    return next((frees(stop, sender) for stop, known in WORDS.items() if words.startswith(known)), "")


def resumes_at(stop: Stop, at: int, until: int, now: int) -> int:
    """When an account goes on whose incident of `at` is cleared now; `until`: what the person said, 0 = nothing."""
    return max(now, at + COOL_DOWN.get(stop, 0), until)
