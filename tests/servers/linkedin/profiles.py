"""Profile pages: the row of actions in every state, the menu, the sidebar's other people, the sticky header.

A is Ember, with buttons; B and C are SDUI, with anchors; D is B with Connect hidden.
"""

from tests.servers.linkedin import messaging
from tests.servers.linkedin.facts import cites
from tests.servers.linkedin.html import View, el, page, text
from tests.servers.linkedin.model import Person


def profile(view: View, person: Person, dialog: str = "") -> str:
    """The whole page; `dialog` is open already where the deep link was used."""
    card = _card(view, person)
    timing = view.scenario.timing
    if timing.hydrate:
        card = el("div", el("span", "…"), data_fk_skeleton=True, aria_busy="true") + el("template", card, data_fk_late=timing.hydrate)
    about = el("section", el("p", text(person.about)), class_=view.css("pv-about"))
    main = el("main", card, about, _sidebar(view, person), _filler(), _sticky(view, person), class_=view.css("scaffold-layout__main"))
    shadow = messaging.chat_overlay(view) + _cover(view)
    made = page(view, f"{person.name} | LinkedIn", _hidden_copy(view, person) + main, shadow=shadow)
    return made.replace('<div data-fk-host="dialog"></div>', f'<div data-fk-host="dialog">{dialog}</div>') if dialog else made


def parts(view: View, person: Person) -> dict[str, str]:
    """The pieces of a page that show how a person stands to the account, by their key: what a write changes at once."""
    return {
        f"row:{person.slug}": row(view, person),
        f"side:{person.slug}": _tile(view, person),
        f"stick:{person.slug}": _sticky(view, person),
        f"copy:{person.slug}": _hidden_copy(view, person),
    }


def row(view: View, person: Person) -> str:
    """The actions of the top card."""
    made = _row_ember(view, person) if view.ember else _row_sdui(view, person)
    replaced = view.scenario.timing.replaced or None
    return el("div", made, class_=f"row {view.css('pvs-profile-actions')}", data_fk_key=f"row:{person.slug}", data_fk_replaced=replaced)


@cites("more-menu", "share-item", "follow-first", "connected")
def menu(view: View, person: Person) -> str:
    """What More holds: outside main, or in Ember's dropdown beside the button."""
    items = []
    if person.state in ("none", "email_required") and person.follow_primary and not _premium(view, person):
        items.append(_connect_item(view, person))
    share = view.act(get="/__ui/bubble", into="bubble", slug="somebody-in-the-chat")
    items.append(_item(view, view.say("send_profile"), data_fk_final="decoy-share", **share))
    if not (person.follow_primary or person.state in ("follow_only", "incoming")):
        items.append(_follow(view, person, item=True))
    if person.state == "connected":
        items.append(_item(view, view.say("remove_connection")))
    if view.ember:
        return "".join(items)
    return el("div", *items, role="menu")


def _connect_item(view: View, person: Person) -> str:
    words = view.say("invite_aria", name=person.name)
    if view.ember:
        return _item(view, view.say("connect"), aria_label=words, data_fk_final="connect", **_opens_invite(view, person))
    return el(
        "a", text(view.say("connect")), role="menuitem", aria_label=words, href=view.invite(person), data_fk_final="connect",
        **_opens_invite(view, person),
    )  # fmt: skip


def _item(view: View, words: str, **attributes: object) -> str:
    role = "button" if view.ember else "menuitem"
    return el("div", el("span", text(words)), role=role, tabindex="0", class_=view.css("artdeco-dropdown__item"), **attributes)


# -- the card ------------------------------------------------------------------------------------------------------------------


@cites("top-card", "contact-info", "no-main-section", "ember-classes")
def _card(view: View, person: Person) -> str:
    degree = "" if person.state == "self" else el("span", f"· {text(view.degree(person))}", class_=view.css("dist-value"))
    contact = el("a", text(view.say("contact_info")), href=f"{view.profile(person)}overlay/contact-info/")
    line = el("div", text(person.headline), contact)
    if view.ember:
        name = el("h1", text(person.name), class_="text-heading-xlarge")
        return el("section", name, degree, line, row(view, person), class_="artdeco-card pv-top-card")
    name = el("p", text(person.name), class_=view.css("name"))
    key = f"com.linkedin.sdui.profile.card.ref{person.member_id}Topcard"
    card = el("section", name, degree, line, row(view, person), componentkey=key)
    return el("div", el("div", card)) if view.shadow else card


