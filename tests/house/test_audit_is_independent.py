"""audit proves what the planner promises, so it must not load any of what plans, limits and sends."""

import subprocess
import sys

PROGRAM = """
import sys
import seleqt_cli.app.audit, seleqt_cli.storage.audit_rows
print(*sorted(name for name in sys.modules if name.startswith("seleqt_cli.")))
"""

SHARED = {
    "seleqt_cli.app",
    "seleqt_cli.app.audit",
    "seleqt_cli.core",
    "seleqt_cli.core.facts",
    "seleqt_cli.ports",
    "seleqt_cli.ports.records",
    "seleqt_cli.storage",
    "seleqt_cli.storage.audit_rows",
}


def test_audit_loads_the_plan_table_and_nothing_else_of_the_program() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    loaded = {name for name in done.stdout.split() if not name.startswith("seleqt_cli.core.audit")}
    assert loaded == SHARED
