"""The steps of the first campaign: four orders of steps that work, with texts in each language that has a footer."""

import json
import tomllib
from pathlib import Path
from typing import Any, Final

from seleqt_cli.core.starter import Starter

_PAUSES: Final = {"intro": "3 working days", "event": "4 working days", "customers": "5 working days"}


def steps_of(starter: Starter) -> list[str]:
    """Return the lines below `steps:`, indented for a campaign; an answer of a person changes no structure of the file."""
    words = _words(starter.language)
    texts = {key: _filled(text, words, starter) for key, text in words[starter.template].items()}
    greeting = words["greeting"]
    hello = [greeting, "", *texts["first"]]
    reminder = [greeting, "", *texts["second"]]
    if starter.template == "linkedin":
        # nobody was written to before an invitation, and it has no footer: where one's rights are read stands in the note
        notice = f" {words['notice']}" if starter.privacy_url else ""
        return _linkedin(texts, " ".join(texts["note"]) + notice, hello, reminder)
    lines = _mail("hello", hello, " ".join(texts["subject"]))
    lines += [f"      - wait: {_PAUSES[starter.template]}", *_mail("reminder", reminder)]
    if "third" in texts:
        lines += ["      - wait: 5 working days", *_mail("last", [greeting, "", *texts["third"]])]
    return lines


def _linkedin(texts: dict[str, list[str]], note: str, hello: list[str], reminder: list[str]) -> list[str]:
    return [
        "      - id: look",
        "        visit:   # whoever has no LinkedIn profile skips the steps there",
        "        at_most: 3 days",
        "      - wait: 1 day",
        "      - id: invite",
        "        connect:",
        f"          note: {_quoted(note)}",
        "        at_most: 7 days",
        "      - id: accepted",
        "        wait_for: connected",
        "        at_most: 10 days",
        "        else:   # not accepted in that time",
        *("    " + line if line else "" for line in _mail("hello", hello, " ".join(texts["subject"]))),
        "          - wait: 3 working days",
        *("    " + line if line else "" for line in _mail("reminder", reminder)),
        "      - id: thanks",
        "        when: connected",
        "        message:",
        f"          body: {_quoted(' '.join(texts['thanks']))}",
    ]


def _mail(step: str, body: list[str], subject: str = "") -> list[str]:
    head = [f"      - id: {step}"]
    if subject:
        head += ["        email:", f"          subject: {_quoted(subject)}"]
    else:
        head += ["        email:   # without a subject: an answer in the same thread"]
    return [*head, "          body: |", *(f"            {line}" if line else "" for line in body)]


def _filled(text: str, words: dict[str, Any], starter: Starter) -> list[str]:
    """Return the lines of a text with the answers in it; a paragraph that only an answer would fill is left out without one."""
    offer = plain(starter.offer).rstrip(".!")
    event = plain(starter.event)
    sentence = words["offer"].replace("@OFFER@", offer) if offer else ""
    parts = [part.replace("@OFFER@", sentence).replace("@EVENT@", f" ({event})" if event else "") for part in text.split("\n\n")]
    return "\n\n".join(part for part in parts if part).split("\n")


def plain(text: str) -> str:
    """Return a text for a template line inside a block: one line, without the braces that Jinja and spintax read."""
    return " ".join(text.replace("{", "").replace("}", "").split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _words(language: str) -> dict[str, Any]:
    path = Path(__file__).with_name("starters") / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
