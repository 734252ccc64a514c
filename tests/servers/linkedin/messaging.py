"""Messaging: the inbox, threads, composers (page, bubble, InMail), and the chat with somebody else that is open on every page."""

import base64
import hashlib
import json

from tests.servers.linkedin import dialogs
from tests.servers.linkedin.facts import cites
from tests.servers.linkedin.html import View, el, page, text
from tests.servers.linkedin.model import Item, Person
from tests.servers.linkedin.world import CHAT_SLUG


def thread_id(person: Person) -> str:
    """The thread's part of an address."""
    return "2-" + base64.urlsafe_b64encode(hashlib.sha256(person.member_id.encode()).digest()[:15]).decode().rstrip("=")


def inbox(view: View) -> str:
    """The list of conversations, none open."""
    main = el("main", _rows(view), el("p", text(view.say("messaging"))))
    return page(view, f"{view.say('messaging')} | LinkedIn", main, outside=_order(view))


def thread(view: View, person: Person) -> str:
    """One conversation, with the list beside it."""
    main = el("main", _rows(view), composer(view, person))
    return page(view, f"{view.say('messaging')} | LinkedIn", main, outside=_order(view))


@cites("picker")
def compose(view: View, person: Person | None, body: str) -> str:
    """The page of a composer's address: a composer, an InMail, an upsell, or a question for the name."""
    title = f"{view.say('messaging')} | LinkedIn"
    if person is None or "picker" in view.scenario.quirks:
        asked = el("input", type="text", placeholder=view.say("picker"), aria_label=view.say("picker"))
        return page(view, title, el("main", _rows(view), asked), outside=_order(view))
    if person.state != "connected" and not may_inmail(view, person):
        made = page(view, title, el("main", _rows(view)), outside=_order(view))
        return made.replace('<div data-fk-host="dialog"></div>', f'<div data-fk-host="dialog">{dialogs.upsell(view)}</div>')
    written = "" if "bare_composer" in view.scenario.quirks else body
    connected = person.state == "connected" and "subject_asked" not in view.scenario.quirks
    inside = composer(view, person, body=written) if connected else inmail(view, person, body=written)
    return page(view, title, el("main", _rows(view), inside), outside=_order(view))


@cites("say-hello", "shadow-outlet")
def bubble(view: View, person: Person) -> str:
    """What opens in place when Message is clicked on a profile; '' where only an upsell does."""
    if person.state != "connected" and not may_inmail(view, person):
        return ""
    if person.state != "connected":
        return inmail(view, person, over=True)
    if "say_hello" in view.scenario.quirks:
        inside = el("span", text(person.name)) + el("button", text(view.say("say_hello")), type="button")
        return el("div", inside, class_="bubble msg-overlay-conversation-bubble" if view.ember else "bubble")
    return composer(view, person, over=True)


def may_inmail(view: View, person: Person) -> bool:
    """Whether this account may write to somebody who is no connection."""
    return person.open_profile or (view.world.account.plan != "free" and view.world.account.inmail_credits > 0)


@cites("composer", "thread")
def composer(view: View, person: Person, *, body: str = "", over: bool = False, decoy: bool = False) -> str:
    """The other's profile link, what was said, a box, and a button that is disabled until there is text."""
    key = f"thread:{person.slug}"
    head = el("a", text(person.name), href=view.profile(person), class_=view.css("msg-thread__link-to-profile"))
    if "group" in view.scenario.quirks and not decoy:
        head += "".join(el("a", text(other.name), href=view.profile(other)) for other in view.world.decoys_beside(person)[:1])
    items = "".join(message(view, person, item, number) for number, item in enumerate(person.thread))
    if "late_thread" in view.scenario.quirks and not decoy:
        items = el("template", items, data_fk_late=500)
    said = el("ul", items, data_fk_thread=True)
    send = el(
        "button", text(view.say("send")), type="submit", disabled=True, class_=view.css("msg-form__send-button"),
        aria_label=view.say("send"),
        data_fk_needs="text", data_fk_final="decoy-send" if decoy else "message",
        **view.act(post="/__ui/message", slug=person.slug, variant="bubble" if over else "page"),
    )  # fmt: skip
    inside = head + said + _textbox(view, body or person.draft) + send
    look = ("bubble " if over else "") + view.css("msg-overlay-conversation-bubble" if over else "msg-convo-wrapper")
    return el("form", inside, class_=look, data_fk_form=True, data_fk_key=key)


