"""Inviting somebody: the dialog in all its variants, the note, and the two places in which the invitation must be seen.

The dialog is opened by its own address, the one that Connect leads to: a click on Connect itself may send at once, without a note
and without a dialog (LINKEDIN.md 1.3, V7).
"""

from typing import TYPE_CHECKING, Final, Literal

from seleqt_cli.channels.linkedin.act import Act
from seleqt_cli.channels.linkedin.finder import Ambiguous, Finder, Found, Missing
from seleqt_cli.channels.linkedin.profile import ProfilePage
from seleqt_cli.channels.linkedin.sent_list import find_sent
from seleqt_cli.channels.linkedin.site import Place, parameter, slug_of
from seleqt_cli.core.linkedin.names import owns, same_slug, title_name
from seleqt_cli.core.linkedin.orders import Status, Stop
from seleqt_cli.core.linkedin.relation import Relation, relation
from seleqt_cli.messages.plain_text import utf16_length

if TYPE_CHECKING:
    from playwright.sync_api import Locator

Variant = Literal["weekly", "quota", "email", "note", "gate", "other", ""]
"""What the dialog asks: weekly limit, no notes left, an address, the note, whether to write one, or something unknown; '' none is open."""
LONGEST_NOTE: Final = 300
"""UTF-16 units on the paid plans (LINKEDIN.md section 5); the box itself says less where it takes less."""
_BARRED: Final = {
    Relation.SELF: (Status.SKIPPED, "self"),
    Relation.PENDING: (Status.ALREADY, "pending"),
    Relation.FIRST: (Status.ALREADY, "connected"),
    Relation.INCOMING: (Status.SKIPPED, "incoming_request"),
    Relation.FOLLOW_ONLY: (Status.SKIPPED, "follow_only"),
    Relation.OPEN_PROFILE: (Status.SKIPPED, "not_connectable"),
    Relation.UNKNOWN: (Status.HELD, "unread"),
}


def connect(act: Act) -> None:
    """Invite the person, with the order's note or without one."""
    note = act.order.text
    if utf16_length(note) > LONGEST_NOTE:
        raise act.end(Status.HELD, "too_long")
    page = act.profile()
    stands = page.relation()
    if stands is Relation.PENDING and not page.signals.pending:
        _is_open(act, page)
    if stands in _BARRED:
        raise act.end(*_BARRED[stands])
    if act.by_person:
        act.arm()  # from the dialog on a person could send
    finder = _open(act, page)
    if note:
        finder, note = _write(act, page, finder, note)
    if act.by_person:
        note = _watch(act, page, finder, note)
    else:
        act.press(_final(act, finder, note), "Send", lambda: _is_nobody_elses(act, page) and _holds(act, page, note))
        _refusals(act, page)
    _verify(act, page, note)


def _is_open(act: Act, page: ProfilePage) -> None:
    """No word says that an invitation is open, only a link in the row of actions: the Sent list has to show it too."""
    if find_sent(act, page.finder.who, again=False) is None:
        raise act.end(Status.HELD, "unread", "the profile looks as if an invitation were open, and the Sent list does not show it")


# --- the dialog ----------------------------------------------------------------------------------------------------------------


def variant_of(finder: Finder) -> Variant:
    """What the dialog that is open asks."""
    if "dialog" not in finder.areas or not finder.areas["dialog"].count():
        return ""
    if finder.has("weekly_limit"):
        return "weekly"
    if finder.has("email_box"):
        return "email"
    box = finder.find("note_box")
    if not isinstance(box, Missing):
        return "note" if _is_notes(finder, box) else "other"
    if finder.has("premium") and not finder.has("add_note"):  # an offer beside "Add a note" refuses nothing
        return "quota"
    if not finder.language.phrases:
        return "gate"  # nothing in it can be read: a person opens the box, and without one the words are what is missing
    return "gate" if finder.has("add_note") or finder.has("send_plain") else "other"


def _is_notes(finder: Finder, box: Found | Ambiguous) -> bool:
    """Whether a box for words is the note's: by its own marks, else only in a dialog that says what it asks for."""
    known = finder.catalogue.keys["note_box"].candidates
    if isinstance(box, Found) and any(one.id == box.candidate and one.status == "active" for one in known):
        return True
    heads = finder.areas["dialog"].locator("h1, h2, h3, [role=heading]").all_inner_texts()
    return any(finder.language.says("dialog_title", head) for head in heads)


