"""What the real loop does keeps every promise, as a proof says that shares no code with it."""

from collections.abc import Callable

import pytest

from seleqt_cli.app.audit import Proof, prove
from seleqt_cli.storage.audit_rows import AuditRows
from seleqt_cli.storage.sqlite_store import SqliteStore
from tests.engine.situations import SITUATIONS, Situation
from tests.engine.timelines import real


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_audit_finds_no_promise_broken(situation: Callable[[], Situation]) -> None:
    proofs: list[Proof] = []

    def look(store: SqliteStore) -> None:
        store.flush()
        proofs.append(prove(AuditRows(store.connection), at_rest=True))

    timeline = real(situation(), look)
    (proof,) = proofs
    assert proof.violations == ()
    assert (proof.checked[1], len(timeline)) == (len(timeline), proof.checked[2])