@cites("inmail")
def inmail(view: View, person: Person, *, body: str = "", over: bool = False, sales: bool = False) -> str:
    """Subject and body for somebody who is no connection, and how many credits it takes."""
    total = view.world.account.inmail_credits
    head = el("a", text(person.name), href=view.profile(person))
    free = person.open_profile or person.state == "connected"
    cost = "" if free else el("p", text(view.say("credits", count=1, total=total)), class_=view.css("msg-inmail-credits-display"))
    words = view.say("subject")
    subject = el("input", type="text", name="subject", maxlength=200, placeholder=words, aria_label=words, data_fk_box="subject")
    send = el(
        "button", text(view.say("send")), type="submit", disabled=True, aria_label=view.say("send"), data_fk_needs="text",
        data_fk_final="inmail",
        **view.act(post="/__ui/inmail", slug=person.slug, variant="sales" if sales else "inmail"),
    )  # fmt: skip
    said = el("ul", *(message(view, person, item, number) for number, item in enumerate(person.thread)), data_fk_thread=True)
    look = ("bubble " if over else "") + view.css("msg-overlay-conversation-bubble--inmail")
    return el("form", head, cost, subject, said, _textbox(view, body), send, class_=look, data_fk_form=True)


def message(view: View, person: Person, item: Item, number: int) -> str:
    """One thing that was said; who said it stands only above the first of several in a row."""
    before = person.thread[number - 1] if number else None
    by = view.world.account.name if item.from_me else person.name
    who = "" if before is not None and before.from_me == item.from_me else el("span", text(by))
    said = el("p", text(item.text), style="white-space:pre-wrap", class_=view.css("msg-s-event-listitem__body"))
    urn = f"urn:li:msg_message:({thread_id(person)},{number})"
    inside = who + (el("h3", text(item.subject)) if item.subject else "") + said
    return el("li", inside, class_="msg-s-event-listitem" if view.ember else view.css("event"), data_event_urn=urn)


@cites("chat-overlay", "shadow-outlet")
def chat_overlay(view: View) -> str:
    """An open chat with somebody who is nobody's lead."""
    person = view.world.people[CHAT_SLUG]
    head = el("button", text(view.say("message")), type="button", aria_expanded="true")
    return el("div", head, composer(view, person, over=False, decoy=True), class_="chat")


@cites("sales-lead")
def sales_lead(view: View, person: Person) -> str:
    """Sales Navigator's page of a person: with a composer of its own."""
    sales = view.world.account.plan == "salesnav"
    inside = inmail(view, person, sales=True) if sales else dialogs.upsell(view)
    return page(view, f"{person.name} | Sales Navigator", el("main", el("h2", text(person.name)), inside))


def _textbox(view: View, body: str) -> str:
    return el(
        "div", text(body), role="textbox", contenteditable="true", aria_multiline="true", aria_label=view.say("composer"),
        class_=view.css("msg-form__contenteditable"), data_fk_box="text",
    )  # fmt: skip


@cites("inbox")
def _rows(view: View) -> str:
    """Rows without an address or an id: only a click opens one."""
    made = []
    for person in view.world.conversations():
        words = view.say("inbox_row", name=person.name)
        last = person.thread[-1].text
        bold = el("b", text(person.name)) if person.unread else el("span", text(person.name))
        line = el("p", text(last[:40]))
        mark = el("span", "1", class_=view.css("notification-badge")) if person.unread else ""
        made.append(el("li", el("label", bold, line, mark, aria_label=words, data_fk_row=True)))
    return el("ul", *made)


def _order(view: View) -> str:
    """Where the rows lead, in their order, for the page's script alone."""
    paths = [view.link(f"/messaging/thread/{thread_id(person)}/") for person in view.world.conversations()]
    return f"<script>window.threads = {json.dumps(paths)};</script>"
