"""SPF is judged as a receiver would: one record, valid, at most ten look-ups, and nobody let in by mistake."""

import pytest

from seleqt_cli.core.names.spf import Spf, judge_spf, proposed
from seleqt_cli.core.names.spf_record import BadSpf, Record, Term, read_record
from tests.core.names.verdicts import verdict

Zone = dict[tuple[str, str], list[str]]


def spf(text: str, more: Zone | None = None, **trouble: set[str]) -> Spf:
    return verdict(judge_spf("acme.example"), {("acme.example", "TXT"): [text], **(more or {})}, **trouble)


def chain(includes: int) -> Zone:
    return {(f"i{number}.example", "TXT"): ["v=spf1 -all"] for number in range(includes)}


def naming(includes: int) -> str:
    return "v=spf1 " + " ".join(f"include:i{number}.example" for number in range(includes)) + " -all"


def test_a_record_is_followed_through_its_includes() -> None:
    found = spf(
        "v=spf1 ip4:192.0.2.0/24 include:_spf.host.example -all",
        {
            ("_spf.host.example", "TXT"): ["v=spf1 include:_more.host.example a:out.host.example/28 ?all"],
            ("_more.host.example", "TXT"): ["v=spf1 ip6:2001:db8::/32 ~all"],
            ("out.host.example", "A"): ["198.51.100.17"],
        },
    )
    assert found == Spf(
        "acme.example", "one", ["v=spf1 ip4:192.0.2.0/24 include:_spf.host.example -all"], lookups=3, last="-",
        included={"_spf.host.example", "_more.host.example"},
        networks=["192.0.2.0/24", "2001:db8::/32", "198.51.100.17/28"],
    )  # fmt: skip
    assert found.lets(["198.51.100.30"])
    assert found.lets(["2001:db8::1"])
    assert not found.lets(["198.51.100.33", "203.0.113.1"])


def test_no_record_two_records_and_a_record_that_only_looks_like_one() -> None:
    assert spf("some text").state == "none"
    assert verdict(judge_spf("nowhere.example"), {}).state == "none"
    two = verdict(judge_spf("acme.example"), {("acme.example", "TXT"): ["v=spf1 -all", "V=SPF1 ~all"]})
    assert (two.state, two.faults) == ("one", ["there are 2 SPF records; there must be one"])
    near = spf('"v=spf1 -all"')
    assert (near.state, near.faults) == ("none", ['a TXT record looks like SPF and is none: "v=spf1 -all"'])
    assert spf("v=spf10 -all").faults == ["a TXT record looks like SPF and is none: v=spf10 -all"]


def test_no_answer_is_no_fault() -> None:
    silent = verdict(judge_spf("acme.example"), {}, silent={"acme.example"})
    assert (silent.state, silent.faults, silent.doubts) == ("unknown", [], ["TXT of acme.example: no answer in time"])
    below = spf("v=spf1 include:host.example -all", failing={"host.example"})
    assert (below.faults, below.doubts) == ([], ["TXT of host.example: the name servers fail"])
    assert below.voids == 0


@pytest.mark.parametrize(("includes", "fault", "hint"), [(7, 0, 0), (8, 0, 1), (10, 0, 1), (11, 1, 0), (60, 1, 0)])
def test_ten_look_ups_are_the_most(includes: int, fault: int, hint: int) -> None:
    found = spf(naming(includes), chain(includes))
    assert (len(found.faults), len(found.hints)) == (fault, hint)
    if includes == 11:
        assert found.faults == ["it needs 11 look-ups; receivers stop at 10"]
    if includes == 60:
        assert found.faults == ["it needs more than 40 look-ups; receivers stop at 10"]


def test_every_mechanism_that_asks_counts_and_addresses_do_not() -> None:
    hosts: Zone = {
        ("acme.example", "A"): ["192.0.2.1"],
        ("acme.example", "MX"): ["10 mx.acme.example."],
        ("mx.acme.example", "A"): ["192.0.2.2"],
    }
    found = spf("v=spf1 a mx ptr exists:%{i}.x.example include:i0.example ip4:192.0.2.9 ip6:2001:db8::9 ~all", {**hosts, **chain(1)})
    assert (found.lookups, found.voids, found.last) == (5, 0, "~")
    assert found.hints == ["ptr is slow and unsafe; RFC 7208 section 5.5 says not to use it"]
    assert found.networks == ["192.0.2.1/32", "192.0.2.2/32", "192.0.2.9/32", "2001:db8::9/128"]


def test_more_than_two_look_ups_that_find_nothing_are_an_error() -> None:
    two = spf("v=spf1 a:gone.example mx:gone.example -all")
    assert (two.voids, two.faults) == (2, [])
    three = spf("v=spf1 a:gone.example mx:gone.example a:gone2.example -all")
    assert three.faults == ["3 of its look-ups find nothing; receivers stop at 2"]


