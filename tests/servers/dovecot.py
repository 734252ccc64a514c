"""A real Dovecot on free loopback ports: IMAP with STARTTLS, IMAPS, XOAUTH2, mail put in over LMTP, Sieve, folders changed from outside.

Every user name logs in with PASSWORD, so that a test can have a mailbox of its own. Runs as an unprivileged user.
"""

import base64
import hashlib
import hmac
import imaplib
import json
import os
import re
import select
import shutil
import signal
import smtplib
import ssl
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from seleqt_cli.core.campaign import Server
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.ending import ended_with_us
from tests.servers.ports import free_port, wait_for_banner

PASSWORD = "secret-of-every-user"
TOKEN_KEY = b"not-a-real-secret-only-for-tests"
FAR = 4_102_444_800
"""The year 2100: tokens that end then are good whenever the test runs."""
SPECIAL_FOLDERS = {"Sent": "\\Sent", "Junk": "\\Junk", "Drafts": "\\Drafts", "Trash": "\\Trash"}
_FULL = """
protocol imap {{
  mail_plugins = quota
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:messages={most}
}}
"""
# Dovecot's master need not be root, and serves no mail as root.
_AS_ROOT = os.getuid() == 0
_USER, _GROUP, _OTHER_GROUPS = ("nobody", "nogroup", ()) if _AS_ROOT else (None, None, None)


