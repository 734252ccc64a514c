"""Who takes the mail of a domain: an MX, nobody on purpose, nobody by mistake, or nobody knows."""

import pytest

from seleqt_cli.core.names.mail_hosts import MailHosts, judge_mail_hosts
from tests.core.names.verdicts import verdict

Zone = dict[tuple[str, str], list[str]]


def hosts(zone: Zone, *, all_hosts: bool = False, **trouble: set[str]) -> MailHosts:
    return verdict(judge_mail_hosts("acme.example", all_hosts=all_hosts), zone, **trouble)


def test_the_most_preferred_host_with_an_address_is_enough() -> None:
    zone: Zone = {
        ("acme.example", "MX"): ["20 b.example.", "5 A.example.", "10 gone.example."],
        ("a.example", "AAAA"): ["2001:db8::1"],
        ("b.example", "A"): ["192.0.2.1"],
    }
    assert hosts(zone) == MailHosts("acme.example", "mx", ("a.example", "gone.example", "b.example"), True)
    every = hosts(zone, all_hosts=True)
    assert (every.state, every.faults) == ("mx", ["the MX gone.example has no address"])


@pytest.mark.parametrize(
    ("zone", "state", "faults"),
    [
        ({}, "no domain", []),
        ({("acme.example", "TXT"): ["x"]}, "none", []),
        ({("acme.example", "A"): ["192.0.2.1"]}, "address", []),
        ({("acme.example", "AAAA"): ["2001:db8::1"]}, "address", []),
        ({("acme.example", "MX"): ["0 ."]}, "null", []),
        ({("acme.example", "MX"): ["10 gone.example."]}, "none", ["the MX gone.example has no address"]),
        ({("acme.example", "MX"): ["10 192.0.2.1."]}, "none", ["the MX 192.0.2.1 is no host name"]),
        (
            {("acme.example", "MX"): ["0 .", "10 a.example."], ("a.example", "A"): ["192.0.2.1"]}, "mx",
            ["a null MX stands beside other MX records (RFC 7505 section 3)"],
        ),
    ],
)  # fmt: skip
def test_each_state_of_a_domain(zone: Zone, state: str, faults: list[str]) -> None:
    found = hosts(zone)
    assert (found.state, found.faults) == (state, faults)


def test_what_nobody_answered_is_unknown_and_never_wrong() -> None:
    assert hosts({}, silent={"acme.example"}).state == "unknown"
    behind = hosts({("acme.example", "MX"): ["10 a.example."]}, failing={"a.example"})
    assert (behind.state, behind.faults, behind.doubts) == ("unknown", [], ["A of a.example: the name servers fail"])
    one_left = hosts({("acme.example", "MX"): ["10 a.example.", "20 b.example."], ("b.example", "A"): ["192.0.2.1"]}, failing={"a.example"})
    assert one_left.state == "mx"
