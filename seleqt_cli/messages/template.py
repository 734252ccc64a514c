"""A template, compiled once and rendered for many leads.

Most templates only put fields into text. Those run on a short list of pieces, taken from the very tree that Jinja2
parsed; everything else runs as Jinja2's compiled code. Both give the same text (a test compares them).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Final, TypeAlias

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, nodes
from jinja2.exceptions import SecurityError

from seleqt_cli.messages.filters import HIDDEN
from seleqt_cli.messages.missing import names_of
from seleqt_cli.messages.problems import MissingVariables, TemplateProblem, Unrenderable
from seleqt_cli.messages.sandbox import FIRST_MARK, LARGEST_OUTPUT, LAST_MARK, NAMESPACES, RENDER_ERRORS, SANDBOX, SINK, shown_name
from seleqt_cli.messages.spintax import SLOT, spell_out
from seleqt_cli.messages.usage import Usage, usage_of

Context: TypeAlias = Mapping[str, Any]
"""Names to texts, and the groups `lead`, `sender`, `business`, `campaign`, `step` to Fields. No empty values."""
Spin: TypeAlias = Callable[[int, int], int]
"""(slot, how many options) -> the option that is taken."""

_CACHE: Final[dict[str, "Template"]] = {}
_MOST_CACHED: Final = 4096
_FILE: Final = "<template>"


def first_option(_slot: int, _options: int) -> int:
    """The choice of whoever does not choose."""
    return 0


@dataclass(frozen=True, slots=True)
class _Field:
    """`{{ name }}` or `{{ group.name }}`, perhaps with a default."""

    name: str
    attribute: str
    fallback: str | None


@dataclass(frozen=True, slots=True)
class _Choice:
    slot: int
    options: tuple[tuple["_Piece", ...], ...]


_Piece: TypeAlias = "str | _Field | _Choice"


class Template:
    """A text with fields, choices and conditions, ready to be rendered for any lead.

    `unguarded`: the names without which it cannot be rendered. `slots`: how many options each spintax choice has.
    """

    __slots__ = ("_code", "_names", "_pieces", "slots", "unguarded")

    def __init__(self, pieces: tuple[_Piece, ...] | None, code: JinjaTemplate | None, usage: Usage, slots: tuple[int, ...]) -> None:
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
        spun = spell_out(text)
        tree = SANDBOX.parse_checked(spun.text)
        for data in tree.find_all(nodes.TemplateData):
            if any(FIRST_MARK <= ord(character) <= LAST_MARK for character in data.data):
                raise TemplateProblem("holds a private character (U+100000 and above)", data.lineno)
        usage = usage_of(tree)
        pieces = _flattened(tree.body)
        if pieces is not None:
            return cls(pieces, None, usage, spun.options)
        try:
            code = SANDBOX.compile(tree, filename=_FILE)
        except TemplateError as error:
            raise TemplateProblem(error.message or "cannot be read", getattr(error, "lineno", 0) or 0) from None
        except (SyntaxError, RecursionError, MemoryError):
            raise TemplateProblem("too deeply nested") from None
        assert isinstance(code, CodeType)
        return cls(None, JinjaTemplate.from_code(SANDBOX, code, {}), usage, spun.options)

    @property
    def fills_only(self) -> bool:
        """It only puts fields into text: whoever has them gets it, without further conditions."""
        return self._pieces is not None

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
            return self._run(context, spin, values)
        out: list[str] = []
        missing: list[str] = []
        _fill(self._pieces, context, spin, self.slots, out, missing, values)
        if missing:
            raise MissingVariables(tuple(missing))
        text = "".join(out)
        if len(text) > LARGEST_OUTPUT:
            raise Unrenderable(_TOO_LONG)
        return text

    def _run(self, context: Context, spin: Spin, values: list[str] | None) -> str:
        """Jinja2's compiled code; on a missing field once more, to find all that are missing."""
        names: dict[str, Any] = dict(context)
        for slot, options in enumerate(self.slots):
            names[f"{SLOT}{slot}"] = spin(slot, options)
        if values is not None:
            names[SINK] = values
        try:
            return self._output(names)
        except TemplateProblem as error:
            raise Unrenderable(error.message) from None
        except RENDER_ERRORS as error:
            missing = names_of(lambda: self._output({**names, SINK: None}), (*RENDER_ERRORS, TemplateProblem))
            if missing:
                raise MissingVariables(missing) from None
            raise Unrenderable(self._told(error)) from None

    def _output(self, names: dict[str, Any]) -> str:
        code = self._code
        assert code is not None
        out: list[str] = []
        size = 0
        for part in code.root_render_func(code.new_context(names, shared=True)):
            size += len(part)
            if size > LARGEST_OUTPUT:
                raise SecurityError(_TOO_LONG)
            out.append(part)
        return "".join(out)

    def _told(self, error: BaseException) -> str:
        code = self._code
        assert code is not None
        line, frame = 0, error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename == _FILE:
                line = code.get_corresponding_lineno(frame.tb_lineno)
            frame = frame.tb_next
        text = " ".join(str(error).split())[:200] or type(error).__name__
        return f"line {line} of the text: {text}" if line else text


