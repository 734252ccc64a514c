"""`seleqt plan`, `plan credit` and announced pauses: whole outputs."""

from pathlib import Path

import pytest

from tests.cli.homes import MAILS, MONDAY, Home

HOUR, DAY = 3600, 86_400


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path, monkeypatch, capsys, MAILS.replace("email: 2, linkedin: 1", "email: 1, linkedin: 1"))


def runs(home: Home, *stretches: tuple[int, int]) -> None:
    """What a run writes down while it is there."""
    home.sql("DELETE FROM run_time")
    for began, seen in stretches:
        home.sql("INSERT INTO run_time (began_at, seen_at) VALUES (?, ?)", began, seen)


def test_the_plan_reads_whole(mails: Home) -> None:
    mails.run_for(3)
    assert mails.type("plan") == (
        0,
        "Acme: plan growth, since 2026-12-28 (the first apply)\n"
        "the next term begins on 2027-01-28; cancel by 2027-01-27\n"
        "the fee and the terms change with 30 days' notice\n"
        "\n"
        "sender  account  since                 seat\n"
        "anna    email    Mon 2026-12-28 09:00  yes\n"
        "email: 1 of 1 seat used\n"
        "LinkedIn: 0 of 1 seat used\n"
        "\n"
        "price in EUR                    number   each  together  source\n"
        "growth plan, one account in it       1  69.00     69.00  terms 4\n"
        "extra LinkedIn account               1  29.00     29.00  terms 4\n"
        "a month                                           98.00\n"
        "prices exclude taxes\n"
        "that the fee covers one sending account (an email account where there is one) is an assumption: the terms do not say\n"
        "\n"
        "sender  limit  in     most  source\n"
        "anna    email  a day     3  campaigns.yaml\n"
        "\n"
        "availability in 2026-12 so far: 100.00 %, 0:00 h of 0:03 h without a run (promised: 99 %)\n",
        "",
    )


def test_the_document_of_the_plan_has_the_same(mails: Home) -> None:
    found = mails.json("plan")
    assert found["price"]["cents"] == 9_800
    assert found["seats"] == {"email": {"seats": 1, "accounts": 1}, "linkedin": {"seats": 1, "accounts": 0}}
    assert found["accounts"] == [
        {
            "account": "email:anna@acme.example", "senders": ["anna"], "channel": "email", "applied_at": "2026-12-28T08:00:00Z",
            "state": "connected", "reason": None,
        }
    ]  # fmt: skip
    assert found["limits"] == [
        {"account": "email:anna@acme.example", "kind": "email", "period": "day", "limit": 3, "source": "campaigns.yaml", "plan_allows": 50}
    ]
    assert (found["ends"], found["cancel_by"], found["over"]) == ("2027-01-28", "2027-01-27", False)
    assert found["availability"]["percent"] is None


def test_the_days_of_a_trial_are_named_and_its_two_prices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = MAILS.replace("seats: {email: 2, linkedin: 1}", "plan: {name: trial, since: 2026-12-01}")
    home = Home(tmp_path, monkeypatch, capsys, text)
    out = home.type("plan")[1]
    assert "the trial ends after 2026-12-30; from 2026-12-31 on it is growth, or the account ends\ncancel by 2026-12-30;" in out
    assert "EUR 29.00 in section 4.1 and EUR 19.00 in section 4.2" in out
    home.clock.set(MONDAY + 3 * DAY)
    out = home.type("plan")[1]
    assert out.startswith("DISCONNECTED: anna sends nothing: the trial ended on 2026-12-30 after 30 days (terms 4); write plan: growth\n")
    assert "the 30 days of the trial are over since 2026-12-31: write plan: growth, then seleqt apply\n" in out


def test_a_month_below_the_promise_gives_a_credit_with_the_day_to_claim_it_and_the_text(mails: Home) -> None:
    # open on 28 to 31 December from 9 to 17: 32 hours; no run on the 29th from 13 on
    runs(mails, (MONDAY, MONDAY + DAY + 4 * HOUR), (MONDAY + 2 * DAY, MONDAY + 5 * DAY))
    mails.clock.set(MONDAY + 10 * DAY)
    assert mails.type("plan", "credit", "--month", "2026-12") == (
        0,
        "availability in 2026-12: 87.50 %, 4:00 h of 32:00 h without a run\n"
        "measured from Mon 2026-12-28 09:00 on, in the hours of the schedules in force now\n"
        "  no run from Tue 2026-12-29 13:00 to Tue 2026-12-29 17:00\n"
        "credit: 50 % of the fee, EUR 49.00 of EUR 98.00 (5 % of the fee for each whole percent below 99 %, at most 50 %)\n"
        "claim it by 2027-01-15, 10 business days after the month (Dutch holidays are none)\n"
        "what was force majeure, or a third party's (your network, your power), is not promised: leave it out with --except FROM/UNTIL\n"
        "a machine that was off or asleep counts here as no run: only you know whose fault that was\n"
        "\n"
        "Subject: Service credit for December 2026\n"
        "\n"
        "In December 2026 the service was available for 87.50 % of the time,\n"
        "below the promised 99 %: 4:00 h of 32:00 h, without announced maintenance.\n"
        "It was not available (Europe/Amsterdam):\n"
        "- from Tue 2026-12-29 13:00 to Tue 2026-12-29 17:00\n"
        "We claim the credit of 50 % of the fee, EUR 49.00 of EUR 98.00.\n"
        "\n"
        "Acme\n",
        "",
    )
    found = mails.json("plan", "credit")  # the last month by itself
    assert (found["credit_percent"], found["credit"], found["claim_by"], found["claim_late"]) == (50, 4_900, "2027-01-15", False)
    mails.clock.set(MONDAY + 20 * DAY)
    assert mails.json("plan", "credit")["claim_late"] is True


