"""Reading one mapping of the YAML key by key, noting every problem and going on."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from seleqt_cli.core.campaign import Duration, Place
from seleqt_cli.core.errors import Level, Problem
from seleqt_cli.core.facts import TEXT_FILE_SIZE
from seleqt_cli.files.durations import BadDuration, read_duration
from seleqt_cli.files.keys import NAME_LENGTH, Key
from seleqt_cli.files.wording import did_you_mean, one_of, quoted, shown
from seleqt_cli.files.workspace_files import FileRefused, Read
from seleqt_cli.files.yaml_nodes import Entry, ListNode, MapNode, Node, ScalarNode

ALL_FILES_SIZE: Final = 64 * 1024 * 1024
"""Bytes of all files together that one campaigns.yaml may name: they are kept with every applied version."""


YEARS: Final = range(2000, 2200)
"""Years that a date may lie in: far from the ends of the calendar, where a day in another zone has no date any more."""

MOST_PROBLEMS: Final = 500
"""Problems after which reading ends; more only hide the first ones."""


class TooManyProblems(Exception):
    """The file has so many problems that reading on helps nobody."""


@dataclass(slots=True)
class Reading:
    """What one load collects: problems, and the files that were read."""

    file: str
    read: Read
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def problem(self, place: Place, path: str, message: str, *, code: str = "invalid", level: Level = "error") -> None:
        """Note one problem at its place. Raises TooManyProblems, which only `load` catches."""
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyProblems
        self.problems.append(Problem(self.file, place.line, place.column, shown_path(path), message, level, code))

    def content(self, name: str, place: Place, path: str) -> bytes | None:
        """The bytes of a file that the YAML names, None (and a problem) when it cannot be had."""
        if name in self.files:
            return self.files[name]
        try:
            content = self.read(name)
        except FileRefused as refusal:
            self.problem(place, path, f"{quoted(name)} {refusal.message}", code="file")
            return None
        if sum(map(len, self.files.values())) + len(content) > ALL_FILES_SIZE:
            self.problem(place, path, f"with {quoted(name)} the files of this YAML are larger than 64 MiB together", code="file")
            return None
        self.files[name] = content
        return content

    def text_content(self, name: str, place: Place, path: str) -> str | None:
        """A text file with LF line ends, None (and a problem) when it is not there, not UTF-8, empty or too large."""
        content = self.content(name, place, path)
        if content is None:
            return None
        if len(content) > TEXT_FILE_SIZE:
            self.problem(place, path, f"{quoted(name)} is larger than {TEXT_FILE_SIZE // 1024 // 1024} MiB", code="file")
            return None
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            self.problem(place, path, f"{quoted(name)} is not UTF-8 (line {line}); save it as UTF-8", code="file")
            return None
        for sign in text:
            if (sign < " " and sign not in "\n\t") or "\x7f" <= sign <= "\x9f":
                line = text[: text.index(sign)].count("\n") + 1
                self.problem(place, path, f"{quoted(name)} contains the control character {shown(sign)} (line {line})", code="file")
                return None
        if not text.strip():
            self.problem(place, path, f"{quoted(name)} is empty", code="file")
            return None
        return text


def shown_path(path: str) -> str:
    """A dotted place that is safe to print."""
    return shown(path) if len(path) <= 60 else ".".join(shown(part) for part in path.split("."))


def kind_of(node: Node) -> str:
    """What a node is, in words of a person."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return "empty" if node.empty else quoted(node.text)


