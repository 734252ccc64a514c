"""A template, compiled once and rendered for many leads.

Most templates only put fields into text. Those run on a short list of pieces (messages.pieces), everything else runs as
Jinja2's compiled code (messages.expressions), which is loaded when the first such template comes. Both give the same text
(a test compares them).
"""

from typing import TYPE_CHECKING, Final, Optional

from seleqt_cli.messages.fields import LARGEST_OUTPUT, TOO_LONG
from seleqt_cli.messages.pieces import Context, Piece, Spin, Usage, fill, plain_pieces
from seleqt_cli.messages.problems import MissingVariables, Unrenderable

if TYPE_CHECKING:
    from seleqt_cli.messages.expressions import Code

_CACHE: Final[dict[str, "Template"]] = {}
_MOST_CACHED: Final = 4096


def first_option(_slot: int, _options: int) -> int:
    """The choice of whoever does not choose."""
    return 0


class Template:
    """A text with fields, choices and conditions, ready to be rendered for any lead.

    `unguarded`: the names without which it cannot be rendered. `slots`: how many options each spintax choice has.
    """

    __slots__ = ("_code", "_names", "_pieces", "slots", "unguarded")

    def __init__(self, pieces: tuple[Piece, ...] | None, code: Optional["Code"], usage: Usage, slots: tuple[int, ...]) -> None:
        self._pieces = pieces
        self._code = code
        self._names = usage.names
        self.unguarded = usage.unguarded
        self.slots = slots

    @classmethod
    def compile(cls, text: str) -> "Template":
        """Read a template; the same text is compiled once. Raises TemplateProblem with the line inside the text."""
        found = _CACHE.get(text)
        if found is None:
            found = cls._compiled(text)
            if len(_CACHE) >= _MOST_CACHED:
                _CACHE.clear()
            _CACHE[text] = found
        return found

    @classmethod
    def _compiled(cls, text: str) -> "Template":
        plain = plain_pieces(text)
        if plain is not None:
            return cls(plain[0], None, plain[1], ())
        from seleqt_cli.messages.expressions import parsed

        found = parsed(text)
        return cls(found.pieces, found.code, found.usage, found.slots)

    @property
    def fills_only(self) -> bool:
        """It only puts fields into text: whoever has them gets it, without further conditions."""
        return self._pieces is not None

    @property
    def pieces(self) -> tuple[Piece, ...] | None:
        """What such a template consists of; None for any other."""
        return self._pieces

    def variables(self) -> frozenset[str]:
        """All names the template may ask for: `first_name`, `sender.calendar`."""
        return self._names

    def render(self, context: Context, spin: Spin = first_option) -> str:
        """The text for one lead. Raises MissingVariables with all names, or Unrenderable."""
        return self._rendered(context, spin, None)

    def render_marked(self, context: Context, spin: Spin = first_option) -> tuple[str, list[str]]:
        """The text with a private stand-in character for each value, and the values in their order."""
        values: list[str] = []
        return self._rendered(context, spin, values), values

    def _rendered(self, context: Context, spin: Spin, values: list[str] | None) -> str:
        if self._pieces is None:
            assert self._code is not None
            return self._code.run(context, spin, self.slots, values)
        out: list[str] = []
        missing: list[str] = []
        fill(self._pieces, context, spin, self.slots, out, missing, values)
        if missing:
            raise MissingVariables(tuple(missing))
        text = "".join(out)
        if len(text) > LARGEST_OUTPUT:
            raise Unrenderable(TOO_LONG)
        return text