@cites("invite-button", "ember-classes", "pending", "incoming", "self", "open-profile")
def _row_ember(view: View, person: Person) -> str:
    first: list[str] = []
    if person.state == "self":
        return el("a", text("✎"), href=view.link(f"/in/{person.slug}/edit/intro/"), class_="artdeco-button")
    if person.state == "incoming":
        first = _answers(view, person)
    elif person.state == "pending":
        words = view.say("pending_aria", name=person.name)
        first = [_button(view, view.say("pending"), words, final="pending", **view.act(get="/__ui/withdrawing", slug=person.slug))]
    elif person.state == "connected":
        first = [_message_button(view, person)]
    elif _premium(view, person):
        first = [_message_button(view, person), _save(view, person)]
    elif person.state == "follow_only" or person.follow_primary:
        first = [_follow(view, person), _message_button(view, person)]
    else:
        first = [_connect_button(view, person)]
        if _may_write(view, person):
            first.append(_message_button(view, person))
    more = el(
        "button", el("span", text(view.say("more"))), type="button", aria_label=view.say("more_aria"), aria_expanded="false",
        class_="artdeco-dropdown__trigger artdeco-button", data_fk_expands="menu", data_fk_final="more",
        **view.act(get="/__ui/menu", into="menu", slug=person.slug),
    )  # fmt: skip
    return "".join(first) + more + el("div", class_="artdeco-dropdown__content", data_fk_host="menu")


@cites("invite-anchor", "follow-first", "pending", "connected", "incoming", "self", "premium-hidden", "open-profile", "more-menu")
def _row_sdui(view: View, person: Person) -> str:
    more = el(
        "button", text("⋯"), type="button", aria_expanded="false", data_fk_expands="menu", data_fk_final="more",
        **view.act(get="/__ui/menu", into="menu", slug=person.slug),
    )  # fmt: skip
    if person.state == "self":
        return el("a", text("✎"), href=view.link(f"/in/{person.slug}/edit/intro/"))
    if person.state == "incoming":
        return "".join(_answers(view, person)) + more
    if person.state == "none" and "photo_link" in view.scenario.quirks:
        return el("a", "◯", href=f"{view.profile(person)}overlay/photo/", aria_label=person.name) + more
    if person.state == "pending":
        return _pending_anchor(view, person) + more
    if person.state == "connected":
        return _compose_anchor(view, person, final="open_message") + more
    if _premium(view, person):
        site = el("a", text(view.say("website")), href="/redir/website/")
        return _compose_anchor(view, person, final="open_message") + _save(view, person) + site + more
    if person.state == "follow_only" or person.follow_primary:
        return _follow(view, person) + _compose_anchor(view, person, final="open_message") + more
    written = _compose_anchor(view, person, final="open_message") if _may_write(view, person) else ""
    return _invite_anchor(view, person, final="connect") + written + more


# -- controls ------------------------------------------------------------------------------------------------------------------


def _premium(view: View, person: Person) -> bool:
    return person.state in ("none", "email_required") and (view.layout == "D" or person.premium_layout)


def _may_write(view: View, person: Person) -> bool:
    return person.open_profile or view.world.account.plan != "free"


def _opens_invite(view: View, person: Person) -> dict[str, object]:
    if "no_dialog" in view.scenario.quirks:
        return view.act(post="/__ui/invite", slug=person.slug, variant="V7", plain=True)
    return view.act(get="/__ui/inviting", slug=person.slug)


def connect(view: View, person: Person) -> str:
    """Connect, as a list of suggestions offers it."""
    return _connect_button(view, person, "") if view.ember else _invite_anchor(view, person)


def _button(view: View, words: str, label: str, *, final: str, **attributes: object) -> str:
    inside = el("span", text(words), class_="artdeco-button__text") if view.ember else text(words)
    look = view.css("artdeco-button")
    return el("button", inside, type="button", aria_label=label, class_=look, data_fk_final=final or None, **attributes)


def _connect_button(view: View, person: Person, final: str = "connect") -> str:
    label = view.say("invite_aria", name=person.name)
    return _button(view, view.say("connect"), label, final=final, **_opens_invite(view, person))


def _invite_anchor(view: View, person: Person, *, final: str = "") -> str:
    return el(
        "a", text(view.say("connect")), aria_label=view.say("invite_aria", name=person.name), href=view.invite(person),
        class_=view.css("artdeco-button"), data_fk_final=final or None, **_opens_invite(view, person),
    )  # fmt: skip


