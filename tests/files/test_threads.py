"""A mail without subject continues a thread, so on no path may it be the first."""

import pytest

from tests.files.campaign_texts import one_campaign, problems, step_problems

FIRST = "has no subject and could be the first mail a lead gets; give it a subject, or a `when: sent STEP` of an earlier mail"


def intro(name: str = "intro", when: str = "", subject: str = "subject: s, ", at_most: str = "") -> str:
    extra = (f", when: {when}" if when else "") + (f", at_most: {at_most}" if at_most else "")
    return f"      - {{id: {name}, email: {{{subject}body: b}}{extra}}}\n"


def nudge(name: str = "nudge", when: str = "") -> str:
    return intro(name, when, "")


def branch(*steps: str, when: str = "") -> str:
    condition = f"        when: {when}\n" if when else ""
    inside = "".join(f"    {step}" for step in steps)
    return f"      - id: w\n        wait_for: connected\n        at_most: 1 day\n{condition}        else:\n{inside}"


INVITE = "      - {id: invite, connect: }\n"


@pytest.mark.parametrize(
    "steps",
    [
        intro() + nudge() + nudge("again"),
        intro() + nudge(when="not connected"),
        intro(when="has topic") + nudge(when="[has topic, not connected]"),
        intro(when="not connected") + nudge(when="not connected"),
        intro(when="has topic") + nudge(when="sent intro"),
        intro(when="not tagged cold") + nudge(when="not tagged cold"),
        INVITE + branch(intro(), nudge(when="not connected")),
        INVITE + branch(intro(), nudge()) + nudge("later", when="not connected"),
        INVITE + branch(intro(), nudge()) + nudge("later", when="sent intro"),
        intro() + INVITE + branch(nudge()) + nudge("later"),
        INVITE + branch(intro(), when="has topic") + nudge(when="[has topic, not connected]"),
        intro(at_most="2 days") + nudge(),
    ],
)
def test_a_mail_without_subject_may_follow_one_that_surely_went(steps: str) -> None:
    assert step_problems(steps) == []


@pytest.mark.parametrize(
    ("steps", "at_fault"),
    [
        (nudge(), ["nudge"]),
        (intro(when="has topic") + nudge(), ["nudge"]),
        (intro(when="connected") + nudge(when="connected"), ["nudge"]),
        (intro(when="tagged hot") + nudge(when="tagged hot"), ["nudge"]),
        (intro(when="has topic") + nudge(when="not has topic"), ["nudge"]),
        (INVITE + branch(intro()) + nudge(), ["nudge"]),
        (INVITE + branch(intro(), when="has topic") + nudge(when="not connected"), ["nudge"]),
        (INVITE + branch(intro()) + nudge(when="connected"), ["nudge"]),
        (INVITE + branch(nudge()), ["w.else.nudge"]),
        (INVITE + nudge(when="sent invite"), ["nudge"]),
        (nudge() + nudge("again"), ["nudge"]),
        (
            "      - {id: test, email: {variants: {a: {body: A, subject: s}, b: {body: B}}}}\n",
            ["test"],
        ),
    ],
)
def test_a_mail_without_subject_that_could_be_the_first_is_refused(steps: str, at_fault: list[str]) -> None:
    found = [problem.split(": ", 1)[1] for problem in step_problems(steps)]
    assert found == [f"campaigns.first.steps.{step}: {FIRST}" for step in at_fault]


def test_a_reviewed_mail_with_a_deadline_may_not_go_at_all() -> None:
    text = one_campaign("    review: all\n", intro(at_most="2 days") + nudge())
    assert [problem.split(": ", 1)[1] for problem in problems(text)] == [f"campaigns.first.steps.nudge: {FIRST}"]
