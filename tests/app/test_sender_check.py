"""What DNS says about a sender, whole: what is right, what is wrong, why it matters and what to put there."""

import asyncio
from typing import Any

import pytest

from seleqt_cli.app.sender_check import check_dns
from seleqt_cli.channels.dns.memory import MemoryDns
from seleqt_cli.channels.dns.organisation import organisational_domain
from seleqt_cli.core.campaign import Sender, Server
from seleqt_cli.core.health import Finding, worst
from seleqt_cli.core.names.services import SERVICES, provider_of_server
from seleqt_cli.core.providers import PROVIDERS
from tests.core.names.verdicts import rsa_key

Zone = dict[tuple[str, str], list[str]]
GOOD: Zone = {
    ("acme.example", "TXT"): ["v=spf1 include:_spf.google.com ~all"],
    ("_spf.google.com", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    ("google._domainkey.acme.example", "TXT"): [f"v=DKIM1; k=rsa; p={rsa_key(2048)}"],
    ("_dmarc.acme.example", "TXT"): ["v=DMARC1; p=none; rua=mailto:d@acme.example"],
    ("acme.example", "MX"): ["1 smtp.google.com."],
    ("smtp.google.com", "A"): ["192.0.2.1"],
    ("smtp.gmail.com", "A"): ["192.0.2.2"],
}
SIGNED_WITH = "mails are signed with google._domainkey.acme.example, which"
SIGNED = {"google._domainkey.acme.example": ("from", "to", "list-unsubscribe")}


def check(
    zone: Zone, *, signed: Any = SIGNED, smtp: str = "smtp.gmail.com", imap: str = "imap.gmail.com", address: str = "anna@acme.example",
    **trouble: set[str],
) -> list[Finding]:  # fmt: skip
    sender = Sender(
        "anna", "email", f"email:{address}", "anna", address, smtp=Server(smtp, 465, "implicit"), imap=Server(imap, 993, "implicit")
    )
    return asyncio.run(check_dns(sender, MemoryDns(zone, **trouble), signed=signed, organisational=organisational_domain))


def without(*names: str, **more: list[str]) -> Zone:
    return {key: records for key, records in GOOD.items() if key[0] not in names}


def lines(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.check, one.level, one.text) for one in findings]


def of(check_name: str, findings: list[Finding]) -> Finding:
    return next(one for one in findings if one.check == check_name)


def test_a_sender_whose_dns_is_in_order() -> None:
    found = check(GOOD)
    assert lines(found) == [
        ("SPF", "ok", "valid, 1 of 10 look-ups"),
        ("SPF server", "ok", "it lets Google send"),
        ("DKIM", "ok", "mails are signed: google, 2048-bit RSA, of acme.example"),
        ("DKIM headers", "ok", "From and List-Unsubscribe are signed"),
        ("DMARC", "ok", "p=none"),
        ("alignment", "ok", "DKIM and SPF speak for acme.example"),
        ("MX", "ok", "smtp.google.com"),
    ]
    assert not any(one.why or one.todo or one.paste for one in found)


def test_a_domain_with_nothing_gets_everything_to_paste() -> None:
    found = check({("acme.example", "A"): ["192.0.2.9"]}, signed=None)
    assert (
        lines(found)
        == [
            ("SPF", "problem", "there is no SPF record"),
            ("SPF server", "problem", "it does not let Google send: no include:_spf.google.com"),
            ("DKIM", "warning", "no key is at any of the usual places"),
            ("DMARC", "warning", "there is no DMARC record"),
            ("alignment", "unknown", "what speaks for acme.example shows when SPF and DKIM are known"),
            ("MX", "warning", "there is no MX record: mail goes to the domain's own address"),
        ]
        or lines(found)[1][0] == "DKIM"
    )
    assert of("SPF", found).paste == 'acme.example. TXT "v=spf1 include:_spf.google.com ~all"'
    assert of("DMARC", found).paste == '_dmarc.acme.example. TXT "v=DMARC1; p=none; rua=mailto:postmaster@acme.example"'
    assert of("DKIM", found).paste == "seleqt senders test anna"
    assert all(one.why for one in found if one.level in ("problem", "warning"))


