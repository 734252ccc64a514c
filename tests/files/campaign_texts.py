"""Small campaigns.yaml texts, and loading them with files from memory."""

from collections.abc import Mapping

from seleqt_cli.core.campaign import Campaign, Workspace
from seleqt_cli.files.campaign_file import Loaded, load
from seleqt_cli.files.workspace_files import stored

HEAD = """\
version: 1
business: {name: Acme, address: Keizersgracht 1, timezone: Europe/Amsterdam, country: NL}
senders:
  anna: {email: anna@acme.example, smtp: "smtp.acme.example:587", imap: "imap.acme.example:993", name: Anna}
  anna-linkedin: {linkedin: example-anna, name: Anna, plan: sales-navigator}
"""
STEPS = """\
      - id: hello
        email: {subject: Hi, body: Hello there}
"""


def one_campaign(keys: str = "", steps: str = STEPS, head: str = HEAD) -> str:
    """A file with one campaign, its first key on line 8 when `head` is the usual one and `keys` follow its leads."""
    middle = "campaigns:\n  first:\n    leads: [{email: ada@engines.example}]\n"
    senders = "" if "    senders:" in keys else "    senders: [anna, anna-linkedin]\n"
    return f"{head}{middle}{senders}{keys}    steps:\n{steps}"


def loaded(text: str | bytes, files: Mapping[str, bytes] | None = None) -> Loaded:
    """What loading gives, the named files coming from memory."""
    return load(text.encode() if isinstance(text, str) else text, path="campaigns.yaml", read=stored(files or {}))


def problems(text: str | bytes, files: Mapping[str, bytes] | None = None) -> list[str]:
    """The problems as a person sees them."""
    return [str(problem) for problem in loaded(text, files).problems]


def workspace(text: str, files: Mapping[str, bytes] | None = None) -> Workspace:
    """The workspace of a text without errors."""
    result = loaded(text, files)
    assert result.workspace is not None, problems(text, files)
    return result.workspace


def campaign(keys: str = "", steps: str = STEPS, files: Mapping[str, bytes] | None = None) -> Campaign:
    """The one campaign of `one_campaign`."""
    return workspace(one_campaign(keys, steps), files).campaigns["first"]


def step_problems(steps: str, files: Mapping[str, bytes] | None = None) -> list[str]:
    """The problems of a campaign with these steps, without the name of the file."""
    return [text.removeprefix("campaigns.yaml:") for text in problems(one_campaign(steps=steps), files)]
