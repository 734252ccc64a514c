"""Templates that Jinja2 reads: conditions, loops, filters, spintax. Those that do little are taken apart into pieces all the same."""

from dataclasses import dataclass
from types import CodeType
from typing import Any, Final

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateError, nodes
from jinja2.exceptions import SecurityError

from seleqt_cli.messages.fields import FIRST_MARK, HIDDEN, LARGEST_OUTPUT, LAST_MARK, NAMESPACES, SINK, TOO_LONG
from seleqt_cli.messages.missing import names_of
from seleqt_cli.messages.pieces import Choice, Context, Field, Piece, Spin, Usage
from seleqt_cli.messages.problems import MissingVariables, TemplateProblem, Unrenderable
from seleqt_cli.messages.sandbox import RENDER_ERRORS, SANDBOX
from seleqt_cli.messages.spintax import SLOT, spell_out
from seleqt_cli.messages.usage import usage_of

_FILE: Final = "<template>"


class Code:
    """A template as Jinja2 compiled it."""

    __slots__ = ("_code",)

    def __init__(self, code: JinjaTemplate) -> None:
        self._code = code

    def run(self, context: Context, spin: Spin, slots: tuple[int, ...], values: list[str] | None) -> str:
        """The text for one lead; on a missing field once more, to find all that are missing. Raises MissingVariables or Unrenderable."""
        names: dict[str, Any] = dict(context)
        for slot, options in enumerate(slots):
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
        out: list[str] = []
        size = 0
        for part in code.root_render_func(code.new_context(names, shared=True)):
            size += len(part)
            if size > LARGEST_OUTPUT:
                raise SecurityError(TOO_LONG)
            out.append(part)
        return "".join(out)

    def _told(self, error: BaseException) -> str:
        code = self._code
        line, frame = 0, error.__traceback__
        while frame is not None:
            if frame.tb_frame.f_code.co_filename == _FILE:
                line = code.get_corresponding_lineno(frame.tb_lineno)
            frame = frame.tb_next
        text = " ".join(str(error).split())[:200] or type(error).__name__
        return f"line {line} of the text: {text}" if line else text


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template as pieces, or as code where it does more. `slots`: how many options each spintax choice has."""

    pieces: tuple[Piece, ...] | None
    code: Code | None
    usage: Usage
    slots: tuple[int, ...]


def parsed(text: str) -> Parsed:
    """Read any template. Raises TemplateProblem with the line inside the text."""
    spun = spell_out(text)
    tree = SANDBOX.parse_checked(spun.text)
    for data in tree.find_all(nodes.TemplateData):
        if any(FIRST_MARK <= ord(character) <= LAST_MARK for character in data.data):
            raise TemplateProblem("holds a private character (U+100000 and above)", data.lineno)
    usage = usage_of(tree)
    pieces = _flattened(tree.body)
    if pieces is not None:
        return Parsed(pieces, None, usage, spun.options)
    try:
        code = SANDBOX.compile(tree, filename=_FILE)
    except TemplateError as error:
        raise TemplateProblem(error.message or "cannot be read", getattr(error, "lineno", 0) or 0) from None
    except (SyntaxError, RecursionError, MemoryError):
        raise TemplateProblem("too deeply nested") from None
    assert isinstance(code, CodeType)
    return Parsed(None, Code(JinjaTemplate.from_code(SANDBOX, code, {})), usage, spun.options)


def _flattened(body: list[nodes.Node]) -> tuple[Piece, ...] | None:
    """The pieces of a template that only fills in fields and takes choices; None when it does more."""
    pieces: list[Piece] = []
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


def _choice(node: nodes.If) -> Choice | None:
    slot = _slot(node.test)
    if slot is None:
        return None
    options = [_flattened(branch.body) for branch in (node, *node.elif_)]
    return None if None in options else Choice(slot, tuple(option for option in options if option is not None))


def _slot(test: nodes.Node) -> int | None:
    if isinstance(test, nodes.Compare) and isinstance(test.expr, nodes.Name) and test.expr.name.startswith(SLOT):
        return int(test.expr.name.removeprefix(SLOT))
    return None


def _field(node: nodes.Node) -> Field | None:
    fallback: str | None = None
    if isinstance(node, nodes.Filter) and node.name in ("default", "d"):
        first = node.args[0] if len(node.args) == 1 and not node.kwargs else None
        if not isinstance(first, nodes.Const) or not isinstance(first.value, str) or node.node is None:
            return None
        fallback, node = first.value, node.node
    if isinstance(node, nodes.Name) and node.name not in NAMESPACES and not node.name.startswith(HIDDEN):
        return Field(node.name, "", fallback)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name in NAMESPACES:
        return Field(node.node.name, node.attr, fallback)
    return None
