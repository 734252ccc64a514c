"""Messages a second of `seleqt run --simulate --messages`, beside `mailmerge --dry-run`, in turn in the same run.

Both write every message: 2 kB of text with three variables. seleqt plans them too (leads x 4 mails from 10 accounts under
their limits and windows), mailmerge only fills them in. The whole process counts, start and lead file included.

    python bench/rendered.py --messages 4000 --rounds 5
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STEPS = 4
BODY = "\n".join(f"Line {n:02d} of the pitch, long enough to look like a real sentence." for n in range(26))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=4000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--mailmerge", default=os.environ.get("MAILMERGE", "mailmerge"))
    chosen = options.parse_args()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        for number in range(chosen.rounds):
            ours.append(seleqt(chosen.messages, Path(name, f"s{number}")))
            theirs.append(mailmerge(chosen, Path(name, f"m{number}")))
    found: dict[str, object] = {"job": "rendered", "messages": chosen.messages, "seleqt": summary(ours), "mailmerge": summary(theirs)}
    for place, what in enumerate(("cpu", "wall")):
        ratios = [(a[2] / a[place]) / (b[2] / b[place]) for a, b in zip(ours, theirs, strict=True)]
        found[f"{what}_rate_ratio"] = round(statistics.median(ratios), 2)
    print(json.dumps(found))


def summary(runs: list[tuple[float, float, int]]) -> dict[str, float]:
    return {
        "messages": runs[0][2],
        "cpu_us_per_message": round(statistics.median(cpu / count * 1e6 for cpu, _, count in runs)),
        "messages_per_second": round(statistics.median(count / wall for _, wall, count in runs)),
    }


def seleqt(messages: int, folder: Path) -> tuple[float, float, int]:
    folder.mkdir()
    rows = [f"lead{i}@example{i // 2}.test,Name{i},Company {i},Topic {i}" for i in range(messages // STEPS)]
    (folder / "leads.csv").write_text("email,first_name,company,topic\n" + "\n".join(rows) + "\n")
    senders = "\n".join(f"  s{n}: {{email: s{n}@sender.test, name: Ada{n}, smtp: 'outbox:out', imap: none}}" for n in range(10))
    text = f"Hi {{{{ first_name }}}},\n\nI saw {{{{ company }}}} and {{{{ topic }}}}.\n{BODY}\n\nBest,\nAda"
    steps = []
    for number in range(STEPS):
        body = "\n".join("            " + line for line in text.split("\n"))
        steps.append(f"      - id: mail{number}\n        email:\n          subject: 'Question {number}'\n          body: |\n{body}\n")
    (folder / "campaigns.yaml").write_text(
        "version: 1\nbusiness: {name: Acme, address: Street 1, timezone: UTC, country: FR}\n"
        f"senders:\n{senders}\ncampaigns:\n  bench:\n    leads: {{file: leads.csv, source: bench, basis: consent}}\n"
        f"    senders: [{', '.join(f's{n}' for n in range(10))}]\n    steps:\n" + "      - wait: 1 day\n".join(steps)
    )
    program = [sys.executable, "-m", "seleqt_cli", "--home", str(folder / "home"), "-f", str(folder / "campaigns.yaml")]
    asked = ["run", "--simulate", "--messages", "--from", "2026-12-01T08:00:00Z", "--reply-rate", "0", "--ooo-rate", "0"]
    return run([*program, *asked], folder, b"\nBest,")


def mailmerge(chosen: argparse.Namespace, folder: Path) -> tuple[float, float, int]:
    folder.mkdir()
    rows = [f"lead{i}@example.test,Name{i},Company {i},Topic {i}" for i in range(chosen.messages)]
    (folder / "d.csv").write_text("email,first_name,company,topic\n" + "\n".join(rows) + "\n")
    text = f"Hi {{{{first_name}}}},\n\nI saw {{{{company}}}} and {{{{topic}}}}.\n{BODY}\n\nBest,\nAda\n"
    (folder / "t.txt").write_text("TO: {{email}}\nSUBJECT: Question\nFROM: Ada <ada@sender.test>\n\n" + text)
    (folder / "s.conf").write_text("[smtp_server]\nhost = 127.0.0.1\nport = 25\n")
    program = shutil.which(chosen.mailmerge)
    if program is None:
        raise SystemExit("mailmerge is not installed; name it with --mailmerge")
    return run([program, "--dry-run", "--no-limit", "--template", "t.txt", "--database", "d.csv", "--config", "s.conf"], folder, b"\nBest,")


def run(command: list[str], folder: Path, mark: bytes) -> tuple[float, float, int]:
    """CPU and wall time, and how many messages the output holds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with (folder / "output").open("wb") as output:
        done = subprocess.run(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.PIPE, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    count = (b"\n" + (folder / "output").read_bytes()).count(mark)
    (folder / "output").unlink()
    if done.returncode or not count:
        raise SystemExit(f"{command}: exit {done.returncode}: {done.stderr.decode()[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, count


if __name__ == "__main__":
    main()