def _pending_anchor(view: View, person: Person, *, final: str = "pending") -> str:
    return el(
        "a", text(view.say("pending")), aria_label=view.say("pending_aria", name=person.name), href=view.profile(person),
        data_fk_final=final or None, **view.act(get="/__ui/withdrawing", slug=person.slug),
    )  # fmt: skip


def _compose_anchor(view: View, person: Person, *, final: str = "", label: str = "") -> str:
    """In C a click opens a bubble in place; elsewhere the address is followed."""
    opens = view.act(get="/__ui/bubble", into="bubble", slug=person.slug) if view.shadow else {}
    return el("a", text(view.say("message")), href=view.compose(person), aria_label=label or None, data_fk_final=final or None, **opens)


def _message_button(view: View, person: Person, final: str = "open_message") -> str:
    label = view.say("message_aria", name=person.name)
    return _button(view, view.say("message"), label, final=final, **view.act(get="/__ui/bubble", into="bubble", slug=person.slug))


def _follow(view: View, person: Person, *, item: bool = False) -> str:
    label = view.say("unfollow_aria" if person.following else "follow_aria", name=person.name)
    words = view.say("following" if person.following else "follow")
    act = view.act(post="/__ui/follow", slug=person.slug, variant="menu" if item else "row", plain=True)
    final = "decoy-follow" if person.decoy else "follow"
    if item:
        return _item(view, words, aria_label=label, data_fk_final=final, **act)
    return _button(view, words, label, final=final, **act)


def _save(view: View, person: Person) -> str:
    return _button(view, view.say("save_sales"), view.say("save_sales"), final="")


def _answers(view: View, person: Person) -> list[str]:
    made = []
    for answer in ("ignore", "accept"):
        act = view.act(post="/__ui/respond", slug=person.slug, answer=answer, variant="row", plain=True)
        made.append(_button(view, view.say(answer), view.say(f"{answer}_aria", name=person.name), final=answer, **act))
    return made


# -- what lies around ----------------------------------------------------------------------------------------------------------


@cites("sidebar")
def _sidebar(view: View, person: Person) -> str:
    return el("aside", *(_tile(view, decoy) for decoy in view.world.decoys_beside(person)))


def _tile(view: View, person: Person) -> str:
    """Another person's card: Connect or Message with a label, and Follow."""
    name = el("a", text(person.name), href=view.profile(person))
    label = view.say("message_aria", name=person.name)
    if person.state == "connected":
        final = "decoy-message"
        act = _message_button(view, person, final) if view.ember else _compose_anchor(view, person, label=label, final=final)
    elif person.state == "pending":
        act = _pending_anchor(view, person, final="decoy-pending")
    else:
        act = _connect_button(view, person, "decoy-connect") if view.ember else _invite_anchor(view, person, final="decoy-connect")
    return el("div", name, el("p", text(person.headline)), act, _follow(view, person), data_fk_key=f"side:{person.slug}")


def _primary(view: View, person: Person) -> str:
    """The card's first control once more, with the same address."""
    if person.state in ("self", "incoming", "follow_only", "removed") or person.follow_primary or _premium(view, person):
        return ""
    if person.state == "connected":
        return _message_button(view, person, "") if view.ember else _compose_anchor(view, person)
    if person.state == "pending":
        return _pending_anchor(view, person, final="")
    return _connect_button(view, person, "") if view.ember else _invite_anchor(view, person)


@cites("sticky-header")
def _sticky(view: View, person: Person) -> str:
    """Slides in when the page is scrolled; not for an incoming request, where a third control would be misread."""
    inside = el("span", text(person.name)) + _primary(view, person)
    return "" if view.layout == "Z" else el("div", inside, class_="stick", data_fk_key=f"stick:{person.slug}")


def _hidden_copy(view: View, person: Person) -> str:
    return el("div", _primary(view, person), hidden=True, data_fk_key=f"copy:{person.slug}")


@cites("shadow-outlet")
def _cover(view: View) -> str:
    """Something that swallows clicks on the card; it goes away on Escape or by its button, unless it stays."""
    if "covered" in view.scenario.quirks:
        return el("div", class_="cover", aria_hidden="true")
    if "covered_once" in view.scenario.quirks:
        close = el("button", "×", type="button", aria_label=view.say("dismiss"), data_fk_uncover=True)
        return el("div", close, class_="cover", data_fk_cover=True)
    return ""


def _filler() -> str:
    return el("div", *(el("p", f"Line {number} of a longer page.") for number in range(60)))
