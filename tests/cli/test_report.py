"""`seleqt report`: what it shows, as JSON, as CSV and as a page, and that its figures are those of the history."""

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from seleqt_cli.cli.report_view import bar, spark
from seleqt_cli.core.figures import NAMES
from seleqt_cli.core.inbound.verdict import Class
from seleqt_cli.engine import local
from tests.cli.arrivals import answer, bounce, take
from tests.cli.homes import MAILS, MONDAY, Home
from tests.storage.report_truth import recount

DAY = 86_400
NOOR, SAM, TOM, IDA = "noor@windmill.example", "sam@canal.example", "tom@quay.example", "ida@dike.example"
TEST = MAILS.replace(
    'email: {subject: "Robots for {{ company }}", body: "Hi {{ first_name }}, robots?"}',
    """email:
          subject: "Robots for {{ company }}"
          variants: {short: {body: "Hi {{ first_name }}"}, long: {body: "Hello {{ first_name }}, robots?"}}
          test: {sample: 2, measure: reply}""",
).replace("smtp: outbox:outbox/anna", "smtp: outbox:outbox/anna\n    imap: none")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """Three mails went on Monday; Noor wants a meeting, Sam wants no more."""
    found = Home(tmp_path, monkeypatch, capsys, TEST)
    found.run_for(9)
    found.clock.set(MONDAY + DAY)
    assert found.type("mark", NOOR, "meeting")[0] == 0
    assert found.type("suppress", "add", SAM, "--opt-out")[0] == 0
    return found


def test_it_shows_the_whole_and_then_each_part(home: Home) -> None:
    code, out, err = home.type("report")
    assert (code, err) == (0, "")
    assert out == (
        "all messages so far\n"
        "\n"
        "journeys   5  ████████████████████████\n"
        "contacted  3  ██████████████▍\n"
        "delivered  3  ██████████████▍           100.0%\n"
        "replied    1  ████▊                     33.3% of delivered (95%: 6.1–79.2%)\n"
        "meeting    1  ████▊                     33.3%\n"
        "\n"
        "bounced 0, opted out 1 (33.3%), complaints 0\n"
        "\n"
        "By campaign\n"
        "campaign  journeys  contacted  sent  delivered  replied   rate   95% sure  opted out  meeting\n"
        "hello            5          3     3          3        1  33.3%  6.1–79.2%          1        1\n"
        "\n"
        "By step\n"
        "campaign  step   does   sent  delivered  replied   rate   95% sure  opted out  meeting\n"
        "hello     intro  email     3          3        1  33.3%  6.1–79.2%          1        1\n"
        "\n"
        "By sender\n"
        "sender  contacted  sent  delivered  replied   rate   95% sure  opted out  meeting\n"
        "anna            3     3          3        1  33.3%  6.1–79.2%          1        1\n"
        "\n"
        "By variant\n"
        "campaign  step   variant  sent  delivered  replied    rate     95% sure\n"
        "hello     intro  long        2          2        0    0.0%    0.0–65.8%\n"
        "hello     intro  short       1          1        1  100.0%  20.7–100.0%\n"
        "hello, intro: no winner before 2 messages a variant; still to arrive: short 1\n"
        "\n"
        "By day, when it happened\n"
        "sent       █   most 3\n"
        "replied     █  most 1\n"
        "opted out   █  most 1\n"
        "2026-12-28 to 2026-12-29\n"
        "\n"
        "day         sent  replied  opted out  meeting\n"
        "2026-12-28     3        0\n"
        "2026-12-29     0        1          1        1\n"
        "\n"
        "Limits used now\n"
        "sender  limit        used  of\n"
        "anna    email a day     0   3\n"
        "\n"
        "Where journeys are\n"
        "campaign  before step  waiting  due  replied  unsubscribed\n"
        "hello     intro                   2\n"
        "hello     nudge              1             1             1\n"
    )


def test_the_same_fits_a_terminal_of_80_columns(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = home.type("--no-color", "report")[1].splitlines()
        assert [line for line in lines if len(line) > width] == []
    assert "campaign  journeys  contacted  sent  delivered  replied   rate   95% sure  opted out  meeting" in [
        line.rstrip() for line in lines
    ]


def test_a_home_in_which_nothing_went_says_so_in_zeros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS)
    code, out, err = home.type("report")
    assert (code, err) == (0, "")
    assert out.startswith(
        "all messages so far\n\njourneys   5  ████████████████████████\ncontacted  0\ndelivered  0\nreplied    0\n\nbounced 0,"
    )
    found = home.json("report")
    assert (found["total"]["contacted"], found["total"]["reply_rate"], found["campaigns"], found["days"]) == (0, None, [], [])
    assert home.type("report", "--html", "-")[1].count("<section>") == 3


