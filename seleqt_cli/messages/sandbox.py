"""The Jinja2 environment of templates: data and text only, and small.

Three fences, each enough for most attacks: the immutable sandbox of Jinja2; an environment in which a dot looks up
a field and never a Python attribute; and a list of what a template may consist of, checked before anything is
compiled. No call is on that list, so no method or function is ever run. Time and memory are bounded without a clock
or a child process: a loop takes at most 50 items, a template at most 10,000 steps (counted before it runs, loops
multiplied out), a value that an operation makes at most 32 KiB, a text at most 256 KiB (RELIABILITY.md S9).
"""

from typing import Any, Final

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.visitor import NodeTransformer

from seleqt_cli.messages.fields import FIRST_MARK, HIDDEN, LONGEST_TEMPLATE, NAMESPACES, SINK, Fields, shown_name
from seleqt_cli.messages.filters import FILTERS, LARGEST_NUMBER, LARGEST_VALUE, MOST_ITEMS, bounded, shown, too_large
from seleqt_cli.messages.missing import Missing
from seleqt_cli.messages.problems import TemplateProblem

MOST_STEPS: Final = 10_000
_DEEPEST: Final = 30

_LOOP_FIELDS: Final = frozenset({"index", "index0", "revindex", "first", "last", "length"})


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2 for campaign texts. `parse_checked` gives the tree of a template that is safe to compile."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self) -> None:
        super().__init__(undefined=Missing, autoescape=False, trim_blocks=True, lstrip_blocks=True, cache_size=0, finalize=_finalize)
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {name: TESTS[name] for name in _TESTS}

    def parse_checked(self, text: str) -> nodes.Template:
        """The syntax tree of a template, bounded and free of everything but text and data; raises TemplateProblem."""
        if len(text) > LONGEST_TEMPLATE:
            raise TemplateProblem(f"the text is longer than {LONGEST_TEMPLATE // 1024} KiB")
        try:
            tree = self.parse(text)
        except TemplateSyntaxError as error:
            raise TemplateProblem(_in_one_line(error.message or "cannot be read"), error.lineno) from None
        except (RecursionError, MemoryError):
            raise TemplateProblem("too deeply nested") from None
        except (ValueError, OverflowError):
            raise TemplateProblem("holds a number that is too large") from None
        _check(tree, depth=0)
        if _steps(tree) > MOST_STEPS:
            raise TemplateProblem("does too much: loops inside loops, or too many expressions")
        bounded = _Bounding().visit(tree)
        assert isinstance(bounded, nodes.Template)
        return bounded

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return bounded(left + right) if len(left) + len(right) <= LARGEST_VALUE else too_large()
        for side in (left, right):
            if isinstance(side, Undefined):
                str(side)
            if isinstance(side, bool) or not isinstance(side, (int, float)) or abs(side) > LARGEST_NUMBER:
                raise SecurityError(f"{operator} is for numbers")
        if operator == "**":
            raise SecurityError("** is not available")
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A field of a group, a letter of a text, an item of a list; never a Python attribute."""
        if isinstance(obj, Fields):
            value = obj.get(argument) if isinstance(argument, str) else None
            return self.undefined(name=shown_name(obj.group, str(argument))) if value is None else value
        if isinstance(obj, LoopContext) and argument in _LOOP_FIELDS:
            return getattr(obj, argument)
        if isinstance(obj, (str, list, tuple)) and isinstance(argument, int):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(name=f"item {argument}")
        if isinstance(obj, Undefined):
            str(obj)
            return obj
        return self.undefined(name=str(argument))

    def call(*_arguments: Any, **_named: Any) -> Any:
        raise SecurityError("a template cannot call anything")


def _in_one_line(message: str) -> str:
    return " ".join(message.split())[:300]


@pass_context
def _finalize(context: Context, value: object) -> str:
    """What an expression shows: text or a number. For HTML the value is kept aside and a stand-in goes in its place."""
    if isinstance(value, Undefined):
        return str(value)
    text = shown(value)
    sink: list[str] | None = context.parent.get(SINK)
    if sink is None:
        return text
    sink.append(text)
    return chr(FIRST_MARK + len(sink) - 1)


_TESTS: Final = (
    "defined", "undefined", "none", "string", "number", "odd", "even", "in", "eq", "==", "equalto",
    "ne", "!=", "lt", "<", "lessthan", "le", "<=", "gt", ">", "greaterthan", "ge", ">=", "true", "false",
)  # fmt: skip

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr,
    nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.Assign, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv,
    nodes.Mod, nodes.Neg, nodes.Pos, nodes.Keyword,
)  # fmt: skip
_REFUSED: Final[dict[str, str]] = {
    "Call": "a template cannot call anything (for upper case and the like write a filter: {{ name|upper }})",
    "Macro": "macros are not available",
    "CallBlock": "call blocks are not available",
    "FilterBlock": "filter blocks are not available; filter the value",
    "AssignBlock": "set blocks are not available; write {% set name = value %}",
    "Include": "include is not available",
    "Import": "import is not available",
    "FromImport": "import is not available",
    "Extends": "extends is not available",
    "Block": "blocks are not available",
    "Pow": "** is not available",
    "Dict": "dictionaries are not available",
    "With": "with is not available; write {% set name = value %}",
}


def _check(node: nodes.Node, *, depth: int, loops: int = 0) -> None:
    """Refuse whatever is not on the list; a template is refused whole, before any of it is compiled."""
    line = node.lineno
    if depth > _DEEPEST:
        raise TemplateProblem("too deeply nested", line)
    if type(node) not in _ALLOWED:
        kind = type(node).__name__
        raise TemplateProblem(_REFUSED.get(kind, f"{kind} is not available in a template"), line)
    if isinstance(node, nodes.Name) and (node.name.startswith("__") or node.name == "self"):
        raise TemplateProblem(f"{node.name} is not available in a template", line)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise TemplateProblem(f"{node.attr} is not available in a template", line)
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_"):
        raise TemplateProblem(f"{node.arg.value} is not available in a template", line)
    if isinstance(node, nodes.Filter) and (node.node is None or node.name not in FILTERS or node.name.startswith(HIDDEN)):
        raise TemplateProblem(f"there is no filter {node.name!r}", line)
    if isinstance(node, nodes.Test) and node.name not in _TESTS:
        raise TemplateProblem(f"there is no test {node.name!r}", line)
    if isinstance(node, nodes.Const) and isinstance(node.value, int) and abs(node.value) > LARGEST_NUMBER:
        raise TemplateProblem("holds a number that is too large", line)
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        raise TemplateProblem("set takes one name", line)
    if isinstance(node, nodes.For):
        loops += 1
        if node.recursive:
            raise TemplateProblem("recursive loops are not available", line)
        if loops > 2:
            raise TemplateProblem("a loop inside a loop inside a loop", line)
    if isinstance(node, nodes.Output):
        for shown in node.nodes:
            if isinstance(shown, nodes.Name) and shown.name in NAMESPACES:
                raise TemplateProblem(f"{shown.name} is a group of fields: write {shown.name}.NAME", line)
    # A chain of elif is flat for whoever reads it, and Jinja2 keeps it flat too.
    for child in node.iter_child_nodes():
        _check(child, depth=depth + 1, loops=loops)


def _steps(node: nodes.Node) -> int:
    """How many nodes are visited at most, with every loop going round as often as it may."""
    inner = sum(_steps(child) for child in node.iter_child_nodes())
    return 1 + inner * (MOST_ITEMS if isinstance(node, nodes.For) else 1)


class _Bounding(NodeTransformer):
    """Puts the bounded twin in place of `~`, and a bound around what a loop goes over."""

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - the name that Jinja2's visitor looks for
        parts = [self.visit(part) for part in node.nodes]
        return _filter(nodes.List(parts, lineno=node.lineno), "concatenate")

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.iter = _filter(node.iter, "items")
        return node


def _filter(node: nodes.Node, name: str) -> nodes.Filter:
    assert isinstance(node, nodes.Expr)
    return nodes.Filter(node, HIDDEN + name, [], [], None, None, lineno=node.lineno)


SANDBOX: Final = Sandbox()
RENDER_ERRORS: Final[tuple[type[Exception], ...]] = (
    SecurityError, UndefinedError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError, LookupError,
)  # fmt: skip
"""What a template that passed the checks can still raise while it runs."""
