"""The questions of `seleqt init`: what is asked, what is the default, and what is wrong with an answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from seleqt_cli.cli import guesses
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.output import visible
from seleqt_cli.cli.prompts import ask, interactive
from seleqt_cli.core.countries import country_code, zone_of_country
from seleqt_cli.core.errors import SeleqtError, UsageProblem
from seleqt_cli.core.providers import PROVIDERS, domain_of_address, provider_of_domain
from seleqt_cli.core.starter import BASES, SERVICES, TEMPLATES, Starter

_SERVER = re.compile(r"(smtps?://|imaps?://)?[\w.-]+(:[0-9]{1,5})?")
_PROFILE = re.compile(r"(https?://)?([a-z]{2,3}\.)?linkedin\.com/in/[^/\s]+/?", re.IGNORECASE)
_NAMES = tuple(name for name, _ in TEMPLATES)
_OPTIONAL = frozenset({"imap", "privacy_url", "country", "offer", "event", "linkedin", "leads", "source", "basis", "sign_in"})
_FLAGS = {"business": "name", "privacy_url": "privacy-url"}

QUESTIONS: tuple[tuple[str, str], ...] = (
    ("business", "Name of the business"),
    ("address", "Its postal address (in the footer of every first mail)"),
    ("privacy_url", "Its privacy statement, https://... (Return leaves it out)"),
    ("country", "Its country"),
    ("timezone", "Its time zone"),
    ("person", "Your name, as the people you write to read it"),
    ("email", "The address you send from"),
    ("smtp", "Mail server (HOST:587, auto, or outbox:DIR to try)"),
    ("template", "The first campaign"),
    ("language", f"Its language ({' '.join(guesses.LANGUAGES)})"),
    ("offer", "What you help with, in a few words (Return leaves it out)"),
    ("event", "Which event (Return leaves it out)"),
    ("linkedin", "Your LinkedIn profile (its address)"),
    ("leads", "Your lead file (none: the first lead is you)"),
    ("source", "Where these people come from (the first mail says it)"),
    ("basis", f"On what you may contact them ({' '.join(BASES)})"),
)
"""Key and words; which of them are asked depends on the answers before."""


@dataclass
class Interview:
    """One call of `init`: the flags, what the machine tells by itself, and the person's answers."""

    context: Context
    given: dict[str, str]
    lead_files: tuple[str, ...]
    says: Callable[[str], None] = field(init=False)

    def __post_init__(self) -> None:
        """Talk goes where the screen puts it."""
        self.says = self.context.screen.say

    def starter(self) -> Starter:
        """Ask on a terminal for what the flags leave open. Raises UsageProblem with everything that is wrong."""
        if interactive():
            self.says("Return takes what stands in brackets; nothing is written before the last answer.\n")
            for key, question in QUESTIONS:
                if not self.given[key] and self._asked(key):
                    self._ask(key, question)
                if key == "smtp" and self.given[key] == "auto":
                    self._look_up()
        answers = {key: value or self._default(key, alone=True) for key, value in self.given.items()}
        if answers["leads"] == "none":
            answers["leads"] = ""
        problems = [f"--{_FLAGS.get(key, key)}: {said}" for key, value in answers.items() if (said := self._wrong(key, value))]
        problems += _together(answers)
        if problems:
            raise UsageProblem("; ".join(problems), advice="Type `seleqt init --help`. Nothing was written.")
        answers["country"] = country_code(answers["country"])
        if answers["linkedin"]:  # as it is copied from a page or a card
            answers["linkedin"] = "https://" + re.sub(r"^https?://", "", answers["linkedin"], flags=re.IGNORECASE)
        return Starter(**answers)

    def _ask(self, key: str, question: str) -> None:
        if key == "template":
            for name, what in TEMPLATES:
                self.says(f"  {name:<10} {what}")
        self.given[key] = ask(question, self._default(key), wrong=partial(self._wrong, key))

    def _look_up(self) -> None:
        """Ask the network whose mail it is, so that the file says how to sign in; without an answer the login finds out."""
        from seleqt_cli.wiring.starting import mail_settings

        address = self.given["email"]
        if provider_of_domain(domain_of_address(address)) is not None:
            return
        self.says(f"  asking {domain_of_address(address)} for its servers")
        try:
            found = mail_settings(self.context.services, address)
        except SeleqtError as error:
            self.says(f"  {error.message}; the login will look again")
            return
        if found is None:
            self.says("  it names none: ask your provider for HOST:587")
            self._ask("smtp", "Mail server (HOST:587, or outbox:DIR to try)")
            return
        whose = f"{found.provider}, " if found.provider else ""
        self.says(f"  found: {whose}{found.smtp.host}:{found.smtp.port}")
        sign_in = next((one.sign_in for one in PROVIDERS if found.provider and one.name == found.provider), "")
        self.given["sign_in"] = sign_in if sign_in in SERVICES else ""

    def _asked(self, key: str) -> bool:
        """Tell whether an answer is of use beside those that there are."""
        template = self.given["template"]
        wanted = {
            "event": template == "event",
            "linkedin": template == "linkedin",
            "leads": bool(self.lead_files),
            "source": self.given["leads"] not in ("", "none"),
            "basis": self.given["leads"] not in ("", "none"),
        }
        return wanted.get(key, True)

    def _default(self, key: str, *, alone: bool = False) -> str:
        """What holds without an answer; `alone`: nobody was asked, so that nothing may be taken for granted about people."""
        environment = self.context.services.environment
        if key == "timezone":
            zone = guesses.timezone(environment)
            return (zone_of_country(country_code(self.given["country"])) or zone) if zone in guesses.NOWHERE else zone
        if key == "country":
            return guesses.country(self.given["timezone"] or guesses.timezone(environment), environment)
        if key == "language":
            return guesses.language(environment)
        if key == "template":
            return _NAMES[0]
        if key == "smtp":
            known = provider_of_domain(domain_of_address(self.given["email"])) is not None
            return "auto" if known and not alone else "outbox:outbox"
        if alone:
            return ""
        if key == "leads":
            return self.lead_files[0] if self.lead_files else "none"
        if key == "basis":
            return "customer" if self.given["template"] == "customers" else ""
        return ""

    def _wrong(self, key: str, answer: str) -> str:
        return wrong(key, answer, self.lead_files)