def record(home: Home) -> list[dict[str, Any]]:
    """The whole history by the names of its columns."""
    columns = ("id", "at", "event", "action_id", "journey_id", "lead_id", "account", "campaign", "data")
    return [dict(zip(columns, row, strict=True)) for row in home.sql(f"SELECT {', '.join(columns)} FROM history ORDER BY id")]


def test_the_figures_of_a_home_are_those_of_its_history(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "LATE_GAP", 0)  # mails of yesterday go half a minute apart, by the machine's clock
    for _ in range(3):
        home.run_for(9)
        home.clock.set(home.clock.now() + DAY)
    assert home.type("mark", TOM, "won")[0] == 0
    rows, since = record(home), MONDAY + DAY
    for wanted, start in (((), 0), (("--since", "2026-12-29T08:00:00Z"), since)):
        truth, found = recount(rows, start, 0, "", ""), home.json("report", *wanted)
        assert {name: found["total"][name] for name in NAMES} == {name: truth["total"][""][name] for name in NAMES}
        assert found["total"]["contacted"] > 0
        for group, key in (("steps", ("campaign", "step", "action")), ("variants", ("campaign", "step", "variant"))):
            assert {tuple(one[part] for part in key): one["replied"] for one in found[group]} == {
                name: one["replied"] for name, one in truth[group].items() if one["contacted"]
            }


def test_mails_that_come_in_count_with_the_mail_they_answer_and_machines_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, monkeypatch, capsys, MAILS.replace("pace: {gap: 3 minutes, spread: false}", "pace: {gap: 0}"))
    for _ in range(4):
        assert home.type("run", "--once", "-q")[0] == 0
        home.clock.set(home.clock.now() + DAY)
    assert {step for (step,) in home.sql("SELECT step FROM action WHERE lead_id IN (1, 2, 3)")} == {"intro", "nudge"}
    take(home, answer(home, Class.REPLY, NOOR, step="intro"))
    take(home, answer(home, Class.OUT_OF_OFFICE, SAM, uid=2), bounce(home, Class.HARD_BOUNCE, TOM, uid=3, step="nudge"))
    found = home.json("report")
    assert {one["step"]: (one["replied"], one["bounced"]) for one in found["steps"]} == {"intro": (1, 0), "nudge": (0, 1)}
    truth = recount(record(home), 0, 0, "", "")
    for group, key in (("steps", ("campaign", "step", "action")), ("senders", ("sender", "account"))):
        for one in found[group]:
            mine = truth[group][tuple(one[part] for part in key)]
            assert {name: one[name] for name in NAMES} == {name: mine[name] for name in NAMES}
    assert home.type("inbox", "mark", "1", "unknown")[0] == 0
    assert home.json("report")["total"]["replied"] == 0


def test_json_is_one_document_with_every_part(home: Home) -> None:
    found = home.json("report", "--campaign", "hello", "--sender", "anna", "--since", "2026-12-28", "--until", "2026-12-28")
    assert list(found) == [
        "at", "since", "until", "campaign", "sender", "timezone", "total", "campaigns", "steps", "senders", "variants", "tests", "days",
        "limits", "journeys",
    ]  # fmt: skip
    assert (found["since"], found["until"], found["timezone"]) == ("2026-12-27T23:00:00Z", "2026-12-28T23:00:00Z", "Europe/Amsterdam")
    counts = {name: count for name, count in found["total"].items() if count}
    assert counts == {
        "contacted": 3, "delivered": 3, "replied": 1, "opted_out": 1, "sent": 3, "meeting": 1, "reply_rate": 0.3333,
        "reply_interval": [0.0615, 0.7923],
    }  # fmt: skip
    assert found["tests"] == [
        {"campaign": "hello", "step": "intro", "sample": 2, "state": "running", "winner": None, "missing": {"short": 1}}
    ]
    assert [(one["day"], one["sent"], one["replied"]) for one in found["days"]] == [("2026-12-28", 3, 0)]
    assert found["journeys"] == [
        {"campaign": "hello", "state": "due", "step": "intro", "journeys": 2},
        {"campaign": "hello", "state": "replied", "step": "nudge", "journeys": 1},
        {"campaign": "hello", "state": "unsubscribed", "step": "nudge", "journeys": 1},
        {"campaign": "hello", "state": "waiting", "step": "nudge", "journeys": 1},
    ]


