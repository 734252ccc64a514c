"""Finds what the catalogue describes on a page, by locators only: they see through open shadow roots, scripts in the page do not.

Refuses rather than guesses: several matches where one must be, or two candidates that point at different things, are `Ambiguous`,
and nobody clicks an `Ambiguous`. Hidden copies count for nothing.

What is read of elements is read of their handles, all taken at once: a locator that is counted first and read then waits for an element
that was replaced in between, and ends the order when it does not come back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, cast
from urllib.parse import parse_qs, unquote, urlsplit

from seleqt_cli.channels.linkedin.catalogue import Candidate, Catalogue, Key, Language
from seleqt_cli.channels.linkedin.site import Site
from seleqt_cli.core.linkedin.names import owns, same_slug

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Locator, Page

Role = Literal["button", "link", "menuitem"]

_ENOUGH: Final = 60
"""More matches than this of something that must be one are not looked at singly."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whose page it is, so that a link or label can be held against it: the slugs that lead to it, and the name it shows."""

    slugs: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing, found. `all`: every element that leads to the same. `href` of a link, `label` its accessible or visible words."""

    key: str
    locator: "Locator"
    all: "Locator"
    candidate: str
    tier: int
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing that may be used matched. `tried`: the candidates that were asked."""

    key: str
    tried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """It is there twice, differently. `tried`: the candidates that matched."""

    key: str
    tried: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Hits:
    """What one candidate matched. `identities`: what each element leads to; equal ones are one thing."""

    candidate: Candidate
    all: "Locator"
    count: int
    identities: tuple[str, ...]
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks for keys on one page as it is now. `areas`: the parts of the page that were identified, by the name of their scope."""

    page: "Page"
    site: Site
    catalogue: Catalogue
    language: Language
    who: Who = Who()
    areas: Mapping[str, "Locator"] = field(default_factory=dict)

    def within(self, **areas: "Locator") -> "Finder":
        """The same finder knowing more parts of the page (top_card, menu, dialog, composer, thread, row, post)."""
        return replace(self, areas={**self.areas, **areas})

    def about(self, who: Who) -> "Finder":
        """The same finder for a person."""
        return replace(self, who=who)

    def find(self, name: str, *, write: bool = False) -> Found | Missing | Ambiguous:
        """Find a key. `write`: a click on it has an effect, so only candidates of the key's tiers count, and only in words that
        somebody has verified; the others may still contradict."""
        key = self.catalogue.keys[name]
        tried: list[str] = []
        for status in ("active", "fallback"):
            candidates = [each for each in key.candidates if each.status == status and self._area(each.scope) is not None]
            candidates = [each for each in candidates if not each.langs or self.language.code in each.langs]
            tried += [each.id for each in candidates]
            hits = [each for each in (self._hits(candidate) for candidate in candidates) if each is not None]
            if not hits:
                continue
            doubt = self._doubt(key, hits)
            if doubt is not None:
                return doubt
            usable = [each for each in hits if not write or self._may_write(key, each.candidate)]
            if usable:
                best = usable[0]
                return Found(name, best.all.first, best.all, best.candidate.id, best.candidate.tier, best.href, best.label)
        return Missing(name, tuple(tried))

    def has(self, name: str) -> bool:
        """Whether a key is there to be read, be it once or several times."""
        return not isinstance(self.find(name), Missing)

    def _may_write(self, key: Key, candidate: Candidate) -> bool:
        return candidate.tier in key.writes and (candidate.tier == 1 or bool(self.language.verified))

    def _doubt(self, key: Key, hits: list[_Hits]) -> Ambiguous | None:
        if key.cardinality == "many":
            return None
        for each in hits:
            several = each.count > 1 if key.cardinality != "one-or-identical-href" else len(set(each.identities)) > 1
            if several:
                return Ambiguous(key.name, (each.candidate.id,), f"{each.count} elements match {each.candidate.id}")
        first = hits[0]
        for other in hits[1:]:
            if first.all.and_(other.all).count() == 0 and not (set(first.identities) & set(other.identities)):
                return Ambiguous(key.name, (first.candidate.id, other.candidate.id), "two candidates point at different things")
        return None

    def _area(self, scope: str) -> "Locator | Page | None":
        if scope == "document":
            return self.page
        if scope == "main":
            return self.page.locator("main")
        return self.areas.get(scope)

    def _hits(self, candidate: Candidate) -> _Hits | None:
        area = self._area(candidate.scope)
        assert area is not None
        if candidate.kind == "href":
            return self._by_href(candidate, area)
        if candidate.kind == "css":
            return self._by_css(candidate, area)
        return self._by_words(candidate, area)

    def _by_href(self, candidate: Candidate, area: "Locator | Page") -> _Hits | None:
        """Links whose address has the value's path and parameters; a part of a slug is no match."""
        fixed = re.split(r"[*{]", urlsplit(candidate.value).path)[0]
        links = area.locator(f"a[href*={quoted(fixed.rstrip('/') or '/')}]{candidate.also}").filter(visible=True)
        matched: dict[str, str] = {}
        for link in links.element_handles()[:_ENOUGH]:
            href = link.get_attribute("href") or ""
            identity = self._leads_to(href, candidate.value)
            if identity is not None:
                matched[href] = identity
        if not matched:
            return None
        every = area.locator(", ".join(f"a[href={quoted(href)}]{candidate.also}" for href in matched)).filter(visible=True)
        count = every.count()
        return _Hits(candidate, every, count, tuple(matched.values()), href=next(iter(matched))) if count else None

    def _leads_to(self, href: str, template: str) -> str | None:
        """What tells one target of a template from another; None when the address is not of the template."""
        whole = self.site.link(href)
        if not whole:
            return None
        wanted, given = urlsplit(template), urlsplit(whole)
        told = [
            *_pairs(wanted.path.strip("/").split("/"), given.path.strip("/").split("/")),
            *((value, _only(parse_qs(given.query).get(name, []))) for name, (value,) in parse_qs(wanted.query).items()),
        ]
        if len(wanted.path.strip("/").split("/")) != len(given.path.strip("/").split("/")):
            return None
        free = []
        for want, have in told:
            if want == "*" and have:
                free.append(have)
            elif want == "{slug}" and any(same_slug(slug, have) for slug in self.who.slugs):
                free.append("{slug}")
            elif want != have:
                return None
        return "\n".join(free)

    def _by_css(self, candidate: Candidate, area: "Locator | Page") -> _Hits | None:
        value = candidate.value
        if "{slug}" in value:
            value = value.replace("{slug}", re.sub(r"[\"\\]", "", self.who.slugs[0] if self.who.slugs else ""))
        every = area.locator(value).filter(visible=True)
        those = every.element_handles()
        if not those:
            return None
        identities = tuple(one.get_attribute("href") or f"#{index}" for index, one in enumerate(those[:_ENOUGH]))
        return _Hits(candidate, every, len(those), identities, href=identities[0] if identities[0][0] != "#" else "")

    def _by_words(self, candidate: Candidate, area: "Locator | Page") -> _Hits | None:
        """Elements whose name (role) or visible words (text) are a phrase of the page's language, about this person."""
        patterns = self.language.patterns(candidate.value[3:-1])
        if not patterns:
            return None
        any_wording = re.compile("|".join(pattern if candidate.kind == "role" else rf"^\s*{pattern[1:-1]}\s*$" for pattern in patterns))
        those = self._worded(candidate, area, any_wording)
        matched: dict[str, str] = {}
        for one in those.element_handles()[:_ENOUGH]:
            label = _label(one, aria=candidate.kind == "role")
            if any(self._is_about(pattern, label) for pattern in patterns):
                matched.setdefault(label, one.get_attribute("href") or "")
        if not matched:
            return None
        every = self._worded(candidate, area, re.compile("|".join(rf"^\s*{_escaped(label)}\s*$" for label in matched)))
        count = every.count()
        hrefs = list(matched.values())
        one_target = len(set(hrefs)) == 1 and hrefs[0]
        identities = (hrefs[0],) if one_target else tuple(f"#{index}" for index in range(count))
        return _Hits(candidate, every, count, identities, href=hrefs[0], label=next(iter(matched))) if count else None

    def _worded(self, candidate: Candidate, area: "Locator | Page", wording: re.Pattern[str]) -> "Locator":
        """The visible elements of a candidate's kind with a wording."""
        if candidate.kind == "text":
            return area.locator(candidate.elements).filter(has_text=wording).filter(visible=True)
        first, *others = (area.get_by_role(cast(Role, role), name=wording) for role in candidate.roles)
        for other in others:
            first = first.or_(other)
        return first.filter(visible=True)

    def _is_about(self, pattern: str, label: str) -> bool:
        """Whether a label is a phrase, and the name in it, if it has one, is the person's."""
        found = re.match(pattern, label)
        if found is None:
            return False
        return not found.groups() or (bool(self.who.name) and owns(found[1], self.who.name))


def hrefs_in(part: "Locator", css: str) -> list[str]:
    """The addresses of the links in a part of the page, as they are written; a part that is gone has none."""
    return [link.get_attribute("href") or "" for link in part.locator(css).element_handles()]


def quoted(text: str) -> str:
    """A text as CSS takes it in an attribute's value."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return f'"{escaped}"'


def _pairs(wanted: list[str], given: list[str]) -> list[tuple[str, str]]:
    return [(want, unquote(have)) for want, have in zip(wanted, given, strict=False)]


def _only(values: list[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""


def _label(element: "ElementHandle", *, aria: bool) -> str:
    """The accessible name, as far as attributes tell it, or the visible words; spaces joined."""
    text = (element.get_attribute("aria-label") or "") if aria else ""
    return " ".join((text or element.inner_text()).split())


def _escaped(label: str) -> str:
    return r"\s+".join(re.sub(r"([.^$*+?()\[\]{}|\\/])", r"\\\1", word) for word in label.split(" "))