def test_an_include_without_a_record_breaks_the_whole() -> None:
    assert spf("v=spf1 include:gone.example -all").faults == ["include gone.example has no SPF record"]
    two = spf("v=spf1 include:host.example -all", {("host.example", "TXT"): ["v=spf1 -all", "v=spf1 ~all"]})
    assert two.faults == ["include host.example has 2 SPF records"]
    broken = spf("v=spf1 include:host.example -all", {("host.example", "TXT"): ["v=spf1 ipv4:192.0.2.1 -all"]})
    assert broken.faults == ["host.example: 'ipv4:192.0.2.1' is no SPF mechanism"]


def test_a_circle_is_found() -> None:
    own = spf("v=spf1 include:acme.example -all")
    assert own.faults == ["include acme.example leads in a circle"]
    far = spf(
        "v=spf1 include:a.example -all",
        {("a.example", "TXT"): ["v=spf1 include:b.example"], ("b.example", "TXT"): ["v=spf1 redirect=a.example"]},
    )
    assert far.faults == ["b.example: redirect a.example leads in a circle"]


def test_a_redirect_takes_the_place_of_the_record() -> None:
    found = spf("v=spf1 redirect=host.example", {("host.example", "TXT"): ["v=spf1 ip4:192.0.2.1 +all"]})
    assert (found.last, found.included, found.lookups) == ("+", {"host.example"}, 1)
    beside = spf("v=spf1 redirect=gone.example ~all")
    assert (beside.last, beside.faults, beside.lookups) == ("~", [], 0)
    inside = spf("v=spf1 include:host.example ?all", {("host.example", "TXT"): ["v=spf1 +all"]})
    assert inside.last == "?"


def test_what_is_denied_lets_nobody_send() -> None:
    found = spf("v=spf1 -ip4:192.0.2.1 ?include:host.example -all", {("host.example", "TXT"): ["v=spf1 ip4:192.0.2.2 -all"]})
    assert found.networks == []


def test_a_record_is_taken_apart() -> None:
    assert read_record("v=spf1 A:Mail.example/24//64 ?mx -all exp=why.example redirect=x.example ip4:192.0.2.1 x-new=1") == Record(
        (Term("+", "a", "Mail.example", 24, 64), Term("?", "mx"), Term("-", "all")), "", 1
    )
    assert read_record("v=spf1  redirect=%{d}.example ") == Record((), "%{d}.example")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ipv4:192.0.2.1", "'ipv4:192.0.2.1' is no SPF mechanism"),
        ("include", "include: include needs a domain and nothing else"),
        ("include:", "include: names no domain"),
        ("include:a.example/24", "include:a.example/24: include needs a domain and nothing else"),
        ("ip4:192.0.2.1/33", "ip4:192.0.2.1/33 has no valid network length"),
        ("ip4:192.0.2.1/255.255.255.0", "ip4:192.0.2.1/255.255.255.0 has no valid network length"),
        ("ip4:mail.example", "ip4:mail.example names no IPv4 address"),
        ("ip4:192.0.2.256", "ip4:192.0.2.256 names no IPv4 address"),
        ("ip6:192.0.2.1", "ip6:192.0.2.1 names no IPv6 address"),
        ("ip6:2001:db8::/129", "ip6:2001:db8::/129 has no valid network length"),
        ("a/33", "a/33 has no valid network length"),
        ("all:x", "all:x: all takes nothing behind it"),
        ("redirect=a.example redirect=b.example", "redirect= stands twice"),
        ("redirect=", "redirect= names no domain"),
        ("include:%{z}.example", "include:%{z}.example names no domain"),
        ("-all,", "'-all,' is no SPF mechanism"),
        ("-all;", "'-all;' is no SPF mechanism"),
        ("include:höst.example", "it holds a character that is not printable ASCII"),
    ],
)
def test_what_no_receiver_can_read_is_said(text: str, problem: str) -> None:
    with pytest.raises(BadSpf) as refused:
        read_record(f"v=spf1 {text}")
    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("records", "include", "text"),
    [
        ([], "_spf.host.example", "v=spf1 include:_spf.host.example ~all"),
        ([], "", "v=spf1 ~all"),
        (["v=spf1 ip4:192.0.2.1 -all"], "_spf.host.example", "v=spf1 ip4:192.0.2.1 include:_spf.host.example -all"),
        (["v=spf1 a +all"], "", "v=spf1 a ~all"),
        (["v=spf1 a ?all"], "", "v=spf1 a ~all"),
        (["v=spf1 a ipv4:192.0.2.1 ~all", "v=spf1 a mx -all"], "", "v=spf1 a mx -all"),
        (["v=spf1 redirect=host.example"], "_spf.x.example", "v=spf1 include:host.example include:_spf.x.example ~all"),
        (["v=spf1 redirect=host.example"], "", "v=spf1 redirect=host.example"),
        (["v=spf1 include:_spf.x.example ~all", "v=spf1 a -all"], "_spf.x.example", "v=spf1 include:_spf.x.example a -all"),
    ],
)
def test_what_to_put_into_dns_keeps_what_is_there(records: list[str], include: str, text: str) -> None:
    assert proposed(Spf("acme.example", "one", records), (include,) if include else ()) == text
    read_record(text)
