"""When a run was there."""

from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.run_times import extend_run, first_run, run_times

NOON = 1_798_459_200


def test_looks_within_half_an_hour_are_one_stretch_and_a_clock_set_back_begins_another() -> None:
    connection = open_memory()
    assert first_run(connection) == 0
    for minutes in (0, 15, 45, 40, 76, 80, 10):
        extend_run(connection, NOON + minutes * 60)
    spans = [(began - NOON, seen - NOON) for began, seen in run_times(connection, 0, 1 << 60)]
    assert spans == [(0, 2700), (4560, 4800), (600, 600)]
    assert first_run(connection) == NOON


def test_only_the_stretches_of_a_time_are_read() -> None:
    connection = open_memory()
    for at in (100, 10_000, 20_000):
        extend_run(connection, at)
    assert run_times(connection, 101, 20_000) == [(10_000, 10_000)]
    assert run_times(connection, 100, 20_001) == [(100, 100), (10_000, 10_000), (20_000, 20_000)]
