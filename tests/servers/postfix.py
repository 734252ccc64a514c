"""A real Postfix with Dovecot's SASL: STARTTLS and AUTH on a submission port, mail delivered into one Maildir.

Needs root, as Postfix's master does. Nothing leaves the machine: every address is delivered locally.
"""

import mailbox
import re
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.servers.certificates import Certificates, make_certificates
from tests.servers.ending import ended_with_us
from tests.servers.ports import free_port, wait_for_banner

USERS = {"anna@acme.example": "secret-anna", "bob@acme.example": "secret-bob"}


@dataclass(frozen=True)
class Postfix:
    """`submission` wants STARTTLS and a login of USERS; `plain` takes everything. Trust `certificates.ca`."""

    folder: Path
    submission: int
    plain: int
    certificates: Certificates

    def accepted(self) -> list[str]:
        """The Message-ID of every mail that was accepted, in order, with repeats: the server's own record."""
        return re.findall(r"cleanup\[\d+\]: \w+: message-id=(<[^>]*>)", (self.folder / "mail.log").read_text())

    def messages(self) -> list[Message]:
        """Every mail that has been delivered."""
        folder = self.folder / "mail" / "all"
        return [message for _, message in sorted(mailbox.Maildir(str(folder), create=False).items())] if folder.exists() else []

    def wait_until_delivered(self, number: int) -> None:
        """Return when so many mails have gone through the queue; it reads the log as it grows."""
        for _ in range(600):
            if len(re.findall(r"virtual\[\d+\]: .* status=sent", (self.folder / "mail.log").read_text())) >= number:
                return
            select.select([], [], [], 0.05)
        raise AssertionError(f"less than {number} delivered: {(self.folder / 'mail.log').read_text()[-2000:]}")

    def refused_logins(self) -> int:
        """How often a login failed."""
        return len(re.findall(r"SASL (?:PLAIN|LOGIN) authentication failed", (self.folder / "mail.log").read_text()))


@contextmanager
def postfix(
    users: Mapping[str, str] = USERS, *, plain: int = 0, lmtp: Path | None = None, undeliverable: Mapping[str, str] | None = None
) -> Iterator[Postfix]:
    """Start one with these logins; everything is gone afterwards.

    `plain`: the port that takes everything, where it has to be known before. `lmtp`: the socket that mail is handed to in place of
    the Maildir. `undeliverable`: address -> status and text with which mail to it comes back (`5.1.1 no such user`).
    """
    folder = Path(tempfile.mkdtemp(prefix="seleqt-postfix-"))
    folder.chmod(0o755)
    server = Postfix(folder, free_port(), plain or free_port(), make_certificates(folder))
    dovecot = None
    try:
        dovecot = _start_dovecot(folder / "dovecot", users)
        _write_postfix(server, lmtp, undeliverable or {})
        with ended_with_us(f"postfix -c {folder}/etc stop; kill {dovecot.pid}", folder):
            subprocess.run(["postfix", "-c", str(folder / "etc"), "start"], check=True, capture_output=True)
            for port in (server.submission, server.plain):
                wait_for_banner(port, log=folder / "mail.log")
            yield server
    finally:
        if (folder / "etc" / "main.cf").exists():
            subprocess.run(["postfix", "-c", str(folder / "etc"), "stop"], check=False, capture_output=True)
        if dovecot is not None:
            dovecot.send_signal(signal.SIGTERM)
            dovecot.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _start_dovecot(folder: Path, users: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Only the login service, as an unprivileged user."""
    run = folder / "run"
    run.mkdir(parents=True)
    (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{password}::::::\n" for user, password in users.items()))
    (folder / "dovecot.conf").write_text(
        f"""
base_dir = {run}
state_dir = {folder}/state
instance_name = seleqt-test
log_path = {folder}/dovecot.log
protocols =
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
}}
"""
    )
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, "nobody", "nogroup")
    return subprocess.Popen(
        ["/usr/sbin/dovecot", "-F", "-c", str(folder / "dovecot.conf")], user="nobody", group="nogroup", extra_groups=[], cwd=folder
    )


def _write_postfix(server: Postfix, lmtp: Path | None, undeliverable: Mapping[str, str]) -> None:
    folder = server.folder
    for name in ("etc", "spool", "data", "mail"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "nobody", "nogroup")
    certificate = server.certificates.good
    (folder / "etc" / "transport").write_text("".join(f"{address} error:{text}\n" for address, text in undeliverable.items()))
    (folder / "etc" / "main.cf").write_text(
        f"""
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = mta.acme.example
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtp_dns_support_level = disabled
smtp_host_lookup = native
enable_long_queue_ids = yes
transport_maps = texthash:{folder}/etc/transport
default_transport = {f"lmtp:unix:{lmtp}" if lmtp else "virtual:"}
virtual_transport = $default_transport
lmtp_connection_cache_on_demand = no
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_minimum_uid = 100
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_recipient_restrictions = check_recipient_access inline:{{{{nobody-here@example.test=550 5.1.1 User unknown}}}},
  permit_mynetworks, reject
smtpd_forbid_bare_newline = yes
smtpd_tls_cert_file = {certificate.certificate}
smtpd_tls_key_file = {certificate.key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/dovecot/run/auth-client
smtpd_sasl_security_options = noanonymous
smtpd_reject_unlisted_recipient = no
smtputf8_enable = yes
"""
    )
    (folder / "etc" / "master.cf").write_text(
        f"""
127.0.0.1:{server.plain} inet n - n - - smtpd
127.0.0.1:{server.submission} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
"""
    )
