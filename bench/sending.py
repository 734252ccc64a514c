"""Sends per second and CPU a mail of `seleqt run --once`, beside mailmerge on the same server, in the same run.

1,000 durable sends from 20 accounts with gap 0 to Postfix's smtp-sink; with --slow the server answers after 100 ms
and the figure is set against accounts / 0.1 s, from the first connection
to the last answer (as p2b_latency.py counts). Needs smtp-sink (Debian's postfix) and mailmerge in $MAILMERGE.

    python bench/sending.py --rounds 5
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BODY = "\n".join(f"Line {n:02d} of the pitch, long enough to look like a real sentence." for n in range(26))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--accounts", type=int, default=20)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--slow", action="store_true")
    options.add_argument("--mailmerge", default=os.environ.get("MAILMERGE", "mailmerge"))
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(compare(chosen, Path(name))))


def compare(chosen: argparse.Namespace, folder: Path) -> dict[str, object]:
    port = free_port()
    server = slow_server(port) if chosen.slow else sink(port)
    try:
        wait_for(port)
        ours, theirs, busy = [], [], []
        for number in range(chosen.rounds):
            if chosen.slow:
                worked(port)
            ours.append(seleqt(chosen, folder / f"s{number}", port))
            if chosen.slow:
                busy.append(worked(port))
            else:
                theirs.append(mailmerge(chosen, folder / f"m{number}", port))
    finally:
        server.terminate()
        server.wait()
    found: dict[str, object] = {"seleqt": summary(ours, chosen.mails)}
    if theirs:
        found["mailmerge"] = summary(theirs, chosen.mails)
        found["rate_ratio"] = round(statistics.median(b[0] / a[0] for a, b in zip(ours, theirs, strict=True)), 2)
        found["cpu_ratio"] = round(statistics.median(a[1] / b[1] for a, b in zip(ours, theirs, strict=True)), 2)
    else:
        best = chosen.accounts / 0.1
        found["of_limit"] = round(statistics.median(chosen.mails / one for one in busy) / best, 3)
        found["of_limit_with_start_and_end"] = round(statistics.median(chosen.mails / one[0] for one in ours) / best, 3)
    return found


def summary(runs: list[tuple[float, float]], mails: int) -> dict[str, float]:
    return {
        "mails_per_second": round(statistics.median(mails / wall for wall, _ in runs), 1),
        "cpu_us_per_mail": round(statistics.median(cpu / mails * 1e6 for _, cpu in runs)),
    }


def seleqt(chosen: argparse.Namespace, folder: Path, port: int) -> tuple[float, float]:
    folder.mkdir(parents=True)
    rows = [f"lead{i}@example{i // 2}.test,Name{i},Company {i},{'CTO' if i % 2 else ''}" for i in range(chosen.mails)]
    (folder / "leads.csv").write_text("email,first_name,company,title\n" + "\n".join(rows) + "\n")
    senders = "\n".join(
        f"  s{n}: {{email: s{n}@sender.test, name: Ada{n}, person: p{n}, auth: none, imap: none, pace: {{gap: 0}}, "
        f"smtp: {{host: 127.0.0.1, port: {port}, tls: none}}}}"
        for n in range(chosen.accounts)
    )
    text = f"Hi {{{{ first_name }}}},\n\nI saw {{{{ company }}}}.\n{BODY}\n\nBest,\nAda"
    body = "\n".join("        " + line for line in text.split("\n"))
    (folder / "campaigns.yaml").write_text(
        "version: 1\nbusiness: {name: Acme, address: Street 1, timezone: UTC, country: FR}\n"
        f"senders:\n{senders}\nschedules:\n  always: {{days: daily, hours: '00:00-24:00'}}\n"
        "campaigns:\n  bench:\n    leads: {file: leads.csv, source: bench, basis: consent}\n"
        f"    senders: [{', '.join(f's{n}' for n in range(chosen.accounts))}]\n    schedule: always\n    company_cap: none\n"
        f"    steps:\n      - id: one\n        email:\n          subject: 'Quick question, {{{{ first_name }}}}'\n          body: |\n"
        + "\n".join("    " + line for line in body.split("\n"))
        + "\n"
    )
    program = [sys.executable, "-m", "seleqt_cli", "--home", str(folder / "home"), "-f", str(folder / "campaigns.yaml")]
    run([*program, "apply"], state=folder / "state")
    return run([*program, "run", "--once", "-q"], state=folder / "state")


def mailmerge(chosen: argparse.Namespace, folder: Path, port: int) -> tuple[float, float]:
    folder.mkdir(parents=True)
    rows = [f"lead{i}@example.test,Name{i},Company {i}" for i in range(chosen.mails)]
    (folder / "d.csv").write_text("email,first_name,company\n" + "\n".join(rows) + "\n")
    text = f"Hi {{{{first_name}}}},\n\nI saw {{{{company}}}}.\n{BODY}\n\nBest,\nAda\n"
    (folder / "t.txt").write_text("TO: {{email}}\nSUBJECT: Quick question, {{first_name}}\nFROM: Ada <ada@sender.test>\n\n" + text)
    (folder / "s.conf").write_text(f"[smtp_server]\nhost = 127.0.0.1\nport = {port}\n")
    program = shutil.which(chosen.mailmerge)
    if program is None:
        raise SystemExit("mailmerge is not installed; name it with --mailmerge")
    return run([program, "--no-dry-run", "--no-limit", "--template", "t.txt", "--database", "d.csv", "--config", "s.conf"], folder)


def run(command: list[str], folder: Path | None = None, state: Path | None = None) -> tuple[float, float]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    if state is not None:
        environment["SELEQT_STATE"] = str(state)  # the record of what was sent is the benchmark's own
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command}: exit {done.returncode}: {done.stderr.decode()[-2000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def sink(port: int) -> "subprocess.Popen[bytes]":
    program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    return subprocess.Popen([program, *user, "-a", f"127.0.0.1:{port}", "1000"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def slow_server(port: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, __file__, "--serve-slowly", str(port)], stderr=subprocess.DEVNULL)


async def serve_slowly(port: int) -> None:
    moments: list[float] = []

    async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        moments.append(time.perf_counter())
        writer.write(b"220 slow\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"WHEN":  # how long it was from the first connection to the last answer, since this was asked last
                moments.pop()  # the connection that asks
                writer.write(b"%f\r\n" % (max(moments, default=0) - min(moments, default=0)))
                moments.clear()
                break
            if word == b"DATA":
                writer.write(b"354 go\r\n")
                await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(0.1)  # the slowness that is measured
                writer.write(b"250 taken\r\n")
                moments.append(time.perf_counter())
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(session, "127.0.0.1", port)
    await server.serve_forever()


def worked(port: int) -> float:
    """Seconds that the slow server had to do with somebody since this was asked last, as p2b_latency.py counts them."""
    with socket.create_connection(("127.0.0.1", port), 5) as asked:
        asked.sendall(b"WHEN\r\n")
        said = b""
        while part := asked.recv(200):
            said += part
    return float(said.split()[-1])


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)  # a server that starts
        else:
            return
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve-slowly"]:
        asyncio.run(serve_slowly(int(sys.argv[2])))
    else:
        main()
