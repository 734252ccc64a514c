"""Writing to somebody: a message to a connection, an InMail to anybody else (a person clicks it, its pages are the least known)."""

import re
from typing import Final

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.composer import (
    NOTHING,
    Composer,
    after,
    fill,
    has_draft,
    holds,
    mark_of,
    open_composer,
    plain,
    read,
    said,
    settled,
    still_persons,
    wait_for_composer,
)
from seleqt_cli.channels.linkedin.finder import Found
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.site import Place
from seleqt_cli.core.facts import INMAIL_BODY_LENGTH, INMAIL_SUBJECT_LENGTH, MESSAGE_LENGTH
from seleqt_cli.core.linkedin.names import owns
from seleqt_cli.core.linkedin.orders import Status
from seleqt_cli.core.linkedin.relation import Relation
from seleqt_cli.messages.plain_text import utf16_length

_CREDITS: Final = re.compile(r"\d+")


def message(act: Act) -> None:
    """Write to a connection."""
    if utf16_length(act.order.text) > MESSAGE_LENGTH:
        raise act.end(Status.HELD, "too_long")
    page = act.profile()
    stands = page.relation()
    if stands is Relation.SELF:
        raise act.end(Status.SKIPPED, "self")
    if stands is Relation.UNKNOWN:
        raise act.end(Status.HELD, "unread")
    if stands is not Relation.FIRST:
        raise act.end(Status.SKIPPED, "not_first_degree")
    _write(act, page)


def inmail(act: Act) -> None:
    """Write to somebody who is no connection; a connection gets it as a message would."""
    if not act.by_person:
        raise act.end(Status.HELD, "unread", "an InMail is sent by a person (mode: fill or open)")
    if utf16_length(act.order.subject) > INMAIL_SUBJECT_LENGTH or utf16_length(act.order.text) > INMAIL_BODY_LENGTH:
        raise act.end(Status.HELD, "too_long")
    page = act.profile()
    if page.relation() is Relation.SELF:
        raise act.end(Status.SKIPPED, "self")
    if not page.finder.has("compose") and not page.finder.has("message_button"):
        raise act.end(Status.SKIPPED, "no_credits", "the profile offers no way to write")
    _write(act, page)


def _write(act: Act, page: ProfilePage) -> None:
    """Open, fill, read back, send once, and see it twice: in the composer that is open, and in one that is opened anew."""
    if owns(page.name, act.session.known_name):
        raise act.end(Status.HELD, "ambiguous", "they have the account's own name: nothing tells who wrote what")
    composer, who = open_composer(act, page), page.finder.who
    if act.order.kind == "message" and composer.finder.has("subject_box"):
        raise act.end(Status.SKIPPED, "not_first_degree", "LinkedIn asks for a subject: it would be an InMail")
    mark = mark_of(settled(act, composer, page.name))
    if mark == NOTHING and act.order.spoken:
        raise act.end(Status.HELD, "unread", "the conversation shows nothing of what was written before")
    if has_draft(act, composer, act.order.text):
        raise act.end(Status.HELD, "draft")
    if act.by_person:
        act.arm(mark)  # once the text stands there a person can send it
    if act.order.kind == "inmail":
        _subject(act, composer)
    fill(act, composer, who, act.order.text)
    if act.by_person:
        text = _watch(act, page, composer, mark)
    else:
        text = plain(act.order.text)
        button = act.need(composer.finder, "composer_send", write=True).locator
        if not button.is_enabled():
            raise act.end(Status.HELD, "unread", "the button that sends cannot be pressed")
        act.press(button, "Send", lambda: still_persons(act, composer, who, text), mark=mark)
        _in_place(act, page, composer, mark, text)
    _anew(act, page, mark, text)


def _subject(act: Act, composer: Composer) -> None:
    found = composer.finder.find("subject_box", write=True)
    if isinstance(found, Found):
        found.locator.fill(act.order.subject)
        if found.locator.input_value() != act.order.subject:
            raise act.end(Status.NOT_DONE, "not_equal")
    shown = composer.finder.find("credits")
    if isinstance(shown, Found):
        numbers = [int(number) for number in _CREDITS.findall(shown.locator.inner_text())]
        if numbers:
            act.count(credits=max(numbers))


