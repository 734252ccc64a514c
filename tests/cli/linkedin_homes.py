"""A home whose LinkedIn is in memory: a window can be signed in, checked and agreed to as a person would."""

import json
from pathlib import Path

import pytest

from seleqt_cli.channels.linkedin.pretend import Member, PretendSite, PretendWindow
from seleqt_cli.core.campaign import Sender
from seleqt_cli.core.linkedin.standing import agreement
from seleqt_cli.ports.linkedin import Window
from seleqt_cli.wiring import linkedin
from seleqt_cli.wiring.place import Place
from tests.cli.homes import BOTH, MONDAY, Home

ANNA = "linkedin:example-anna"


class LinkedInHome(Home):
    """`site` is what the account sees; Noor and Sam are on it."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str = BOTH, *, mode: str = "fill"
    ) -> None:
        self.site = PretendSite()
        self.site.add(Member("example-noor", "Noor"), Member("example-sam", "Sam"))
        self.windows: list[PretendWindow] = []

        def window(_place: Place, _sender: Sender, _pinned: tuple[str, int]) -> Window:
            self.windows.append(PretendWindow(self.site))
            return self.windows[-1]

        monkeypatch.setattr(linkedin, "WINDOWS", window)
        monkeypatch.setenv("DISPLAY", ":0")
        super().__init__(folder, monkeypatch, capsys, text.replace("name: Anna, limits:", f"name: Anna, mode: {mode}, limits:"))

    def signed_in(self, *, agreed: bool = False) -> None:
        """As after `senders login`."""
        digest = agreement() if agreed else ""
        self.sql(
            "INSERT INTO linkedin_profile VALUES (?, 'example-anna', 'Anna', 'pretend', 1, ?, ?, 'anna', ?)",
            ANNA, MONDAY - 3600, MONDAY - 3600, digest,
        )  # fmt: skip
        self.sql(
            "INSERT INTO linkedin_seen (account, pages, checked_at, missing, inbox_rows) VALUES (?, 0, ?, '', '[]')", ANNA, MONDAY - 3600
        )

    def json_of_stop(self) -> dict[str, object]:
        """What `linkedin doctor --json` writes when LinkedIn wants a person."""
        code, out, said = self.type("linkedin", "doctor", "--json")
        assert code == 3, said
        found: dict[str, object] = json.loads(out)[0]
        return found
