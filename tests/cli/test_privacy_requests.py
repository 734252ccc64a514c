"""privacy request: the clock of 30 days, the identity check whose proof is not kept, and what binds at once."""

from pathlib import Path

import pytest

from tests.cli.homes import MAILS, MONDAY, Home

DAY = 86_400


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS)


def opened(home: Home, kind: str, who: str = "noor@windmill.example", *more: str) -> str:
    code, out, said = home.type("privacy", "request", "open", who, "--kind", kind, *more)
    assert (code, out) == (0, ""), said
    return said


def test_a_request_is_due_at_the_end_of_the_thirtieth_day_of_the_business_zone(home: Home) -> None:
    assert opened(home, "access", "1", "--received", "2026-12-27 23:30", "--text", "by mail").splitlines() == [
        "request 1: access for noor@windmill.example; to be answered by the end of Tue 2027-01-26",
        "First make sure who asks: seleqt privacy request verify 1 --how TEXT",
        "Then: seleqt privacy export noor@windmill.example FILE",
    ]
    assert home.json("privacy", "request", "list") == [
        {
            "id": 1, "kind": "access", "state": "open", "person": "noor@windmill.example", "lead_id": 1, "text": "by mail",
            "received_at": "2026-12-27T22:30:00Z", "due_at": "2027-01-26T23:00:00Z", "opened_at": "2026-12-28T08:00:00Z",
            "verified_at": None, "answered_at": None, "closed_at": None, "opened_by": "anna", "verified_by": None, "verified_how": None,
            "answered_by": None, "answer": None, "refused": False, "closed_by": None,
            "extended_at": None, "told_at": None, "extended_by": None, "extension": None,
        }
    ]  # fmt: skip


def test_the_thirty_days_are_days_of_the_wall_also_where_the_clocks_change(home: Home) -> None:
    home.clock.set(MONDAY + 70 * DAY)
    opened(home, "access")
    assert home.json("privacy", "request", "list")[0]["due_at"] == "2027-04-07T22:00:00Z"


def test_status_shows_when_an_answer_is_due_and_its_check_complains_in_the_last_week(home: Home) -> None:
    home.type("run", "--once", "-q")
    opened(home, "access")
    assert "request 1: access for noor@windmill.example: by Wed 2027-01-27 23:59" in home.type("status")[1].splitlines()
    deadline = {"what": "request 1: access for noor@windmill.example", "due_at": "2027-01-27T23:00:00Z"}
    assert home.json("status")["deadlines"] == [deadline]
    home.type("pause")
    assert home.type("status", "--check") == (0, "", "")
    home.clock.set(MONDAY + 24 * DAY)
    said = "request 1: access for noor@windmill.example, due in 159 hours (seleqt privacy request list)\n"
    assert home.type("status", "--check") == (3, "", said)
    home.clock.set(MONDAY + 31 * DAY)
    assert home.type("status", "--check") == (
        3, "", "request 1: access for noor@windmill.example, which is LATE (seleqt privacy request list)\n",
    )  # fmt: skip
    assert "(LATE)" in home.type("privacy", "request", "list")[1]
    home.type("privacy", "request", "verify", "1", "--how", "rang them")
    assert home.type("privacy", "request", "answer", "1")[2] == "request 1: answered, too late\n"
    assert home.type("status", "--check")[0] == 0


def test_nothing_is_handed_out_before_somebody_made_sure_who_asks(home: Home) -> None:
    opened(home, "access")
    assert home.type("privacy", "request", "answer", "1") == (
        1, "", 'seleqt: request 1: nobody has checked who asks\nseleqt privacy request verify 1 --how "..."\n',
    )  # fmt: skip
    assert home.type("privacy", "request", "verify", "1", "--how", " ")[0] == 2
    assert home.type("privacy", "request", "verify", "1", "--how", "rang the number on file") == (
        0, "", "request 1: noor@windmill.example is verified: rang the number on file\n",
    )  # fmt: skip
    assert home.type("privacy", "request", "answer", "1", "--note", "export by mail") == (0, "", "request 1: answered\n")
    assert home.type("privacy", "request", "close", "1") == (0, "", "request 1: closed\n")
    assert home.json("privacy", "request", "list") == []
    (kept,) = home.json("privacy", "request", "list", "--all")
    assert (kept["state"], kept["verified_by"], kept["verified_how"], kept["answer"]) == (
        "closed", "anna", "rang the number on file", "export by mail",
    )  # fmt: skip
    rows = home.sql("SELECT event, lead_id FROM history WHERE event LIKE 'request_%' ORDER BY id")
    assert rows == [("request_opened", 1), ("request_verified", 1), ("request_answered", 1), ("request_closed", 1)]


