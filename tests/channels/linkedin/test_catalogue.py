"""The catalogue as data: the shipped one, a user's file over it, and everything that may be wrong with a file."""

from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.catalogue import load, over
from seleqt_cli.core.errors import FileProblems

MINE = """
version = 2
[keys.invite]
[[keys.invite.candidates]]
id = "invite-href"
tier = 1
kind = "href"
value = "/preload/invite/?who={slug}"
last_seen = "2026-11-01"
status = "active"
[[keys.invite.candidates]]
id = "invite-mine"
tier = 1
kind = "css"
value = "a[data-connect]"
last_seen = "2026-11-02"
status = "active"
[languages.nl]
verified = "2026-11-02"
[languages.nl.phrases]
connect = ["Verbinden!"]
"""


def test_the_shipped_catalogue_holds_to_its_own_rules() -> None:
    catalogue = load()
    assert catalogue.version == 1
    assert sorted(code for code, pack in catalogue.languages.items() if pack.verified) == ["de", "en", "fr"]
    assert sorted(catalogue.languages) == ["de", "en", "fr", "nl"]
    ids = [candidate.id for key in catalogue.keys.values() for candidate in key.candidates]
    assert len(ids) == len(set(ids))


def test_every_language_has_the_words_of_every_phrase() -> None:
    catalogue = load()
    used = {candidate.value[3:-1] for key in catalogue.keys.values() for candidate in key.candidates if candidate.kind in ("role", "text")}
    assert {code: sorted(used - set(pack.phrases)) for code, pack in catalogue.languages.items()} == {
        "de": [],
        "en": [],
        "fr": [],
        "nl": [],
    }
    english = set(catalogue.languages["en"].phrases)
    assert {code: sorted(english ^ set(pack.phrases)) for code, pack in catalogue.languages.items()} == {
        "de": [],
        "en": [],
        "fr": [],
        "nl": [],
    }


def test_a_click_with_an_effect_goes_by_words_only_inside_a_dialog() -> None:
    loose = [
        candidate.id
        for key in load().keys.values()
        for candidate in key.candidates
        if candidate.tier == 3 and 3 in key.writes and candidate.scope != "dialog"
    ]
    assert loose == []


def test_the_language_of_a_page_is_told_by_its_first_part() -> None:
    catalogue = load()
    assert [catalogue.language(tag).code for tag in ("en-US", "DE", "fr_FR", " nl ")] == ["en", "de", "fr", "nl"]
    unknown = catalogue.language("xx-YY")
    assert (unknown.code, dict(unknown.phrases), unknown.verified) == ("xx", {}, "")


def test_a_phrase_is_matched_whole_with_any_space_and_apostrophe() -> None:
    english, french = load().language("en"), load().language("fr")
    assert english.says("connect_aria", "Invite  Ada Lovelace\nto connect")
    assert not english.says("connect_aria", "Please Invite Ada Lovelace to connect")
    assert not english.says("connect", "Connecting")
    assert french.says("withdraw_aria", "Retirer l'invitation envoyée à Ada")
    assert french.says("withdraw_aria", "Retirer l’invitation envoyée à Ada")
    assert english.says("weekly_limit", "You’ve reached the weekly invitation limit. Please try again next week.")
    assert not english.says("no_such_phrase", "anything")


def test_a_users_file_is_laid_over_the_shipped_one(tmp_path: Path) -> None:
    file = tmp_path / "linkedin.toml"
    file.write_text(MINE, encoding="utf-8")
    catalogue = load(file)
    invite = catalogue.keys["invite"]
    assert [(each.id, each.value) for each in invite.candidates] == [
        ("invite-mine", "a[data-connect]"),
        ("invite-href", "/preload/invite/?who={slug}"),
        ("invite-name", "{t:connect_aria}"),
        ("invite-name-menu", "{t:connect_aria}"),
    ]
    assert (invite.cardinality, invite.writes, invite.needed_for) == ("one-or-identical-href", (1, 2), ("connect",))
    assert (catalogue.version, catalogue.languages["nl"].verified) == (2, "2026-11-02")
    assert catalogue.languages["nl"].phrases["connect"] == ("Verbinden!",)
    assert catalogue.languages["nl"].phrases["dismiss"] == ("Sluiten",)
    assert load().languages["nl"].verified == ""


