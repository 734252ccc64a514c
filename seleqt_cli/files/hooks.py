"""What to do on an event: `on:`, at the top or in a campaign."""

from urllib.parse import urlsplit

from seleqt_cli.core.campaign import Hook
from seleqt_cli.files.keys import EVENTS, OBJECTS, Key
from seleqt_cli.files.places import is_loopback, read_url
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
            hook = Hook(event, _command(sheet), _webhook(sheet), place)
            if not sheet.has("command") and not sheet.has("webhook"):
                parent.reading.problem(place, events.at(event), "command or webhook is missing", code="missing")
            found.append(hook)
    return tuple(found)


def _webhook(sheet: Sheet) -> str:
    url = read_url(sheet, "webhook")
    parts = urlsplit(url)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        sheet.problem("webhook", "goes out without TLS; write https://, plain http is for this machine only")
        return ""
    return url


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
    if found and ("{{" in found[0] or "{%" in found[0]):
        sheet.problem("command", "begins with a template: which program runs must not depend on a lead", code="hook")
    return tuple(found)
