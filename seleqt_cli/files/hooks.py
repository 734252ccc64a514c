"""What to do on an event: `on:`, at the top or in a campaign."""

from seleqt_cli.core.campaign import Hook
from seleqt_cli.files.keys import EVENTS, OBJECTS, Key
from seleqt_cli.files.places import read_url
from seleqt_cli.files.reading import Sheet
from seleqt_cli.files.yaml_nodes import ListNode, ScalarNode

_EVENT_KEYS = {event: Key("what to do", {}) for event in EVENTS}


def read_hooks(parent: Sheet) -> tuple[Hook, ...]:
    """All hooks, in the order of the file; one event may have a list of them."""
    events = parent.sheet("on", _EVENT_KEYS)
    found: list[Hook] = []
    for event in (key for key in events.entries if key in _EVENT_KEYS) if events else ():
        assert events is not None
        node = events.node(event)
        for item in node.items if isinstance(node, ListNode) else () if node is None else (node,):
            place = item.place if isinstance(node, ListNode) else events.place_of(event)
            sheet = Sheet(events.reading, item, events.at(event), OBJECTS["hook"], place)
            hook = Hook(event, _command(sheet), read_url(sheet, "webhook"))
            if not sheet.has("command") and not sheet.has("webhook"):
                parent.reading.problem(place, events.at(event), "command or webhook is missing", code="missing")
            found.append(hook)
    return tuple(found)


def _command(sheet: Sheet) -> tuple[str, ...]:
    node = sheet.node("command")
    if node is None:
        return ()
    if not isinstance(node, ListNode):
        sheet.problem("command", 'should be a list, there is no shell: [bin/notify, "{{ lead.first_name }} replied"]', code="wrong-type")
        return ()
    if not node.items:
        sheet.problem("command", "is an empty list", code="missing")
    found = []
    for item in node.items:
        if isinstance(item, ScalarNode):
            found.append(item.text)
        else:
            message = "should be text; text that starts with { or [ needs quotes"
            sheet.reading.problem(item.place, sheet.at("command"), message, code="wrong-type")
    return tuple(found)
