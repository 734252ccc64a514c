"""`leads import` of a CSV beside `sqlite3 .import` into a table with a unique index, in the same run.

    python bench/import.py [rows=1000000] [rounds=3]

Nine columns, five in a hundred rows about an address that was there before, half of them in other capitals. The baseline takes
the rows as they are and drops repeated addresses; seleqt checks and normalises every cell, finds repeated people, keeps
origin and fields, and commits every ten thousand rows. Needs the sqlite3 program. Prints one JSON document: seconds, CPU
seconds (of both processes, where seleqt reads ahead), peak megabytes (of the larger one), and the median of the rounds'
ratios; then `memory`: the peaks of both processes, sampled in a run of its own, where `pss` counts shared pages once.
"""

import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS = ("email", "first_name", "last_name", "company", "title", "city", "country", "website", "note")
TABLE = f"create table leads(email text primary key on conflict ignore, {', '.join(f'{name} text' for name in COLUMNS[1:])})"


def write_rows(path: Path, rows: int) -> None:
    """Write the file, the same at every run."""
    chance = random.Random(7)
    first = ("Ada", "Zoë", "Jean-Luc", "Mary", "Wei", "Olu", "Søren", "Kim")
    last = ("Lovelace", "Müller", "Okafor", "Smith", "Chen", "Garcia", "Ivanova")
    titles = ("CTO", "VP Sales", "Head of Growth", "Founder, CEO", "Engineer")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            who = number if chance.random() > 0.05 or number == 0 else chance.randrange(number)
            company = who % 20_011
            email = f"user{who}@company{company}.example"
            if who != number and chance.random() < 0.5:
                email = email.title() + " "
            note = "met at the conference" if who % 3 else ""
            writer.writerow(
                [
                    email,
                    first[who % 8],
                    last[who % 7],
                    f"Company {company}, Inc.",
                    titles[who % 5],
                    "Paris",
                    "FR",
                    f"https://company{company}.example",
                    note,
                ]
            )


def measured(command: list[str], environment: dict[str, str], stdin: str = "") -> dict[str, float]:
    """Run a program and give its seconds, CPU seconds and peak megabytes."""
    with tempfile.TemporaryFile("w+") as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=said, stderr=said, env=environment, text=True)
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{command}: {said.read()}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}


def memory(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Peak megabytes of a program and the process that it starts: each with what they share, and both with that once."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    peaks = {"parent_rss": 0.0, "child_rss": 0.0, "both_pss": 0.0}
    while process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        found = [_kilobytes(number) for number in (str(process.pid), *children[:1])]
        now = (found[0][0], found[1][0] if children else 0, sum(pss for _, pss in found))
        peaks = {name: max(peak, round(value / 1024, 1)) for (name, peak), value in zip(peaks.items(), now, strict=True)}
        time.sleep(0.05)
    return peaks


def _kilobytes(process: str) -> tuple[int, int]:
    """Resident and proportional size; zero for one that just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return 0, 0
    sizes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)


def main(rows: int, rounds: int) -> None:
    """Measure in turns and print the ratios."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    results: dict[str, list[dict[str, float]]] = {"baseline": [], "first": [], "again": []}
    with tempfile.TemporaryDirectory() as folder:
        leads = Path(folder) / "leads.csv"
        write_rows(leads, rows)
        for turn in range(rounds):
            home = Path(folder) / f"home{turn}"
            environment["SELEQT_HOME"] = str(home)
            database = Path(folder) / f"baseline{turn}.db"
            script = f"pragma journal_mode=wal;\n{TABLE};\n.import --csv --skip 1 {leads} leads\n"
            seleqt = [sys.executable, "-m", "seleqt_cli", "leads", "import", str(leads), "--source", "bench", "--basis", "consent"]
            steps = {"baseline": (["sqlite3", str(database)], script), "first": (seleqt, ""), "again": (seleqt, "")}
            order = ("baseline", "first", "again") if turn % 2 == 0 else ("first", "again", "baseline")
            for name in order:
                results[name].append(measured(steps[name][0], environment, steps[name][1]))
            database.unlink()
            (home / "seleqt.db").unlink()
        environment["SELEQT_HOME"] = str(Path(folder) / "memory")
        peaks = memory(seleqt, environment)
    figures = {
        name: {key: round(statistics.median(one[key] for one in found), 2) for key in ("wall", "cpu", "mb")}
        for name, found in results.items()
    }

    def ratio(one: str, other: str, key: str) -> float:
        return round(statistics.median(a[key] / b[key] for a, b in zip(results[one], results[other], strict=True)), 2)

    ratios = {
        "first/baseline wall": ratio("first", "baseline", "wall"),
        "first/baseline cpu": ratio("first", "baseline", "cpu"),
        "again/first wall": ratio("again", "first", "wall"),
        "again/first cpu": ratio("again", "first", "cpu"),
    }
    print(json.dumps({"rows": rows, "rounds": rounds, **figures, "ratios": ratios, "memory": peaks}, indent=2))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 3)
