"""Where each element of the fake comes from, so that stale markup can be seen: the sources' keys, the newest date, the confidence.

Keys are those of the LinkedIn research (its section 12); A: several sources or verified live, B: one, C: plausible, not verified. Markup
itself is our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

_Builder = TypeVar("_Builder", bound=Callable[..., str])


@dataclass(frozen=True)
class Fact:
    """`seen`: the newest date among the sources, ISO."""

    sources: tuple[str, ...]
    seen: str
    confidence: Literal["A", "B", "C"]
    what: str


FACTS: dict[str, Fact] = {
    "invite-anchor": Fact(("SD", "OC", "PB", "BU", "CB", "LC"), "2026-08-22", "A", "Connect is an <a> to the deep link"),
    "invite-button": Fact(("OO", "LB"), "2026-06-04", "A", "Ember: a button labelled Invite X to connect"),
    "follow-first": Fact(("SD#304", "SD#406", "OO"), "2026-08-22", "A", "Follow is primary, Connect under More"),
    "more-menu": Fact(("SD", "OO"), "2026-08-22", "A", "More: an unlabelled expander, its menu outside main"),
    "pending": Fact(("SD", "OO", "PB"), "2026-08-22", "A", "pending: an <a> (Ember: a button) with a label that says Pending"),
    "connected": Fact(("SD", "CB", "PB"), "2026-08-22", "A", "unlabelled compose anchors, twice, one profileUrn"),
    "incoming": Fact(("SD",), "2026-08-22", "A", "two labelled buttons, then one unlabelled expander"),
    "self": Fact(("SD", "LB"), "2026-08-22", "A", "an anchor to /edit/intro/"),
    "premium-hidden": Fact(("SD#721",), "2026-08-12", "B", "Premium layout: Message, Save, Visit my website, More, no Connect"),
    "open-profile": Fact(("OC#1955", "OO"), "2026-08-09", "A", "Message is shown for people who are not 1st degree"),
    "top-card": Fact(("SD", "OC", "BU"), "2026-09-17", "A", "componentkey …Topcard, no <h1>, name in the title, degree badge"),
    "contact-info": Fact(("SD", "LB"), "2026-08-22", "A", "the top card links to the person's /overlay/contact-info/"),
    "no-main-section": Fact(("SD#986", "SD#1000"), "2026-09-17", "A", "the top card is no longer a direct section of main"),
    "sticky-header": Fact(("SD#304", "CB"), "2026-07-16", "A", "a header with the same controls slides over the page"),
    "ember-classes": Fact(("LB", "OO", "DU"), "2026-06-04", "B", "Ember: h1.text-heading-xlarge, pv-top-card, artdeco-button"),
    "dialog-v1": Fact(("SD#368", "LB"), "2026-03-30", "A", "dismiss, Add a note, Send without a note"),
    "dialog-v2": Fact(("SD#455",), "2026-05-18", "A", "two buttons; the textarea appears after Add a note"),
    "dialog-v3": Fact(("OC", "PB", "LB", "DU"), "2026-08-09", "A", "textarea#custom-message, Send"),
    "dialog-v4": Fact(("SD#407", "HC"), "2026-08-20", "A", "email required: an input, Send without a note is aria-disabled"),
    "dialog-v5": Fact(("SD#448", "SD#449"), "2026-08-22", "A", "no notes left: an upsell with a link to /premium/"),
    "dialog-v6": Fact(("OO", "PB", "HC"), "2026-08-20", "A", "weekly limit: class ip-fuse-limit-alert, or text alone"),
    "reinvite": Fact(("a551012",), "2026-09-20", "A", "re-inviting after a withdrawal is refused up to three weeks; its wording is C"),
    "shadow-outlet": Fact(("30384928465", "53960947629", "54291493239", "63619823499", "OO#848"), "2026-09-20", "A",
                          "dialogs and composers in the open shadow root of #interop-outlet, which can swallow clicks"),
    "sidebar": Fact(("OC#1955", "SS", "CB"), "2026-08-09", "A", "other people's cards with Connect and labelled Message anchors"),
    "chat-overlay": Fact(("CB",), "2026-07-16", "A", "an open chat with somebody else"),
    "share-item": Fact(("SS",), "2026-07-28", "B", "Send profile in a message, in the menu"),
    "composer": Fact(("CB", "OO#861", "SD"), "2026-08-22", "A", "div[role=textbox][contenteditable], a submit button, disabled until text"),
    "picker": Fact(("SD",), "2026-08-22", "B", "a picker asks for a name"),
    "say-hello": Fact(("SD",), "2026-08-22", "B", "a widget for new connections instead of the composer"),
    "message-upsell": Fact(("SS",), "2026-07-28", "B", "an upsell instead of a composer"),
    "inmail": Fact(("IM", "PB", "OC"), "2026-08-09", "B", "msg-overlay-conversation-bubble--inmail, input[name=subject], credits"),
    "sales-lead": Fact(("OC", "HC", "BZ", "PB"), "2026-08-20", "B", "/sales/lead/<id>,<type>,<token>: subject and body"),
    "inbox": Fact(("SD", "LB"), "2026-08-22", "A", "main li label[aria-label], no href, no id; opening one marks it read"),
    "thread": Fact(("SD", "LB"), "2026-08-22", "A", ".msg-s-event-listitem, [data-event-urn]; a link to the other's profile"),
    "sent-list": Fact(("CC", "LB", "OC", "69136255286"), "2026-08-09", "A", "rows: profile link, age, withdraw; Load more; a count"),
    "withdraw-dialog": Fact(("CC", "7931080761", "69136255286"), "2026-08-09", "A", "dialog[open] whose button has the row's label prefix"),
    "connections": Fact(("CB", "OO", "19140165685"), "2026-07-16", "A", "newest first, matched by the profile link"),
    "received": Fact(("LB", "HC"), "2026-08-20", "A", "Accept and Ignore"),
    "reactions-sdui": Fact(("LH", "LH#778", "SD#1027"), "2026-09-17", "A", "the state is a label, or the text of div[role=button]"),
    "reactions-ember": Fact(("LH", "LH#679"), "2026-05-06", "A", "button.react-button__trigger, React Like, Unreact Like"),
    "post-links": Fact(("LB", "LH"), "2026-03-30", "A", "/feed/update/urn:li:activity:<n>/"),
    "login": Fact(("SD", "JM", "LB"), "2026-08-22", "A", "/login with a form; titles of signing in"),
    "authwall": Fact(("SD", "JM", "OO"), "2026-08-22", "A", "/authwall and ?session_redirect="),
    "checkpoint": Fact(("LB", "JM", "PB"), "2026-07-28", "A", "/checkpoint/challenge/, form[action*=checkpoint], a captcha frame"),
    "rate-limited": Fact(("SD", "LB"), "2026-08-22", "A", "429, no main, a short body"),
    "interstitial": Fact(("OO",), "2026-06-04", "B", "Agree to comply"),
    "remember-me": Fact(("SD",), "2026-08-22", "B", "a chooser of accounts, #rememberme-div"),
    "gone": Fact(("SD", "OC"), "2026-08-22", "B", "302 to /404/, or a page that says it does not exist"),
    "feed": Fact(("OO", "SD"), "2026-08-22", "A", "only the path of /feed/ counts; data-testid mainFeed"),
}  # fmt: skip
CITED: set[str] = set()
"""Facts that some builder of the pages stands on."""


def cites(*keys: str) -> Callable[[_Builder], _Builder]:
    """Say which facts a builder's markup follows; an unknown one is refused at once."""
    unknown = [key for key in keys if key not in FACTS]
    if unknown or not keys:
        raise KeyError(f"no such facts: {unknown}")
    CITED.update(keys)

    def keep(builder: _Builder) -> _Builder:
        builder.cited = keys  # type: ignore[attr-defined]
        return builder

    return keep
