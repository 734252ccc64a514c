"""YAML as a tree: what scalars mean, what is refused and where."""

import pytest

from seleqt_cli.files.yaml_nodes import MAX_BYTES, MapNode, ScalarNode, parse, plain


def refused(text: str | bytes) -> list[str]:
    parsed = parse(text.encode() if isinstance(text, str) else text, path="c.yaml")
    return [str(problem) for problem in parsed.problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("17:30", "17:30"),
        ("9:00", "9:00"),
        ("no", "no"),
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("08", 8),
        ("017", 17),
        ("0o7", 7),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("2026-12-01", "2026-12-01"),
        ("true", True),
        ("False", False),
        ("tRUE", "tRUE"),
        ("~", None),
        ("null", None),
        ("", None),
        ("1.5", 1.5),
        ("-1e3", -1000.0),
        (".inf", float("inf")),
        ("1e", "1e"),
        ("'1'", "1"),
        ('"true"', "true"),
        ("9" * 30, 1e30),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = plain(parse(f"key: {written}\n".encode(), path="c.yaml").root)["key"]
    assert (value, type(value)) == (meant, type(meant))


def test_the_text_of_a_number_stays_as_it_was_written() -> None:
    root = parse(b"phone: +31205550100\nzip: 0123\n", path="c.yaml").root
    assert isinstance(root, MapNode)
    assert [entry.node.text for entry in root.entries.values() if isinstance(entry.node, ScalarNode)] == ["+31205550100", "0123"]


def test_every_key_and_value_knows_its_place() -> None:
    root = parse("\ufeffä: {b: c}\r\nlist:\r\n  - 'é' \r\n".encode(), path="c.yaml").root
    assert isinstance(root, MapNode)
    first, second = root.entries.values()
    assert (first.place.line, first.place.column, first.node.place.line, first.node.place.column) == (1, 1, 1, 4)
    assert (second.place.line, second.place.column, second.node.place.line, second.node.place.column) == (2, 1, 3, 3)


def test_merge_keys_fill_what_is_not_written() -> None:
    text = b"a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\nc: {<<: *a, y: 5}\nd: {<<: [*a, *b], w: 6}\ne: {<<: {x: 7}}\nf: {'<<': 8}\n"
    root = plain(parse(text, path="c.yaml").root)
    assert root["c"] == {"y": 5, "x": 1}
    assert root["d"] == {"w": 6, "x": 1, "y": 2, "z": 4}
    assert root["e"] == {"x": 7}
    assert root["f"] == {"<<": 8}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "c.yaml:3:1: the key 'a' is here twice (first in line 1); keep one"),
        (
            "a: !!python/object/apply:os.system ['true']\n",
            "c.yaml:1:4: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed; "
            "write the value without a tag, in quotes if it is text",
        ),
        ("a: !x 1\n", "c.yaml:1:4: the tag '!x' is not allowed; write the value without a tag, in quotes if it is text"),
        ("a: 1\n---\nb: 2\n", "c.yaml:2:1: a second document starts here; keep one document in the file (remove `---`)"),
        ("a:\n\tb: 1\n", "c.yaml:2:1: a tab cannot indent YAML; use spaces"),
        ("a: b: c\n", "c.yaml:1:5: a second ': ' on this line: put the text in quotes (\"like: this\"), or check the indentation"),
        ("a: @b\n", "c.yaml:1:4: a value cannot start with '@'; put it in quotes"),
        ("a: *b\n", "c.yaml:1:4: *b has no &b before it, or stands inside it"),
        ("a: &a [*a]\n", "c.yaml:1:8: *a has no &a before it, or stands inside it"),
        ("a: {{ name }}\n", 'c.yaml:1:5: a key must be a word; text that starts with {{ needs quotes: "{{ first_name }}"'),
        ("a: {<<: 1}\n", "c.yaml:1:5: << takes a mapping or a list of mappings: <<: *name"),
        ("a: &a {}\nb: {<<: *a, <<: *a}\n", "c.yaml:2:13: << is here twice; write one << with a list: <<: [*a, *b]"),
        ("~: 1\n", "c.yaml:1:1: the key before this ':' is missing"),
        ('a: "\\x1b[31m"\n', "c.yaml:1:4: the value contains the control character \\x1b; remove it"),
        ('a: "\\0"\n', "c.yaml:1:4: the value contains the control character \\x00; remove it"),
        ("a: \x1b[31m\n", "c.yaml:1:4: the control character \\x1b is not allowed; remove it"),
        ("ab: \x00\n", "c.yaml:1:5: the control character \\x00 is not allowed; remove it"),
        ("", "c.yaml:1:1: the file is empty; `seleqt init` writes a first one"),
        ("# nothing\n", "c.yaml:1:1: the file is empty; `seleqt init` writes a first one"),
        (b"a: 1\nb: caf\xe9\n", "c.yaml:2:7: byte 0xe9 is not UTF-8; save the file as UTF-8"),
        ("a: 1".encode("utf-16"), "c.yaml:1:1: the file is not UTF-8 but UTF-16; save it as UTF-8"),
        ("a: [1, 2\nb: 3\n", "c.yaml:2:2: this line does not fit those above: check its indentation, quotes and brackets"),
        ("a: 'open\n", "c.yaml:2:1: this is not YAML: found unexpected end of stream"),
        ('a: "\\q"\n', "c.yaml:1:5: this is not YAML: found unknown escape character"),
    ],
)
def test_what_is_no_plain_yaml_is_refused_at_its_place(text: str | bytes, message: str) -> None:
    assert [problem.partition(" (did not")[0] for problem in refused(text)] == [message]


def test_several_problems_are_found_in_one_go() -> None:
    assert len(refused("a: 1\na: 2\nb: !x 3\nc: {{d}}\n")) == 3


def test_a_billion_laughs_are_refused_before_they_are_laughed() -> None:
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (problem,) = refused("\n".join(lines))
    assert problem == (
        "c.yaml:6:10: the file has more than 100,000 values (aliases counted at what they stand for); put leads into a file of their own"
    )


def test_merges_that_multiply_are_counted_too() -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(500)) + "}"]
    lines += [f"b{n}: {{<<: *a0}}" for n in range(2000)]
    (problem,) = refused("\n".join(lines))
    assert "more than 100,000 values" in problem


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 10_000, "- " * 50_000, "? " * 20_000, "[" * 30 + "]" * 30 + "\n- x"])
def test_deep_nesting_is_refused(text: str) -> None:
    assert len(refused("a:\n " + text)) == 1


def test_nesting_through_aliases_is_counted() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 60))]
    assert refused("\n".join(lines)) == ["c.yaml:39:12: *a37 makes this nested deeper than 40 levels"]


def test_a_huge_file_is_refused_unread() -> None:
    (problem,) = refused(b"a: " + b"x" * MAX_BYTES)
    assert problem == "c.yaml:1:1: the file is larger than 2 MiB; put leads into a file of their own (leads: {file: leads.csv})"


def test_endless_faults_end_the_reading() -> None:
    assert len(refused("".join("a: 1\n" for _ in range(5000)))) == 101
