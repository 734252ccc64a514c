"""The accounts that the subscription has no seat for: the planner is told, so that they send nothing."""

import sqlite3
from pathlib import Path

from seleqt_cli.core.campaign import Workspace
from seleqt_cli.core.planner import Planner
from seleqt_cli.core.plans import disconnected, ends_at, term_of
from seleqt_cli.storage.subscription import keep_trial, read_record


def disconnect(connection: sqlite3.Connection, planner: Planner, now: int) -> int:
    """Block those accounts, unless something else blocks them already; returns when a trial ends that lasts at this moment."""
    record = read_record(connection)
    planner.disconnected = disconnected(planner.workspace, record, now)
    planner.blocked = planner.disconnected | planner.blocked
    ends = ends_at(planner.workspace.business, record, now)
    return ends if ends > now else 1 << 60


def keep_subscription(connection: sqlite3.Connection, workspace: Workspace, folder: Path, now: int) -> None:
    """Remember what an apply says of the subscription: that the business's one trial began. The caller holds the transaction.

    `folder`: where this machine remembers it outside of the home.
    """
    if workspace.business.plan == "trial":
        keep_trial(connection, folder, workspace.business.name, term_of(workspace.business, read_record(connection), now).since)
