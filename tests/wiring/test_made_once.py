"""What is made at its first use is made once, whichever threads ask for it."""

import threading

from seleqt_cli.wiring.made_once import MadeOnce

THREADS = 8


class Kept:
    """Something whose making can be held up from outside."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Event()
        self.made: list[str] = []

    @MadeOnce
    def secrets(self) -> list[str]:
        """Kept first."""
        self.begun.set()
        assert self.go_on.wait(60)
        self.made.append("secrets")
        return [*self.made]

    @MadeOnce
    def sign_ins(self) -> list[str]:
        """Made out of the others."""
        return [*self.secrets, "sign-ins"]


def test_threads_that_ask_at_the_same_time_get_the_same_one() -> None:
    kept = Kept()
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(kept.sign_ins)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    assert kept.begun.wait(60)
    kept.go_on.set()
    for thread in threads:
        thread.join(60)
    assert kept.made == ["secrets"]
    assert len(found) == THREADS
    assert all(one is kept.sign_ins for one in found)


def test_each_object_has_its_own_and_the_class_has_the_description() -> None:
    one, other = Kept(), Kept()
    one.go_on.set()
    other.go_on.set()
    assert one.secrets is one.secrets
    assert one.secrets is not other.secrets
    assert Kept.secrets.__doc__ == "Kept first."
