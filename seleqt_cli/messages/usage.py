"""Which fields a template asks for, and which of them it can do without."""

from dataclasses import dataclass, field

from jinja2 import nodes

from seleqt_cli.messages.fields import HIDDEN, NAMESPACES
from seleqt_cli.messages.pieces import Usage


def usage_of(tree: nodes.Template) -> Usage:
    """The fields of a checked template: lead fields by name, others with their group (`sender.calendar`)."""
    walk = _Walk()
    walk.each(tree.body, frozenset())
    # `lead.company` and `company` are the same field.
    own = walk.own | {"loop"}
    names = frozenset(name for name in walk.names if name not in own)
    return Usage(names, frozenset(name for name in walk.bare if name not in own))


@dataclass(slots=True)
class _Walk:
    names: set[str] = field(default_factory=set)
    bare: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    """Names that the template sets itself."""

    def each(self, several: list[nodes.Node], sure: frozenset[str]) -> None:
        for node in several:
            self.visit(node, sure)

    def visit(self, node: nodes.Node, sure: frozenset[str]) -> None:
        """Note every field below; `sure` are those that a condition around has already asked for."""
        name = named(node)
        if name:
            self.names.add(name)
            if name not in sure:
                self.bare.add(name)
        elif isinstance(node, (nodes.If, nodes.CondExpr)):
            self._condition(node, sure)
        elif isinstance(node, nodes.Or):
            self.visit(node.left, sure | asked(node.left))
            self.visit(node.right, sure | asked(node.left))
        elif isinstance(node, nodes.And):
            self.visit(node.left, sure | asked(node.left))
            self.visit(node.right, sure | asked(node.left) | asked(node.right))
        elif isinstance(node, nodes.Not) or (isinstance(node, nodes.Test) and node.name in ("defined", "undefined")):
            self.visit(node.node, sure | asked(node.node))
        elif isinstance(node, nodes.Filter) and node.name in ("default", "d") and node.node is not None:
            self.visit(node.node, sure | asked(node.node))
            self.each(list(node.args), sure)
        else:
            self._others(node, sure)

    def _condition(self, node: nodes.If | nodes.CondExpr, sure: frozenset[str]) -> None:
        asks = sure | asked(node.test)
        self.visit(node.test, asks)
        if isinstance(node, nodes.CondExpr):
            self.each([node.expr1, *([node.expr2] if node.expr2 else [])], asks)
            return
        self.each(node.body, asks)
        for branch in node.elif_:
            asks |= asked(branch.test)
            self.visit(branch.test, asks)
            self.each(branch.body, asks)
        self.each(node.else_, asks)

    def _others(self, node: nodes.Node, sure: frozenset[str]) -> None:
        if isinstance(node, nodes.Name):
            if node.ctx == "store":
                self.own.add(node.name)
            return
        self.each(list(node.iter_child_nodes()), sure)


def named(node: nodes.Node) -> str:
    """The field that a node stands for, '' when it is none."""
    if isinstance(node, nodes.Name) and node.ctx == "load" and not node.name.startswith(HIDDEN):
        return "" if node.name in NAMESPACES else node.name
    attribute: object = ""
    if isinstance(node, nodes.Getattr):
        attribute = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        attribute = node.arg.value
    if isinstance(node, (nodes.Getattr, nodes.Getitem)) and isinstance(node.node, nodes.Name) and node.node.name in NAMESPACES:
        return str(attribute) if node.node.name == "lead" else f"{node.node.name}.{attribute}"
    return ""


def asked(node: nodes.Node) -> frozenset[str]:
    """The fields that a condition only asks for: by their truth, or with `is defined`."""
    name = named(node)
    if name:
        return frozenset({name})
    if isinstance(node, (nodes.Not, nodes.Test)):
        return asked(node.node)
    if isinstance(node, (nodes.And, nodes.Or)):
        return asked(node.left) | asked(node.right)
    return frozenset()