def test_csv_is_one_table_that_says_of_each_row_what_it_is_about(home: Home) -> None:
    code, out, _ = home.type("report", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [(row["by"], row["campaign"], row["step"], row["sender"], row["variant"], row["day"], row["sent"]) for row in rows] == [
        ("all", "", "", "", "", "", "3"),
        ("campaign", "hello", "", "", "", "", "3"),
        ("step", "hello", "intro", "", "", "", "3"),
        ("sender", "", "", "anna", "", "", "3"),
        ("variant", "hello", "intro", "", "long", "", "2"),
        ("variant", "hello", "intro", "", "short", "", "1"),
        ("day", "", "", "", "", "2026-12-28", "3"),
        ("day", "", "", "", "", "2026-12-29", "0"),
        ("limit", "", "", "anna", "", "", ""),
        *(("journeys", "hello", one["step"] or "", "", "", "", "") for one in home.json("report")["journeys"]),
    ]
    (used,) = home.json("report")["limits"]
    assert [rows[8][name] for name in ("account", "action", "period", "used", "limit", "free_at")] == [
        used["account"], "email", "day", str(used["used"]), str(used["limit"]), used["free_at"] or "",
    ]  # fmt: skip
    assert [(row["state"], int(row["journeys"])) for row in rows[9:]] == [
        (one["state"], one["journeys"]) for one in home.json("report")["journeys"]
    ]
    assert [row["contacted"] for row in rows][:8] == ["3", "3", "3", "3", "2", "1", "", ""]


class Page(HTMLParser):
    """The elements of a page that stand open, and what it would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Count what has to be closed."""
        if tag in ("script", "link", "iframe", "object", "img", "base", "form"):
            self.active.append(tag)
        self.active += [name for name, _ in attributes if name.startswith("on") or name in ("src", "href", "style")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Closed by itself."""

    def handle_endtag(self, tag: str) -> None:
        """The last one that was opened."""
        assert self.open.pop() == tag


def test_the_page_is_whole_and_fetches_and_runs_nothing_and_names_nobody(home: Home) -> None:
    code, out, said = home.type("report", "--html", "report.html")
    assert (code, out, said) == (0, "", "wrote report.html; open it in a browser, or print it from there\n")
    text = (home.folder / "report.html").read_text("utf-8")
    page = Page()
    page.feed(text)
    assert (page.open, page.active) == ([], [])
    assert "http" not in text.replace("http-equiv", "")
    assert [name for name in (NOOR, "Noor", "Windmill", SAM, "Sam") if name in text] == []
    assert text.count("<section>") == 8


def test_who_answered_stands_in_it_only_when_it_was_asked_for(home: Home) -> None:
    assert home.json("report", "--people")["people"] == [
        {
            "lead_id": 1, "name": "Noor", "company": "Windmill", "email": NOOR, "campaign": "hello", "what": "meeting",
            "at": "2026-12-29T08:00:00Z",
        }
    ]  # fmt: skip
    assert home.type("report", "--people")[1].endswith(
        "Who answered\nwhen                  what     who             campaign\nTue 2026-12-29 09:00  meeting  Noor, Windmill  hello\n"
    )
    assert "<td>Noor</td>" in home.type("report", "--people", "--html", "-")[1]


def test_what_somebody_wrote_into_a_field_stays_text_on_the_page(home: Home) -> None:
    home.sql("UPDATE lead SET company = ? WHERE id = 1", '<script>alert("x")</script>')
    text = home.type("report", "--people", "--html", "-")[1]
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (("--campaign", "helo"), 2, "there is no campaign helo; did you mean hello?\ncampaigns: hello\n"),
        (("--sender", "ana"), 2, "there is no sender ana; did you mean anna?\nsenders: anna\n"),
        (("--since", "2026-12-29", "--until", "2026-12-01"), 2, "--until lies before --since\nturn them round\n"),
        (("--html", "a.html", "--csv"), 2, "--html, --csv and --json are three forms of one report\nname one of them\n"),
        (("--csv", "--people"), 2, "--csv has figures and nobody's name\nseleqt report --people --json, or seleqt leads export\n"),
        (("--html", "none/a.html"), 1, "none/a.html: No such file or directory\nname a file that can be written\n"),
    ],
)
def test_what_cannot_be_reported_is_said(home: Home, typed: tuple[str, ...], code: int, told: str) -> None:
    assert home.type("report", *typed) == (code, "", f"seleqt: {told}")


@pytest.mark.parametrize(("draw", "shown"), [(lambda: bar(1, 1000, 10), "▏"), (lambda: bar(0, 9, 10), ""), (lambda: bar(5, 10, 4), "██")])
def test_a_bar_shows_the_least_and_never_nothing_for_something(draw: Callable[[], str], shown: str) -> None:
    assert draw() == shown


def test_a_sparkline_tells_nothing_from_a_little() -> None:
    assert (spark([0, 1, 50, 100]), spark([]), spark([0, 0])) == (" ▁▄█", "", "  ")
