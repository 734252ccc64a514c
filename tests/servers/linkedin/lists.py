"""Lists: sent and received invitations, own connections, the feed, a person's posts, one post."""

import datetime
from urllib.parse import quote

from tests.servers.linkedin import profiles
from tests.servers.linkedin.facts import cites
from tests.servers.linkedin.html import View, el, page, text
from tests.servers.linkedin.labels import sent_age
from tests.servers.linkedin.messaging import chat_overlay
from tests.servers.linkedin.model import Person, Post


@cites("sent-list")
def sent(view: View) -> str:
    """Open invitations, newest first, with their number."""
    people = view.world.pending(shown=True)
    head = el("h2", text(view.say("people_count", count=len(people))))
    tab = el("a", "Received (1)", href=view.link("/mynetwork/invitation-manager/received/")) if "suggested" in view.scenario.quirks else ""
    main = el("main", tab, head, *_list(view, "sent", people), _suggestions(view))
    return page(view, "Manage invitations | LinkedIn", main, shadow=chat_overlay(view))


@cites("connections")
def connections(view: View) -> str:
    """Own connections, newest first, with their number."""
    people = view.world.connections()
    head = el("h2", text(view.say("connections_count", count=len(people))))
    main = el("main", head, *_list(view, "connections", people), _suggestions(view))
    return page(view, "Connections | LinkedIn", main, shadow=chat_overlay(view))


@cites("received")
def received(view: View) -> str:
    """Who asked to connect."""
    people = [each for each in view.world.people.values() if each.state == "incoming"]
    return page(view, "Manage invitations | LinkedIn", el("main", *_list(view, "received", people)), shadow=chat_overlay(view))


def rows(view: View, kind: str, start: int) -> tuple[str, bool]:
    """The next rows of a list from `start` on, and whether these are the last."""
    people = view.world.pending(shown=True) if kind == "sent" else view.world.connections()
    size = view.scenario.page_size
    return "".join(_row(view, kind, each) for each in people[start : start + size]), start + size >= len(people)


def _list(view: View, kind: str, people: list[Person]) -> list[str]:
    size = view.scenario.page_size
    made = [_row(view, kind, person) for person in people[:size]]
    listed = el("ul", *made, data_fk_rows=True)
    if not view.ember:
        listed = el("div", *made, role="list", data_testid="lazy-column", data_fk_rows=True)
    if len(people) <= size:
        return [listed]
    more = el("button", text(view.say("load_more")), type="button", **view.act(get="/__ui/more", kind=kind, start=size))
    return [listed, more]


@cites("sidebar")
def _suggestions(view: View) -> str:
    """People who can be invited, in rows of the list's own form."""
    if "suggested" not in view.scenario.quirks:
        return ""
    people = [each for each in view.world.people.values() if each.state == "none" and not each.decoy]
    look = {"class_": "discover-person-card"} if view.ember else {"role": "listitem"}
    name, connect = "li" if view.ember else "div", profiles.connect
    return "".join(el(name, el("a", text(each.name), href=view.profile(each)), connect(view, each), **look) for each in people)


def _row(view: View, kind: str, person: Person) -> str:
    name = el("a", text(person.name), href=view.profile(person))
    rest = {"sent": _sent_row, "connections": _connection_row, "received": _received_row}[kind]
    inside = name + el("p", text(person.headline)) + rest(view, person)
    key = f"{kind}:{person.slug}"
    if view.ember:
        look = "mn-connection-card" if kind == "connections" else "invitation-card"
        return el("li", inside, class_=look, data_fk_key=key)
    return el("div", inside, role="listitem", data_fk_key=key)


