"""Whatever stands in DNS, a judge ends with a verdict: it neither breaks nor takes long, and what it proposes is valid."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from seleqt_cli.core.names.dkim import judge_key, rsa_bits
from seleqt_cli.core.names.dmarc import judge_dmarc
from seleqt_cli.core.names.mail_hosts import judge_mail_hosts
from seleqt_cli.core.names.spf import judge_spf, proposed
from seleqt_cli.core.names.spf_record import BadSpf, read_record
from tests.core.names.verdicts import rsa_key, verdict

WORDS = st.sampled_from(
    "a mx ptr all -all ~all +all ?mx a/24 mx//64 include:a.test include:b.test redirect=a.test exists:%{i}.x ip4:192.0.2.1 "
    'ip4:192.0.2.0/24 ip6:2001:db8::/32 exp=why.test x=y include: ip4: a:b.test/33 % / : = é "'.split(" ")
)
RECORD = st.lists(WORDS | st.text(max_size=12), max_size=14).map(lambda words: "v=spf1 " + " ".join(words))
TAGS = st.lists(
    st.sampled_from(
        ["v=DKIM1", "v=DMARC1", "p=", "p=none", "p=x", f"p={rsa_key(1024)}", "k=rsa", "k=ed25519", "t=y", "h=sha1", "s=*", "sp=", "pct=5"]
    )
    | st.text(max_size=10),
    max_size=8,
).map(";".join)


@settings(max_examples=300)
@given(RECORD, RECORD, RECORD)
def test_any_spf(own: str, a: str, b: str) -> None:
    zone = {("acme.test", "TXT"): [own], ("a.test", "TXT"): [a], ("b.test", "TXT"): [b], ("b.test", "MX"): ["0 .", "5 a.test."]}
    found = verdict(judge_spf("acme.test"), zone)
    assert found.lookups <= 60
    found.lets(["192.0.2.1", "2001:db8::1"])
    read_record(proposed(found, ("_spf.host.test",)))


@settings(max_examples=300)
@given(st.text(max_size=400))
def test_any_text_is_a_record_or_is_refused(text: str) -> None:
    with suppress(BadSpf):
        read_record("v=spf1 " + text)


def test_a_hostile_record_takes_no_long() -> None:
    for text in (
        "a" * 60_000,
        "a:" + "/" * 60_000,
        "a/" * 30_000,
        "a:" + "/x" * 30_000,
        "%{" * 30_000,
        "exists:" + "%{i}" * 15_000,
        "x=" * 30_000,
    ):
        with suppress(BadSpf):
            read_record(f"v=spf1 {text}")


@settings(max_examples=300)
@given(TAGS)
def test_any_key_and_any_policy(text: str) -> None:
    assert verdict(judge_key("s._domainkey.acme.test"), {("s._domainkey.acme.test", "TXT"): [text]}).state != "missing"
    found = verdict(judge_dmarc("acme.test", lambda domain: domain), {("_dmarc.acme.test", "TXT"): [text]})
    assert found.state == "none" or found.policy in ("none", "quarantine", "reject", "")


@settings(max_examples=300)
@given(st.binary(max_size=300))
def test_any_octets_have_a_length_or_none(octets: bytes) -> None:
    assert rsa_bits(octets) >= 0


@given(
    st.lists(
        st.tuples(st.integers(0, 65535), st.sampled_from(["", "a.test", "b.test", "1.2.3.4", "x y", "é.test"])), min_size=1, max_size=20
    )
)
def test_any_mx(records: list[tuple[int, str]]) -> None:
    zone = {("acme.test", "MX"): [f"{preference} {host}." for preference, host in records], ("a.test", "A"): ["192.0.2.1"]}
    assert verdict(judge_mail_hosts("acme.test", all_hosts=True), zone).state in ("mx", "null", "none")
