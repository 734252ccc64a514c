"""YAML as a tree in which every key and value knows its line and column.

The parser is PyYAML's C one, read event by event so that hostile input is stopped early: size, depth
and the number of nodes (aliases counted at what they stand for) are bounded. Plain scalars mean what
the YAML 1.2 core schema says (`17:30` and `no` are text), and keep their text as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from seleqt_cli.core.campaign import Place
from seleqt_cli.core.errors import Problem
from seleqt_cli.files.wording import quoted, shown

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_DEPTH: Final = 40
MAX_NODES: Final = 100_000
MAX_PROBLEMS: Final = 100
"""Problems found in the YAML itself after which reading on makes no sense."""

_REFUSED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Not printable in YAML 1.2 section 5.1."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Refused in values too, where an escape such as \\x1b could bring them in."""
_INT: Final = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,18}|0x[0-9a-fA-F]{1,15}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(slots=True)
class ScalarNode:
    """One value; `text` is what was written, `plain` says that it stood without quotes."""

    text: str
    plain: bool
    place: Place
    size: int = 1
    height: int = 1

    @property
    def empty(self) -> bool:
        """Nothing was written, or null."""
        return self.plain and self.text in _NULLS

    @property
    def value(self) -> str | int | float | bool | None:
        """The value by the YAML 1.2 core schema."""
        if not self.plain:
            return self.text
        if self.text in _NULLS:
            return None
        if self.text in _BOOLEANS:
            return _BOOLEANS[self.text]
        if _INT.fullmatch(self.text):
            return int(self.text, {"0o": 8, "0x": 16}.get(self.text[:2], 10))
        if _FLOAT.fullmatch(self.text):
            return float(self.text.replace(".inf", "inf").replace(".nan", "nan").replace(".Inf", "inf").replace(".INF", "inf")
                         .replace(".NaN", "nan").replace(".NAN", "nan"))  # fmt: skip
        return self.text


@dataclass(slots=True)
class ListNode:
    """A sequence."""

    items: list["Node"]
    place: Place
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class Entry:
    """One key with its value; `place` is the key's."""

    key: str
    place: Place
    node: "Node"


@dataclass(slots=True)
class MapNode:
    """A mapping; merge keys are already resolved, the file's order is kept."""

    entries: dict[str, Entry]
    place: Place
    size: int = 1
    height: int = 1


Node = ScalarNode | ListNode | MapNode


@dataclass(slots=True)
class Parsed:
    """The tree, None when the file is no readable YAML, and what is wrong with it."""

    root: Node | None
    problems: list[Problem]


def parse(text: bytes, *, path: str) -> Parsed:
    """Read one YAML document; never raises for what the text says."""
    builder = _Builder(path)
    try:
        root = builder.document(_decode(text))
    except _Refused as refusal:
        return Parsed(None, [*builder.problems, builder.problem(refusal.place, refusal.message)])
    return Parsed(root, builder.problems)


