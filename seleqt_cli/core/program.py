"""A campaign's steps as a graph that a journey walks: nodes are what has an id, edges carry the waits between them."""

from dataclasses import dataclass
from typing import Final

from seleqt_cli.core.campaign import MESSAGE_KINDS, Campaign, ChannelName, Duration, Step

END: Final = -1
PERFORMED: Final = frozenset({"email", "visit", "like", "follow", "connect", "message", "inmail"})
WITHDRAW: Final = "withdraw"
"""The kind of a node that no step leads to: it takes back what a connect step sent (see core/invitations)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The way to the next node. `waits` add up; `lifted`: a wait (or `wait: none`) stands here, so no working day is kept."""

    to: int
    waits: tuple[Duration, ...] = ()
    lifted: bool = False

    @property
    def soon(self) -> bool:
        """Whether the next step may fall due on the same day: no wait of a day or more stands before it."""
        return self.to != END and all(wait.unit in ("minutes", "hours") for wait in self.waits)


@dataclass(frozen=True, slots=True)
class Node:
    """One step with an id. `channel`: which account does it, None for wait_for, task and tag.

    `message`: puts words before the person. `plain`: no condition and no at_most, so it needs no decision when due.
    """

    index: int
    id: str
    step: Step
    kind: str
    channel: ChannelName | None
    message: bool
    plain: bool
    following: Edge
    otherwise: Edge


class Program:
    """The graph of one campaign: `nodes`, where to `enter`, and the index of each id.

    Behind the nodes of the steps stands one for each connect step: the withdrawal of its invitation, which no edge leads to.
    """

    __slots__ = ("enter", "index", "nodes")

    def __init__(self, campaign: Campaign) -> None:
        nodes: list[Node | None] = []
        self.enter = _edge(campaign.steps, 0, Edge(END), nodes, [])
        steps = [node for node in nodes if node is not None]
        invitations = [node for node in steps if node.kind == "connect"]
        self.nodes: tuple[Node, ...] = (*steps, *(_withdrawal(node, len(steps) + n) for n, node in enumerate(invitations)))
        self.index = {node.id: node.index for node in self.nodes}

    def kind(self, step: str) -> str:
        """The kind of the step with an id, '' for one that this version does not have."""
        index = self.index.get(step)
        return "" if index is None else self.nodes[index].kind


def withdrawal_of(connect: str) -> str:
    """The id of the node that takes back the invitation of a connect step; no step of a file can have it."""
    return f"{connect}:{WITHDRAW}"


def _withdrawal(connect: Node, index: int) -> Node:
    name, end = withdrawal_of(connect.id), Edge(END)
    return Node(index, name, Step(WITHDRAW, id=name), WITHDRAW, "linkedin", message=False, plain=True, following=end, otherwise=end)


def _edge(steps: tuple[Step, ...], start: int, after: Edge, nodes: list[Node | None], taken: list[str]) -> Edge:
    """The edge that leads to steps[start:], making their nodes; after the last one it goes on as `after`."""
    waits: list[Duration] = []
    lifted = False
    for number in range(start, len(steps)):
        step = steps[number]
        if step.kind == "wait":
            lifted = True
            if step.wait is not None:
                waits.append(step.wait)
            continue
        index = len(nodes)
        nodes.append(None)
        name = _id(step, taken)
        taken.append(name)
        following = _edge(steps, number + 1, after, nodes, taken)
        otherwise = _edge(step.otherwise, 0, following, nodes, taken) if step.otherwise else following
        nodes[index] = Node(
            index=index,
            id=name,
            step=step,
            kind=step.kind,
            channel=None if step.kind not in PERFORMED else "email" if step.kind == "email" else "linkedin",
            message=step.kind in MESSAGE_KINDS or (step.kind == "connect" and step.content is not None),
            plain=not step.when and step.at_most is None,
            following=following,
            otherwise=otherwise,
        )
        return Edge(index, tuple(waits), lifted)
    return Edge(after.to, (*waits, *after.waits), lifted or after.lifted)


def _id(step: Step, taken: list[str]) -> str:
    """The id of a step; a tag or wait_for without one is named by what it does, never by its position."""
    if step.id:
        return step.id
    name = f"{step.kind}:{step.text or 'connected'}"
    while name in taken:
        name += "'"
    return name
