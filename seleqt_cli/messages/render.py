"""The one place where a step of a campaign becomes a message for one lead.

Preview, simulation, review and the real send all come here, so what is shown is what goes. A Renderer belongs to one
applied workspace and one thread; it keeps what does not change from lead to lead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from seleqt_cli.core.campaign import Campaign, Content, Sender, Step, Variant, Workspace
from seleqt_cli.core.lead import Lead
from seleqt_cli.core.variants import choose, spin
from seleqt_cli.messages.fields import NAMESPACES, Fields
from seleqt_cli.messages.footers import OPT_OUT, beneath, choose_language, footer_template, opt_out_line
from seleqt_cli.messages.form_letters import FormLetter, letter_of
from seleqt_cli.messages.lengths import check_lengths
from seleqt_cli.messages.pieces import Context, Spin
from seleqt_cli.messages.plain_text import fault_in_header, fault_in_text
from seleqt_cli.messages.pretence import pretence
from seleqt_cli.messages.problems import MissingVariables, Pretence, TemplateProblem, Unrenderable
from seleqt_cli.messages.rendered import MessageKind, Rendered
from seleqt_cli.messages.template import Template

_MESSAGES: Final[dict[str, MessageKind]] = {"email": "email", "connect": "connect", "message": "message", "inmail": "inmail"}
_MOST_KEPT: Final = 4096
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Wording:
    """One variant, compiled."""

    name: str
    subject: Template | None
    body: Template


@dataclass(frozen=True, slots=True)
class _Piece:
    """One rendered part: its text, and for a mail with HTML the stand-in text and its values."""

    text: str
    html: str = ""


class Renderer:
    """Renders messages, task texts and hook items for the leads of one workspace.

    Raises MissingVariables (all names at once), Unrenderable (with the reason) and, for a template that nobody
    checked, TemplateProblem.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._business = workspace.business
        business = workspace.business
        self._business_fields = _fields(
            "business",
            name=business.name,
            address=business.address,
            privacy_url=business.privacy_url,
            timezone=business.timezone,
            country=business.country,
            plan=business.plan,
        )
        # By identity: a step or sender is a whole tree of values, and hashing it would cost more than rendering.
        self._kept: dict[tuple[str, int], tuple[object, Any]] = {}
        self._steps: dict[tuple[int, int], tuple[Campaign, Step, Fields, Fields]] = {}
        self._footers: dict[str, Template] = {}
        self._letters: dict[tuple[Any, ...], tuple[FormLetter | None, Campaign, Step, Sender]] = {}

    def render(self, campaign: Campaign, step: Step, lead: Lead, sender: Sender, *, first: bool, thread_subject: str | None) -> Rendered:
        """The message of a step for a lead.

        `first`: the first mail of the journey, which carries the full notice. `thread_subject`: the subject of the
        thread so far as that lead got it, None without one.
        """
        kind = _MESSAGES.get(step.kind)
        content = step.content
        if kind is None or content is None or not content.variants:
            raise Unrenderable(f"step {step.id!r} has no words to send")
        variant = choose(content.variants, lead.key, campaign.name, step.id)
        if (found := self._by_form(campaign, step, lead, sender, variant, first, thread_subject)) is not None:
            return found
        context = self._context(campaign, step, lead, sender)
        if kind == "email":
            return self._mail(campaign, step, lead, sender, content, variant, context, first=first, thread_subject=thread_subject)
        return self._linkedin(kind, campaign, step, lead, sender, variant, context)

    def render_text(self, template: str, campaign: Campaign, step: Step, lead: Lead, sender: Sender | None = None) -> str:
        """A task's text, or one item of a hook's command: any template, plain, without footer."""
        context = self._context(campaign, step, lead, sender)
        text = Template.compile(template).render(context, _spinner(lead, campaign, step, "text"))
        fault = fault_in_text(text)
        if fault:
            raise Unrenderable(_blame(fault, context))
        return text

    def language(self, campaign: Campaign, lead: Lead) -> str:
        """The language of what stands under the mails to this lead."""
        return choose_language(lead.language, campaign.language, self._business.footer)

    def _by_form(
        self, campaign: Campaign, step: Step, lead: Lead, sender: Sender, variant: Variant, first: bool, thread: str | None
    ) -> Rendered | None:
        """The mail where only the lead's fields are filled in, as `_mail` gives it; None where that cannot tell, or finds a fault."""
        content = step.content
        if content is None or content.format == "html" or step.kind != "email":
            return None
        continues = thread is not None and (variant.subject is None or content.thread == "same")
        key = (id(campaign), id(step), id(variant), id(sender), first, continues, lead.language, lead.source)
        kept = self._letters.get(key)
        if kept is None:
            if len(self._letters) >= _MOST_KEPT:
                self._letters.clear()
            letter = self._letter(campaign, step, lead, sender, variant, first, continues)
            kept = self._letters[key] = (letter, campaign, step, sender)  # the others are kept so that their identities stay theirs
        letter = kept[0]
        values, sound = self._values(lead)
        if letter is None or not sound or (filled := letter.fill(values, reply_subject(thread or ""))) is None:
            return None
        return Rendered("email", *filled, "", content.attachments, variant.name, letter.language, continues)

    def _letter(
        self, campaign: Campaign, step: Step, lead: Lead, sender: Sender, variant: Variant, first: bool, continues: bool
    ) -> FormLetter | None:
        groups = {name: value for name, value in self._context(campaign, step, lead, sender).items() if isinstance(value, Fields)}
        language = self.language(campaign, lead)
        wording = self._wording(variant)
        if wording.subject is None and not continues:
            return None
        try:
            signature = self._signature(sender) if sender.signature else None
            footer = self._footer_template(language) if first else opt_out_line(language)
        except TemplateProblem:
            return None
        under = self._under(campaign, lead, language)
        return letter_of(None if continues else wording.subject, wording.body, signature, footer, groups, under, language)

    def _mail(
        self,
        campaign: Campaign,
        step: Step,
        lead: Lead,
        sender: Sender,
        content: Content,
        variant: Variant,
        context: dict[str, Any],
        *,
        first: bool,
        thread_subject: str | None,
    ) -> Rendered:
        wording = self._wording(variant)
        missing: list[str] = []
        subject, continues = "", False
        if thread_subject is not None and (wording.subject is None or content.thread == "same"):
            subject, continues = reply_subject(thread_subject), True
        elif wording.subject is None:
            raise Unrenderable(f"step {step.id!r} has no subject, and there is no mail before it to continue")
        else:
            heading = wording.subject
            subject = _gather(missing, lambda: heading.render(context, _spinner(lead, campaign, step, "subject")).strip(), "")
        as_html = content.format == "html"
        body = _gather(
            missing, lambda: _part(wording.body, context, _spinner(lead, campaign, step, "body"), as_html, keep_lines=False), _EMPTY
        )
        signature = _EMPTY
        if sender.signature:
            signature = _gather(
                missing,
                lambda: _part(self._signature(sender), context, _spinner(lead, campaign, step, "signature"), as_html, keep_lines=True),
                _EMPTY,
            )
        language = choose_language(lead.language, campaign.language, self._business.footer)
        footer = _gather(missing, lambda: self._footer(campaign, lead, language, context, first=first, as_html=as_html), _EMPTY)
        if missing:
            raise MissingVariables(tuple(missing))
        if not body.text:
            raise Unrenderable("the mail would be empty")
        if not subject:
            raise Unrenderable("the subject would be empty")
        text = beneath(body.text, signature.text, footer.text)
        if fault := fault_in_header(subject):
            raise Unrenderable("the subject would hold " + _blame(fault, context, in_subject=True))
        if fault := "" if continues else pretence(campaign, step, subject):
            raise Pretence(fault)
        if fault := fault_in_text(text):
            raise Unrenderable("the mail would hold " + _blame(fault, context))
        html = ""
        if as_html:
            under = [f'<div style="color:#666;font-size:smaller">\n{footer.html}\n</div>'] if footer.html else []
            from seleqt_cli.messages import markdown  # only mails with HTML need it, and it takes 20 ms to load

            html = markdown.page([part for part in (body.html, signature.html) if part] + under, language)
        return Rendered("email", subject, text, html, content.attachments, variant.name, language, continues)

    def _footer(self, campaign: Campaign, lead: Lead, language: str, context: dict[str, Any], *, first: bool, as_html: bool) -> _Piece:
        if not first:
            line = opt_out_line(language)
            return _part_of_line(line) if as_html else _Piece(line)
        under = {**context, **self._under(campaign, lead, language)}
        return _part(self._footer_template(language), under, _spinner(lead, campaign, None, "footer"), as_html, keep_lines=True)

    def _signature(self, sender: Sender) -> Template:
        return self._keep("signature", sender, lambda: Template.compile(sender.signature.strip()))

    def _under(self, campaign: Campaign, lead: Lead, language: str) -> dict[str, str]:
        """What a footer knows besides."""
        source = lead.source or campaign.leads.source
        return {OPT_OUT: opt_out_line(language), **({"source": source.rstrip(". ")} if source else {})}

    def _footer_template(self, language: str) -> Template:
        template = self._footers.get(language)
        if template is None:
            template = self._footers[language] = Template.compile(footer_template(self._business, language))
        return template

    def _linkedin(
        self, kind: MessageKind, campaign: Campaign, step: Step, lead: Lead, sender: Sender, variant: Variant, context: dict[str, Any]
    ) -> Rendered:
        wording = self._wording(variant)
        missing: list[str] = []
        subject = ""
        template = wording.subject
        if kind == "inmail" and template is not None:
            subject = _gather(missing, lambda: template.render(context, _spinner(lead, campaign, step, "subject")).strip(), "")
        text = _gather(missing, lambda: wording.body.render(context, _spinner(lead, campaign, step, "body")).strip(), "")
        if missing:
            raise MissingVariables(tuple(missing))
        if not text:
            raise Unrenderable("the message would be empty")
        fault = fault_in_text(text) or fault_in_header(subject)
        if fault:
            raise Unrenderable("the message would hold " + _blame(fault, context))
        check_lengths(kind, sender.plan, subject, text)
        return Rendered(kind, subject, text, "", (), variant.name)

    def _wording(self, variant: Variant) -> _Wording:
        return self._keep("variant", variant, lambda: compiled(variant))

    def _context(self, campaign: Campaign, step: Step, lead: Lead, sender: Sender | None) -> dict[str, Any]:
        """The lead's fields at the top and as `lead`; the groups win over columns of the same name."""
        key = (id(campaign), id(step))
        kept = self._steps.get(key)
        if kept is None:
            if len(self._steps) >= _MOST_KEPT:
                self._steps.clear()
            # The two are kept beside their fields, so that their identities stay theirs.
            kept = self._steps[key] = (
                campaign,
                step,
                _fields("campaign", name=campaign.name, language=campaign.language),
                _fields("step", id=step.id, kind=step.kind),
            )
        values, _ = self._values(lead)
        context: dict[str, Any] = dict(values)
        context["lead"] = Fields("lead", values)
        context["sender"] = _NO_SENDER if sender is None else self._keep("sender", sender, lambda: sender_fields(sender))
        context["business"] = self._business_fields
        context["campaign"] = kept[2]
        context["step"] = kept[3]
        return context

    def _values(self, lead: Lead) -> tuple[dict[str, str], bool]:
        """The lead's fields that hold something, and whether each of them may stand in a mail."""

        def read() -> tuple[dict[str, str], bool]:
            values = {name: value for name, value in lead.values().items() if not value.isspace()}
            return values, not fault_in_text("".join(values.values()))

        return self._keep("lead", lead, read)

    def _keep(self, what: str, about: object, make: Callable[[], _T]) -> _T:
        """What was made before for this very object, else made now; the object is kept so that its identity stays its own."""
        key = (what, id(about))
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = (about, make())
        made: _T = found[1]
        return made


