"""`seleqt init` as a person meets it: questions at a terminal, the account connected at a real mail server, the simulation."""

import os
import pty
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.dovecot import PASSWORD
from tests.servers.mail_host import MailHost
from tests.servers.names import name_server

CODE = "import sys; from seleqt_cli.cli.program import run; sys.exit(run(sys.argv[1:]))"
ASKING = (
    "import os; from dns.resolver import Resolver; from seleqt_cli.wiring import account_login; names = Resolver(configure=False); "
    "names.nameservers, names.port = ['127.0.0.1'], int(os.environ['NAMES']); account_login.resolver = lambda: names; "
    f"account_login.PLACES = (); {CODE}"
)
"""The same with a name server of the test."""
ACME = "Acme"
ADDRESS = "Rue 1"
PRIVACY = ["--privacy-url", "https://acme.example/privacy"]


class Terminal:
    """A person at a terminal: waits for words on the screen, then types."""

    def __init__(self, program: subprocess.Popen[bytes], ours: int) -> None:
        self.program, self.screen, self._ours, self._seen = program, "", ours, 0

    def answer(self, question: str, typed: str) -> None:
        """Type one line once the question stands there."""
        self.wait_for(question)
        os.write(self._ours, typed.encode() + b"\n")

    def wait_for(self, words: str) -> None:
        """Read until the words stand on the screen, behind those waited for before."""
        while words not in self.screen[self._seen :]:
            assert self._read(), f"never shown: {words}\n{self.screen}"
        self._seen = self.screen.index(words, self._seen) + len(words)

    def ended(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        return self.program.wait(timeout=60)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], 45)
        assert ready, f"nothing more comes:\n{self.screen}"
        try:
            octets = os.read(self._ours, 65536)
        except OSError:  # the other side is closed
            return False
        self.screen += octets.decode(errors="replace").replace("\r\n", "\n")
        return bool(octets)


