"""A report's figures are those that the history alone gives, over made-up outreach of every kind."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.core.figures import Figures
from seleqt_cli.core.report import NEWS, Did, News, Scope, Tally, tally
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.report_rows import SqliteReportRows
from tests.storage.report_truth import recount
from tests.storage.report_worlds import CAMPAIGNS, SENDERS, START, STEPS, World

DAY = 86_400
LEADS = st.integers(1, 2)
MAILS = ("intro", "nudge")

deeds = st.tuples(
    st.just("do"), LEADS, st.sampled_from(CAMPAIGNS), st.sampled_from(sorted(STEPS)), st.sampled_from(sorted(SENDERS)),
    st.sampled_from(["", "short", "long"]),
    st.sampled_from(["sent", "sent", "sent", "sent", "resolved", "refused", "already", "failed", "in_doubt"]),
)  # fmt: skip
sayings = st.tuples(
    st.just("said"), LEADS,
    st.sampled_from(["replied", "replied", "meeting", "won", "lost", "not_interested", "wrong_person", "later", "connected", "complaint"]),
    st.sampled_from(["", *CAMPAIGNS]), st.integers(0, 9), st.booleans(),
)  # fmt: skip
bounces = st.tuples(st.just("bounced"), st.integers(0, 30), st.booleans())
others = st.tuples(st.sampled_from(["opted_out", "lifted"]), LEADS, st.sampled_from(["replied", "bounced", "unsubscribed", "won"]))
stories = st.lists(st.tuples(st.integers(0, 2 * DAY), st.one_of(deeds, deeds, sayings, bounces, others)), min_size=8, max_size=40)


def tell(world: World, story: list[tuple[int, tuple[Any, ...]]]) -> None:
    """Play a story; whatever cannot happen in it is left out."""
    for pause, (what, *about) in story:
        world.at += pause
        if what == "do":
            lead, campaign, step, sender, variant, outcome = about
            mail = step in MAILS
            if mail == (sender != "anna-linkedin") and (mail or outcome != "refused") and (not mail or outcome != "already"):
                world.do(lead, campaign, step, sender, variant if step != "look" else "", outcome)
        elif what == "said":
            lead, event, campaign, back, named = about
            mine = [row[0] for row in world.connection.execute("SELECT id FROM action WHERE lead_id = ? ORDER BY id", (lead,))]
            action = mine[back % len(mine)] if mine and named and event == "replied" else 0
            scope = "" if event in ("connected", "complaint") else campaign
            world.said(lead, event, happened=max(START, world.at - back * DAY // 4), action=action, campaign=scope)
        elif what == "bounced":
            mails = [
                one
                for one in world.sent
                if world.connection.execute("SELECT kind FROM action WHERE id = ?", (one,)).fetchone()[0] == "email"
            ]
            if mails:
                world.bounced(mails[about[0] % len(mails)], hard=about[1])
        elif what == "opted_out":
            world.opted_out(about[0])
        else:
            world.lifted(about[0], about[1])


def report(world: World, scope: Scope) -> Tally:
    """What the program counts; days are those of UTC."""
    rows = SqliteReportRows(world.connection)
    news = rows.news()
    return tally(news, rows.deeds(frozenset(one.action for one in news if one.event == "failed")), scope, lambda at: at // DAY)


def plain(found: Mapping[Any, Figures]) -> dict[Any, dict[str, int]]:
    """Keys with what is not 0."""
    counts = {key: {name: getattr(one, name) for name in one.__slots__ if getattr(one, name)} for key, one in found.items()}
    return {key: one for key, one in counts.items() if one}


def counted(found: Mapping[Any, Counter[str]]) -> dict[Any, dict[str, int]]:
    """The same of the recount."""
    counts = {key: {name: count for name, count in one.items() if count} for key, one in found.items()}
    return {key: one for key, one in counts.items() if one}


@settings(max_examples=300, deadline=None)
@given(
    story=stories,
    since=st.sampled_from([0, 0, START + 3 * DAY]),
    until=st.sampled_from([0, 0, START + 9 * DAY]),
    campaign=st.sampled_from(["", "", *CAMPAIGNS]),
    sender=st.sampled_from(["", "", *SENDERS]),
)
def test_the_figures_are_those_recounted_from_the_history_alone(
    story: list[tuple[int, tuple[Any, ...]]], since: int, until: int, campaign: str, sender: str
) -> None:
    world = World()
    try:
        tell(world, story)
        found = report(world, Scope(since, until, campaign, sender))
        truth = recount(world.history(), since, until, campaign, sender)
    finally:
        world.close()
    assert plain({"": found.total}) == counted(truth["total"])
    for name in ("campaigns", "steps", "senders", "variants", "days"):
        assert plain(getattr(found, name)) == counted(truth[name]), name


def told(play: Callable[[World], None]) -> Tally:
    """The report of a small world."""
    world = World()
    try:
        play(world)
        return report(world, Scope())
    finally:
        world.close()


def test_a_reply_counts_with_the_mail_that_it_answers_and_not_with_the_last_one() -> None:
    def play(world: World) -> None:
        first = world.do(1, "spring", "intro", "anna", "short", "sent")
        world.at += 3 * DAY
        world.do(1, "spring", "nudge", "anna", "", "sent")
        world.at += DAY
        world.said(1, "replied", action=first)

    found = told(play)
    assert (found.steps["spring", "intro", "email"].replied, found.steps["spring", "nudge", "email"].replied) == (1, 0)
    assert (found.variants["spring", "intro", "short"].replied, found.total.replied, found.campaigns["spring"].contacted) == (1, 1, 1)


def test_a_machines_answer_is_no_reply_and_a_corrected_verdict_counts_no_more() -> None:
    def play(world: World) -> None:
        for lead in (1, 2):
            world.do(lead, "spring", "intro", "anna", "", "sent")
        world.row("away", {"by": "inbox", "class": "out_of_office", "until": world.at + 7 * DAY}, lead=1)
        world.row("received", {"by": "inbox", "class": "auto_reply"}, lead=1)
        world.said(2, "replied")
        world.lifted(2, "replied")

    assert told(play).total == Figures(contacted=2, delivered=2, sent=2)


def test_somebody_whose_every_mail_came_back_was_contacted_and_not_reached() -> None:
    def play(world: World) -> None:
        world.do(1, "spring", "intro", "anna", "", "refused")
        world.bounced(world.do(2, "spring", "intro", "anna", "", "sent"), hard=True)
        world.bounced(world.do(3, "spring", "intro", "anna", "", "sent"), hard=False)
        world.at += DAY
        world.do(3, "spring", "nudge", "anna", "", "sent")

    found = told(play)
    assert found.total == Figures(contacted=3, delivered=1, bounced=2, sent=3, soft_bounced=1)
    assert found.steps["spring", "intro", "email"] == Figures(contacted=3, delivered=0, bounced=2, sent=2, soft_bounced=1)


def test_whoever_answers_before_anything_went_to_them_counts_nowhere() -> None:
    def play(world: World) -> None:
        world.said(1, "won")
        world.at += DAY
        world.do(1, "spring", "intro", "anna", "", "sent")

    found = told(play)
    assert (found.total, found.answers) == (Figures(contacted=1, delivered=1, sent=1), [])


def test_the_last_word_on_won_or_lost_stands() -> None:
    def play(world: World) -> None:
        world.do(1, "spring", "intro", "anna", "", "sent")
        for mark in ("meeting", "won", "lost"):
            world.at += DAY
            world.said(1, mark)

    found = told(play)
    assert found.total == Figures(contacted=1, delivered=1, sent=1, replied=1, meeting=1, lost=1)
    assert [(one.lead, one.what) for one in found.answers] == [(1, "lost")]


def test_the_rows_that_say_what_came_of_it_are_read_down_their_own_index() -> None:
    connection = open_memory()
    try:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        SqliteReportRows(connection).news()
        connection.set_trace_callback(None)
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}")]
    finally:
        connection.close()
    assert len(plan) == 1
    assert "USING INDEX history_news" in plan[0]
    assert set(NEWS) >= {"replied", "bounced", "lifted"}


def test_news_of_a_mail_that_is_not_known_changes_nothing() -> None:
    scope = Scope()
    rows = [News(1, START, START, "bounced", 1, action=77, hard=True), News(2, START, START, "replied", 1, action=77)]
    sent = Did(3, START - 10, 1, "spring", "intro", "email", "anna", "email:anna@acme.example", "", False)
    assert tally(rows, [sent], scope, lambda at: at // DAY).total == Figures(contacted=1, delivered=1, sent=1, replied=1)