def dialog(act: Act, page: ProfilePage) -> Finder:
    """A finder for the dialog as it is now; without one when none is open."""
    finder = act.session.finder(page.finder.who)
    found = finder.find("dialog")
    if isinstance(found, Ambiguous):
        raise act.end(Status.UNKNOWN if act.armed else Status.HELD, "ambiguous", f"dialog: {found.why}")
    return finder.within(dialog=found.locator) if isinstance(found, Found) else finder


def _open(act: Act, page: ProfilePage) -> Finder:
    """Open the invitation's dialog of exactly this person."""
    found = page.finder.find("invite")
    address = act.session.site.link(found.href) if isinstance(found, Found) and found.href else ""
    if act.session.site.place(address) is not Place.INVITE:
        address = act.session.site.invite(page.slug)
    landing = act.go(address)
    whose = parameter(act.session.page.url, "vanityName") or slug_of(landing.path)
    shown = title_name(act.session.page.title())
    if not same_slug(whose, page.slug) or (shown and not owns(shown, page.name)):
        raise act.end(_no_effect(act), "wrong_person", f"the dialog opened for {shown or whose or 'nobody'}")
    finder = dialog(act, page)
    for _ in range(act.session.patience.tries):
        variant = variant_of(finder)
        if variant in ("gate", "note"):
            return finder
        if variant:
            _refused(act, variant)
        act.session.pause()
        finder = dialog(act, page)
    if variant_of(finder) == "other":
        raise act.end(_no_effect(act), "unread", "the invitation's dialog asks something unknown")
    act.need(finder, "dialog")
    return finder


def _write(act: Act, page: ProfilePage, finder: Finder, note: str) -> tuple[Finder, str]:
    """Open the note's box and fill it; without a note when none are left and the sender wants it so."""
    if variant_of(finder) == "gate":
        found = finder.find("add_note", write=True)
        if act.by_person and not isinstance(found, Found):
            return _filled_later(act, page, note), note  # the page's words are not known well enough: the person opens the box
        act.click(act.need(finder, "add_note", write=True).locator, "Add a note")
        for _ in range(act.session.patience.tries):
            finder = dialog(act, page)
            variant = variant_of(finder)
            if variant == "note":
                break
            if variant == "quota" and act.order.note_quota == "without_note":
                act.count(notes_left=0)
                act.saw("no personal notes are left")
                return _open(act, page), ""
            if variant not in ("", "gate", "other"):
                _refused(act, variant)
            act.session.pause()
    _fill(act, finder, note)
    return finder, note


def _filled_later(act: Act, page: ProfilePage, note: str) -> Finder:
    """Wait until the person has opened the note's box, then fill it."""
    act.permit.ready("Add a note")
    while not act.permit.given_up():
        finder = dialog(act, page)
        variant = variant_of(finder)
        if variant == "note":
            _fill(act, finder, note)
            return finder
        if variant in ("weekly", "quota"):
            _refused(act, variant)
        if not variant:
            return finder
        act.session.page.wait_for_timeout(act.session.patience.watch * 1_000)
    raise act.end(_left(act, page), "walked_away")


def _fill(act: Act, finder: Finder, note: str) -> None:
    """Put the note into its box whole, and read it back."""
    box = act.need(finder, "note_box", write=True).locator
    most = box.get_attribute("maxlength") or ""
    if most.isdigit() and utf16_length(note) > int(most):
        raise act.end(_no_effect(act), "too_long", f"the box takes {most} characters, the note has {utf16_length(note)}")
    box.fill(note)
    if box.input_value() != note:
        box.fill("")
        raise act.end(_no_effect(act), "not_equal")
    act.saw("the note stands in the box")


def _final(act: Act, finder: Finder, note: str) -> "Locator":
    """The button that sends, and can be pressed."""
    button = act.need(finder, "send_note" if note else "send_plain", write=True).locator
    if not button.is_enabled():
        if finder.has("email_box"):
            raise act.end(Status.SKIPPED, "email_required")
        raise act.end(Status.HELD, "unread", "the button that sends cannot be pressed")
    return button


