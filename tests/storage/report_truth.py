"""The figures of a report, counted once more from the history alone and with none of its code: slowly, plainly, person by person."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PUT_BEFORE_A_PERSON = ("email", "message", "inmail", "connect")
LIKE_A_REPLY = ("replied", "meeting", "won", "lost", "not_interested", "wrong_person", "later")
ACCOUNT = {"anna": "email:anna@acme.example", "tom": "email:tom@acme.example", "anna-linkedin": "linkedin:example-anna"}
DAY = 86_400


@dataclass
class Message:
    """One action as the history tells it."""

    id: int
    lead: int
    campaign: str
    step: str
    kind: str
    sender: str
    variant: str
    at: int
    state: str = "open"
    hard: int = 0
    soft: int = 0


Keyed = dict[Any, Counter[str]]


def recount(history: Iterable[Mapping[str, Any]], since: int, until: int, campaign: str, sender: str) -> dict[str, Keyed]:
    """Group -> key -> figure -> count."""
    messages: dict[int, Message] = {}
    said: dict[int, list[tuple[int, int, int, str, int, str]]] = defaultdict(list)
    for row in history:
        data, action, event, lead = json.loads(row["data"]), row["action_id"], row["event"], row["lead_id"]
        if event == "sending":
            messages[action] = Message(
                action, lead, row["campaign"], data["step"], data["action"], data["sender"], data.get("variant", ""), row["at"]
            )
        elif event == "failed" and data.get("hard_bounce"):
            known = messages.get(action)
            at = known.at if known else row["at"]
            messages[action] = Message(
                action, lead, row["campaign"], data["step"], "email", data["sender"], data["variant"], at, state="refused"
            )
        elif event in ("sent", "resolved") and not data.get("unsent") and data.get("decision", "sent") == "sent":
            messages[action].state = "sent"
        elif event == "bounced":
            if data["hard"]:
                messages[action].hard = messages[action].hard or data["at"]
            else:
                messages[action].soft = messages[action].soft or data["at"]
        elif event in (*LIKE_A_REPLY, "connected", "complaint") or (event == "unsubscribed" and row["journey_id"] is None):
            only = row["campaign"] if data.get("scope") == "journey" else ""
            said[lead].append((data.get("at", row["at"]), row["id"], row["at"], event, data.get("action_id", 0), only))
        elif event == "lifted":
            said[lead] = [one for one in said[lead] if one[3] != data["event"]]
            for one in messages.values():
                if one.lead == lead and data["event"] == "bounced":
                    one.hard = 0

    found: dict[str, Keyed] = {name: defaultdict(Counter) for name in ("total", "campaigns", "steps", "senders", "variants", "days")}

    def chosen(one: Message) -> bool:
        return (not campaign or one.campaign == campaign) and (not sender or one.sender == sender)

    def in_time(at: int) -> bool:
        return at >= since and (not until or at < until)

    def narrow(one: Message) -> list[Counter[str]]:
        kept = [found["steps"][one.campaign, one.step, one.kind]]
        return [*kept, found["variants"][one.campaign, one.step, one.variant]] if one.variant else kept

    def wide(one: Message) -> list[tuple[Any, Counter[str]]]:
        mine = (one.sender, ACCOUNT[one.sender])
        return [
            ("all", found["total"][""]), (one.campaign, found["campaigns"][one.campaign]), (mine, found["senders"][mine])
        ]  # fmt: skip

    done = [one for one in messages.values() if one.state in ("sent", "refused")]
    counted = [one for one in done if chosen(one) and in_time(one.at)]
    groups: dict[tuple[Any, int], tuple[Counter[str], list[Message]]] = {}
    for one in counted:
        if one.kind not in PUT_BEFORE_A_PERSON:
            found["steps"][one.campaign, one.step, one.kind]["sent"] += 1
            continue
        arrived = one.state == "sent" and not one.hard and not one.soft
        for counter in narrow(one):
            counter.update(contacted=1, delivered=int(arrived), bounced=int(one.state == "refused" or one.hard > 0))
            counter.update(soft_bounced=int(one.state == "sent" and one.soft > 0 and not one.hard))
        for key, counter in wide(one):
            groups.setdefault((key, one.lead), (counter, []))[1].append(one)
            counter.update(soft_bounced=int(one.state == "sent" and one.soft > 0 and not one.hard))
        if one.state == "sent":
            for counter in (*narrow(one), *(counter for _, counter in wide(one))):
                counter.update(sent=1, invited=int(one.kind == "connect"))
    for counter, theirs in groups.values():
        arrived = any(one.state == "sent" and not one.hard and not one.soft for one in theirs)
        dead = any(one.state == "refused" or one.hard for one in theirs)
        counter.update(contacted=1, delivered=int(arrived), bounced=int(dead))

    for one in done:
        if one.kind not in PUT_BEFORE_A_PERSON or not chosen(one):
            continue
        if in_time(one.at):
            key = one.at // DAY
            if one.state == "sent":
                found["days"][key].update(sent=1, invited=int(one.kind == "connect"))
            else:
                found["days"][key].update(bounced=1)
        for at, name in ((one.hard, "bounced"), (0 if one.hard else one.soft, "soft_bounced")):
            if at and one.state == "sent" and in_time(at):
                found["days"][at // DAY].update({name: 1})

    for lead, sayings in said.items():
        mine = sorted((one for one in done if one.lead == lead and one.kind in PUT_BEFORE_A_PERSON), key=lambda one: (one.at, one.id))
        attributed = []
        for at, number, recorded, event, action, only in sorted(sayings):
            if event == "connected":
                candidates = [one for one in mine if one.kind == "connect" and one.at <= recorded]
            elif any(one.id == action for one in mine):
                candidates = [one for one in mine if one.id == action]
            else:
                candidates = [one for one in mine if one.at <= recorded and one.state == "sent" and only in ("", one.campaign)]
            before = [one for one in candidates if one.at <= at]
            if action and len(candidates) == 1 and candidates[0].id == action:
                before = candidates
            if candidates:
                attributed.append((at, number, event, before[-1] if before else candidates[0]))
        figures = {
            "replied": [one for one in attributed if one[2] in LIKE_A_REPLY],
            "opted_out": [one for one in attributed if one[2] == "unsubscribed"],
            "complaints": [one for one in attributed if one[2] == "complaint"],
            "accepted": [one for one in attributed if one[2] == "connected"],
            **{mark: [one for one in attributed if one[2] == mark] for mark in LIKE_A_REPLY[1:] if mark not in ("won", "lost")},
        }
        for mark in ("won", "lost"):
            figures[mark] = []
            for name in {one[3].campaign for one in attributed}:
                ends = [one for one in attributed if one[2] in ("won", "lost") and one[3].campaign == name]
                if ends and ends[-1][2] == mark:
                    figures[mark].append(ends[-1])
        for figure, ones in figures.items():
            firsts: dict[str, tuple[int, int, str, Message]] = {}
            for entry in ones:
                firsts.setdefault(entry[3].campaign, entry)
            seen = set()
            for at, _, _, about in firsts.values():
                if not chosen(about):
                    continue
                if in_time(at):
                    found["days"][at // DAY].update({figure: 1})
                if not in_time(about.at):
                    continue
                for counter in narrow(about):
                    counter.update({figure: 1})
                for key, counter in wide(about):
                    if key not in seen or key == about.campaign:
                        counter.update({figure: 1})
                    seen.add(key)
    return found