_TOO_LONG: Final = f"the text is longer than {LARGEST_OUTPUT // 1024} KiB"


def _fill(
    pieces: Sequence[_Piece],
    context: Context,
    spin: Spin,
    slots: tuple[int, ...],
    out: list[str],
    missing: list[str],
    values: list[str] | None,
) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            out.append(piece)
            continue
        if isinstance(piece, _Choice):
            _fill(piece.options[spin(piece.slot, slots[piece.slot])], context, spin, slots, out, missing, values)
            continue
        value = context.get(piece.name)
        if piece.attribute:
            value = None if value is None else value.get(piece.attribute)
        if value is None:
            value = piece.fallback
            if value is None:
                missing.append(shown_name(piece.name, piece.attribute) if piece.attribute else piece.name)
                continue
        if values is None:
            out.append(value)
        else:
            out.append(chr(FIRST_MARK + len(values)))
            values.append(value)


def _flattened(body: list[nodes.Node]) -> tuple[_Piece, ...] | None:
    """The pieces of a template that only fills in fields and takes choices; None when it does more."""
    pieces: list[_Piece] = []
    for node in body:
        if isinstance(node, nodes.Output):
            for shown in node.nodes:
                piece = shown.data if isinstance(shown, nodes.TemplateData) else _field(shown)
                if piece is None:
                    return None
                pieces.append(piece)
        elif isinstance(node, nodes.If):
            choice = _choice(node)
            if choice is None:
                return None
            pieces.append(choice)
        else:
            return None
    return tuple(pieces)


def _choice(node: nodes.If) -> _Choice | None:
    slot = _slot(node.test)
    if slot is None:
        return None
    options = [_flattened(branch.body) for branch in (node, *node.elif_)]
    return None if None in options else _Choice(slot, tuple(option for option in options if option is not None))


def _slot(test: nodes.Node) -> int | None:
    if isinstance(test, nodes.Compare) and isinstance(test.expr, nodes.Name) and test.expr.name.startswith(SLOT):
        return int(test.expr.name.removeprefix(SLOT))
    return None


def _field(node: nodes.Node) -> _Field | None:
    fallback: str | None = None
    if isinstance(node, nodes.Filter) and node.name in ("default", "d"):
        first = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        if not isinstance(first, nodes.Const) or not isinstance(first.value, str) or node.node is None:
            return None
        fallback, node = first.value, node.node
    if isinstance(node, nodes.Name) and node.name not in NAMESPACES and not node.name.startswith(HIDDEN):
        return _Field(node.name, "", fallback)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in NAMESPACES:
        return _Field(node.node.name, node.attr, fallback)
    return None
