"""What the field Authentication-Results says against a mail: only failures count, and only those of the server that received it."""

import pytest

from seleqt_cli.core.inbound.authentication import authentication_failed
from seleqt_cli.core.inbound.mail import Inbound

DMARC = "the server that received it says dmarc=fail"
SPF = "the server that received it says spf=fail, and no signature is good"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ((), ""),
        (("mx.acme.example; none",), ""),
        (("mx.acme.example 1; spf=pass smtp.mailfrom=w.example; dkim=pass header.d=w.example; dmarc=pass",), ""),
        (("mx.acme.example; spf=softfail smtp.mailfrom=w.example; dkim=none; dmarc=fail (p=NONE) header.from=w.example",), DMARC),
        (("spf=fail (sender IP is 203.0.113.9) smtp.mailfrom=w.example; dkim=none (message not signed); dmarc=fail action=none",), DMARC),
        (("spf=fail smtp.mailfrom=w.example; dkim=fail; dmarc=fail action=oreject; compauth=pass reason=130",), ""),
        (("mx.acme.example; arc=pass (i=1); spf=fail; dmarc=fail",), ""),  # a list or a forwarder changed it
        (("mx.acme.example; spf=fail smtp.mailfrom=w.example; dkim=fail (bad signature)",), SPF),
        (("mx.acme.example; spf=fail smtp.mailfrom=w.example",), SPF),
        (("mx.acme.example; spf=softfail; dkim=fail",), ""),
        (("mx.acme.example; dkim=fail header.d=a.example; dkim=pass header.d=w.example; spf=fail",), ""),
        (("mx.acme.example; spf=permerror; dkim=temperror; dmarc=temperror",), ""),
        (("mx.acme.example; spf=fail", "mx.acme.example; dkim=pass header.d=w.example"), ""),  # one field for each check
        (("mx.acme.example; dkim=none", "mx.acme.example; DMARC = FAIL"), DMARC),
        (("bimi.acme.example; bimi=none", "dmarc.acme.example; dmarc=fail", "spf.acme.example; spf=softfail"), DMARC),
        (("mx.acme.example; spf=none", "mx.elsewhere.test; dmarc=fail"), ""),  # what another server said on the way
        (("mx.acme.example; dmarc=fail", "mx.acme.example; dmarc=pass"), DMARC),  # the second may stand in the mail as it was sent
        (("mx.acme.example; dmarc=fail", "mx.eve.test; arc=pass; dmarc=pass"), DMARC),
        (("mx.acme.example (dmarc=fail; (nested)) ; spf=pass",), ""),
        (("mx.acme.example; dmarc/1=fail",), DMARC),
        (("", ";;;", "=", "((("), ""),
    ],
)
def test_only_a_failure_that_the_receiving_server_reports_counts(fields: tuple[str, ...], said: str) -> None:
    assert authentication_failed(Inbound(headers={"authentication-results": fields})) == said


def test_a_field_that_is_made_to_be_slow_is_read_in_one_pass() -> None:
    fields = tuple(sign * 2000 for sign in ("(", "a=", ";", " ", "a/", "=")) * 3
    assert authentication_failed(Inbound(headers={"authentication-results": fields})) == ""