@contextmanager
def typing(folder: Path, *arguments: str, code: str = CODE, **environment: str) -> Iterator[Terminal]:
    """`seleqt` at a terminal of its own, in a folder."""
    ours, theirs = pty.openpty()
    told = {
        **os.environ, "TZ": "Europe/Paris", "LANG": "fr_FR.UTF-8", "LC_ALL": "", "NO_COLOR": "1", "COLUMNS": "200",
        "SELEQT_HOME": str(folder / "home"),
        "PYTHONPATH": str(Path(__file__).parents[2]), **environment,
    }  # fmt: skip
    program = subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=told, cwd=folder)
    os.close(theirs)
    try:
        yield Terminal(program, ours)
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def test_it_asks_for_what_is_missing_return_takes_the_default_and_the_simulation_ends_it(tmp_path: Path) -> None:
    with typing(tmp_path, "init") as person:
        person.answer("Name of the business: ", ACME)
        person.answer("first mail): ", ADDRESS)
        person.answer("(Return leaves it out): ", "acme.example/privacy")
        person.answer("no address of a page; they look like https://acme.example/privacy\nIts privacy", "https://acme.example/privacy")
        person.answer("Its country [FR]: ", "")
        person.answer("time zone [Europe/Paris]: ", "")
        person.answer("read it: ", "Anne Dupont")
        person.answer("send from: ", "nonsense")
        person.answer("nonsense is no e-mail address\nThe address you send from: ", "anne@acme.example")
        person.answer("[outbox:outbox]: ", "")
        person.answer("The first campaign [intro]: ", "event")
        person.answer("(en nl de fr es it) [fr]: ", "")
        person.answer("(Return leaves it out): ", "robots")
        person.answer("(Return leaves it out): ", "Salon 2026")
        assert person.ended() == 0
    shown = person.screen
    assert "LinkedIn profile" not in shown
    assert "lead file" not in shown
    assert "What it would send, simulated (seleqt run --simulate):" in shown
    assert "2 actions from" in shown
    assert shown.endswith("Next: seleqt check\n")
    text = (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    wanted = [
        'name: "Acme"', 'address: "Rue 1"', "timezone: Europe/Paris", 'country: "FR"', 'email: "anne@acme.example"',
        'smtp: "outbox:outbox"', "  event:\n", "language: fr", "Notre échange (Salon 2026)", "comme {{ company }} sur ce sujet : robots.",
    ]  # fmt: skip
    assert [part for part in wanted if part not in text] == []
    assert not (tmp_path / "home").exists()


def test_the_lead_file_of_the_folder_is_offered_and_its_basis_is_asked(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("email,first_name,company\nnoor@windmill.example,Noor,Windmill\n", encoding="utf-8")
    flags = ["--name", ACME, "--address", ADDRESS, "--person", "Anne", "--email", "anne@acme.example", "--country", "FR", *PRIVACY]
    more = ["--timezone", "Europe/Paris", "--smtp", "outbox:out", "--template", "customers", "--offer", "robots", "--language", "en"]
    with typing(tmp_path, "init", *flags, *more) as person:
        person.answer("(none: the first lead is you) [old.csv]: ", "")
        person.answer("the first mail says it): ", "our customers since 2019")
        person.answer("[customer]: ", "")
        assert person.ended() == 0
    text = (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    assert 'leads: {file: "old.csv", source: "our customers since 2019", basis: customer}' in text
    assert "2 actions from" in person.screen


def test_on_a_server_without_a_zone_of_its_own_the_country_tells_it_and_may_be_written_out(tmp_path: Path) -> None:
    flags = ["--name", ACME, "--address", ADDRESS, "--person", "Anne", "--email", "anne@acme.example", *PRIVACY]
    more = ["--smtp", "outbox:out", "--template", "intro", "--offer", "robots", "--language", "en"]
    with typing(tmp_path, "init", *flags, *more, TZ="Etc/UTC", LANG="C") as person:
        person.answer("Its country: ", "Nederlandia")
        person.answer("Nederlandia is no country; write it as NL or Netherlands\nIts country: ", "Nederland")
        person.answer("Its time zone [Europe/Amsterdam]: ", "")
        assert person.ended() == 0
    text = (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    assert '  timezone: Europe/Amsterdam\n  country: "NL"\n' in text


def test_ctrl_c_among_the_questions_leaves_nothing_behind(tmp_path: Path) -> None:
    with typing(tmp_path, "init", "new") as person:
        person.answer("Name of the business: ", ACME)
        person.wait_for("first mail): ")
        person.program.send_signal(signal.SIGINT)  # what Ctrl-C does
        assert person.ended() == 1
    assert person.screen.endswith("stopped\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_taken_is_refused_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "campaigns.yaml").write_text("mine", encoding="utf-8")
    with typing(tmp_path, "init") as person:
        assert person.ended() == 2
    assert person.screen == "seleqt: campaigns.yaml exists already and is left as it is\nName another folder: seleqt init DIR\n"


def at_a_server(host: MailHost) -> list[str]:
    return [
        "--name", ACME, "--address", ADDRESS, "--person", "Anna de Vries", "--email", "anna@acme.example", "--country", "NL", *PRIVACY,
        "--timezone", "Europe/Amsterdam", "--template", "intro", "--language", "en", "--offer", "robots",
        "--smtp", f"localhost:{host.box.submission}", "--imap", f"imaps://localhost:{host.box.imaps}",
    ]  # fmt: skip


@pytest.mark.parametrize("right", [True, False])
def test_the_account_is_connected_and_writes_to_itself_or_it_is_said_why_not(tmp_path: Path, host: MailHost, right: bool) -> None:
    secrets = {
        "SELEQT_SECRETS": "file", "SELEQT_SECRETS_PASSPHRASE": "canary-passphrase", "SSL_CERT_FILE": str(host.box.certificates.ca),
        "XDG_CONFIG_HOME": str(tmp_path / "config"), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent",
    }  # fmt: skip
    host.spam = host.copies = host.renames = host.loses = False
    with typing(tmp_path, "init", *at_a_server(host), **secrets) as person:
        person.answer("send it one test mail? (yes, no) [yes]: ", "")
        person.answer("Password of anna@acme.example: ", PASSWORD if right else "wrong")
        assert person.ended() == (0 if right else 1)
    shown = person.screen
    assert ("anna: sent to anna@acme.example" in shown, "arrived in INBOX" in shown) == (right, right)
    again = "      seleqt apply && seleqt senders login anna   (what went wrong above is corrected in the file)\n"
    assert shown.split("Next: ")[1] == "seleqt check\n" + ("" if right else again)
    assert "3 actions from" in shown
    assert PASSWORD not in shown
    assert (tmp_path / "campaigns.yaml").exists()


def test_whoever_says_no_connects_later(tmp_path: Path, host: MailHost) -> None:
    with typing(tmp_path, "init", *at_a_server(host)) as person:
        person.answer("send it one test mail? (yes, no) [yes]: ", "no")
        assert person.ended() == 0
    assert person.screen.endswith("Next: seleqt check\n      seleqt apply && seleqt senders login anna\n")
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("exchange", "found", "line"),
    [
        ("acme-example.mail.protection.outlook.com.", "found: Microsoft 365, smtp.office365.com:587", "    auth: microsoft   # docs"),
        ("aspmx.l.google.com.", "found: Google, smtp.gmail.com:465", "    # auth: google   for a sign-in in the browser"),
        ("", "it names none: ask your provider for HOST:587", '    smtp: "outbox:outbox"'),
    ],
)
def test_whose_mail_a_domain_is_stands_in_the_file(tmp_path: Path, exchange: str, found: str, line: str) -> None:
    known = {("acme.example.", "MX"): [f"10 {exchange}"]} if exchange else {}
    flags = ["--name", ACME, "--address", ADDRESS, "--person", "Anne", "--email", "anne@acme.example", "--country", "FR", *PRIVACY]
    more = ["--timezone", "Europe/Paris", "--template", "intro", "--offer", "robots", "--language", "en", "--no-login"]
    with name_server(known) as names, typing(tmp_path, "init", *flags, *more, code=ASKING, NAMES=str(names.port)) as person:
        person.answer("outbox:DIR to try) [outbox:outbox]: ", "auto")
        person.wait_for("asking acme.example for its servers\n")
        person.wait_for(found)
        if not exchange:
            person.answer("outbox:DIR to try) [outbox:outbox]: ", "")
        assert person.ended() == 0
    text = (tmp_path / "campaigns.yaml").read_text(encoding="utf-8")
    assert [one for one in text.splitlines() if one.startswith(line)] != []
