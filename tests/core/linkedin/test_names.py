"""Names on pages: what proves a person, and what must never."""

import pytest

from seleqt_cli.core.linkedin.names import owns, prove, same_name, same_slug, title_name, words

SAME = [
    ("Ada Lovelace", "Ada Lovelace"),
    ("ada lovelace", "ADA LOVELACE"),
    ("Lovelace Ada", "Ada Lovelace"),
    ("Lovelace, Ada", "Ada Lovelace"),
    ("José Núñez", "Jose Nunez"),
    ("Jürgen Müller", "Juergen Mueller"),
    ("Jürgen Müller", "Jurgen Muller"),
    ("Søren Ågård", "Soren Agard"),
    ("Weiß Łukasz", "Lukasz Weiss"),
    ("Dr. Ada Lovelace", "Ada Lovelace, MBA"),
    ("Ada Lovelace", "Prof. Dr. Ada Lovelace"),
    ("Ada Lovelace", "Ada Lovelace (she/her)"),
    ("Ada Lovelace", "Ada Lovelace 🚀"),
    ("Ada Lovelace", "🇳🇱 Ada 👩🏽‍💻 Lovelace"),
    ("Ada Lovelace", "Ada King Lovelace"),
    ("Ada King Lovelace", "Ada Lovelace"),
    ("Ada Lovelace", "Ada L."),
    ("A. Lovelace", "Ada Lovelace"),
    ("Ada", "Ada Lovelace"),
    ("Jan de Vries", "Jan Vries"),
    ("Jan van den Berg", "Jan vandenBerg"),
    ("Anna-Lena Groß", "Anna Lena Gross"),
    ("Sinéad O’Brien", "Sinead O'Brien"),
    ("Jean Luc McDonald", "Jean-Luc Mc Donald"),
    ("王小明", "小明 王"),
    ("王小明", "王小明"),
    ("山田 太郎", "山田太郎"),
    ("Xiaoming Wang", "Xiaoming Wang (王小明)"),
    ("Ada Lovelace", "Ada Lovelace | Engines"),
    ("Ada Lovelace", "Ada Lovelace - Engines"),
]

OTHERS = [
    ("Ada Lovelace", "Ada Byron"),
    ("Ada Lovelace", "Grace Lovelace"),
    ("Ada Lovelace", "Grace Hopper"),
    ("Ada Lovelace", "LinkedIn Member"),
    ("Ada King Lovelace", "Ada Byron Lovelace"),
    ("Ada Lovelace", "A. L."),
    ("A. L.", "Ada Lovelace"),
    ("Ada Lovelace", "Ada K."),
    ("Ann Smith", "Anna Smith"),
    ("Jan de Vries", "Piet de Vries"),
    ("王小明", "王大明"),
    ("Xiaoming Wang", "王小明"),
    ("Ada Lovelace", "Bob (knows Ada Lovelace)"),
    ("Ada Lovelace", "🚀"),
    ("Ada Lovelace", ""),
    ("", "Ada Lovelace"),
    ("Dr.", "Ada Lovelace"),
]


@pytest.mark.parametrize(("expected", "shown"), SAME)
def test_a_name_is_known_in_another_writing(expected: str, shown: str) -> None:
    assert same_name(expected, shown)


@pytest.mark.parametrize(("expected", "shown"), OTHERS)
def test_another_person_is_not_taken_for_the_lead(expected: str, shown: str) -> None:
    assert not same_name(expected, shown)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ada Lovelace | LinkedIn", "Ada Lovelace"),
        ("(3) Ada Lovelace | LinkedIn", "Ada Lovelace"),
        ("(99+) Ada  Lovelace | LinkedIn ", "Ada  Lovelace"),
        ("Ada Lovelace | Engines | LinkedIn", "Ada Lovelace"),
        ("LinkedIn", ""),
        ("Feed", ""),
        ("Ada Lovelace", ""),
        ("", ""),
    ],
)
def test_the_name_stands_in_the_window_title(title: str, name: str) -> None:
    assert title_name(title) == name


@pytest.mark.parametrize(
    ("label", "shown", "same"),
    [
        ("Ada Lovelace", "Ada Lovelace", True),
        ("Ada Lovelace", "Dr. Ada Lovelace, MBA", True),
        ("Lovelace Ada", "Ada Lovelace", True),
        ("Ada", "Ada Lovelace", False),
        ("Ada Lovelace Smith", "Ada Lovelace", False),
        ("Ada Byron", "Ada Lovelace", False),
        ("", "Ada Lovelace", False),
    ],
)
def test_a_label_is_the_owners_only_with_all_words_and_no_other(label: str, shown: str, same: bool) -> None:
    assert owns(label, shown) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada-lovelace", "Ada-Lovelace", True),
        ("jürgen", "ju\u0308rgen", True),
        ("ACoAAB1", "ACoAAB1", True),
        ("ACoAAB1", "ACoAAb1", False),
        ("ada", "ada-b", False),
        ("", "", False),
    ],
)
def test_slugs_compare_without_case_and_ids_with_it(one: str, other: str, same: bool) -> None:
    assert same_slug(one, other) is same


@pytest.mark.parametrize(
    ("slugs", "name", "landed", "shown", "reason"),
    [
        (("ada-l",), "Ada Lovelace", "ada-l", "Ada Lovelace", ""),
        (("ada-l",), "", "ada-l", "Ada Lovelace", ""),
        (("ada-l",), "Ada", "ada-l", "Ada Lovelace", ""),
        (("ada-l", "ada-old"), "Ada Lovelace", "ada-old", "Ada Lovelace", ""),
        (("ada-l",), "Ada Lovelace", "ada-new", "Ada Lovelace", ""),
        (("ada-l",), "Ada", "ada-new", "Ada Lovelace", "name_mismatch"),
        (("ada-l",), "", "ada-new", "Ada Lovelace", "wrong_person"),
        (("ada-l",), "Ada Lovelace", "ada-l", "Grace Hopper", "name_mismatch"),
        (("ada-l",), "Ada Lovelace", "grace", "Grace Hopper", "name_mismatch"),
        (("ada-l",), "Ada Lovelace", "", "Ada Lovelace", "wrong_person"),
        (("ada-l",), "Ada Lovelace", "ada-l", "", "name_mismatch"),
    ],
)
def test_a_person_is_proved_by_slug_and_name(slugs: tuple[str, ...], name: str, landed: str, shown: str, reason: str) -> None:
    assert prove(slugs, name, landed, shown) == reason


def test_the_words_of_a_name_leave_out_titles_particles_and_pictures() -> None:
    assert words("Prof. Dr. Jan van den Berg 🚀") == ("jan", "berg")
