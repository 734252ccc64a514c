"""Takes items that name a person out of the lists of a YAML text, and leaves every other sign as it stands."""

from collections.abc import Callable, Iterator

import yaml


def without_items(text: str, names: Callable[[str], bool], nobody: str = "") -> tuple[str, int]:
    """The text without the items (mappings) of which a value names the person, and how many those were.

    A list that is empty then says so: `[]`, or holds `nobody`, an item. What is no YAML stays as it is.
    """
    try:
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text, 0
    cuts = [cut for sequence in _sequences(top, set()) for cut in _cuts(text, sequence, names, nobody)]
    count = sum(items for _, _, _, items in cuts)
    for start, end, instead, _ in sorted(cuts, reverse=True):
        text = text[:start] + instead + text[end:]
    return text, count


def _sequences(node: yaml.Node | None, seen: set[int]) -> Iterator[yaml.SequenceNode]:
    if node is None or id(node) in seen:  # an alias leads to what was looked at already
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        yield node
        for item in node.value:
            yield from _sequences(item, seen)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _sequences(value, seen)


def _cuts(text: str, sequence: yaml.SequenceNode, names: Callable[[str], bool], nobody: str) -> Iterator[tuple[int, int, str, int]]:
    """(from, to, what stands there then, items) of what is cut out of one list."""
    items = sequence.value
    gone = [number for number, item in enumerate(items) if _names(item, names)]
    if not gone:
        return
    if sequence.flow_style:
        if len(gone) == len(items):
            yield items[0].start_mark.index, items[-1].end_mark.index, nobody, len(items)
            return
        last = max(number for number in range(len(items)) if number not in gone)
        for number in gone:
            if number < last:
                yield items[number].start_mark.index, items[number + 1].start_mark.index, "", 1
        if last + 1 < len(items):  # those at the end go together with the commas in front of them
            yield items[last].end_mark.index, items[-1].end_mark.index, "", len(items) - 1 - last
        return
    spans = [(_line_start(text, item.start_mark.index), _line_end(text, _end(text, item))) for item in items]
    if len(gone) == len(items):
        indent = " " * (sequence.start_mark.column + (0 if nobody else 2))
        yield spans[0][0], spans[-1][1], f"{indent}- {nobody}\n" if nobody else f"{indent}[]\n", len(items)
        return
    for number in gone:
        yield *spans[number], "", 1


def _names(item: yaml.Node, names: Callable[[str], bool]) -> bool:
    return isinstance(item, yaml.MappingNode) and any(isinstance(value, yaml.ScalarNode) and names(value.value) for _, value in item.value)


def _end(text: str, node: yaml.Node) -> int:
    """Where the last sign of a node stands; the mark of a block is behind the comments that follow it."""
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(last, tuple):
            key, value = last
            return max(_end(text, key), _end(text, value))
        return _end(text, last)
    start, end = node.start_mark.index, node.end_mark.index
    while end > start and text[end - 1].isspace():
        end -= 1
    return int(end)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1