def test_without_a_users_file_the_shipped_one_holds(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == load()


WRONG = """
color = "red"
[keys.invite]
scope = "window"
cardinality = "some"
[[keys.invite.candidates]]
id = "one"
tier = 4
kind = "script"
value = "{t:unheard}{lead}"
last_seen = "yesterday"
status = "new"
[[keys.invite.candidates]]
id = "one"
tier = 1
kind = "css"
value = "button:has-text('Connect')"
last_seen = "2026-11-02"
status = "active"
[[keys.invite.candidates]]
id = "two"
tier = 1
kind = "role"
value = "Connect"
last_seen = "2026-11-02"
status = "active"
[[keys.invite.candidates]]
id = "three"
tier = 3
kind = "text"
value = "{t:connect}"
scope = "main"
last_seen = "2026-11-02"
status = "active"
[keys.unheard]
scope = "row"
cardinality = "one"
writes = [1, 3]
[[keys.unheard.candidates]]
id = "four"
tier = 3
kind = "text"
value = "{t:connect}"
last_seen = "2026-11-02"
status = "active"
[languages.klingon]
verified = "soon"
[languages.klingon.phrases]
connect = "Connect"
follow = ["{name}"]
more = ["{lead}", "* {name}"]
"""


def test_everything_that_is_wrong_with_a_file_is_said_at_once() -> None:
    with pytest.raises(FileProblems) as raised:
        over(load(), WRONG, "mine.toml")
    assert [(problem.path, problem.message) for problem in raised.value.problems] == [
        ("color", "is unknown"),
        ("keys.invite", "scope is one of document, main, top_card, menu, dialog, composer, thread, row, post"),
        ("keys.invite", "cardinality is one of one, one-or-identical-href, zero-or-one, many"),
        ("keys.invite.candidates[0]", "tier is 1, 2 or 3"),
        ("keys.invite.candidates[0]", "kind is one of href, role, css, text"),
        ("keys.invite.candidates[0]", "status is one of active, fallback, retired"),
        ("keys.invite.candidates[0]", 'last_seen is a day such as "2026-08-22"'),
        ("keys.invite.candidates[0]", "has a placeholder that nothing fills: {t:unheard}"),
        ("keys.invite.candidates[0]", "has a placeholder that nothing fills: {lead}"),
        ("keys.invite.candidates[1]", "is no plain CSS"),
        ("keys.invite.candidates[1]", "has the id one, which another candidate has"),
        ("keys.invite.candidates[2]", "a role or text names one phrase, {t:name}"),
        ("keys.invite.candidates[2]", "needs roles"),
        ("keys.invite.candidates[2]", "words are tier 2 or 3, addresses and attributes tier 1"),
        ("keys.invite.candidates[3]", "words are never looked for on a whole page"),
        ("keys.unheard.candidates[0]", "is of tier 3 and outside a dialog: it cannot be clicked, so writes may not name tier 3"),
        ("languages.klingon", "is no code of a language"),
        ("languages.klingon", 'verified is a day such as "2026-08-22", or "never"'),
        ("languages.klingon.phrases.connect", "is a list of texts"),
        ("languages.klingon.phrases.follow", "would match everything: {name}"),
        ("languages.klingon.phrases.more", "may hold {name} once and nothing else in brackets: {lead}"),
        ("languages.klingon.phrases.more", "would match everything: {lead}"),
        ("languages.klingon.phrases.more", "may not hold both {name} and *: * {name}"),
        ("languages.klingon.phrases.more", "would match everything: * {name}"),
    ]
    assert {problem.file for problem in raised.value.problems} == {"mine.toml"}


@pytest.mark.parametrize(
    "text", ["keys = 3", "[keys]\ninvite = 3", "[[keys.invite]]\nx = 1", "[keys.invite]\ncandidates = 3", "languages = []"]
)
def test_a_file_of_another_shape_is_a_problem_and_no_crash(text: str) -> None:
    with pytest.raises(FileProblems):
        over(load(), text, "mine.toml")


def test_a_file_that_is_no_toml_is_said_with_its_place() -> None:
    with pytest.raises(FileProblems) as raised:
        over(load(), "version = 1\nkeys = ]", "mine.toml")
    assert [(problem.line, problem.path) for problem in raised.value.problems] == [(2, "")]


def test_the_example_in_the_documentation_is_a_file_that_can_be_laid_over() -> None:
    page = (Path(__file__).parents[3] / "docs" / "linkedin.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    catalogue = over(load(), example, "docs")
    assert catalogue.keys["invite"].candidates[0].last_seen == "2026-11-20"
    assert catalogue.languages["nl"].verified == "2026-11-20"
