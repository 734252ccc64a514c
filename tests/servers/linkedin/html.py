"""Writing HTML: elements, the frame of every page, and the renaming that makes layout Z.

`data-fk…` attributes tie the page's script and the tests' people to an element. They are the fake's own: a locator that uses one proves
nothing.
"""

import hashlib
import html
import json
import re
from typing import Any
from urllib.parse import quote, urlencode

from tests.servers.linkedin.labels import DEGREES, label
from tests.servers.linkedin.model import Person
from tests.servers.linkedin.script import SCRIPT
from tests.servers.linkedin.world import World

_VOID = {"input", "br", "meta", "link"}
_STYLE = """
body{margin:0;font:14px sans-serif} main{padding:64px 24px;max-width:900px} [hidden]{display:none}
header.top{position:fixed;top:0;left:0;right:0;height:44px;background:#eee;z-index:5}
.stick{position:fixed;top:0;left:0;right:0;height:64px;background:#ddd;z-index:8;visibility:hidden} .stick.shown{visibility:visible}
.row{display:flex;gap:8px;padding:8px 0} .chat{position:fixed;right:8px;bottom:0;width:220px;border:1px solid;background:#fff;z-index:6}
.bubble{position:fixed;right:240px;bottom:0;width:320px;border:1px solid;background:#fff;z-index:7}
[role=menu]{border:1px solid;background:#fff}
[role=textbox]{min-height:3em;border:1px solid;white-space:pre-wrap} .over{position:fixed;left:20%;top:10%;width:50%;border:2px solid;
background:#fff;z-index:20;padding:12px} .cover{position:fixed;top:64px;left:0;width:100%;height:70vh;z-index:7}
"""


def el(name: str, /, *inside: str, **attributes: Any) -> str:
    """An element; `inside` is HTML, attributes are escaped, `_` in a name stands for `-`, None and False leave one out."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        word = key.rstrip("_").replace("_", "-")
        written.append(f" {word}" if value is True else f' {word}="{html.escape(str(value))}"')
    head = f"<{name}{''.join(written)}>"
    return head if name in _VOID else f"{head}{''.join(inside)}</{name}>"


def text(words: str) -> str:
    """Words as HTML."""
    return html.escape(words, quote=False)


class View:
    """What a page needs to be written: the world, the language's words, addresses, class names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.scenario = world.scenario
        self.layout = world.scenario.layout
        self.ember = self.layout == "A"
        self.shadow = self.layout == "C"

    def say(self, key: str, **values: object) -> str:
        """The label's words, not escaped. In layout Z they are words nobody has seen."""
        words = label(self.scenario.language, key, wording=self.scenario.wording, **values)
        return words[::-1] if self.layout == "Z" else words

    def link(self, path: str) -> str:
        """An address as the page writes it."""
        return f"{self.scenario.absolute}{path}"

    def profile(self, person: Person) -> str:
        """The address of a profile."""
        return self.link(f"/in/{quote(person.slug, safe='')}/")

    def invite(self, person: Person) -> str:
        """The address that opens the invitation of exactly this person."""
        return self.link(f"/preload/custom-invite/?{urlencode({'vanityName': person.slug})}")

    def compose(self, person: Person) -> str:
        """The address of the composer for this person; B writes the urn as it is, C percent-encodes it."""
        urn = f"urn:li:fsd_profile:{person.member_id}"
        urn = quote(urn, safe="") if self.layout == "C" else urn
        rest = urlencode({"recipient": person.member_id, "screenContext": "NON_SELF_PROFILE_VIEW", "interop": "msgOverlay"})
        return self.link(f"/messaging/compose/?profileUrn={urn}&{rest}")

    def css(self, ember: str) -> str:
        """A class: its name in Ember, a hash of it elsewhere."""
        return ember if self.ember else "_" + hashlib.sha1(f"{self.layout}{ember}".encode()).hexdigest()[:8]

    def degree(self, person: Person) -> str:
        """The degree badge's words."""
        first, second, third = DEGREES[self.scenario.language]
        return first if person.state == "connected" else (third if person.degree > 2 else second)

    def act(self, get: str = "", post: str = "", into: str = "", **values: Any) -> dict[str, Any]:
        """Attributes that make the page's script do something on a click: fetch a piece of page, or send something to the server."""
        made: dict[str, Any] = {"data_fk_values": json.dumps(values)}
        if get:
            made |= {"data_fk_get": get, "data_fk_into": into or "dialog"}
        if post:
            made["data_fk_post"] = post
        return made


def page(view: View, title: str, body: str, *, outside: str = "", shadow: str = "", bare: bool = False) -> str:
    """A whole document: navigation, `main` is the caller's, then what lies outside it and in the shadow root; `bare`: nothing around."""
    unread = sum(1 for person in view.world.people.values() if person.unread)
    counted = f"({unread}) {title}" if unread and not bare else title
    parts = [] if bare else [_navigation(view), body, *_outlets(view, shadow), outside]
    enters = "1" if view.world.account.enter_sends else "0"
    inside = body if bare else "".join(parts) + el("script", SCRIPT)
    head = el("meta", charset="utf-8") + el("link", rel="icon", href="data:,") + el("title", text(counted)) + el("style", _STYLE)
    failed = view.say("toast_failed")
    shown = el("body", inside, data_fk_enter=enters, data_fk_failed=failed)
    made = f"<!doctype html>{el('html', el('head', head), shown, lang=view.scenario.language)}"
    return renamed(made) if view.layout == "Z" and not bare else made


def _navigation(view: View) -> str:
    paths = ("/feed/", "/mynetwork/", "/messaging/", "/in/me/")
    return el("header", el("nav", *(el("a", text(path.strip("/")), href=view.link(path)) for path in paths)), class_="top")


def _outlets(view: View, shadow: str) -> list[str]:
    """Where dialogs, menus and composers appear: in the document, or in C in the shadow root of #interop-outlet."""
    hosts = el("div", data_fk_host="dialog") + el("div", data_fk_host="bubble") + el("div", data_fk_host="toast", role="status")
    portal = el("div", data_fk_host="menu")
    if not view.shadow:
        return [el("div", hosts), portal, shadow]
    inside = f"<style>{_STYLE}</style>{hosts}{shadow}"
    root = f'<template shadowrootmode="open">{inside}</template>'
    return [portal, el("div", root, id="interop-outlet", data_testid="interop-shadowdom")]


_TAG = re.compile(r"<(/?)(\w+)((?:\s[^<>]*?)?)>")
_NAMELESS = {"a", "button", "textarea", "dialog", "ul", "li", "label", "form", "section", "aside", "h1", "h2", "nav", "header"}
_KEPT = re.compile(r'\s(?:class|style|charset|lang|hidden|data-fk[\w-]*)(?:="[^"]*")?')


def renamed(document: str) -> str:
    """Layout Z: only divs and the fake's own attributes are left; a person may still click, a locator finds nothing it knows."""

    def one(found: re.Match[str]) -> str:
        slash, name, rest = found.groups()
        if name in ("script", "style", "html", "head", "title", "meta", "body", "main", "template"):
            return found.group(0)
        kept = "".join(_KEPT.findall(rest))
        edits = ' contenteditable="plaintext-only"' if "contenteditable" in rest or name == "textarea" else ""
        return f"<{slash}{'div' if name in _NAMELESS else name}{kept}{edits}>"

    head, mark, script = document.partition("<script>")
    return _TAG.sub(one, head) + mark + script