@cites("sent-list")
def _sent_row(view: View, person: Person) -> str:
    age = el("p", text(sent_age(view.scenario.language, view.world.clock.now() - (person.sent_at or 0))))
    words = view.say("withdraw_aria", name=person.name)
    opens = view.act(get="/__ui/withdrawing", slug=person.slug)
    if "withdraws_at_once" in view.scenario.quirks:
        opens = view.act(post="/__ui/withdraw", slug=person.slug, variant="row", plain=True)
    given = {
        "aria_label": words, "data_view_name": None if view.ember else "sent-invitations-withdraw-single",
        "data_fk_final": "start_withdraw", **opens,
    }  # fmt: skip
    if view.shadow:
        return age + el("a", text(view.say("withdraw")), href=view.link("/mynetwork/invitation-manager/sent/"), **given)
    return age + el("button", text(view.say("withdraw")), type="button", **given)


def _connection_row(view: View, person: Person) -> str:
    date = datetime.datetime.fromtimestamp(person.connected_at or 0, datetime.UTC).date().isoformat()
    age = el("p", text(view.say("connected_on", date=date)))
    return age + el("a", text(view.say("message")), href=view.compose(person), aria_label=view.say("message_aria", name=person.name))


def _received_row(view: View, person: Person) -> str:
    made = []
    for answer in ("ignore", "accept"):
        words = view.say(f"{answer}_aria", name=person.name)
        act = view.act(post="/__ui/respond", slug=person.slug, answer=answer, variant="received", plain=True)
        made.append(el("button", text(view.say(answer)), type="button", aria_label=words, **act))
    return "".join(made)


# -- posts ---------------------------------------------------------------------------------------------------------------------


@cites("feed")
def feed(view: View) -> str:
    """The start page: posts of everybody."""
    posts = [post_box(view, person, post) for person in view.world.people.values() for post in person.posts[:1]]
    return page(view, "Feed | LinkedIn", el("main", el("div", *posts, data_testid="mainFeed")), shadow=chat_overlay(view))


@cites("post-links")
def activity(view: View, person: Person) -> str:
    """What a person wrote, newest first, after something that is shown to everybody and is not this person's."""
    posts = [post_box(view, person, post, first=number == 0) for number, post in enumerate(person.posts)]
    return page(view, f"{person.name} | LinkedIn", el("main", _suggested(view, person), *posts), shadow=chat_overlay(view))


def post_page(view: View, person: Person, post: Post) -> str:
    """One post."""
    main = el("main", post_box(view, person, post, first=True), _suggested(view, person))
    return page(view, f"{person.name} | LinkedIn", main, shadow=chat_overlay(view))


@cites("post-links")
def post_box(view: View, person: Person, post: Post, *, first: bool = False) -> str:
    """A post with its author, its address, and the control to react."""
    urn = f"urn:li:activity:{post.urn}"
    author = el("a", text(person.name), href=view.profile(person))
    own = el("a", text("1d"), href=view.link(f"/feed/update/{quote(urn, safe=':')}/"))
    key = f"post:{person.slug}:{post.urn}"
    return el("article", author, own, el("p", text(post.text)), reaction(view, person, post, first=first), data_urn=urn, data_fk_key=key)


@cites("reactions-sdui", "reactions-ember")
def reaction(view: View, person: Person, post: Post, *, first: bool = False) -> str:
    """A click on it reacts, or takes the reaction away."""
    final = "react" if first and not person.decoy else "decoy-react" if person.decoy else None
    act = {"data_fk_final": final, **view.act(post="/__ui/react", slug=person.slug, urn=post.urn, variant="post", plain=True)}
    if view.ember:
        words = view.say("unreact_like" if post.liked else "react_like")
        return el("button", text(view.say("like_state")), type="button", class_="react-button__trigger", aria_label=words, **act)
    words = view.say("reaction_state", state=view.say("like_state" if post.liked else "no_reaction"))
    if view.shadow:
        return el("div", text(words), role="button", tabindex="0", **act)
    return el("button", text(view.say("like_state")), type="button", aria_label=words, **act)


def _suggested(view: View, person: Person) -> str:
    """A decoy's post."""
    others = view.world.decoys_beside(person)
    return "".join(post_box(view, other, post) for other in others[:1] for post in other.posts)
