"""A DKIM key is judged by what receivers take: its form, its length, whether it was revoked."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seleqt_cli.core.names.dkim import DkimKey, judge_key, rsa_bits
from tests.core.names.verdicts import rsa_key, verdict

NAME = "s1._domainkey.acme.example"


def key(*records: str) -> DkimKey:
    return verdict(judge_key(NAME), {(NAME, "TXT"): list(records)})


def test_a_good_key_of_either_form() -> None:
    for text in (
        f"v=DKIM1; k=rsa; p={rsa_key(2048)}",
        f"p={rsa_key(2048, bare=True)};",
        f"k=RSA; t=s; s=email; h=sha256:sha1; p={rsa_key(2048)}",
    ):
        assert key(text) == DkimKey(NAME, "good", "rsa", 2048)
    assert (key(f"p={rsa_key(2048)}").selector, key(f"p={rsa_key(2048)}").domain) == ("s1", "acme.example")


def test_the_length_is_that_of_a_real_key() -> None:
    octets = rsa.generate_private_key(65537, 1024).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert rsa_bits(octets) == 1024
    assert rsa_bits(octets[:-1]) == 0
    assert rsa_bits(octets + b"\0") == 0
    assert [rsa_bits(octets[:cut]) for cut in range(len(octets))] == [0] * len(octets)


@pytest.mark.parametrize(
    ("text", "state", "words"),
    [
        (f"v=DKIM1; p={rsa_key(1024)}", "good", "1024 bits: 2048 are advised (RFC 8301)"),
        (f"v=DKIM1; p={rsa_key(768)}", "broken", "768 bits are too few: receivers must refuse keys below 1024 (RFC 8301)"),
        ("v=DKIM1; k=rsa; p=", "revoked", ""),
        ("v=DKIM1; k=rsa", "broken", "it holds no key (p=)"),
        (f"k=rsa; v=DKIM1; p={rsa_key(2048)}", "broken", "v= has to be DKIM1 and to stand first"),
        (f"v=DKIM2; p={rsa_key(2048)}", "broken", "v= has to be DKIM1 and to stand first"),
        (f"v=DKIM1; k=dsa; p={rsa_key(2048)}", "broken", "k=dsa is no kind of key that receivers know"),
        (f"v=DKIM1; h=sha1; p={rsa_key(2048)}", "broken", "h=sha1 allows no SHA-256, the only hash that counts (RFC 8301)"),
        (f"v=DKIM1; s=tls; p={rsa_key(2048)}", "broken", "s=tls is not for email"),
        (f"v=DKIM1; t=y; p={rsa_key(2048)}", "good", "t=y says that it is only a test: receivers treat the mail as unsigned"),
        (f"v=DKIM1; p={rsa_key(2048)[:60]}", "broken", "the key (p=) is cut or changed: it is no RSA key"),
        ("v=DKIM1; p=%%%", "broken", "the key (p=) is cut or changed: it is no base64"),
        ("v=DKIM1 k=rsa", "broken", "v= has to be DKIM1 and to stand first"),
        ("just words", "broken", "'just words' is no tag=value"),
        ("p=x; p=y", "broken", "the tag p stands twice"),
        (
            f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(32)).decode()}", "good",
            "many receivers cannot check Ed25519 yet: sign with RSA too (RFC 8463 section 6)",
        ),
        (f"v=DKIM1; k=ed25519; p={base64.b64encode(bytes(31)).decode()}", "broken", "an Ed25519 key has 32 octets, this one 31"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_key_is_said(text: str, state: str, words: str) -> None:
    found = key(text)
    assert found.state == state
    assert (*found.faults, *found.hints, "")[0] == words


def test_a_missing_key_two_records_and_no_answer_are_told_apart() -> None:
    assert verdict(judge_key(NAME), {}).state == "missing"
    assert key("p=x", "v=spf1 -all").faults == ["there are 2 TXT records at this name; there must be one"]
    silent = verdict(judge_key(NAME), {}, silent={NAME})
    assert (silent.state, silent.faults) == ("unknown", [])
