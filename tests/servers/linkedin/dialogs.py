"""Dialogs: the invitation's variants V1 to V6, withdrawing, the upsell of messages. Each comes in the layout's own kind of box."""

from tests.servers.linkedin.facts import cites
from tests.servers.linkedin.html import View, el, text
from tests.servers.linkedin.model import Person


def box(view: View, title: str, *inside: str, final: str = "") -> str:
    """A dialog: Ember's modal, B's native element, C's in the shadow root (where the script puts it)."""
    head = el("h2", text(title), id="dialog-title", class_=view.css("artdeco-modal__header"))
    body = "".join((head, *inside))
    if view.ember:
        return el("div", body, role="dialog", aria_labelledby="dialog-title", class_="artdeco-modal over", data_fk_form=True)
    if view.shadow:
        return el("div", body, role="dialog", aria_modal="true", aria_labelledby="dialog-title", class_="over", data_fk_form=True)
    return el("dialog", body, open=True, aria_labelledby="dialog-title", data_fk_form=True)


@cites("dialog-v3")
def survey(view: View) -> str:
    """Another feature asks something: a box and Send, and nothing of an invitation."""
    field = el("textarea", "", name="feedback", aria_label="How do you like it?", data_fk_box="text")
    send = el("button", text(view.say("send_note")), type="button", aria_label=view.say("send_note"), data_fk_final="decoy-survey",
              **view.act(post="/__ui/message", slug="somebody-in-the-chat", variant="survey"))  # fmt: skip
    return box(view, "How do you like it?", field, send, _dismiss(view))


@cites("dialog-v1", "dialog-v2", "dialog-v4")
def gate(view: View, person: Person) -> str:
    """Add a note, or send without one; with the question for an email address where the person wants that."""
    variant = "V4" if person.state == "email_required" else "V1" if view.ember else "V2"
    locked = variant == "V4"
    plain = el(
        "button", el("span", text(view.say("send_no_note"))), type="button", class_=view.css("artdeco-button--primary"),
        aria_label=view.say("send_no_note"), aria_disabled="true" if locked else None, data_fk_needs="email" if locked else None,
        data_fk_final=_final("invite_without_note", person),
        **view.act(post="/__ui/invite", slug=person.slug, variant=variant, plain=not locked),
    )  # fmt: skip
    note = el(
        "button", el("span", text(view.say("add_note"))), type="button", class_=view.css("artdeco-button--secondary"),
        aria_label=view.say("add_note"), data_fk_final=_final("add_note", person), **view.act(get="/__ui/note", slug=person.slug),
    )  # fmt: skip
    asked = _email(view) if locked else ""
    if "offer_inside" in view.scenario.quirks:
        asked += el("a", text(view.say("premium")), href=view.link("/premium/products/"))
    return box(view, view.say("dialog_title"), _dismiss(view) if view.ember else "", asked, el("div", note, plain, class_="row"))


@cites("dialog-v3")
def note_box(view: View, person: Person) -> str:
    """The box for the note."""
    limit = view.world.note_length()
    free = "no_maxlength" in view.scenario.quirks
    locked = person.state == "email_required"
    words = view.say("note_label", count=limit)
    field = el("textarea", "", id="custom-message", name="message", maxlength=None if free else limit, aria_label=words, data_fk_box="text")
    send = el(
        "button", el("span", text(view.say("send_note"))), type="button", class_=view.css("artdeco-button--primary"),
        aria_label=view.say("send_note"), aria_disabled="true" if locked else None, data_fk_needs="email" if locked else None,
        data_fk_final=_final("invite", person), **view.act(post="/__ui/invite", slug=person.slug, variant="V3"),
    )  # fmt: skip
    asked = _email(view) if locked else ""
    return box(view, view.say("dialog_title"), _dismiss(view) if view.ember else "", asked, el("label", text(words)), field, send)


@cites("dialog-v5")
def quota(view: View) -> str:
    """No personal notes are left this month."""
    offer = el("a", text(view.say("premium")), href=view.link("/premium/products/?upsellOrderOrigin=note"))
    return box(view, view.say("quota_text"), offer, _dismiss(view))


@cites("dialog-v6")
def limit(view: View) -> str:
    """No invitations are left this week: Ember has a class for it, the others only say so."""
    words = text(view.say("weekly_text"))
    if view.ember:
        return box(view, "", el("div", words, class_="ip-fuse-limit-alert__warning"), _dismiss(view))
    return box(view, view.say("weekly_text"), _dismiss(view))


@cites("reinvite")
def again(view: View) -> str:
    """An invitation was withdrawn less than three weeks ago."""
    return box(view, view.say("again_text"), _dismiss(view))


@cites("message-upsell")
def upsell(view: View) -> str:
    """Only Premium writes to this person."""
    offer = el("a", text(view.say("premium")), href=view.link("/premium/products/?upsellOrderOrigin=message"))
    return box(view, view.say("upsell_text"), offer, _dismiss(view))


@cites("withdraw-dialog")
def withdraw(view: View, person: Person) -> str:
    """Asks once more, in a native dialog everywhere. Its button is named like the row's, in C with the other form; in Ember by its text."""
    words = view.say("withdrawn_aria" if view.shadow else "withdraw_aria", name=person.name)
    sure = el(
        "button", text(view.say("withdraw")), type="button", aria_label=None if view.ember else words,
        data_fk_final=_final("withdraw", person),
        **view.act(post="/__ui/withdraw", slug=person.slug, variant="confirm"),
    )  # fmt: skip
    inside = el("p", text(words)) + sure + _dismiss(view)
    return el("dialog", inside, open=True, data_fk_form=True)


def _email(view: View) -> str:
    words = view.say("email_text")
    return el("p", text(words)) + el("input", type="email", name="email", aria_label=words, data_fk_box="email")


def _dismiss(view: View) -> str:
    return el("button", "×", type="button", aria_label=view.say("dismiss"), data_fk_close="dialog")


def _final(kind: str, person: Person) -> str:
    return f"decoy-{kind}" if person.decoy else kind