def test_a_proof_of_identity_is_deleted_and_only_that_it_was_shown_is_kept(home: Home) -> None:
    opened(home, "access")
    proof = home.folder / "passport.png"
    proof.write_bytes(b"NOOR JANSSEN NLD 123456")
    code, _, said = home.type("privacy", "request", "verify", "1", "--how", "passport", "--proof", str(proof))
    assert (code, said.splitlines()) == (
        0,
        [
            "request 1: noor@windmill.example is verified: passport (a proof was shown and deleted)",
            f"{proof} is deleted; copies in mails, downloads and the bin are yours to delete",
        ],
    )
    assert not proof.exists()
    assert b"JANSSEN" not in b"".join(path.read_bytes() for path in (home.folder / "home").rglob("*") if path.is_file())


def test_a_proof_that_is_no_file_of_its_own_is_refused_and_nothing_is_recorded(home: Home) -> None:
    opened(home, "access")
    (home.folder / "link").symlink_to(home.folder / "campaigns.yaml")
    for name in ("missing.png", "link", "."):
        assert home.type("privacy", "request", "verify", "1", "--how", "passport", "--proof", name)[0] == 2
    assert home.json("privacy", "request", "list")[0]["state"] == "open"
    assert (home.folder / "campaigns.yaml").exists()


@pytest.mark.parametrize("kind", ["objection", "withdrawal"])
def test_an_objection_binds_at_once_and_needs_no_proof(home: Home, kind: str) -> None:
    assert "noor@windmill.example: never to be contacted again" in opened(home, kind).splitlines()
    assert home.sql("SELECT state FROM journey WHERE lead_id = 1") == [("unsubscribed",)]
    assert home.type("privacy", "request", "answer", "1", "--note", "confirmed")[0] == 0


def test_while_a_deletion_is_asked_for_nothing_goes_and_it_is_answered_only_once_nothing_is_kept(home: Home) -> None:
    assert "noor@windmill.example: nothing goes to them any more" in opened(home, "deletion").splitlines()
    assert home.sql("SELECT state, reason FROM journey WHERE lead_id = 1") == [("stopped", "restricted")]
    home.type("privacy", "request", "verify", "1", "--how", "rang them")
    assert home.type("privacy", "request", "answer", "1") == (
        1, "", "seleqt: request 1: noor@windmill.example is still kept\nseleqt privacy erase noor@windmill.example\n",
    )  # fmt: skip
    assert home.type("privacy", "request", "answer", "1", "--refused")[0] == 2
    assert home.type("privacy", "request", "answer", "1", "--refused", "--note", "a claim is open")[2].splitlines() == [
        "request 1: refused", "Their data stay restricted: seleqt privacy restrict noor@windmill.example --lift ends that",
    ]  # fmt: skip


def test_somebody_who_is_no_lead_is_answered_too(home: Home) -> None:
    assert opened(home, "objection", "Stranger@far.example").splitlines() == [
        "request 1: objection for stranger@far.example; to be answered by the end of Wed 2027-01-27",
        "stranger@far.example: never to be contacted again",
        "They are no lead: say so in the answer.",
    ]
    assert [(row["value"], row["reason"]) for row in home.lines("suppress", "list")] == [("stranger@far.example", "objected")]
    assert home.sql("SELECT lead_id FROM history WHERE event = 'request_opened'") == [(None,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("open", "1", "--kind", "acess"), "there is no kind of request acess; did you mean access?"),
        (("open", "nobody", "--kind", "access"), "there is no lead 'nobody'"),
        (("open", "1", "--kind", "access", "--received", "2027-06-01"), "--received lies in the future"),
        (("answer", "9"), "there is no request 9"),
        (("verify", "9", "--how", "x"), "there is no request 9"),
        (("close", "9"), "there is no request 9"),
    ],
)
def test_what_makes_no_sense_is_refused(home: Home, words: tuple[str, ...], said: str) -> None:
    code, _, err = home.type("privacy", "request", *words)
    assert (code, err.splitlines()[0]) == (2, f"seleqt: {said}")
    assert home.json("privacy", "request", "list", "--all") == []


