"""Actions a second of the simulation, beside the bare heap loop of p4_sim.py, in turn in the same run.

    python bench/simulation.py                           100,000 leads x 4 mails, 60 days, 190 senders
    python bench/simulation.py --leads 285000 --senders 540     about 1,000,000 actions
    python bench/simulation.py --simpy PYTHON            besides SimPy with a process a lead, from an interpreter that has it

Every limit and window is in force, replies and absences are drawn. Each round is a process of its own; ratios are medians
of the rounds. SELEQT_BASELINES names the folder with p4_sim.py. One JSON line.
"""

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

BASELINES = Path(os.environ.get("SELEQT_BASELINES", Path(__file__).parent.parent / "../shared/baselines"))
NOW = 1_798_444_800
"""A Monday."""
DAYS = 60


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, default=100_000)
    options.add_argument("--senders", type=int, default=190)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--simpy", default="")
    options.add_argument("--child", action="store_true")
    chosen = options.parse_args()
    if chosen.child:
        print(json.dumps(simulate(chosen.leads, chosen.senders)))
        return
    ours, theirs, simpy = [], [], []
    for _ in range(chosen.rounds):
        theirs.append(run([sys.executable, BASELINES / "p4_sim.py", "--child", "heap_lists", chosen.leads, chosen.senders]))
        ours.append(run([sys.executable, __file__, "--child", "--leads", chosen.leads, "--senders", chosen.senders]))
        if chosen.simpy:
            simpy.append(run([chosen.simpy, BASELINES / "p4_sim.py", "--child", "simpy_leads", chosen.leads, chosen.senders]))
    found = {"job": "simulation", "leads": chosen.leads, "senders": chosen.senders, "seleqt": summary(ours), "heap": summary(theirs)}
    found["ratio"] = ratio(ours, theirs)
    found["rss_ratio"] = round(statistics.median(one["rss"] / other["rss"] for one, other in zip(ours, theirs, strict=True)), 2)
    if simpy:
        found |= {"simpy": summary(simpy), "ratio_to_simpy": ratio(ours, simpy)}
    print(json.dumps(found))


def run(command: list[object]) -> dict[str, float]:
    return json.loads(subprocess.run([str(part) for part in command], capture_output=True, check=True).stdout)


def ratio(ours: list[dict[str, float]], theirs: list[dict[str, float]]) -> float:
    """Actions a second of CPU time, ours to theirs."""
    return round(statistics.median((a["n"] / a["cpu"]) / (b["n"] / b["cpu"]) for a, b in zip(ours, theirs, strict=True)), 3)


def summary(rounds: list[dict[str, float]]) -> dict[str, float]:
    best = max(rounds, key=lambda one: one["n"] / one["cpu"])
    middle = statistics.median(one["n"] / one["cpu"] for one in rounds)
    return {"actions": best["n"], "per_s": round(middle), "best_per_s": round(best["n"] / best["cpu"]), "rss_mb": round(best["rss"])}


def simulate(leads: int, accounts: int) -> dict[str, float]:
    from seleqt_cli.core.accounts import accounts_of, units_of
    from seleqt_cli.core.campaign import Business, Campaign, Content, Duration, LeadSource, Pace, Schedule, Sender, Step, Variant, Workspace
    from seleqt_cli.core.journey import Journey
    from seleqt_cli.core.planner import Planner
    from seleqt_cli.core.program import Program
    from seleqt_cli.core.windows import Calendar
    from seleqt_cli.core.zones import DAY, zone
    from seleqt_cli.engine.clocks import VirtualClock
    from seleqt_cli.engine.simulated import Rates, Simulation
    from seleqt_cli.storage.memory import MemoryStore

    senders = {
        f"s{n}": Sender(
            f"s{n}", "email", f"email:s{n}@acme.example", f"P{n}", address=f"s{n}@acme.example", outbox="o", pace=Pace(180, True), number=n
        )
        for n in range(accounts)
    }
    words = Content((Variant("", "Words", "Hello"),))
    steps: list[Step] = []
    for number, days in enumerate((0, 3, 4, 7)):
        if days:
            steps.append(Step("wait", wait=Duration(days, "days")))
        steps.append(Step("email", id=f"mail{number}", content=words))
    office = Schedule("office", timezone="Europe/Amsterdam")
    campaign = Campaign("c", LeadSource(), tuple(senders), office, tuple(steps))
    workspace = Workspace(
        "campaigns.yaml", Business("Acme", "Street 1", timezone="Europe/Amsterdam"), senders, {"office": office}, {"c": campaign}
    )
    programs = {"c": Program(campaign)}
    clock = VirtualClock(NOW)
    store = MemoryStore(clock.now)
    planner = Planner(workspace, accounts_of(workspace), programs, {"c": units_of(workspace, campaign, programs["c"])}, store, store)
    store.planner = planner
    calendar = Calendar(office, zone("Europe/Amsterdam"))
    for n in range(leads):
        journey = Journey(n + 1, n + 1, f"lead{n}@company{n // 2}.example", "c", n, 1, 0, NOW, NOW, company=f"company {n // 2}")
        store.add(journey, calendar, "+c")
    done = 0

    def observe(action: object) -> None:
        nonlocal done
        done += 1

    simulation = Simulation(planner, store, clock, store.calendar, store.journeys, store.connected, rates=Rates(), observe=observe)
    gc.collect()
    gc.freeze()
    wall, cpu = time.perf_counter(), time.process_time()
    simulation.run(NOW + DAYS * DAY)
    return {
        "n": done, "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu,
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


if __name__ == "__main__":
    main()
