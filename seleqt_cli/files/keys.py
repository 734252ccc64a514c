"""Every key of campaigns.yaml, once: the loader refuses what is not here, the JSON Schema is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from seleqt_cli.core.content_codes import CONTENT_CODES
from seleqt_cli.core.facts import LINKEDIN_PLANS
from seleqt_cli.core.lead import BASES

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what an editor says about it, and the shape of its value as a JSON Schema fragment."""

    about: str
    shape: Schema
    required: bool = False


EVENTS: Final = ("reply", "accepted", "bounce", "complaint", "unsubscribe", "lead_held", "sender_held", "in_doubt", "task", "finished")
LANGUAGES: Final = ("en", "nl", "de", "fr", "es", "it")
"""Languages with a shipped footer."""
DATE_FORM: Final = r"^\d{4}-\d{2}-\d{2}$"
HOURS_FORM: Final = r"^\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*$"
DURATION_FORM: Final = r"^\s*\d+\s+(minutes?|hours?|(working )?days?|weeks?)\s*$"
GAP_FORM: Final = r"^\s*\d+\s+(seconds?|minutes?|hours?)\s*$"
REVIEW_FORM: Final = r"^(all|none|first \d+)$"
NAME_FORM: Final = r"^\w[\w.-]*$"
NAME_LENGTH: Final = 64

TEXT: Final[Schema] = {"type": "string", "minLength": 1}
SCALAR: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}
WORDS: Final[Schema] = {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}]}
NOTHING: Final[Schema] = {"anyOf": [{"type": "null"}, {"type": "object", "maxProperties": 0}]}
COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
FORMAT: Final = Key("plain text (default), or html: the body is Markdown and goes as HTML and text", {"enum": ["plain", "html"]})


def ref(name: str) -> Schema:
    """A reference to one of the objects below."""
    return {"$ref": f"#/$defs/{name}"}


def named(shape: Schema) -> Schema:
    """A mapping of names to values of one shape."""
    return {"type": "object", "additionalProperties": shape, "propertyNames": {"pattern": NAME_FORM, "maxLength": NAME_LENGTH}}


def _choice(*choices: str) -> Schema:
    return {"enum": list(choices)}


_DURATION: Final[Schema] = {"type": "string", "pattern": DURATION_FORM}
_DATE: Final[Schema] = {"type": "string", "pattern": DATE_FORM}
_LIMIT: Final[Schema] = {"anyOf": [COUNT, ref("periods")]}
_HOOKS: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {event: {"anyOf": [ref("hook"), {"type": "array", "items": ref("hook")}]} for event in EVENTS},
}
_ALLOW: Final = Key("what `check` says of the content and you mean, by its codes",
                    {"anyOf": [_choice(*CONTENT_CODES), {"type": "array", "items": _choice(*CONTENT_CODES)}]})  # fmt: skip
_BODY: Final = {
    "body": Key("the text, a Jinja2 template; {Hi|Hello} varies it", TEXT),
    "body_file": Key("a file with the text, in the folder of this YAML", TEXT),
    "test": Key("name a winner only at this many sends a variant", ref("test")),
}
_VARIANTS: Final = Key("several wordings in place of a body: NAME: {weight, subject, body}", named(ref("variant")))
_SHARED_SENDER: Final = {
    "name": Key("the person's name, as recipients see it", TEXT),
    "person": Key("who this is; accounts of one person work together (default: equal name)", TEXT),
    "ramp_up": Key("start small and add more each active day", ref("ramp_up")),
    "pace": Key("how far apart actions are", ref("pace")),
    "fields": Key("own fields: {{ sender.calendar }}", {"type": "object", "additionalProperties": SCALAR}),
    "timezone": Key("IANA zone whose days count for limits (default: the business's)", TEXT),
}