@pytest.mark.parametrize(
    ("record", "level", "text", "paste"),
    [
        ("v=spf1 +all", "problem", "+all lets everybody send as this domain", "v=spf1 include:_spf.google.com ~all"),
        ("v=spf1 all", "problem", "+all lets everybody send as this domain", "v=spf1 include:_spf.google.com ~all"),
        (
            "v=spf1 include:_spf.google.com ?all", "warning", "?all says nothing about mail from elsewhere",
            "v=spf1 include:_spf.google.com ~all",
        ),
        (
            "v=spf1 include:_spf.google.com", "warning", "without `all` it says nothing about mail from elsewhere",
            "v=spf1 include:_spf.google.com ~all",
        ),
        ("v=spf1 include:_spf.google.com ptr -all", "warning", "ptr is slow and unsafe; RFC 7208 section 5.5 says not to use it", ""),
        ("v=spf1 ipv4:192.0.2.1 -all", "problem", "'ipv4:192.0.2.1' is no SPF mechanism", ""),
        ("v=spf1 redirect=_spf.google.com", "ok", "valid, 1 of 10 look-ups", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_spf_and_what_to_put_there(record: str, level: str, text: str, paste: str) -> None:
    found = of("SPF", check({**GOOD, ("acme.example", "TXT"): [record]}))
    assert (found.level, found.text) == (level, text)
    assert found.paste == (f'acme.example. TXT "{paste}"' if paste else "")


def test_two_spf_records_become_one() -> None:
    two = {**GOOD, ("acme.example", "TXT"): ["v=spf1 include:_spf.google.com ~all", "v=spf1 ip4:192.0.2.7 -all"]}
    found = of("SPF", check(two))
    assert found.paste == 'acme.example. TXT "v=spf1 include:_spf.google.com ip4:192.0.2.7 -all"'


def test_a_provider_that_spf_leaves_out_is_named() -> None:
    found = of("SPF server", check({**GOOD, ("acme.example", "TXT"): ["v=spf1 ip4:203.0.113.1 -all"]}))
    assert (found.level, found.text) == ("problem", "it does not let Google send: no include:_spf.google.com")
    assert found.paste == 'acme.example. TXT "v=spf1 ip4:203.0.113.1 include:_spf.google.com -all"'


def test_of_a_server_that_no_table_knows_only_what_is_sure_is_said() -> None:
    own = {**GOOD, ("mail.acme.example", "A"): ["192.0.2.77"], ("acme.example", "TXT"): ["v=spf1 ip4:192.0.2.77 -all"]}
    known = of("SPF server", check(own, smtp="mail.acme.example"))
    assert (known.level, known.text) == ("ok", "it lets mail.acme.example send")
    other = {**own, ("acme.example", "TXT"): ["v=spf1 ip4:192.0.2.78 -all"]}
    guess = of("SPF server", check(other, smtp="mail.acme.example"))
    assert (guess.level, guess.text) == ("unknown", "whether it lets mail.acme.example send is not known here")


@pytest.mark.parametrize(
    ("record", "level", "text"),
    [
        ([], "problem", f"{SIGNED_WITH} is not in DNS: such a signature fails"),
        (["v=DKIM1; p="], "problem", f"{SIGNED_WITH} is revoked (p= is empty): such a signature fails"),
        (
            [f"p={rsa_key(1024)}"], "warning",
            "mails are signed: google, 1024-bit RSA, of acme.example; 1024 bits: 2048 are advised (RFC 8301)",
        ),
        (["v=DKIM1"], "problem", f"{SIGNED_WITH} is broken: it holds no key (p=)"),
    ],
)  # fmt: skip
def test_the_key_that_mails_are_signed_with(record: list[str], level: str, text: str) -> None:
    found = of("DKIM", check({**GOOD, ("google._domainkey.acme.example", "TXT"): record}))
    assert (found.level, found.text) == (level, text)


def test_a_dead_signature_beside_a_living_one_is_a_warning() -> None:
    found = check(GOOD, signed={**SIGNED, "old._domainkey.acme.example": ("from",)})
    assert [(one.level, one.text) for one in found if one.check == "DKIM"] == [
        ("ok", "mails are signed: google, 2048-bit RSA, of acme.example"),
        ("warning", "mails are signed with old._domainkey.acme.example, which is not in DNS: such a signature fails"),
    ]


@pytest.mark.parametrize(
    ("fields", "level", "text"),
    [
        (("to", "subject"), "problem", "the signature leaves out From: it proves nothing"),
        (("from", "to"), "warning", "the signature leaves out List-Unsubscribe: receivers may show no unsubscribe button"),
        ((), "unknown", "which headers are signed is not known"),
    ],
)
def test_what_the_signature_has_to_cover(fields: tuple[str, ...], level: str, text: str) -> None:
    found = of("DKIM headers", check(GOOD, signed={"google._domainkey.acme.example": fields}))
    assert (found.level, found.text) == (level, text)


def test_without_a_mail_to_itself_a_key_that_is_there_proves_nothing_yet() -> None:
    never = of("DKIM", check(GOOD, signed=None))
    assert (never.level, never.text, never.paste) == (
        "unknown", "a key is there (google, 2048-bit RSA); whether mails are signed with it is not known yet", "seleqt senders test anna",
    )  # fmt: skip
    unsigned = of("DKIM", check(GOOD, signed={}))
    assert (unsigned.level, unsigned.todo) == ("unknown", "look at the head of a mail that somebody else got")
    gone = of("DKIM", check(without("google._domainkey.acme.example"), signed={}))
    assert (gone.level, gone.text) == (
        "warning",
        "the mail to itself carried no signature (some providers sign only what leaves them), and no key is at any of the usual places",
    )


def test_a_signature_of_another_domain_speaks_for_nobody_here() -> None:
    name = "s1._domainkey.acme-example.gappssmtp.com"
    zone = {**GOOD, (name, "TXT"): [f"p={rsa_key(2048)}"]}
    found = of("alignment", check(zone, signed={name: ("from",)}))
    assert (found.level, found.text) == (
        "warning", "only SPF speaks for acme.example: DKIM is of acme-example.gappssmtp.com, and SPF breaks when a mail is forwarded",
    )  # fmt: skip
    zone[("acme.example", "TXT")] = ["v=spf1 -all"]
    assert of("alignment", check(zone, signed={name: ("from",)})).level == "warning"
    zone[("_dmarc.acme.example", "TXT")] = ["v=DMARC1; p=reject"]
    rejected = of("alignment", check(zone, signed={name: ("from",)}))
    assert (rejected.level, rejected.text) == ("problem", "nothing speaks for acme.example: DKIM is of acme-example.gappssmtp.com")


def test_strict_alignment_asks_for_the_very_domain() -> None:
    name = "s1._domainkey.mail.acme.example"
    zone = {**GOOD, (name, "TXT"): [f"p={rsa_key(2048)}"]}
    assert of("alignment", check(zone, signed={name: ("from",)})).level == "ok"
    zone[("_dmarc.acme.example", "TXT")] = ["v=DMARC1; p=none; adkim=s"]
    assert of("alignment", check(zone, signed={name: ("from",)})).level == "warning"


@pytest.mark.parametrize(
    ("mx", "level", "text"),
    [
        (["0 ."], "problem", "the domain says that it takes no mail (null MX, RFC 7505)"),
        (["10 gone.example."], "problem", "the MX gone.example has no address"),
        (["1 smtp.google.com.", "5 gone.example."], "warning", "the MX gone.example has no address"),
        (["1 smtp.google.com.", "2 smtp.gmail.com.", "3 smtp.google.com."], "ok", "smtp.google.com, smtp.gmail.com and 1 more"),
    ],
)
def test_answers_have_to_come_back(mx: list[str], level: str, text: str) -> None:
    found = of("MX", check({**GOOD, ("acme.example", "MX"): mx}))
    assert (found.level, found.text) == (level, text)


def test_answers_that_go_elsewhere_than_is_read_are_told() -> None:
    zone = {**GOOD, ("acme.example", "MX"): ["0 acme-example.mail.protection.outlook.com."]}
    zone[("acme-example.mail.protection.outlook.com", "A")] = ["192.0.2.3"]
    assert lines(check(zone))[-1] == ("MX", "warning", "answers go to Microsoft 365, and seleqt reads the inbox at Google")
    behind_a_filter = {**GOOD, ("acme.example", "MX"): ["0 mx.filter.example."], ("mx.filter.example", "A"): ["192.0.2.4"]}
    assert worst(check(behind_a_filter)) == "ok"


def test_a_name_server_that_is_silent_makes_nothing_wrong() -> None:
    names = {name for name, _ in GOOD}
    found = check(GOOD, silent=names | {"_dmarc.acme.example"})
    assert {one.level for one in found if one.check != "DKIM headers"} == {"unknown"}
    assert check(GOOD, signed=None, silent=names)[1].text == "DNS gives no answer about the usual keys"


@pytest.mark.parametrize(
    ("address", "smtp", "level", "text"),
    [
        ("anna@gmail.com", "smtp.gmail.com", "ok", "the domain is Google's own: SPF, DKIM and DMARC are its affair"),
        ("anna@gmail.com", "smtp.googlemail.com", "ok", "the domain is Google's own: SPF, DKIM and DMARC are its affair"),
        ("anna@outlook.com", "smtp.office365.com", "ok", "the domain is Outlook.com's own: SPF, DKIM and DMARC are its affair"),
        ("anna@proton.me", "127.0.0.1", "ok", "the domain is Proton's own: SPF, DKIM and DMARC are its affair"),
        ("anna@gmail.com", "127.0.0.1", "unknown", "whether a program on this machine hands the mail to Google is not seen from here"),
        ("anna@gmail.com", "smtp.elsewhere.example", "problem", "the domain is Google's, and mail goes out through smtp.elsewhere.example"),
    ],
)
def test_a_domain_of_a_provider_is_the_providers_affair(address: str, smtp: str, level: str, text: str) -> None:
    assert lines(check({}, address=address, smtp=smtp)) == [("DNS", level, text)]


def test_two_providers_that_share_a_server_are_not_taken_for_two_places() -> None:
    zone = {**GOOD, ("acme.example", "MX"): ["0 acme-example.mail.protection.outlook.com."]}
    zone[("acme-example.mail.protection.outlook.com", "A")] = ["192.0.2.3"]
    found = check(zone, smtp="smtp.office365.com", imap="outlook.office365.com")
    assert [one.level for one in found if one.check == "MX"] == ["ok"]
    assert of("SPF server", found).text == "it does not let Microsoft 365 send: no include:spf.protection.outlook.com"


def test_a_server_that_is_named_by_its_address_is_compared_with_spf() -> None:
    zone = {**GOOD, ("acme.example", "TXT"): ["v=spf1 ip4:192.0.2.77 -all"]}
    assert of("SPF server", check(zone, smtp="192.0.2.77")).level == "ok"


def test_the_organisation_is_asked_for_a_domain_below_it() -> None:
    zone = {
        **GOOD,
        ("sales.acme.example", "TXT"): ["v=spf1 include:_spf.google.com ~all"],
        ("sales.acme.example", "MX"): ["1 smtp.google.com."],
    }
    found = check(zone, address="anna@sales.acme.example")
    assert of("DMARC", found).text == "p=none (of acme.example)"
    assert of("alignment", found).text == "DKIM and SPF speak for sales.acme.example"


def test_a_domain_in_other_letters_is_asked_for_by_its_ascii_form() -> None:
    zone: Zone = {("xn--caf-dma.example", "MX"): ["1 smtp.google.com."], ("smtp.google.com", "A"): ["192.0.2.1"]}
    assert of("MX", check(zone, signed=None, address="anna@café.example")).level == "ok"


def test_a_long_record_is_cut_into_strings() -> None:
    long = "v=spf1 " + " ".join(f"ip4:192.0.2.{number}" for number in range(40)) + " ?all"
    paste = of("SPF", check({**GOOD, ("acme.example", "TXT"): [long]})).paste
    strings = paste.partition("TXT ")[2].strip('"').split('" "')
    assert [len(one) for one in strings[:-1]] == [255] * (len(strings) - 1)
    assert "".join(strings) == long.replace("?all", "include:_spf.google.com ~all")


def test_a_server_of_this_machine_is_the_bridge_only_on_its_port() -> None:
    bridge = provider_of_server(Server("127.0.0.1", 1025))
    assert bridge is not None
    assert bridge.name == "Proton"
    assert provider_of_server(Server("127.0.0.1", 25)) is None
    assert provider_of_server(None) is None
    for host in ("smtp-relay.gmail.com", "acme-example.mail.protection.outlook.com"):
        assert provider_of_server(Server(host, 25)) is not None


def test_every_service_is_a_provider_of_the_table() -> None:
    assert set(SERVICES) <= {provider.name for provider in PROVIDERS}
    assert all(name == name.lower() for service in SERVICES.values() for name in (*service.includes, *service.selectors))