def _together(answers: dict[str, str]) -> list[str]:
    """What answers lack beside each other."""
    said = []
    if answers["leads"]:
        said += [f"--{key}: it is needed with --leads" for key in ("source", "basis") if not answers[key]]
    if answers["template"] == "linkedin" and not answers["linkedin"]:
        said.append("--linkedin: it is needed for --template linkedin")
    return said


def wrong(key: str, answer: str, lead_files: tuple[str, ...]) -> str:
    """Return what is wrong with an answer, '' when nothing is."""
    if answer != visible(answer):
        return "it has a control character in it"
    if not answer:
        return "" if key in _OPTIONAL else "it is needed"
    said = ""
    if key == "email" and not re.fullmatch(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+", answer):
        said = f"{answer} is no e-mail address"
    elif key == "privacy_url" and not re.fullmatch(r"https?://[^\s/]+\S*", answer):
        said = f"{answer} is no address of a page; they look like https://acme.example/privacy"
    elif key == "timezone" and not guesses.known_zone(answer):
        said = f"{answer} is no time zone; they look like Europe/Amsterdam"
    elif key == "country" and not country_code(answer):
        said = f"{answer} is no country; write it as NL or Netherlands"
    elif key == "language" and answer not in guesses.LANGUAGES:
        said = f"{answer} has no footer; there are {' '.join(guesses.LANGUAGES)}"
    elif key == "smtp" and not (_SERVER.fullmatch(answer) or re.fullmatch(r"outbox:.+", answer)):
        said = f"{answer} is no server; they look like smtp.acme.example:587, auto or outbox:outbox"
    elif key == "imap" and answer != "none" and not _SERVER.fullmatch(answer):
        said = f"{answer} is no server; they look like imap.acme.example:993"
    elif key == "template" and answer not in _NAMES:
        said = f"{answer} is none of them; there are {' '.join(_NAMES)}"
    elif key == "basis" and answer not in BASES:
        said = f"{answer} is none; there are {' '.join(BASES)}"
    elif key == "linkedin" and not _PROFILE.fullmatch(answer):
        said = f"{answer} is no profile; they look like https://www.linkedin.com/in/anna-de-vries/"
    elif key == "leads" and answer not in ("none", *lead_files):
        said = f"{answer} does not lie in the folder" + (f"; there are {' '.join(lead_files)}" if lead_files else "")
    return said