def compiled(variant: Variant) -> _Wording:
    """A variant's templates; the subject is one line, whatever the block style of the YAML left around it."""
    subject = None if variant.subject is None else Template.compile(variant.subject.strip())
    return _Wording(variant.name, subject, Template.compile(variant.body.strip()))


def sender_fields(sender: Sender) -> Fields:
    """What `{{ sender.X }}` finds: name, email, linkedin and the sender's own fields."""
    own = {name: value for name, value in sender.fields.items() if value}
    return _fields("sender", **{"name": sender.display_name, "email": sender.address, "linkedin": sender.profile, **own})


def reply_subject(subject: str) -> str:
    """`Re: ` and the subject, once."""
    return subject if subject[:3].lower() == "re:" else f"Re: {subject}"


_EMPTY: Final = _Piece("")
_NO_SENDER: Final = Fields("sender", {})


def _fields(group: str, **values: str) -> Fields:
    return Fields(group, {name: value for name, value in values.items() if value})


def _spinner(lead: Lead, campaign: Campaign, step: Step | None, part: str) -> Spin:
    def chosen(slot: int, options: int) -> int:
        return spin(options, lead.key, campaign.name, step.id if step else "", f"{part} {slot}")

    return chosen


def _gather(missing: list[str], make: Callable[[], _T], otherwise: _T) -> _T:
    """Make a part; what it lacks is added to the list, so that a message names everything it lacks at once."""
    try:
        return make()
    except MissingVariables as error:
        missing.extend(error.names)
        return otherwise


def _part(template: Template, context: Context, chosen: Spin, as_html: bool, *, keep_lines: bool) -> _Piece:
    if not as_html:
        return _Piece(template.render(context, chosen).strip())
    from seleqt_cli.messages import markdown

    source, values = template.render_marked(context, chosen)
    converted = markdown.convert(source.strip(), keep_lines=keep_lines)
    return _Piece(markdown.fill_text(converted.text, values), markdown.fill_html(converted.html, values))


def _part_of_line(line: str) -> _Piece:
    from seleqt_cli.messages import markdown

    return _Piece(line, markdown.convert(line).html)


def _blame(fault: str, context: dict[str, Any], *, in_subject: bool = False) -> str:
    """The fault and, where a field of the lead holds one, which."""
    check = fault_in_header if in_subject else fault_in_text
    for name in sorted(context):
        value = context[name]
        if name not in NAMESPACES and isinstance(value, str) and check(value):
            return f"{fault}, which stands in the lead's {name}"
    return fault
