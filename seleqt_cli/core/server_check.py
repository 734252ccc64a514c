"""What a look at a mail server's certificate says, as a finding."""

from typing import Final

from seleqt_cli.core.campaign import Server
from seleqt_cli.core.health import Finding

SOON: Final = 14
"""Days before its end from which a certificate is worth a word: those that renew themselves do it 30 days ahead."""
_WHY: Final = "seleqt sends and reads only over TLS with a valid certificate; what cannot be proved is refused"
_DAY: Final = 86_400


def tls_finding(server: Server, check: str, *, expires: int, protocol: str, now: int) -> Finding:
    """Of a server that was reached. `expires` is an instant, 0 for plain text. `check`: SMTP or IMAP."""
    where = f"{server.host}:{server.port}"
    if not expires:
        return Finding(where, check, "ok", "reached, plain text inside this machine")
    days = (expires - now) // _DAY
    if expires <= now:
        # The machine's clock said that it is valid: ours says something else.
        return Finding(where, check, "problem", f"its certificate ended {-days} days ago", _WHY, "renew it, or set this machine's clock")
    text = f"reached, {protocol}, certificate valid for {days} days"
    if days < SOON:
        return Finding(where, check, "warning", text, _WHY, "let whoever runs the server renew its certificate")
    return Finding(where, check, "ok", text)


def refused_finding(server: Server, check: str, said: str) -> Finding:
    """Of a server whose TLS or certificate was refused."""
    todo = "correct the host name in campaigns.yaml, name the authority with ca: FILE, or let the server's owner renew the certificate"
    return Finding(f"{server.host}:{server.port}", check, "problem", said, _WHY, todo)


def unreached_finding(server: Server, check: str, said: str) -> Finding:
    """Of a server that gave no answer."""
    return Finding(
        f"{server.host}:{server.port}", check, "unknown", said, "", "look at the network, and at host, port and tls in campaigns.yaml"
    )
