"""A person is found in bytes in whatever way their name was written there."""

import base64
import quopri
from email.header import Header
from pathlib import Path

import pytest

from seleqt_cli.core.lead import Lead
from seleqt_cli.core.traces import Trace, patterns, traces_of
from seleqt_cli.storage.byte_search import Searched, files_in, found_in, search

NOOR = Lead(
    id=1, email="noor@xn--mhle-0ra.example", email_shown="Noor@xn--mhle-0ra.example", linkedin="https://www.linkedin.com/in/example-no%C3%ABl/",
    first_name="Noëlle", last_name="de Vries", phone="+31 6 12345678",
)  # fmt: skip
PATTERNS = patterns(traces_of(NOOR, ["old.noor@windmill.example"]))
ADDRESS = "noor@xn--mhle-0ra.example"


def base64_at(offset: int, text: str) -> bytes:
    return base64.encodebytes(b"x" * (60 + offset) + text.encode() + b"y" * 9)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"... <NOOR@xn--MHLE-0ra.example> ...", {"address"}),
        ("noor@mühle.example".encode(), {"address"}),
        (ADDRESS.encode("utf-16-le"), {"address"}),
        (b"x" + ADDRESS.encode("utf-16-be"), {"address"}),
        (b"noor=40xn--mhle-0ra.example", {"address"}),
        (b"noor@xn--mhle=\r\n-0ra.example", {"address"}),
        (b"mailto:noor%40xn--mhle-0ra.example", {"address"}),
        (base64_at(0, ADDRESS), {"address"}),
        (base64_at(1, ADDRESS), {"address"}),
        (base64_at(2, ADDRESS), {"address"}),
        (base64.b64encode(("abc" + "Noor@xn--mhle-0ra.example" + "abc").encode("utf-16-le")), {"address"}),
        (b"old.noor@windmill.example", {"address"}),
        (b"/in/example-no%c3%abl?x", {"profile"}),
        (b'"+31 6 12345678"', {"telephone number"}),
        ("NoëLLE de Vries".encode(), {"name"}),
        (quopri.encodestring("x Noëlle de Vries".encode()), {"name"}),
        (Header("Noëlle de Vries", "utf-8").encode().encode(), {"name"}),
        ("Noëlle de Vries".encode("latin-1"), {"name"}),
        (b'{"n":"No\\u00eblle de Vries"}', {"name"}),
        ("Noe\u0308lle de Vries".encode(), {"name"}),
        (b"nora@xn--mhle-0ra.example", set()),
        (b"Noelle de Vries", set()),
        (b"", set()),
    ],
)  # fmt: skip
def test_every_way_of_writing_is_found(content: bytes, what: set[str]) -> None:
    assert found_in(b"a" * 100 + content + b"b" * 100, PATTERNS) == what


def test_words_that_are_everywhere_are_not_looked_for() -> None:
    assert traces_of(Lead(id=1, email="a@b.c", first_name="Bo", phone="12")) == []
    assert traces_of(Lead(id=1, first_name="Bo", last_name="Li", email="bo@lock.example")) == [Trace("address", "bo@lock.example")]


def test_a_trace_between_two_pieces_of_a_large_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from seleqt_cli.storage import byte_search

    monkeypatch.setattr(byte_search, "_PIECE", 64)
    for offset in (40, 63, 64, 90):
        (tmp_path / f"{offset}").write_bytes(b"." * offset + ADDRESS.encode() + b"." * 300)
    (tmp_path / "none").write_bytes(b"." * 999)
    (tmp_path / "link").symlink_to(tmp_path / "40")
    searched = Searched()
    found = [hit.path.name for hit in search(files_in(tmp_path, [tmp_path / "90"]), PATTERNS, searched)]
    assert found == ["40", "63", "64"]
    assert (searched.files, searched.unreadable) == (4, 0)