ROOT: Final[Mapping[str, Key]] = {
    "version": Key("version of this format", {"const": 1}),
    "business": Key("who sends", ref("business"), required=True),
    "senders": Key("accounts that send: an email account or a LinkedIn account each",
                   {**named({"anyOf": [ref("email_sender"), ref("linkedin_sender")]}), "minProperties": 1}, required=True),
    "schedules": Key("when sending is allowed", named(ref("schedule"))),
    "on": Key("what to do on an event, for all campaigns", _HOOKS),
    "legal": Key("decisions on a lawful basis, by country, on a person's name", {"type": "object", "additionalProperties": ref("legal")}),
    "campaigns": Key("leads + senders + schedule + steps", {**named(ref("campaign")), "minProperties": 1}, required=True),
}  # fmt: skip

OBJECTS: Final[Mapping[str, Mapping[str, Key]]] = {
    "business": {
        "name": Key("name of the company", TEXT, required=True),
        "address": Key("postal address; stands in the footer of every first email", TEXT),
        "privacy_url": Key("where your privacy statement is", {"type": "string", "pattern": "^https?://"}),
        "timezone": Key("IANA zone, such as Europe/Amsterdam (default UTC)", TEXT),
        "country": Key("two-letter country code", {"type": "string", "pattern": "^[A-Za-z]{2}$"}),
        "plan": Key("your subscription", {"anyOf": [_choice("trial", "growth", "agency"), ref("plan")]}),
        "seats": Key("how many accounts the subscription pays for (default: those listed)", ref("seats")),
        "footer": Key("own footer by language: text, or a .md or .txt file", {"type": "object", "additionalProperties": TEXT}),
        "format": FORMAT,
    },
    "plan": {
        "name": Key("trial, growth or agency", _choice("trial", "growth", "agency"), required=True),
        "since": Key("the day the plan began (default: the first apply)", _DATE),
    },
    "seats": {"email": Key("email accounts", COUNT), "linkedin": Key("LinkedIn accounts", COUNT)},
    "email_sender": {
        "email": Key("the address that mails come from", TEXT, required=True),
        "login": Key("user name at the server, where it is not the address; aliases of one login share its limits", TEXT),
        "smtp": Key("HOST:587, smtps://HOST:465, {host, port, tls, ca} or outbox:DIR (default: found from the provider)",
                    {"anyOf": [TEXT, ref("server")]}),
        "imap": Key("HOST:993, {host, port, tls, ca}, or none: a person watches the inbox", {"anyOf": [TEXT, ref("server")]}),
        "auth": Key("how to sign in", _choice("password", "google", "microsoft", "none")),
        "limits": Key("lower limits than the plan's", ref("email_limits")),
        "signature": Key("text, or a .md or .txt file; goes under every body", TEXT),
        "sent_copy": Key("auto: put a copy into Sent where the provider keeps none", _choice("auto", "none")),
        "inbox": Key("which folders are read besides the usual ones", ref("inbox")),
        **_SHARED_SENDER,
    },
    "linkedin_sender": {
        "linkedin": Key("address of the profile", TEXT, required=True),
        "plan": Key("LinkedIn subscription; decides the limits", _choice(*LINKEDIN_PLANS)),
        "mode": Key("open: you do it in your browser; fill: a person clicks send; auto: forbidden by LinkedIn's user agreement",
                    _choice("open", "fill", "auto")),
        "note_quota": Key("no more notes this month: hold the invitation, or send it without_note", _choice("hold", "without_note")),
        "limits": Key("lower limits than the plan's", ref("linkedin_limits")),
        **_SHARED_SENDER,
    },
    "server": {
        "host": Key("name or address of the server", TEXT, required=True),
        "port": Key("its port", {"type": "integer", "minimum": 1, "maximum": 65535}),
        "tls": Key("starttls, implicit, or none (this machine only)", _choice("starttls", "implicit", "none")),
        "ca": Key("PEM file with the certificate authority to trust", TEXT),
    },
    "email_limits": {"email": Key("mails: a number a day, or {day, week, month}", _LIMIT)},
    "linkedin_limits": {
        kind: Key(f"{about}: a number a day, or {{day, week, month}}", _LIMIT)
        for kind, about in {
            "visit": "profile visits", "like": "likes", "follow": "follows", "connect": "invitations", "note": "invitations with a note",
            "message": "messages", "inmail": "InMails", "withdraw": "withdrawn invitations",
        }.items()
    },
    "periods": {
        "day": Key("a calendar day, and any 24 hours", COUNT),
        "week": Key("any 7 days", COUNT),
        "month": Key("a calendar month", COUNT),
    },
    "ramp_up": {
        "start": Key("actions on the first active day", {"type": "integer", "minimum": 1}, required=True),
        "add": Key("more on each further active day", COUNT, required=True),
    },
    "pace": {
        "gap": Key("least time between two actions, such as 3 minutes; 0 allowed for email",
                   {"anyOf": [{"const": 0}, {"type": "string", "pattern": GAP_FORM}]}),
        "spread": Key("evenly over what is left of the hours (default: true, false when gap is 0)", {"type": "boolean"}),
    },
    "inbox": {
        "folders": Key("more folders to read", WORDS),
        "ignore": Key("patterns of subjects or senders to leave alone (warm-up mail of other tools)", WORDS),
    },
    "schedule": {
        "days": Key("mon-fri, mon, [mon, wed] or daily (default mon-fri)", WORDS),
        "hours": Key("09:00-17:30, a list of such, or always (default 09:00-17:00)",
                     {"anyOf": [_choice("always"), {"type": "string", "pattern": HOURS_FORM},
                                {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": HOURS_FORM}}]}),
        "timezone": Key("lead (each lead's own), or an IANA zone (default: the business's)", TEXT),
        "holidays": Key("lead, a country code, or none (default)", TEXT),
    },
    "hook": {
        "command": Key("program and arguments, each a template, no shell; the event comes as JSON on stdin",
                       {"type": "array", "minItems": 1, "items": {"type": ["string", "number"]}}),
        "webhook": Key("address to which the event is posted, signed", {"type": "string", "pattern": "^https?://"}),
    },
    "legal": {
        "accept": Key("the lawful basis that is accepted", _choice(*BASES), required=True),
        "by": Key("who decided", TEXT, required=True),
        "date": Key("when", _DATE, required=True),
        "why": Key("the reason", TEXT, required=True),
    },
    "campaign": {
        "leads": Key("whom: a file, a tag, or a list right here",
                     {"anyOf": [ref("leads"), {"type": "array", "minItems": 1, "items": ref("lead")}]}, required=True),
        "senders": Key("which senders do it", WORDS, required=True),
        "schedule": Key("name of a schedule, or one right here (default: weekdays 09:00-17:00)", {"anyOf": [TEXT, ref("schedule")]}),
        "language": Key("language of the messages, for the footer (a lead's own goes first)", TEXT),
        "format": FORMAT,
        "start": Key("first day", _DATE),
        "end": Key("last day", _DATE),
        "review": Key("messages that wait in `tasks` for a yes: all, first 10, or none (default)",
                      {"type": "string", "pattern": REVIEW_FORM}),
        "on_reply": Key("whom a reply stops", ref("on_reply")),
        "max_new_leads": Key("most first contacts a day", {"type": "integer", "minimum": 1}),
        "priority": Key("a larger number goes first", {"type": "integer", "minimum": -1000, "maximum": 1000}),
        "company_cap": Key("first contacts a company a day (default 2), or none",
                           {"anyOf": [{"const": "none"}, {"type": "integer", "minimum": 1}]}),
        "withdraw_after": Key("an open invitation is withdrawn after this (default 21 days)", _DURATION),
        "overlap": Key("true: a person may be in another active campaign too", {"type": "boolean"}),
        "on": Key("what to do on an event, for this campaign", _HOOKS),
        "allow": _ALLOW,
        "steps": Key("what is done, in order", {"type": "array", "minItems": 1, "items": ref("step")}, required=True),
    },
    "on_reply": {"stop": Key("the person in all campaigns (default), this journey, or the whole company",
                             _choice("person", "journey", "company"), required=True)},
    "leads": {
        "file": Key("CSV, XLSX, JSON Lines or vCard, read by `apply`", TEXT),
        "list": Key("leads right here", {"type": "array", "minItems": 1, "items": ref("lead")}),
        "tag": Key("leads with this tag", {"type": ["string", "number"]}),
        "tags": Key("with a file or list: tags they get; alone: leads with one of these", WORDS),
        "map": Key("FIELD: COLUMN where the guess is wrong; an empty column leaves the field out",
                   {"type": "object", "additionalProperties": SCALAR}),
        "source": Key("where these people come from", TEXT),
        "basis": Key("the lawful basis", _choice(*BASES)),
        "not": Key("leave out leads with a tag", ref("without")),
        "quiet": Key("whoever was contacted within this time does not start", _DURATION),
        "include": Key("replied: take people who replied to an earlier campaign", _choice("replied")),
    },
    "without": {"tag": Key("this tag", {"type": ["string", "number"]}), "tags": Key("one of these tags", WORDS)},
    "step": {
        "id": Key("stable name; needed by every step but wait and tag", {"type": ["string", "integer"]}),
        "when": Key("connected, has FIELD, tagged TAG, sent STEP, FIELD is VALUE, each also with not; a list: all must hold", WORDS),
        "at_most": Key("not done in that time: skipped", _DURATION),
        "visit": Key("visit the LinkedIn profile", NOTHING),
        "like": Key("like a recent post", NOTHING),
        "follow": Key("follow the profile", NOTHING),
        "connect": Key("invite on LinkedIn, with or without a note", {"anyOf": [*NOTHING["anyOf"], ref("connect")]}),
        "message": Key("message a LinkedIn connection", ref("message")),
        "inmail": Key("send an InMail", ref("inmail")),
        "email": Key("send an email", ref("email")),
        "wait": Key("3 days, 3 working days, 4 hours, 30 minutes, or none", {"anyOf": [{"const": "none"}, _DURATION]}),
        "wait_for": Key("connected; needs at_most", _choice("connected")),
        "else": Key("steps for leads for whom wait_for ran out", {"type": "array", "minItems": 1, "items": ref("step")}),
        "task": Key("something a person does, a template", TEXT),
        "tag": Key("tag the lead", {"type": ["string", "number"]}),
        "allow": _ALLOW,
    },
    "connect": {
        "note": Key("words beside the invitation", TEXT),
        "variants": Key("several notes: NAME: {weight, note}", named(ref("note_variant"))),
        "test": _BODY["test"],
    },
    "message": {**_BODY, "variants": _VARIANTS},
    "inmail": {"subject": Key("one line", TEXT), **_BODY, "variants": _VARIANTS},
    "email": {
        "subject": Key("one line; without it the mail continues the thread", TEXT),
        **_BODY,
        "variants": _VARIANTS,
        "attach": Key("files in the folder of this YAML", WORDS),
        "thread": Key("same: continue the thread, if there is one, although this mail has a subject", {"const": "same"}),
        "format": FORMAT,
    },
    "variant": {
        "weight": Key("how often against the others (default 1)", {"type": "integer", "minimum": 1, "maximum": 1000}),
        "subject": Key("in place of the step's", TEXT),
        "body": _BODY["body"],
        "body_file": _BODY["body_file"],
    },
    "note_variant": {
        "weight": Key("how often against the others (default 1)", {"type": "integer", "minimum": 1, "maximum": 1000}),
        "note": Key("words beside the invitation", TEXT, required=True),
    },
    "test": {
        "sample": Key("sends a variant", {"type": "integer", "minimum": 1}, required=True),
        "measure": Key("what counts", _choice("reply")),
    },
}  # fmt: skip