def test_a_request_is_closed_when_it_is_answered_or_taken_back_and_only_once(home: Home) -> None:
    opened(home, "access")
    assert home.type("privacy", "request", "close", "1")[0] == 1
    assert home.type("privacy", "request", "close", "1", "--withdrawn")[0] == 0
    assert home.type("privacy", "request", "close", "1", "--withdrawn")[0] == 1
    assert home.json("privacy", "request", "list", "--all")[0]["answer"] == "taken back by the person"


@pytest.mark.parametrize(("kind", "words"), [("access", ("export", "1", "noor.txt")), ("correction", ("correct", "1", "title=CEO"))])
def test_whoever_fulfils_a_request_before_it_was_checked_is_told(home: Home, kind: str, words: tuple[str, ...]) -> None:
    opened(home, kind)
    told = "request 1: nobody has checked who asks: seleqt privacy request verify 1 --how TEXT"
    assert told in home.type("privacy", *words)[2].splitlines()
    home.type("privacy", "request", "verify", "1", "--how", "rang them")
    assert told not in home.type("privacy", *words)[2]


def test_where_thirty_days_are_longer_than_a_month_the_month_counts(home: Home) -> None:
    home.clock.set(MONDAY + 34 * DAY)
    opened(home, "access")
    assert home.json("privacy", "request", "list")[0]["due_at"] == "2027-02-28T23:00:00Z"


def test_an_extension_gives_two_further_months_and_is_seen_wherever_the_deadline_is(home: Home) -> None:
    home.type("run", "--once", "-q")
    opened(home, "access", "1", "--received", "2026-12-27")
    home.clock.set(MONDAY + 28 * DAY)
    extended = ("privacy", "request", "extend", "1", "--reason", "three mailboxes are searched")
    assert home.type(*extended, "--told", "2027-01-20") == (0, "", "request 1: extended; to be answered by the end of Sat 2027-03-27\n")
    (kept,) = home.json("privacy", "request", "list")
    shown = {name: kept[name] for name in ("state", "due_at", "extended_at", "extended_by", "extension", "told_at")}
    assert shown == {
        "state": "open", "due_at": "2027-03-27T23:00:00Z", "extended_at": "2027-01-25T08:00:00Z", "extended_by": "anna",
        "extension": "three mailboxes are searched", "told_at": "2027-01-19T23:00:00Z",
    }  # fmt: skip
    assert home.type("privacy", "request", "list")[1].splitlines()[-1].split("  ")[-2:] == [
        "Sat 2027-03-27 (in 61 d, extended)", "three mailboxes are searched",
    ]  # fmt: skip
    assert "request 1: access for noor@windmill.example (extended): by Sat 2027-03-27 23:59" in home.type("status")[1].splitlines()
    assert "request 1: access (extended), 1479 hours left" in home.type("doctor", "--offline")[1]
    home.type("pause")
    assert home.type("status", "--check")[0] == 0
    assert home.sql("SELECT event, data FROM history WHERE event = 'request_extended'") == [
        ("request_extended", '{"by":"anna","request":1,"kind":"access"}')
    ]
    assert home.type(*extended)[:2] == (1, "")


def test_a_request_is_extended_only_where_the_person_was_told_in_the_first_month(home: Home) -> None:
    opened(home, "access", "1", "--received", "2026-12-28 08:00")
    words = ("privacy", "request", "extend", "1", "--reason", "many requests")
    assert home.type("privacy", "request", "extend", "1", "--reason", " ")[0] == 2
    assert home.type(*words, "--told", "2027-01-05")[::2] == (2, "seleqt: --told lies in the future\n")
    assert home.type(*words, "--told", "2026-12-27")[::2] == (2, "seleqt: --told lies before the request came in\n")
    home.clock.set(MONDAY + 31 * DAY)
    assert home.type(*words) == (
        1, "",
        "seleqt: request 1 can be extended no more: the person had to be told of it in the first month\n"
        "answer it now; --told TIME where they were told in time (GDPR article 12(3))\n",
    )  # fmt: skip
    assert home.json("privacy", "request", "list")[0]["extended_at"] is None
    assert home.type(*words, "--told", "2027-01-27 23:30")[0] == 0
