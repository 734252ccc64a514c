"""The leads that a simulation reads: in whatever order they are asked for, however few of them are kept."""

import pytest

from seleqt_cli.core.lead import Lead
from seleqt_cli.storage import present
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.present import PresentStore

COUNT = 200
ORDERS = {
    "in their order": list(range(1, COUNT + 1)),
    "backwards": list(range(COUNT, 0, -1)),
    "nearly in their order": [number ^ 3 for number in range(4, 190)],
    "with gaps": list(range(1, COUNT + 1, 7)),
    "again and again": [*range(1, 60), *range(20, 90), 1, 2, 3, *range(1, 40)],
    "some that are not there": [1, 2, 500, 3, COUNT + 1, COUNT, 0],
}


@pytest.mark.parametrize("kept", [33, 4096])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_each_lead_is_the_one_that_was_asked_for(order: list[int], kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(present, "LEADS_KEPT", kept)
    connection = open_memory()
    connection.execute("INSERT INTO lead_import VALUES (1, '', 'fair', 'consent', '[]', 0)")
    connection.executemany(
        "INSERT INTO lead (id, email, import_id) VALUES (?, ?, 1)", [(number, f"p{number}@example.test") for number in range(1, COUNT + 1)]
    )
    store = PresentStore(lambda: 0, connection)
    for number in order:
        there = Lead(id=number, email=f"p{number}@example.test", source="fair", basis="consent", import_id=1)
        assert store.lead(number) == (there if 1 <= number <= COUNT else Lead(id=number))
