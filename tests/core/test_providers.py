"""The settings of a provider are found from the address, and never replace what a person wrote."""

from dataclasses import replace

import pytest

from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.providers import (
    PROVIDERS,
    MailSettings,
    keeps_sent,
    provider_of_domain,
    provider_of_mx,
    provider_of_server,
    with_settings,
)

FOUND = MailSettings(Server("mail.acme.example", 465, "implicit"), Server("mail.acme.example", 993, "implicit"), "SRV")


def sender(address: str = "anna@acme.example", **changes: object) -> Sender:
    return replace(Sender("anna", "email", f"email:{address}", "anna", address), **changes)  # type: ignore[arg-type]


def test_every_row_of_the_table_can_be_used_as_it_is() -> None:
    for provider in PROVIDERS:
        for server in (provider.smtp, provider.imap):
            assert server.tls in ("implicit", "starttls")
            assert (server.port in (465, 993)) == (server.tls == "implicit")
            assert server.host == server.host.lower().strip()
        assert provider.domains or provider.mx
        assert all("." in name and name == name.lower() and not name.startswith(".") for name in (*provider.domains, *provider.mx))
        assert provider.note or provider.sign_in == "password"


def test_no_domain_and_no_mx_belongs_to_two_providers() -> None:
    domains = [domain for provider in PROVIDERS for domain in provider.domains]
    assert len(domains) == len(set(domains))
    suffixes = [suffix for provider in PROVIDERS for suffix in provider.mx]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize(
    ("hosts", "name"),
    [
        (["ASPMX.L.GOOGLE.COM.", "alt1.aspmx.l.google.com."], "Google"),
        (["acme-example.mail.protection.outlook.com."], "Microsoft 365"),
        (["hotmail-com.olc.protection.outlook.com"], "Outlook.com"),
        (["mx-aol.mail.gm0.yahoodns.net"], "AOL"),
        (["mta5.am0.yahoodns.net"], "Yahoo"),
        (["mx0.transip.email"], "TransIP"),
        (["mx3.zoho.eu"], "Zoho (EU)"),
        (["filter.example", "mx1.mail.ovh.net"], "OVHcloud"),
        (["transip.email.attacker.example"], None),
        (["nottransip.email"], None),
        ([], None),
    ],
)
def test_the_longest_mx_suffix_at_a_dot_decides(hosts: list[str], name: str | None) -> None:
    found = provider_of_mx(hosts)
    assert (found.name if found else None) == name


def test_a_known_domain_needs_no_settings_in_the_file() -> None:
    found = with_settings(sender("anna@GMail.com"))
    assert (found.smtp, found.imap) == (Server("smtp.gmail.com", 465, "implicit"), Server("imap.gmail.com", 993, "implicit"))
    assert provider_of_domain("acme.example") is None


def test_auth_names_the_provider_of_a_domain_of_ones_own() -> None:
    google, microsoft = with_settings(sender(auth="google")), with_settings(sender(auth="microsoft"))
    assert google.smtp is not None
    assert microsoft.smtp is not None
    assert (google.smtp.host, microsoft.smtp.host) == ("smtp.gmail.com", "smtp.office365.com")
    personal = with_settings(sender("anna@outlook.com", auth="microsoft"))
    assert personal.smtp is not None
    assert personal.smtp.host == "smtp-mail.outlook.com"


def test_what_was_found_and_stored_fills_what_the_file_leaves_out() -> None:
    assert with_settings(sender(), FOUND) == sender(smtp=FOUND.smtp, imap=FOUND.imap)
    mine = Server("smtp.mine.example", 587)
    assert with_settings(sender(smtp=mine, imap="none"), FOUND) == sender(smtp=mine, imap="none")
    assert with_settings(sender(smtp=mine), FOUND) == sender(smtp=mine, imap=FOUND.imap)
    assert with_settings(sender()) == sender()


def test_an_outbox_and_a_linkedin_account_get_no_servers() -> None:
    outbox = sender("anna@gmail.com", outbox="outbox")
    assert with_settings(outbox, FOUND) == outbox
    linkedin = Sender("anna-li", "linkedin", "linkedin:anna", "anna")
    assert with_settings(linkedin, FOUND) == linkedin


def test_what_a_test_mail_showed_about_sent_comes_before_the_table() -> None:
    gmail = with_settings(sender("anna@gmail.com"))
    assert (keeps_sent(gmail), keeps_sent(gmail, False)) == (True, False)
    assert (keeps_sent(sender()), keeps_sent(sender(), True), keeps_sent(sender(smtp=FOUND.smtp))) == (False, True, False)


def test_on_this_machine_the_port_tells_whose_server_it_is() -> None:
    bridge = provider_of_server(Server("127.0.0.1", 1025))
    assert bridge is not None
    assert bridge.name == "Proton"
    assert provider_of_server(Server("127.0.0.1", 2525)) is None
    assert provider_of_server(None) is None
    assert not keeps_sent(sender(smtp=Server("127.0.0.1", 2525, "none")))
