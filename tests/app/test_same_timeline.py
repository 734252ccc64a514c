"""Which edits change no moment: words of mails, and nothing else."""

from pathlib import Path

import pytest

from seleqt_cli.app.same_timeline import same_timeline
from seleqt_cli.core.campaign import Workspace
from seleqt_cli.files.campaign_file import load
from tests.cli.homes import BOTH, MAILS, MONDAY, Home


def read(text: str) -> Workspace:
    workspace = load(text.encode(), path="campaigns.yaml", read=lambda name: b"").workspace
    assert workspace is not None
    return workspace


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        (MAILS, "robots?", "shall we talk about robots?\n\n\n"),
        (MAILS, 'subject: "Robots for {{ company }}"', "subject: Robots"),
        (MAILS, "signature: Anna", "signature: Anna de Vries"),
        (MAILS, "schedules:\n", "\n# a remark\n\nschedules:\n"),
        (MAILS, "business: {name: Acme,", "business: {name: Acme, footer: {en: '{{ business.address }}'},"),
        (BOTH, 'task: "Ring {{ first_name }}', 'task: "Please ring {{ first_name }}'),
    ],
)
def test_words_of_mails_and_tasks_decide_no_moment(text: str, was: str, now: str) -> None:
    assert was in text
    assert same_timeline(read(text), read(text.replace(was, now)))


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        (MAILS, "limits: {email: 3}", "limits: {email: 4}"),
        (MAILS, "wait: 2 working days", "wait: 3 working days"),
        (MAILS, "id: nudge", "id: push"),
        (MAILS, "        email: {body:", "        email: {subject: x, body:"),
        (MAILS, '"09:00-17:00"', '"09:00-17:30"'),
        (MAILS, "        - {email: bo@lock.example, first_name: Bo, company: Lock}\n", ""),
        (MAILS, "timezone: Europe/Amsterdam", "timezone: Europe/London"),
        (MAILS, "    language: en\n", "    language: en\n    max_new_leads: 2\n"),
        (BOTH, 'note: "Hi {{ first_name }}, shall', 'note: "Dear {{ first_name }}, shall'),
        (BOTH, "at_most: 10 days", "at_most: 9 days"),
    ],
)
def test_everything_else_may(text: str, was: str, now: str) -> None:
    assert was in text
    assert not same_timeline(read(text), read(text.replace(was, now)))


def test_a_file_with_other_words_is_simulated_once_and_comes_to_what_it_would_have_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from seleqt_cli.wiring.forecasting import forecasts
    from seleqt_cli.wiring.services import Services

    Home(tmp_path, monkeypatch, capsys, MAILS)
    services = Services(home=str(tmp_path / "home"), file=str(tmp_path / "campaigns.yaml"), environment={})
    told: list[str] = []

    def both(edit: str) -> object:
        told.clear()
        before, after = forecasts(services, read(MAILS), read(edit), now=MONDAY, made=0, tell=told.append)
        assert before.actions == 9
        return after

    worded = both(MAILS.replace("robots?", "many robots?"))
    assert told == ["simulating the file before"]
    other = both(MAILS.replace("robots?", "many robots?").replace("    language: en\n", "    language: en\n    priority: 1\n"))
    assert told == ["simulating the file before", "simulating the file after"]
    assert worded == other
    both(MAILS.replace("robots?", "robots, {{ topic }}?"))
    assert told == ["simulating the file before", "simulating the file after"]
