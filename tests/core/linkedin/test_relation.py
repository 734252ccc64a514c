"""The relation to a person, from signs: every rule, and every pair of signs that cannot both be true."""

import pytest

from seleqt_cli.core.linkedin.relation import Control, Relation, Signals, relation, wants_menu

MORE = Control(expander=True)
CONNECT = Control(link=True, labelled=True, leads="invite")
COMPOSE = Control(link=True, leads="compose")
PENDING = Control(link=True, labelled=True, leads="own")
FOLLOW = Control(labelled=True)
WEBSITE = Control(link=True, labelled=True, leads="away")

JUDGED = [
    (Signals(own=True), Relation.SELF),
    (Signals(own=True, degree=1, invite="page"), Relation.SELF),
    (Signals(invite="page", controls=(CONNECT, MORE), degree=2), Relation.CONNECTABLE),
    (Signals(invite="page", controls=(CONNECT, COMPOSE, MORE), degree=3), Relation.CONNECTABLE),
    (Signals(invite="menu", controls=(FOLLOW, COMPOSE, MORE), degree=3, menu=True), Relation.CONNECTABLE_IN_MORE),
    (Signals(controls=(FOLLOW, FOLLOW, MORE), degree=2), Relation.INCOMING),
    (Signals(accept=True, degree=2), Relation.INCOMING),
    (Signals(controls=(PENDING, MORE), degree=2), Relation.PENDING),
    (Signals(pending=True), Relation.PENDING),
    (Signals(controls=(COMPOSE, MORE), degree=1), Relation.FIRST),
    (Signals(message=True, degree=1), Relation.FIRST),
    (Signals(controls=(COMPOSE, FOLLOW, MORE), degree=1), Relation.FIRST),
    (Signals(controls=(COMPOSE, MORE), menu=True, remove=True), Relation.FIRST),
    (Signals(controls=(FOLLOW, COMPOSE, MORE), degree=2), Relation.FOLLOW_ONLY),
    (Signals(follow=True, degree=2), Relation.FOLLOW_ONLY),
    (Signals(controls=(COMPOSE, MORE), degree=2), Relation.OPEN_PROFILE),
    # a Message button alone proves nothing
    (Signals(controls=(COMPOSE, MORE)), Relation.UNKNOWN),
    (Signals(message=True), Relation.UNKNOWN),
    (Signals(degree=1), Relation.UNKNOWN),
    (Signals(controls=(WEBSITE, MORE), degree=2), Relation.UNKNOWN),
    (Signals(), Relation.UNKNOWN),
    # signs that cannot both be true
    (Signals(invite="page", controls=(CONNECT, MORE), degree=1), Relation.UNKNOWN),
    (Signals(invite="page", pending=True, degree=2), Relation.UNKNOWN),
    (Signals(invite="page", accept=True, degree=2), Relation.UNKNOWN),
    (Signals(pending=True, degree=1), Relation.UNKNOWN),
    (Signals(pending=True, accept=True, degree=2), Relation.UNKNOWN),
    (Signals(controls=(COMPOSE, MORE), degree=2, menu=True, remove=True), Relation.UNKNOWN),
    (Signals(invite="menu", menu=True, remove=True), Relation.UNKNOWN),
]


@pytest.mark.parametrize(("seen", "judged"), JUDGED)
def test_signs_are_judged(seen: Signals, judged: Relation) -> None:
    assert relation(seen) is judged


def test_more_is_opened_only_when_it_can_change_the_judgement() -> None:
    assert [seen for seen, _ in JUDGED if wants_menu(seen)] == [
        Signals(controls=(FOLLOW, COMPOSE, MORE), degree=2),
        Signals(follow=True, degree=2),
        Signals(controls=(COMPOSE, MORE), degree=2),
        Signals(controls=(COMPOSE, MORE)),
        Signals(message=True),
        Signals(degree=1),
        Signals(controls=(WEBSITE, MORE), degree=2),
        Signals(),
    ]
