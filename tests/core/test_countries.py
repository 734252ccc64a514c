"""Countries: what people write, what an address says, and the time there."""

from zoneinfo import ZoneInfo

import pytest

from seleqt_cli.core.countries import country_code, country_of, country_of_email, zone_of_country
from seleqt_cli.core.country_table import ONE_ZONE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NL", "NL"), ("nl", "NL"), (" The Netherlands ", "NL"), ("Nederland", "NL"), ("Niederlande", "NL"), ("pays-bas", "NL"),
        ("PAÍSES BAJOS", "NL"), ("Olanda", "NL"), ("Deutschland", "DE"), ("Österreich", "AT"), ("Oesterreich", ""), ("UK", "GB"),
        ("Großbritannien", "GB"), ("U.S.A.", "US"), ("États-Unis", "US"), ("EE.UU.", "US"), ("Bosnia and Herzegovina", "BA"),
        ("Bosnia & Herzegovina", "BA"), ("Italië", "IT"), ("Côte d’Ivoire", "CI"), ("Atlantis", ""), ("", ""), ("and", ""),
        ("the", ""), ("XX", ""), ("Georgia", "GE"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_code_and_its_usual_names(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("email", "country"),
    [
        ("a@acme.nl", "NL"), ("a@acme.co.uk", "GB"), ("a@acme.example", ""), ("a@acme.com", ""), ("a@acme.io", ""), ("a@acme.ai", ""),
        ("a@acme.co", ""), ("a@acme.eu", ""), ("a@acme.zz", ""), ("a@acme.de", "DE"), ("", ""), ("a@acme.xn--p1ai", ""),
    ],
)  # fmt: skip
def test_a_top_level_domain_in_general_use_is_no_country(email: str, country: str) -> None:
    assert country_of_email(email) == country


def test_the_column_goes_before_the_address_and_the_address_before_the_business() -> None:
    assert country_of("FR", "a@acme.nl", "DE") == "FR"
    assert country_of("", "a@acme.nl", "DE") == "NL"
    assert country_of("", "a@acme.com", "DE") == "DE"


def test_a_country_gives_a_zone_only_where_all_its_clocks_agree() -> None:
    assert zone_of_country("NL") == "Europe/Amsterdam"
    assert zone_of_country("DE") == "Europe/Berlin"
    assert zone_of_country("US") == zone_of_country("ES") == zone_of_country("") == ""


def test_every_zone_of_the_table_exists() -> None:
    assert [pair for pair in ONE_ZONE.split() if not ZoneInfo(pair.split("=")[1]).key] == []
