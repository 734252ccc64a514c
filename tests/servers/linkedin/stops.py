"""Pages that are no content: signing in, walls, checkpoints, too many requests, an interstitial, a page that is gone."""

from tests.servers.linkedin.facts import cites
from tests.servers.linkedin.html import View, el, page, text


@cites("login")
def login(view: View, goes_to: str) -> str:
    """The form that a person fills in."""
    name = el("input", type="text", name="session_key", id="username", autocomplete="username")
    secret = el("input", type="password", name="session_password", id="password", autocomplete="current-password")
    hidden = el("input", type="hidden", name="session_redirect", value=goes_to)
    send = el("button", text(view.say("sign_in")), type="submit")
    form = el("form", name, secret, hidden, send, method="post", action="/login")
    return page(view, "LinkedIn Login, Sign in | LinkedIn", el("main", form), bare=True)


@cites("authwall")
def authwall(view: View) -> str:
    """Seen from outside: join, or sign in."""
    ways = el("a", text("Join now"), href="/signup/cold-join") + el("a", text(view.say("sign_in")), href="/login")
    inside = el("h2", text("Welcome back")) + ways
    return page(view, "Sign Up | LinkedIn", el("main", inside), bare=True)


@cites("checkpoint")
def checkpoint(view: View) -> str:
    """A question that only a person answers."""
    frame = el("iframe", title="Captcha", srcdoc="<p>?</p>")
    form = el("form", el("button", text(view.say("sign_in")), type="submit"), method="post", action="/checkpoint/challenge/verify")
    return page(view, "Security Verification | LinkedIn", el("main", frame, form), bare=True)


@cites("rate-limited")
def too_many(view: View) -> str:
    """Short, and without `main`."""
    return page(view, "429", el("p", text("Too many requests. Please try again later.")), bare=True)


@cites("interstitial")
def interstitial(view: View) -> str:
    """Something to agree to before it goes on."""
    form = el("form", el("button", text(view.say("agree")), type="submit"), method="post", action="/checkpoint/agree")
    return page(view, "LinkedIn", el("main", el("p", text("Before you continue")), form), bare=True)


@cites("remember-me")
def remember_me(view: View) -> str:
    """Asks which of the known accounts it is."""
    chooser = el("div", el("button", text(view.world.account.name), type="button"), id="rememberme-div")
    return page(view, "LinkedIn", el("main", chooser), bare=True)


@cites("gone")
def gone(view: View) -> str:
    """Nobody is here."""
    return page(view, "LinkedIn", el("main", el("h2", text(view.say("gone")))))


@cites("rate-limited")
def broken(view: View) -> str:
    """The site's own failure."""
    return page(view, "LinkedIn", el("p", text("Something went wrong.")), bare=True)