@dataclass(frozen=True)
class Dovecot:
    """`imap` offers STARTTLS (and plain logins, as it is loopback); `imaps` is TLS from the start. Trust `certificates.ca`.

    `submission` (0 without a relay) takes mail with STARTTLS and a login, and hands it to the relay.
    """

    folder: Path
    imap: int
    imaps: int
    submission: int
    certificates: Certificates
    process: "subprocess.Popen[bytes]"
    _marks: list[str] = field(default_factory=list)

    def server(self, tls: Literal["starttls", "implicit", "none"] = "implicit") -> Server:
        """The settings of an account that reads here."""
        return Server("localhost" if tls != "none" else "127.0.0.1", self.imaps if tls == "implicit" else self.imap, tls, ca=self.ca(tls))

    def ca(self, tls: str = "implicit") -> str:
        """The authority to trust; none is needed without TLS."""
        return "" if tls == "none" else str(self.certificates.ca)

    def deliver(self, user: str, octets: bytes, *, sender: str = "somebody@elsewhere.test") -> None:
        """Put a mail into a user's INBOX as a mail server does; line ends become CRLF, Return-Path is of `sender`."""
        with smtplib.LMTP(str(self.lmtp), local_hostname="mx.elsewhere.test") as lmtp:
            refused = lmtp.sendmail(sender, [user], octets)
        assert refused == {}

    @property
    def lmtp(self) -> Path:
        """The socket that takes mail for every user."""
        return self.folder / "run" / "lmtp"

    def sieve(self, user: str, script: str) -> None:
        """Give a user a Sieve script; what it sends goes out over the relay."""
        path = self.folder / "home" / user / ".dovecot.sieve"
        path.parent.mkdir()
        path.write_text(script)
        if _AS_ROOT:
            for one in (path.parent, path):
                shutil.chown(one, "nobody", "nogroup")

    def put(self, user: str, folder: str, octets: bytes, *, flags: str = "", at: int = 0) -> None:
        """Append a mail to any folder, received at the instant `at`."""
        self.put_all(user, folder, [(octets, at)], flags=flags)

    def put_all(self, user: str, folder: str, mails: Iterable[tuple[bytes, int]], *, flags: str = "") -> None:
        """Append mails, each with the instant at which it was received, over one connection."""
        with self.person(user) as person:
            for octets, at in mails:
                _done(person.append(f'"{folder}"', flags, imaplib.Time2Internaldate(at), octets))

    @contextmanager
    def person(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A connection of the user's own mail program, which may change what it likes. Folder names in modified UTF-7."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as person:
            person.login(user, PASSWORD)
            yield person

    def create(self, user: str, *folders: str) -> None:
        """Make folders; names in modified UTF-7."""
        with self.person(user) as person:
            for folder in folders:
                _done(person.create(f'"{folder}"'))

    def rename(self, user: str, folder: str, new: str) -> None:
        """Rename a folder; its mails keep their UIDs."""
        with self.person(user) as person:
            _done(person.rename(f'"{folder}"', f'"{new}"'))

    def delete(self, user: str, folder: str) -> None:
        """Delete a folder with its mails."""
        with self.person(user) as person:
            _done(person.delete(f'"{folder}"'))

    def recreate(self, user: str, folder: str) -> None:
        """Delete a folder and make an empty one of that name: another UIDVALIDITY, UIDs from 1 on."""
        self.delete(user, folder)
        self.create(user, folder)

    def expunge(self, user: str, folder: str, uids: str) -> None:
        """Remove mails for good; `uids` as `3` or `1:4,7`."""
        with self.person(user) as person:
            _done(person.select(f'"{folder}"'))
            _done(person.uid("STORE", uids, "+FLAGS.SILENT", "(\\Deleted)"))
            _done(person.expunge())

    def flags(self, user: str, folder: str) -> list[str]:
        """Each mail's flags as the server tells them, in order."""
        with self.person(user) as person:
            _done(person.select(f'"{folder}"', readonly=True))
            _, lines = person.fetch("1:*", "(FLAGS)")
            return [" ".join(flag.decode() for flag in imaplib.ParseFlags(line)) for line in lines if isinstance(line, bytes)]

    def set_uidvalidity(self, user: str, folder: str, value: int) -> None:
        """Give a folder another UIDVALIDITY, as servers do after a restored backup; its mails stay."""
        self._doveadm("mailbox", "update", "-u", user, "--uid-validity", str(value), folder)

    def backup(self, user: str) -> None:
        """Copy all that the server has of a user."""
        (self.folder / "backup").mkdir()
        subprocess.run(["cp", "-a", str(self.folder / "mail" / user), str(self.folder / "backup")], check=True)

    def restore(self, user: str) -> None:
        """Put that copy back: UIDVALIDITY is as it was, and so is the next UID."""
        shutil.rmtree(self.folder / "mail" / user)
        subprocess.run(["cp", "-a", str(self.folder / "backup" / user), str(self.folder / "mail")], check=True)

    def kill_imap(self) -> None:
        """Kill every process that serves a logged-in connection: the connections break without a word."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            if Path(f"/proc/{child}/comm").read_text().strip() == "imap":
                os.kill(int(child), signal.SIGKILL)

    def failed_logins(self, user: str) -> int:
        """How many logins of a user were refused: the server's own record."""
        log = self.folder / "dovecot.log"
        self._marks.append(f"mark{len(self._marks)}")
        # The log is written by one process in order: when a later failure stands in it, so do the earlier ones.
        with imaplib.IMAP4("127.0.0.1", self.imap) as person, suppress(imaplib.IMAP4.error):
            person.login(self._marks[-1], "wrong")
        for _ in range(600):
            text = log.read_text()
            if f"({self._marks[-1]}," in text:
                return len(re.findall(rf"(?:static|oauth2)\({re.escape(user)},.*(?:mismatch|failed)", text))
            select.select([], [], [], 0.05)
        raise AssertionError(text[-2000:])

    def _doveadm(self, *arguments: str) -> None:
        subprocess.run(
            ["doveadm", "-c", str(self.folder / "dovecot.conf"), *arguments],
            check=True, capture_output=True, cwd=self.folder, timeout=60,
            user=_USER, group=_GROUP, extra_groups=_OTHER_GROUPS,
        )  # fmt: skip


def token(user: str, *, expires: int = FAR, key: bytes = TOKEN_KEY) -> str:
    """An OAuth access token (a JWT, HS256) that this Dovecot checks by itself."""

    def part(octets: bytes) -> bytes:
        return base64.urlsafe_b64encode(octets).rstrip(b"=")

    head = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps({"sub": user, "email": user, "exp": expires}).encode())
    return (head + b"." + part(hmac.new(key, head, hashlib.sha256).digest())).decode()


