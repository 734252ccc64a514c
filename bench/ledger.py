"""Planning, claiming, arming and settling on SQLite without a mail server: CPU and durable commits a mail, beside the bare ledger.

    python bench/ledger.py --mails 1000 --leads 1000
    python bench/ledger.py --mails 1000 --leads 1000000      the cost a mail must not grow with the leads

The baseline is p5_ledger.py's claim and sent, two commits a send, in the same run (SELEQT_BASELINES names its folder).
One JSON line.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from seleqt_cli.app.run_due import Done, Runner
from seleqt_cli.core.accounts import accounts_of, units_of
from seleqt_cli.core.actions import Prepared
from seleqt_cli.core.campaign import (
    Business,
    Campaign,
    Content,
    Duration,
    Hours,
    LeadSource,
    Pace,
    Schedule,
    Sender,
    Step,
    Variant,
    Workspace,
)
from seleqt_cli.core.planner import Pick, Planner
from seleqt_cli.core.program import Program
from seleqt_cli.core.windows import Calendar
from seleqt_cli.core.zones import zone
from seleqt_cli.engine.clocks import VirtualClock
from seleqt_cli.engine.simulated import SimulatedWorld
from seleqt_cli.storage.database import open_database
from seleqt_cli.storage.outcome_journal import OutcomeJournal
from seleqt_cli.storage.sqlite_store import SqliteStore

BASELINES = Path(os.environ.get("SELEQT_BASELINES", Path(__file__).parent.parent / "../shared/baselines"))
NOW = 1_798_444_800
"""A Monday."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--accounts", type=int, default=20)
    options.add_argument("--leads", type=int, default=1000, help="journeys in the database; the first --mails of them are sent")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    rounds, bare = [], []
    for _ in range(chosen.rounds):
        with tempfile.TemporaryDirectory() as name:
            rounds.append(one_round(chosen, Path(name)))
            bare.append(baseline(chosen.mails, name))
    cpu = statistics.median(found["cpu_ms"] for found in rounds)
    rate = statistics.median(chosen.mails / found["wall_s"] for found in rounds)
    print(json.dumps({
        "job": "ledger", "mails": chosen.mails, "leads": chosen.leads, "cpu_ms_a_mail": round(cpu, 3), "mails_a_second": round(rate),
        "commits_a_mail": rounds[0]["commits"], "baseline_a_second": round(statistics.median(bare)),
        "ratio": round(rate / statistics.median(bare), 3), "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }))  # fmt: skip


def one_round(chosen: argparse.Namespace, folder: Path) -> dict[str, float]:
    connection = open_database(folder / "seleqt.db")
    clock, workspace = VirtualClock(NOW), a_workspace(chosen.accounts)
    programs = {"c": Program(workspace.campaigns["c"])}
    accounts = accounts_of(workspace)
    calendar = Calendar(workspace.campaigns["c"].schedule, zone("Europe/Amsterdam"))
    journal = OutcomeJournal(folder / "journal")
    store = SqliteStore(connection, lambda lane: calendar, now=clock.now, elapsed=clock.elapsed, workspace_id="bench", journal=journal)
    planner = Planner(workspace, accounts, programs, {"c": units_of(workspace, workspace.campaigns["c"], programs["c"])}, store, store)
    store.planner = planner
    fill(connection, chosen.leads, list(accounts))
    commits = 0
    sent = 0

    def done(done: Done) -> None:
        nonlocal sent
        sent += 1

    def count(statement: str) -> None:
        nonlocal commits
        commits += statement == "COMMIT"

    connection.set_trace_callback(count)
    world = SimulatedWorld()
    runner = Runner(
        planner,
        store,
        lambda account: world,
        prepare,
        lambda lane: calendar,
        clock.now,
        observe=done,
        stopping=lambda: sent >= chosen.mails,
    )
    profile = None
    if chosen.profile:
        import cProfile

        profile = cProfile.Profile()
        profile.enable()
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(runner.run_due(NOW))
    store.flush()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if profile is not None:
        import pstats

        profile.disable()
        pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    connection.set_trace_callback(None)
    assert sent == chosen.mails, sent
    connection.close()
    return {"wall_s": wall, "cpu_ms": cpu / sent * 1000, "commits": round(commits / sent, 3)}


def a_workspace(accounts: int) -> Workspace:
    senders = {
        f"s{n}": Sender(
            f"s{n}", "email", f"email:s{n}@acme.example", f"P{n}", address=f"s{n}@acme.example", outbox="o", pace=Pace(0, False), number=n
        )
        for n in range(accounts)
    }
    always = Schedule("always", days=frozenset(range(7)), hours=(Hours(0, 1440),), timezone="Europe/Amsterdam")
    words = Content((Variant("", "Words", "Hello"),))
    steps = (Step("email", id="one", content=words), Step("wait", wait=Duration(3, "days")), Step("email", id="two", content=words))
    campaign = Campaign("c", LeadSource(), tuple(senders), always, steps)
    return Workspace(
        "campaigns.yaml", Business("Acme", "Street 1", timezone="Europe/Amsterdam"), senders, {"always": always}, {"c": campaign}
    )


def fill(connection, leads: int, accounts: list[str]) -> None:
    connection.execute("BEGIN")
    connection.execute("INSERT INTO lead_import VALUES (1, '', '', '', '[]', 0)")
    connection.execute("INSERT INTO lane VALUES (1, 'c', 'Europe/Amsterdam', '')")
    connection.executemany(
        "INSERT INTO account (key, channel, applied_at, errors, guard_from) VALUES (?, 'email', 0, 0, 0)", [(key,) for key in accounts]
    )
    connection.executemany(
        "INSERT INTO lead (id, email, company, import_id) VALUES (?, ?, ?, 1)",
        ((n, f"lead{n}@company{n // 2}.example", f"company {n // 2}") for n in range(1, leads + 1)),
    )
    connection.executemany(
        "INSERT INTO journey (lead_id, campaign, place, state, reason, step, kind, queue, lane, first, due_at, base_at, message_at, "
        "waited, entered_at, started, person, email_account, linkedin_account, company, done, thread_subject, thread, "
        "attempts, created_at) "
        "VALUES (?, 'c', ?, 'due', '', 'one', 'email', '+c', 1, 1, ?, ?, 0, 1, 0, 0, '', '', '', ?, '{}', '', '', 0, ?)",
        ((n, n, NOW, NOW, f"company {n // 2}", NOW) for n in range(1, leads + 1)),
    )
    connection.execute("COMMIT")


def prepare(pick: Pick, sender: Sender, now: int) -> Prepared:
    name = f"{pick.journey.id}.{pick.node.id}"
    return Prepared("email", sender.name, pick.account.key, pick.journey.key, message_id=f"<{name}@acme.example>", payload=b"x" * 2000)


def baseline(mails: int, folder: str) -> float:
    script = BASELINES / "p5_ledger.py"
    found = subprocess.run([sys.executable, script, "--child", "claim-returning", str(mails), folder], capture_output=True, check=True)
    return mails / json.loads(found.stdout)["wall"]


if __name__ == "__main__":
    main()