def plain(node: Node | None) -> Any:
    """The tree as plain Python values, as a JSON Schema validator wants them."""
    if isinstance(node, MapNode):
        return {key: plain(entry.node) for key, entry in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return None if node is None else node.value


class _Refused(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place = place
        self.message = message


def _decode(text: bytes) -> str:
    if len(text) > MAX_BYTES:
        size = f"{MAX_BYTES // 1024 // 1024} MiB"
        raise _Refused(Place(1, 1), f"the file is larger than {size}; put leads into a file of their own (leads: {{file: leads.csv}})")
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Refused(Place(1, 1), "the file is not UTF-8 but UTF-16; save it as UTF-8")
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8", "replace")
        raise _Refused(_place_after(before), f"byte 0x{text[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    if found := _REFUSED.search(decoded):
        raise _Refused(_place_after(decoded[: found.start()]), f"the control character {shown(found.group())} is not allowed; remove it")
    return decoded


def _place_after(before: str) -> Place:
    lines = re.split("\r\n|\r|\n", before)
    return Place(len(lines), len(lines[-1]) + 1)


@dataclass(slots=True)
class _Builder:
    path: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    nodes: int = 0

    def document(self, text: str) -> Node:
        import yaml

        events = iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        try:
            return self._document(events, yaml)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
            raise _Refused(place, _advice(str(error.problem or error.context or "unreadable"), text, place)) from None
        except yaml.YAMLError as error:
            raise _Refused(Place(1, 1), f"this is not YAML: {shown(str(error))}") from None

    def _document(self, events: Iterator[Any], yaml: Any) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise _Refused(_place(event), "a second document starts here; keep one document in the file (remove `---`)")
                root = self._node(next(events), events, yaml, 1)
        if root is None or (isinstance(root, ScalarNode) and root.empty):
            raise _Refused(Place(1, 1), "the file is empty; `seleqt init` writes a first one")
        return root

    def problem(self, place: Place, message: str, code: str = "yaml") -> Problem:
        return Problem(self.path, place.line, place.column, "", message, code=code)

    def _report(self, place: Place, message: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Refused(place, "there are too many problems in this YAML to read on; fix those above first")
        self.problems.append(self.problem(place, message))

    def _node(self, event: Any, events: Iterator[Any], yaml: Any, depth: int) -> Node:
        place = _place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor, place, depth)
        self._count(1, place)
        if depth > MAX_DEPTH:
            raise _Refused(place, f"this is nested deeper than {MAX_DEPTH} levels")
        if event.tag is not None:
            self._report(place, f"the tag {quoted(event.tag)} is not allowed; write the value without a tag, in quotes if it is text")
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = ScalarNode(event.value, event.style is None or event.style == "", place)
            if found := _CONTROL.search(event.value):
                self._report(place, f"the value contains the control character {shown(found.group())}; remove it")
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(place, events, yaml, depth)
        else:
            node = self._map(place, events, yaml, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, anchor: str, place: Place, depth: int) -> Node:
        node = self.anchors.get(anchor)
        if node is None:
            raise _Refused(place, f"*{shown(anchor)} has no &{shown(anchor)} before it, or stands inside it")
        self._count(node.size, place)
        if depth + node.height > MAX_DEPTH + 1:
            raise _Refused(place, f"*{shown(anchor)} makes this nested deeper than {MAX_DEPTH} levels")
        return node

    def _count(self, more: int, place: Place) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            what = f"more than {MAX_NODES:,} values (aliases counted at what they stand for)"
            raise _Refused(place, f"the file has {what}; put leads into a file of their own")

    def _list(self, place: Place, events: Iterator[Any], yaml: Any, depth: int) -> ListNode:
        node = ListNode([], place)
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self._node(event, events, yaml, depth + 1)
            node.items.append(item)
            node.size += item.size
            node.height = max(node.height, item.height + 1)
        return node

    def _map(self, place: Place, events: Iterator[Any], yaml: Any, depth: int) -> MapNode:
        node = MapNode({}, place)
        merged: list[MapNode] = []
        merge_seen = False
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, yaml, depth + 1)
            here = _place(event)
            value = self._node(next(events), events, yaml, depth + 1)
            node.size += key.size + value.size
            node.height = max(node.height, value.height + 1)
            if not isinstance(key, ScalarNode):
                self._report(here, 'a key must be a word; text that starts with {{ needs quotes: "{{ first_name }}"')
            elif key.plain and key.text == "<<":
                if merge_seen:
                    self._report(here, "<< is here twice; write one << with a list: <<: [*a, *b]")
                merge_seen = True
                merged.extend(self._merge_sources(value, here))
            elif key.empty and key.text != "null":
                self._report(here, "the key before this ':' is missing")
            elif key.text in node.entries:
                first = node.entries[key.text].place.line
                self._report(here, f"the key {quoted(key.text)} is here twice (first in line {first}); keep one")
            else:
                node.entries[key.text] = Entry(key.text, here, value)
        for source in merged:
            for name, entry in source.entries.items():
                node.entries.setdefault(name, entry)
        return node

    def _merge_sources(self, value: Node, place: Place) -> list[MapNode]:
        sources = value.items if isinstance(value, ListNode) else [value]
        maps = [source for source in sources if isinstance(source, MapNode)]
        if len(maps) != len(sources):
            self._report(place, "<< takes a mapping or a list of mappings: <<: *name")
        return maps


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _advice(problem: str, text: str, place: Place) -> str:
    lines = re.split("\r\n|\r|\n", text)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[place.column - 1 : place.column] == "\t":
        return "a tab cannot indent YAML; use spaces"
    if "mapping values are not allowed" in problem:
        return "a second ': ' on this line: put the text in quotes (\"like: this\"), or check the indentation"
    if "undefined alias" in problem:
        return f"{shown(problem)}; define it with & before it is used"
    if "cannot start any token" in problem:
        sign = line[place.column - 1 : place.column]
        return f"a value cannot start with {quoted(sign)}; put it in quotes"
    if "expected <block end>" in problem or "did not find expected" in problem or "could not find expected" in problem:
        return f"this line does not fit those above: check its indentation, quotes and brackets ({shown(problem)})"
    return f"this is not YAML: {shown(problem)}"