class Sheet:
    """One mapping of the file. Each method reads one key; a problem gives the default and is noted."""

    def __init__(self, reading: Reading, node: Node | None, path: str, keys: Mapping[str, Key], place: Place) -> None:
        self.reading = reading
        self.path = path
        self.place = place
        self.keys = keys
        self.entries: dict[str, Entry] = {}
        if isinstance(node, MapNode):
            self.entries = node.entries
            for entry in node.entries.values():
                if entry.key not in keys:
                    hint = did_you_mean(entry.key, keys) or f"; known here: {', '.join(keys)}"
                    reading.problem(entry.place, path, f"unknown key {quoted(entry.key)}{hint}", code="unknown-key")
        elif node is not None:
            reading.problem(place, path, f"should be a mapping with {', '.join(list(keys)[:4])}, not {kind_of(node)}", code="wrong-type")
        if isinstance(node, MapNode):
            for name, key in keys.items():
                if key.required and name not in self.entries:
                    reading.problem(place, path, f"{name} is missing ({key.about})", code="missing")

    def at(self, key: str) -> str:
        """The dotted place of a key."""
        return f"{self.path}.{key}" if self.path else key

    def place_of(self, key: str) -> Place:
        """Where a key stands, or the mapping when it is not there."""
        entry = self.entries.get(key)
        return entry.place if entry else self.place

    def problem(self, key: str, message: str, *, code: str = "invalid", level: Level = "error") -> None:
        """Note a problem with the value of a key."""
        self.reading.problem(self.place_of(key), self.at(key), message, code=code, level=level)

    def has(self, key: str) -> bool:
        """The key is written, with or without a value."""
        assert key in self.keys, key
        return key in self.entries

    def node(self, key: str) -> Node | None:
        """The value of a key; an empty one is a problem and counts as not written."""
        assert key in self.keys, key
        entry = self.entries.get(key)
        if entry is None:
            return None
        if isinstance(entry.node, ScalarNode) and entry.node.empty:
            self.problem(key, "is empty; write a value or remove the key", code="missing")
            return None
        return entry.node

    def text(self, key: str, default: str = "", *, lines: bool = False) -> str:
        """A text, without white space around it; of one line unless `lines`."""
        node = self.node(key)
        return default if node is None else self._text(key, node, lines) or default

    def _text(self, key: str, node: Node, lines: bool) -> str:
        if not isinstance(node, ScalarNode):
            self.problem(key, f"should be text, not {kind_of(node)}; text that starts with {{ or [ needs quotes", code="wrong-type")
            return ""
        text = node.text.strip() if not lines else node.text.strip("\n \t")
        if not text:
            self.problem(key, "is empty; write a value or remove the key", code="missing")
        elif not lines and any(sign in text for sign in "\n\x85\u2028\u2029"):
            self.problem(key, "should be one line", code="wrong-type")
            return ""
        return text

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text stands for a list of one. Repetitions are dropped."""
        return tuple(dict.fromkeys(word for word, _ in self.placed_words(key)))

    def placed_words(self, key: str) -> list[tuple[str, Place]]:
        """A list of texts, each with its place."""
        node = self.node(key)
        if isinstance(node, ListNode):
            found = []
            for item in node.items:
                if isinstance(item, ScalarNode) and not item.empty and item.text.strip() and "\n" not in item.text.strip():
                    found.append((item.text.strip(), item.place))
                else:
                    self.reading.problem(item.place, self.at(key), f"should be a list of texts, not {kind_of(item)}", code="wrong-type")
            if not node.items:
                self.problem(key, "is an empty list", code="missing")
            return found
        text = "" if node is None else self._text(key, node, False)
        return [(text, self.place_of(key))] if text else []

    def integer(self, key: str, default: int = 0, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number within bounds."""
        node = self.node(key)
        if node is None:
            return default
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, f"should be a whole number, not {kind_of(node)}", code="wrong-type")
            return default
        if not least <= value <= most:
            self.problem(key, f"{value} is not between {least} and {most}")
            return default
        return value

    def boolean(self, key: str, default: bool) -> bool:
        """True or false."""
        node = self.node(key)
        if node is None:
            return default
        value = node.value if isinstance(node, ScalarNode) else None
        if not isinstance(value, bool):
            self.problem(key, f"should be true or false, not {kind_of(node)}", code="wrong-type")
            return default
        return value

    def choice(self, key: str, choices: Sequence[str], default: str) -> str:
        """One of a few words."""
        text = self.text(key)
        if text and text not in choices:
            self.problem(key, f"{quoted(text)} is not one of {one_of(choices)}{did_you_mean(text, choices)}")
            return default
        return text or default

    def duration(self, key: str) -> Duration | None:
        """A stretch of time, None when not written."""
        text = self.text(key)
        if not text:
            return None
        try:
            return read_duration(text)
        except BadDuration as error:
            self.problem(key, str(error))
            return None

    def date(self, key: str) -> str:
        """An ISO date, '' when not written."""
        text = self.text(key)
        if not text:
            return ""
        try:
            if len(text) != 10:
                raise ValueError("not YYYY-MM-DD")
            found = datetime.date.fromisoformat(text)
        except ValueError:
            self.problem(key, f"{quoted(text)} is not a date; write it as 2026-12-01")
            return ""
        if found.year not in YEARS:
            self.problem(key, f"{text} is no year to work in; write one from {YEARS[0]} to {YEARS[-1]}")
            return ""
        return found.isoformat()

    def sheet(self, key: str, keys: Mapping[str, Key]) -> "Sheet | None":
        """A mapping below this one, None when not written."""
        node = self.node(key)
        if node is None:
            return None
        return Sheet(self.reading, node, self.at(key), keys, self.place_of(key))

    def named(self, key: str) -> Iterator[tuple[Entry, str]]:
        """The entries of a mapping from names to something, with their dotted places; bad names are problems."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node, MapNode):
            self.problem(key, f"should be a mapping of names, not {kind_of(node)}", code="wrong-type")
            return
        for entry in node.entries.values():
            path = f"{self.at(key)}.{entry.key}"
            if not good_name(entry.key):
                message = f"{quoted(entry.key)} is no name: use letters, digits, '-' and '_', at most {NAME_LENGTH}"
                self.reading.problem(entry.place, self.at(key), message)
            else:
                yield entry, path

    def texts(self, key: str, *, empty: bool = False) -> dict[str, str]:
        """A mapping of names to texts; empty values are left out, or '' when `empty` ones mean something."""
        node = self.node(key)
        if node is None:
            return {}
        if not isinstance(node, MapNode):
            self.problem(key, f"should be a mapping, not {kind_of(node)}", code="wrong-type")
            return {}
        found = {}
        for entry in node.entries.values():
            if not isinstance(entry.node, ScalarNode):
                message = f"should be text, not {kind_of(entry.node)}"
                self.reading.problem(entry.place, f"{self.at(key)}.{entry.key}", message, code="wrong-type")
            elif empty or not entry.node.empty:
                found[entry.key] = "" if entry.node.empty else entry.node.text.strip()
        return found


def good_name(name: str) -> bool:
    """A name of a sender, schedule, campaign, variant or step."""
    return 0 < len(name) <= NAME_LENGTH and all(sign.isalnum() or sign in "_-." for sign in name) and (name[0].isalnum() or name[0] == "_")