@contextmanager
def dovecot(*, relay: int = 0, idle_notice: str = "2 min", special: bool = True, most_mails: int = 0) -> Iterator[Dovecot]:
    """Start one; everything is gone afterwards.

    `relay`: SMTP port of this machine that submitted mail, and what a Sieve script sends, is handed to.
    `idle_notice`: how often IDLE says `Still here`.
    `most_mails`: a user's mailbox is full with so many; 0 = it never is.
    `special`: folders with RFC 6154 attributes; without, a user has an INBOX only.
    """
    folder = Path(tempfile.mkdtemp(prefix="seleqt-dovecot-"))
    process = None
    try:
        folder.chmod(0o755)
        certificates = make_certificates(folder)
        imap, imaps, submission = free_port(), free_port(), free_port() if relay else 0
        _write(folder, certificates, imap, imaps, submission, relay, idle_notice, special)
        if most_mails:
            with (folder / "dovecot.conf").open("a") as settings:
                settings.write(_FULL.format(most=most_mails))
        process = subprocess.Popen(
            ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")],
            cwd=folder,
            user=_USER,
            group=_GROUP,
            extra_groups=_OTHER_GROUPS,
        )
        with ended_with_us(f"kill {process.pid}", folder):
            wait_for_banner(imap, alive=process, log=folder / "dovecot.log")
            _wait_for(folder / "run" / "lmtp")
            yield Dovecot(folder, imap, imaps, submission, certificates, process)
    finally:
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def tls_client(server: Dovecot) -> ssl.SSLContext:
    """A context that trusts it."""
    return ssl.create_default_context(cafile=str(server.certificates.ca))


def _done(answer: tuple[str, object]) -> None:
    assert answer[0] == "OK", answer


def _wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        select.select([], [], [], 0.05)
    raise AssertionError(f"{path} did not appear")


def _write(
    folder: Path, certificates: Certificates, imap: int, imaps: int, submission: int, relay: int, idle_notice: str, special: bool
) -> None:
    keys = folder / "keys" / "default" / "HS256"
    keys.mkdir(parents=True)
    (keys / "default").write_bytes(base64.b64encode(TOKEN_KEY))
    (folder / "oauth2.conf.ext").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={folder}/keys/\nusername_attribute = email\n"
    )
    uid, gid = (65534, 65534) if _AS_ROOT else (os.getuid(), os.getgid())
    user, group = _USER or _command("id", "-un"), _GROUP or _command("id", "-gn")
    boxes = "".join(
        f"  mailbox {name} {{\n    special_use = {attribute}\n    auto = create\n  }}\n" for name, attribute in SPECIAL_FOLDERS.items()
    )
    (folder / "dovecot.conf").write_text(
        f"""
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = seleqt-test
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap lmtp{" submission" if submission else ""}
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 200
mail_fsync = never
mail_never_cache_fields = date.received imap.envelope
imap_idle_notify_interval = {idle_notice}
ssl = yes
ssl_cert = <{certificates.good.certificate}
ssl_key = <{certificates.good.key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
auth_verbose = yes
postmaster_address = postmaster@acme.example
passdb {{
  driver = static
  mechanisms = plain login
  args = password={PASSWORD}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
{boxes if special else ""}}}
protocol lmtp {{
  mail_plugins = sieve
}}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_extensions = +editheader
}}
submission_host = 127.0.0.1:{relay or 1}
submission_relay_host = 127.0.0.1
submission_relay_port = {relay or 1}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service submission-login {{
  chroot =
  service_count = 0
  inet_listener submission {{
    port = {submission}
  }}
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
}}
"""
    )
    for name in ("mail", "home", "run", "state"):
        (folder / name).mkdir()
    if _AS_ROOT:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")


def _command(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