def _holds(act: Act, page: ProfilePage, note: str) -> bool:
    """Whether the note stands in the dialog that is open now, or none does."""
    box = dialog(act, page).find("note_box")
    return (box.locator.input_value() if isinstance(box, Found) else "") == note


def _is_nobody_elses(act: Act, page: ProfilePage) -> bool:
    """Whether the window went on to nobody else since the dialog was opened; its address may have been written anew."""
    url, shown = act.session.page.url, title_name(act.session.page.title())
    whose = parameter(url, "vanityName") or slug_of(act.session.site.path(url))
    return (not whose or same_slug(whose, page.slug)) and (not shown or owns(shown, page.name))


def _no_effect(act: Act) -> Status:
    """Nothing was sent: before arming the lead is held, after it the attempt counts."""
    return Status.NOT_DONE if act.armed else Status.HELD


def _refused(act: Act, variant: Variant) -> None:
    """The site says no in place of the dialog, or after the click: it is proved that nothing was sent."""
    if variant == "weekly":
        raise act.stop(act.session.incident(Stop.WEEKLY_LIMIT, "LinkedIn's weekly limit of invitations is reached"), proved=True)
    if variant == "quota":
        act.count(notes_left=0)
        raise act.end(Status.DEFERRED, "note_quota")
    if variant == "email":
        raise act.end(Status.SKIPPED, "email_required")


# --- what came of it -----------------------------------------------------------------------------------------------------------


def _refusals(act: Act, page: ProfilePage) -> None:
    """After the click: the dialog goes away, or says no."""
    for _ in range(act.session.patience.tries):
        act.landed(act.session.here())
        variant = variant_of(dialog(act, page))
        if variant == "quota" and find_sent(act, page.finder.who, again=False) is not None:
            return  # an offer that comes once it was sent is no refusal
        if variant in ("weekly", "quota", "email"):
            _refused(act, variant)
        if not variant:
            return
        act.session.pause()


def _watch(act: Act, page: ProfilePage, finder: Finder, note: str) -> str:
    """Wait for the person; returns the note as it stood in the box when it was sent, '' without one."""
    from playwright.sync_api import Error

    act.permit.ready("Send" if note else "Send without a note")
    written, gave_up = note, False
    while True:
        gave_up = act.permit.given_up()
        try:
            if act.session.page.is_closed():
                raise act.closed()
            now = dialog(act, page)
            variant = variant_of(now)
            if variant in ("weekly", "quota"):
                _refused(act, variant)
            if not variant:
                return written
            box = now.find("note_box")
            written = box.locator.input_value() if isinstance(box, Found) else "" if variant == "gate" else written
        except Error:  # the page moved on while it was read
            act.landed(act.session.here())
        if gave_up:
            raise act.end(_left(act, page), "walked_away")
        act.session.page.wait_for_timeout(act.session.patience.watch * 1_000)


def _left(act: Act, page: ProfilePage) -> Status:
    """The person walked away with the dialog still open: it is looked up whether something was sent."""
    listed = find_sent(act, page.finder.who, again=False)
    return Status.NEEDS_HUMAN if listed is None else Status.UNKNOWN


def _verify(act: Act, page: ProfilePage, note: str) -> None:
    """The invitation must be seen in the row of the profile and in the Sent list; one of the two is not enough."""
    in_row = _pending_here(act, page)
    act.saw("the profile shows it as pending" if in_row else "the profile does not show it")
    listed = find_sent(act, page.finder.who)
    if listed is None:
        if act.by_person and not in_row:
            raise act.end(Status.NEEDS_HUMAN, "walked_away", "the dialog was closed without sending")
        raise act.end(Status.UNKNOWN, "unverified", "the Sent list does not show it")
    act.saw("the Sent list shows it")
    if not in_row and not act.permit.open():
        in_row = act.shown_profile().relation() is Relation.PENDING
    if not in_row:
        raise act.end(Status.UNKNOWN, "unverified", "the Sent list shows it, the profile does not")
    raise act.end(Status.DONE, text_sent=note, note_sent=bool(note))


def _pending_here(act: Act, page: ProfilePage) -> bool:
    from playwright.sync_api import Error

    for _ in range(act.session.patience.tries):
        try:
            page.read()
            if relation(page.signals) is Relation.PENDING:
                return True
        except Error:
            act.landed(act.session.here())
        act.session.pause()
    return False
