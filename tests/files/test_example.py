"""campaigns.example.yaml is the tutorial: it is right at any date, and no change to it makes the loader fall."""

import re
from pathlib import Path

import jsonschema
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seleqt_cli.core.campaign import Hours, Step
from seleqt_cli.core.countries import country_of
from seleqt_cli.core.lead import KNOWN_FIELDS, Lead
from seleqt_cli.files.campaign_file import Loaded, load
from seleqt_cli.files.json_schema import campaign_schema
from seleqt_cli.files.workspace_files import stored
from seleqt_cli.files.yaml_nodes import parse, plain
from seleqt_cli.messages.lint import lint
from seleqt_cli.messages.render import Renderer

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "campaigns.example.yaml").read_text(encoding="utf-8")


def loaded(text: str | bytes) -> Loaded:
    return load(text.encode() if isinstance(text, str) else text, path="campaigns.example.yaml", read=stored({}))


def steps_of(steps: tuple[Step, ...]) -> list[Step]:
    return [inner for step in steps for inner in (step, *steps_of(step.otherwise))]


def test_the_example_has_no_errors_and_two_warnings_about_its_outboxes() -> None:
    assert [(problem.level, problem.code) for problem in loaded(TEXT).problems] == [("warning", "outbox"), ("warning", "outbox")]


def test_the_example_is_valid_by_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(campaign_schema())
    assert list(validator.iter_errors(plain(parse(TEXT.encode(), path="").root))) == []


def test_the_first_campaign_goes_out_at_any_hour_of_any_day() -> None:
    workspace = loaded(TEXT).workspace
    assert workspace is not None
    hello, founders = workspace.campaigns.values()
    assert (hello.schedule.days, hello.schedule.hours, hello.schedule.holidays) == (frozenset(range(7)), (Hours(0, 1440),), "none")
    assert (hello.start, hello.end, hello.review, founders.start, founders.end, founders.review) == ("", "", 0, "", "", 0)
    senders = [workspace.senders[name] for name in hello.senders]
    assert [(sender.channel, sender.pace.gap, sender.imap, bool(sender.outbox)) for sender in senders] == [("email", 0, "none", True)] * 2
    assert {step.kind for step in hello.steps} == {"email", "wait"}


def test_the_second_campaign_has_two_accounts_of_each_channel_and_every_kind_of_turn() -> None:
    workspace = loaded(TEXT).workspace
    assert workspace is not None
    founders = workspace.campaigns["founders"]
    assert sorted(workspace.senders[name].channel for name in founders.senders) == ["email", "email", "linkedin", "linkedin"]
    assert {"visit", "connect", "wait_for", "email", "message", "wait", "task"} <= {step.kind for step in steps_of(founders.steps)}
    people = {workspace.senders[name].person for name in founders.senders}
    assert people == {"Anna de Vries", "Ben Bakker"}


def test_every_text_of_the_example_is_whole_for_every_lead() -> None:
    workspace = loaded(TEXT).workspace
    assert workspace is not None
    renderer = Renderer(workspace)
    for campaign in workspace.campaigns.values():
        rows = campaign.leads.rows or ()
        fields = frozenset(column for row in rows for column in row)
        for step in steps_of(campaign.steps):
            assert [finding for finding in lint(workspace, campaign, step, fields) if finding.level == "error"] == []
            for row, name in ((row, name) for row in rows for name in campaign.senders if step.content or step.kind == "task"):
                known = {column: value for column, value in row.items() if column in KNOWN_FIELDS}
                lead = Lead(**known, fields={column: value for column, value in row.items() if column not in known})  # type: ignore[arg-type]
                sender = workspace.senders[name]
                if step.kind == "task":
                    assert renderer.render_text(step.text, campaign, step, lead, sender)
                elif (sender.channel == "email") == (step.kind == "email"):
                    assert renderer.render(campaign, step, lead, sender, first=True, thread_subject="Robots").text


def test_nobody_in_the_example_exists_and_everybody_has_a_source_and_a_basis_that_dutch_law_takes() -> None:
    workspace = loaded(TEXT).workspace
    assert workspace is not None
    for campaign in workspace.campaigns.values():
        rows = campaign.leads.rows
        assert rows
        for row in rows:
            assert row.get("email", "@x.example").endswith(".example")
            assert "/in/example-" in row.get("linkedin", "/in/example-")
            country = country_of(row.get("country", ""), row.get("email", ""), workspace.business.country)
            assert (bool(campaign.leads.source), country in ("NL", "DE", "FR")) == (True, True)
            assert campaign.leads.basis in ("consent", "customer", "published")


def test_the_example_shows_only_hosts_that_cannot_exist() -> None:
    hosts = re.findall(r"(?:https?://|@)([a-z0-9.-]+)", TEXT)
    assert {host for host in hosts if not host.endswith(".example")} <= {"www.linkedin.com"}


LINES = TEXT.splitlines(keepends=True)
HOSTILE = [
    "&a [*a]", "!!python/object:x {}", "\x00", "\t", "\r", "{{", "}}", "[", "]", "{", "}", "'", '"', "|", ">", "- ", ": ", "?", "*", "&",
    "<<: ", "~", "null", "true", "-1", "99999999999999999999", "1e400", ".nan", "0x", "é", "\u202e", "😀", "\ufeff", "---\n", "...\n",
    "%YAML 9\n", "../x.md", "/dev/zero", "steps:", "else:", "variants:", "when: ", "not ", "id: ", "\\", "#", " ", "\n", "\u2028", "\x85",
]  # fmt: skip
PIECE = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(LINES), st.text(max_size=8))
EDIT = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60), PIECE)


@settings(max_examples=300)
@given(st.lists(EDIT, min_size=1, max_size=5))
@example([(0, len(TEXT), "")])
@example([(1800, 0, "? {a: b}\n: c\n")])
def test_no_edit_of_the_example_makes_the_loader_fall(edits: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for start, length, piece in edits:
        text = text[:start] + piece + text[start + length :]
    check(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.binary(max_size=3)), min_size=1, max_size=4))
def test_no_bytes_make_the_loader_fall(edits: list[tuple[int, bytes]]) -> None:
    raw = TEXT.encode()
    for at, piece in edits:
        raw = raw[:at] + piece + raw[at + len(piece) :]
    check(raw)


@settings(max_examples=100)
@given(st.permutations(range(len(LINES))), st.integers(1, len(LINES)))
def test_no_order_of_its_lines_makes_the_loader_fall(order: list[int], count: int) -> None:
    check("".join(LINES[number] for number in order[:count]).encode())


def check(text: bytes) -> None:
    result = loaded(text)
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text.decode("utf-8", "replace").removeprefix("\ufeff"))
    errors = [problem for problem in result.problems if problem.level == "error"]
    assert (result.workspace is None) == bool(errors)
    for problem in result.problems:
        assert all(sign.isprintable() for sign in str(problem)), problem
        if problem.code != "more":
            assert 1 <= problem.line <= len(lines) + 1, problem
            assert 1 <= problem.column <= max(len(line) for line in lines) + 2, problem