def _in_place(act: Act, page: ProfilePage, composer: Composer, mark: str, text: str) -> None:
    """The composer is empty and the text stands as a new message; either missing is no success."""
    from playwright.sync_api import Error

    emptied = shown = False
    for _ in range(act.session.patience.tries):
        try:
            new = after(said(composer, other=page.name, mine=act.session.known_name), mark)
            emptied = not read(composer.form.locator('[role="textbox"]').first)
            shown = any(holds(one, text) for one in new or ())
        except Error:
            break  # the composer went away: the new one tells
        if emptied and shown:
            act.saw("the composer is empty and the message stands in the thread")
            return
        act.session.pause()
    act.landed(act.session.here())
    offer = act.session.finder().find("dialog")
    if isinstance(offer, Found) and act.session.finder().within(dialog=offer.locator).has("premium"):
        raise act.end(Status.NOT_DONE, "restricted")
    act.saw(f"after the click: composer {'empty' if emptied else 'not empty'}, message {'shown' if shown else 'not shown'}")


def _anew(act: Act, page: ProfilePage, mark: str, text: str) -> None:
    """The conversation, opened anew, holds the text among the account's own, after what stood last in it before the click."""
    session = act.session
    if session.site.place(session.page.url) is Place.PROFILE:
        if act.permit.open():
            raise act.end(Status.UNKNOWN, "unverified", "the conversation could not be opened once more")
        composer = open_composer(act, act.shown_profile())
    else:
        act.go(session.page.url)
        composer = wait_for_composer(act, page.finder.who)
    for _ in range(session.patience.tries):
        new = after(said(composer, other=page.name, mine=session.known_name), mark)
        if any(holds(one, text) and one.mine for one in new or ()):
            act.saw("the conversation, opened anew, holds it")
            raise act.end(Status.DONE, text_sent=act.order.text if text == plain(act.order.text) else text)
        session.pause()
    raise act.end(Status.UNKNOWN, "unverified", "the conversation, opened anew, does not hold it")


def _watch(act: Act, page: ProfilePage, composer: Composer, mark: str) -> str:
    """Wait for the person; returns what they sent, which may be other words than those that were filled in."""
    from playwright.sync_api import Error

    act.permit.ready("Send")
    written = plain(act.order.text)
    while True:
        gave_up = act.permit.given_up()
        try:
            if act.session.page.is_closed():
                raise act.closed()
            mine = [one for one in after(said(composer, other=page.name, mine=act.session.known_name), mark) or () if one.mine]
            if mine:
                return _body(act, mine[-1].text)
            box = composer.form.locator('[role="textbox"]').first
            written = read(box) or written
            if gave_up and read(box):
                _take_out(act, page, composer, mark)
                raise act.end(Status.NEEDS_HUMAN, "walked_away")
        except Error:
            act.landed(act.session.here())
            return written
        if gave_up:
            raise act.end(_emptied(act, page, mark))
        act.session.page.wait_for_timeout(act.session.patience.watch * 1_000)


def _take_out(act: Act, page: ProfilePage, composer: Composer, mark: str) -> None:
    """The person walked away from the text: LinkedIn would keep it as a draft of theirs. What went in that moment shows."""
    composer.form.locator('[role="textbox"]').first.fill("")
    act.session.pause()
    if any(one.mine for one in after(said(composer, other=page.name, mine=act.session.known_name), mark) or ()):
        raise act.end(Status.UNKNOWN, "unverified")


def _emptied(act: Act, page: ProfilePage, mark: str) -> Status:
    """The composer is empty and no message is shown: the conversation, opened anew, tells whether the person took the text out."""
    if act.session.site.place(act.session.page.url) is Place.PROFILE:
        return Status.UNKNOWN
    act.go(act.session.page.url)
    new = after(settled(act, wait_for_composer(act, page.finder.who), page.name), mark)
    return Status.NEEDS_HUMAN if new == [] else Status.UNKNOWN


def _body(act: Act, text: str) -> str:
    """What was written under the subject, which the conversation shows above it."""
    head = act.order.subject.strip()
    return plain(text.removeprefix(head)) if head and text.startswith(head + "\n") else text
