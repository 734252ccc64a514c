"""A person's rows are taken out of the files that people keep; every other byte stays."""

from pathlib import Path

import pytest

from seleqt_cli.core.errors import Failed
from seleqt_cli.files.forgetting import naming, take_out, without

NOOR = naming(["noor@windmill.example", "zoë@xn--mhle-0ra.example"], ["https://www.linkedin.com/in/example-noor/"])


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Noor@Windmill.example", True),
        ("<noor@windmill.example>,", True),
        ("write to noor@windmill.example.", True),
        ("eleanoor@windmill.example", False),
        ("e.noor@windmill.example", False),
        ("noor@windmill.example.org", False),
        ("https://nl.linkedin.com/in/Example-Noor?x=1", True),
        ("/in/example-noor-2", False),
        ("Zoë@xn--mhle-0ra.example", True),
        ("", False),
    ],
)
def test_a_person_is_named_by_whole_words(text: str, named: bool) -> None:
    assert NOOR(text) is named


def test_nobody_is_named_by_nothing() -> None:
    assert not naming([], [""])("anything at all")


@pytest.mark.parametrize(
    ("name", "before", "after", "count"),
    [
        ("a.csv", "email,n\r\nsam@c.example,Sam\r\nnoor@windmill.example,Noor\r\n", "email,n\r\nsam@c.example,Sam\r\n", 1),
        ("a.csv", 'n,email\n"a\nb",Noor@windmill.example\n"c ""d""\n",x@y.example', 'n,email\n"c ""d""\n",x@y.example', 1),
        ("a.csv", "email\nsam@c.example\nnoor@windmill.example", "email\nsam@c.example\n", 1),
        ("a.csv", 'email,n\nnoor@windmill.example,5" pipe\nx@y.example,B\n', "email,n\nx@y.example,B\n", 1),
        ("a.csv", 'email\n5" a\nnoor@windmill.example\n6" b\n', 'email\n5" a\n6" b\n', 1),
        ("a.tsv", "email\nsam@c.example\n", "email\nsam@c.example\n", 0),
        ("a.jsonl", '{"email":"noor@windmill.example"}\n\n{"email":"x@y.example"}\n', '\n{"email":"x@y.example"}\n', 1),
        (
            "a.vcf",
            "BEGIN:VCARD\r\nEMAIL:noor@wind\r\n mill.example\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEMAIL:x@y.example\r\nEND:VCARD\r\n",
            "BEGIN:VCARD\r\nEMAIL:x@y.example\r\nEND:VCARD\r\n",
            1,
        ),
        ("c.yaml", "a:\n  - {e: x@y.example}  # x\n  - {e: noor@windmill.example}\nb: 1\n", "a:\n  - {e: x@y.example}  # x\nb: 1\n", 1),
        (
            "c.yaml",
            "a:\n  # first\n  - email: noor@windmill.example\n    n: |\n      a\n      b\n\n  # second\n  - email: x@y.example\n",
            "a:\n  # first\n\n  # second\n  - email: x@y.example\n",
            1,
        ),
        ("c.yaml", "a:\n- email: noor@windmill.example\nb: 2\n", "a:\n  []\nb: 2\n", 1),
        ("c.yaml", "a: [{email: noor@windmill.example}, {email: x@y.example}]\n", "a: [{email: x@y.example}]\n", 1),
        ("c.yaml", "a: [{e: x@y.example}, {e: noor@windmill.example}, {e: /in/example-noor}]\n", "a: [{e: x@y.example}]\n", 2),
        ("c.yaml", "a: [{email: noor@windmill.example}]\n", "a: []\n", 1),
        ("c.yaml", "subject: ask noor@windmill.example\n", "subject: ask noor@windmill.example\n", 0),
        ("c.yaml", "a: [}\nnoor@windmill.example", "a: [}\nnoor@windmill.example", 0),
        ("c.yaml", "a: &x\n  - {e: noor@windmill.example}\n  - {e: x@y.example}\nb: *x\n", "a: &x\n  - {e: x@y.example}\nb: *x\n", 1),
    ],
)  # fmt: skip
def test_the_rows_of_a_person_go_and_nothing_else(name: str, before: str, after: str, count: int) -> None:
    assert without(name, before.encode(), NOOR) == (after.encode(), count)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_stays_in_its_encoding(encoding: str) -> None:
    before = "email;name\nx@y.example;Zoë\nnoor@windmill.example;Noor\n".encode(encoding)
    assert without("a.csv", before, NOOR) == ("email;name\nx@y.example;Zoë\n".encode(encoding), 1)


def test_a_file_is_changed_whole_and_keeps_its_permissions_and_its_place(tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "a.csv"
    real.write_text("email\nnoor@windmill.example\n")
    real.chmod(0o640)
    link.symlink_to(real)
    assert (take_out(link, NOOR), take_out(link, NOOR)) == (1, 0)
    assert (real.read_text(), real.stat().st_mode & 0o777, link.is_symlink()) == ("email\n", 0o640, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "real.csv"]


def test_what_is_no_text_is_left_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x00" * 40 + b"noor@windmill.example")
    with pytest.raises(Failed):
        take_out(path, NOOR)
    assert path.read_bytes() == b"\x00" * 40 + b"noor@windmill.example"
