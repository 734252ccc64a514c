"""The report that an unexpected error leaves behind: enough to find the bug, and nobody's data.

E-mail addresses and profile names are masked, and of the command line only the words that seleqt itself knows are kept.
The name of the file is a hash of its contents: the same bug twice is one file. The newest twenty are kept; what is older
than its period goes with `seleqt privacy retention`.
"""

import hashlib
import os
import platform
import re
import tempfile
import traceback

from seleqt_cli import __version__
from seleqt_cli.cli.context import Context
from seleqt_cli.cli.table import names

ADDRESS = re.compile(r"[^\s<>\"'(),;:=\[\]{}]+@[^\s<>\"'(),;:=\[\]{}]+")
PROFILE = re.compile(r"(linkedin\.com/in/)[^\s/?#\"'<>)\]]+", re.IGNORECASE)
KEPT = 20
"""Reports."""
SECRET = re.compile(r"(://[^:/\s]+:)[^@/\s]+(?=@)")


def masked(text: str) -> str:
    """Return the text without e-mail addresses, LinkedIn profile names and passwords in URLs."""
    text = SECRET.sub(r"\1***", text)
    return PROFILE.sub(r"\1***", ADDRESS.sub("***@***", text))


def write_report(error: BaseException, arguments: list[str], context: Context) -> str:
    """Write the report into the home's logs and return its path; where the home refuses, into the folder for temporary files."""
    text = report(error, arguments)
    name = f"bug-{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:12]}.txt"
    try:
        folder = os.fspath(context.services.logs)
        path = _write(os.path.join(folder, name), text)
        _rotate(folder)
        return path
    except Exception:  # noqa: BLE001 # the home may be the very thing that is broken; the report must not be lost
        return _write(os.path.join(tempfile.mkdtemp(prefix="seleqt-"), name), text)


def report(error: BaseException, arguments: list[str]) -> str:
    """Return the text of a report: versions, the command, and the masked traceback."""
    known = [word for word in arguments if word in names() or re.fullmatch(r"--[a-z-]+", word)]
    lines = [
        "seleqt bug report. Addresses and profile names are masked; read it before you send it to anyone.",
        f"seleqt {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"command: seleqt {' '.join(known)} (values left out)",
        "",
        masked("".join(traceback.format_exception(error))),
    ]
    return "\n".join(lines)


def _rotate(folder: str) -> None:
    """Remove the oldest reports beyond the newest twenty."""
    reports = [os.path.join(folder, name) for name in os.listdir(folder) if re.fullmatch(r"bug-[0-9a-f]{12}\.txt", name)]
    for path in sorted(reports, key=lambda one: (os.stat(one).st_mtime_ns, one))[:-KEPT]:
        os.remove(path)


def _write(path: str, text: str) -> str:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path