def test_what_was_nobodys_fault_is_left_out_by_hand(mails: Home) -> None:
    runs(mails, (MONDAY, MONDAY + DAY + 4 * HOUR), (MONDAY + 2 * DAY, MONDAY + 5 * DAY))
    mails.clock.set(MONDAY + 10 * DAY)
    assert mails.type("plan", "credit", "--except", "2026-12-29 13:00/2026-12-29 17:00")[1] == (
        "availability in 2026-12: 100.00 %, 0:00 h of 28:00 h without a run, 4:00 h announced or excused\n"
        "measured from Mon 2026-12-28 09:00 on, in the hours of the schedules in force now\n"
        "no credit (5 % of the fee for each whole percent below 99 %, at most 50 %)\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "money"), "there is no plan money"),
        (("plan", "--month", "2026-12"), "--month and --except belong to the credit"),
        (("plan", "credit", "--month", "December"), "--month December: no month"),
        (("plan", "credit", "--month", "2027-02"), "--month 2027-02: it has not begun yet"),
        (("plan", "credit", "--except", "2026-12-29"), "--except 2026-12-29: no stretch of time"),
        (("pause", "--from", "2 days"), "an announced pause has a beginning and an end"),
        (("pause", "--from", "2 days", "--until", "1 day"), "the pause has to begin now or later"),
    ],
)
def test_what_cannot_be_meant_is_refused(mails: Home, words: tuple[str, ...], said: str) -> None:
    code, out, err = mails.type(*words)
    assert (code, out) == (2, "")
    assert said in err


def test_an_announced_pause_begins_and_ends_by_itself_and_counts_as_maintenance_when_it_was_announced_early(mails: Home) -> None:
    mails.run_for(3)
    assert mails.type("pause", "--from", "2026-12-30 10:00", "--until", "2026-12-30 12:00", "new disk") == (
        0, "", "nothing is sent from Wed 2026-12-30 10:00 to Wed 2026-12-30 12:00; `seleqt resume --announced` takes it back\n"
    )  # fmt: skip
    assert mails.type("pause", "--from", "2026-12-29 12:00", "--until", "2026-12-29 13:00")[2].endswith(
        "it counts against the availability: maintenance is announced 48 hours ahead\n"
    )
    assert "\npause announced from Wed 2026-12-30 10:00 to Wed 2026-12-30 12:00\n" in mails.type("status")[1]
    assert [one["reason"] for one in mails.json("status")["pauses"]] == ["", "new disk"]
    mails.clock.set(MONDAY + 2 * DAY + HOUR + 60)
    assert mails.type("run", "--once")[0] == 3
    assert mails.type("status")[1].startswith("PAUSED: nothing is sent (new disk); seleqt resume goes on\n")
    assert mails.sql("SELECT count(*) FROM action") == [(1,)]
    mails.clock.set(MONDAY + 2 * DAY + 3 * HOUR)
    assert "PAUSED" not in mails.type("status")[1]
    runs(
        mails,
        (MONDAY, MONDAY + DAY + 3 * HOUR),
        (MONDAY + DAY + 4 * HOUR, MONDAY + 2 * DAY + HOUR),
        (MONDAY + 2 * DAY + 3 * HOUR, MONDAY + 5 * DAY),
    )
    mails.clock.set(MONDAY + 10 * DAY)
    found = mails.json("plan", "credit")
    assert (found["open_seconds"], found["down_seconds"], found["excused_seconds"]) == (30 * HOUR, HOUR, 2 * HOUR)


def test_resume_ends_an_announced_pause_and_takes_back_those_to_come(mails: Home) -> None:
    mails.type("pause", "--from", "2026-12-28 09:00", "--until", "2026-12-28 12:00")
    mails.type("pause", "--from", "2026-12-29 09:00", "--until", "2026-12-29 12:00")
    assert mails.type("run", "--once")[0] == 3
    assert mails.type("resume")[2] == "it goes on; held senders and paused campaigns stay as they are\n"
    mails.run_for(3)
    assert mails.sql("SELECT count(*) FROM action") == [(1,)]
    assert mails.type("resume", "--announced")[2] == "1 pause taken back\n"
    assert mails.type("resume", "--announced")[2] == "no pause is announced\n"
    assert mails.type("resume")[2] == "it is not paused\n"
