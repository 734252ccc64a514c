"""What every part of the templates knows: groups of fields, the program's own names, and the stand-ins for values."""

from collections.abc import Mapping
from typing import Final

from seleqt_cli.messages.problems import TemplateProblem

HIDDEN: Final = "seleqt__"
"""Names that begin so are the program's own; a template cannot use them."""
NAMESPACES: Final = frozenset({"lead", "sender", "business", "campaign", "step"})
"""Groups of fields; what is in them is written with a dot."""
SINK: Final = HIDDEN + "sink"
FIRST_MARK: Final = 0x100000
LAST_MARK: Final = 0x10FFFD
"""Stand-ins for values in an HTML mail: private characters that Markdown takes for letters."""
LONGEST_TEMPLATE: Final = 64 * 1024
LARGEST_OUTPUT: Final = 256 * 1024
TOO_LONG: Final = f"the text is longer than {LARGEST_OUTPUT // 1024} KiB"


class Fields(dict[str, str]):
    """A group of fields (`lead`, `sender` ...): looked into with a dot, never shown whole."""

    __slots__ = ("group",)

    def __init__(self, group: str, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.group = group

    def __str__(self) -> str:
        raise TemplateProblem(f"{self.group} is a group of fields: write {self.group}.NAME")


def shown_name(group: str, name: str) -> str:
    """A field as a message names it: a lead's by its own name, others with their group."""
    return name if group in ("", "lead") else f"{group}.{name}"
