"""How a mail server is written: `host:587`, `smtps://host:465`, a mapping, or an outbox (SPEC section 13 rule 14)."""

import re
from typing import Final, Literal, cast

from seleqt_cli.core.campaign import Server
from seleqt_cli.files.keys import OBJECTS
from seleqt_cli.files.places import is_loopback
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.wording import quoted
from seleqt_cli.files.workspace_files import FileRefused, check_spelling
from seleqt_cli.files.yaml_nodes import MapNode

Tls = Literal["starttls", "implicit", "none"]
_FORM: Final = re.compile(r"(?:(?P<scheme>[a-z]+)://)?(?P<host>\[[0-9a-fA-F:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?/?")
_PORTS: Final[dict[str, dict[Tls, int]]] = {
    "smtp": {"starttls": 587, "implicit": 465, "none": 25},
    "imap": {"starttls": 143, "implicit": 993, "none": 143},
}
_IMPLICIT_PORTS: Final = {"smtp": 465, "imap": 993}


def read_smtp(sheet: Sheet) -> tuple[Server | None, str]:
    """The server that takes mail, or the folder of an outbox; (None, '') means: found from the provider."""
    node = sheet.node("smtp")
    if node is None:
        return None, ""
    if not isinstance(node, MapNode):
        text = sheet.text("smtp")
        if text.startswith("outbox:"):
            return None, _outbox(sheet, text.removeprefix("outbox:").strip())
    return _server(sheet, "smtp"), ""


def read_imap(sheet: Sheet) -> Server | Literal["none"] | None:
    """The server that keeps the inbox, "none", or None: found from the provider."""
    node = sheet.node("imap")
    if node is None:
        return None
    if not isinstance(node, MapNode) and sheet.text("imap") == "none":
        return "none"
    return _server(sheet, "imap")


def _outbox(sheet: Sheet, folder: str) -> str:
    try:
        check_spelling(folder)
    except FileRefused as refusal:
        sheet.problem("smtp", f"the outbox {quoted(folder)} {refusal.message}; write it as outbox:outbox", code="file")
        return "outbox"
    return folder


def _server(sheet: Sheet, key: str) -> Server | None:
    node = sheet.node(key)
    server = _from_mapping(sheet, key) if isinstance(node, MapNode) else _from_text(sheet, key)
    if server is not None and server.tls == "none" and not is_loopback(server.host):
        sheet.problem(key, f"without TLS only to this machine, not to {quoted(server.host)}; use starttls or implicit", code="tls")
    return server


def _from_text(sheet: Sheet, key: str) -> Server | None:
    text = sheet.text(key)
    found = _FORM.fullmatch(text)
    scheme = found["scheme"] if found else ""
    port = int(found["port"] or 0) if found else 0
    if not text:
        return None
    if not found or scheme not in (None, key, f"{key}s") or port > 65535 or found["port"] in ("0", "00"):
        forms = f"{key}.acme.example:{_PORTS[key]['starttls' if key == 'smtp' else 'implicit']}"
        other = "outbox:DIR" if key == "smtp" else "none"
        sheet.problem(key, f"{quoted(text)} is not a server; write {forms}, {key}s://HOST:PORT or {other}")
        return None
    implicit = scheme == f"{key}s" or (scheme is None and port in (0, _IMPLICIT_PORTS[key]) and (key == "imap" or port == 465))
    tls: Tls = "implicit" if implicit else "starttls"
    return Server(found["host"].strip("[]"), port or _PORTS[key][tls], tls)


def _from_mapping(sheet: Sheet, key: str) -> Server | None:
    table = sheet.sheet(key, OBJECTS["server"])
    if table is None:
        return None
    host = table.text("host").strip("[]")
    if host and not _FORM.fullmatch(host) and not re.fullmatch(r"[0-9a-fA-F:.]+", host):
        table.problem("host", f"{quoted(host)} is not the name of a server")
    port = table.integer("port", 0, least=1, most=65535)
    default: Tls = "implicit" if port == _IMPLICIT_PORTS[key] or (key == "imap" and not port) else "starttls"
    tls = cast(Tls, table.choice("tls", ("starttls", "implicit", "none"), default))
    ca, pem = _authority(table)
    return Server(host, port or _PORTS[key][tls], tls, ca, pem) if host else None


def _authority(table: Sheet) -> tuple[str, str]:
    name = table.text("ca")
    if not name or name.startswith("/") or name[1:3] in (":\\", ":/"):
        return name, ""
    pem = table.reading.text_content(name, table.place_of("ca"), table.at("ca")) or ""
    if pem and "-----BEGIN CERTIFICATE-----" not in pem:
        table.problem("ca", f"{quoted(name)} holds no certificate (-----BEGIN CERTIFICATE-----)", code="file")
    return "", pem
