"""What was found out about a mail account is kept beside it."""

from seleqt_cli.core.campaign import Server
from seleqt_cli.core.providers import MailSettings
from seleqt_cli.storage.database import open_memory
from seleqt_cli.storage.mail_settings import Seen, keep_seen, keep_settings, seen, stored_settings

SMTP, IMAP = Server("mail.acme.example", 587), Server("mail.acme.example", 993, "implicit")


def test_settings_come_back_as_they_were_kept_and_the_last_ones_stand() -> None:
    connection = open_memory()
    keep_settings(connection, "email:a", MailSettings(SMTP, IMAP, "SRV"), 1)
    keep_settings(connection, "email:b", MailSettings(SMTP, None, "autoconfig", "Acme Mail"), 1)
    keep_settings(connection, "email:a", MailSettings(IMAP, SMTP, "MX", "Acme"), 2)
    assert stored_settings(connection) == {
        "email:a": MailSettings(IMAP, SMTP, "MX", "Acme"),
        "email:b": MailSettings(SMTP, None, "autoconfig", "Acme Mail"),
    }


def test_what_a_test_mail_could_not_tell_leaves_the_earlier_answer() -> None:
    connection = open_memory()
    assert seen(connection, "email:a") == Seen()
    keep_seen(connection, "email:a", Seen(True, None), 1)
    assert stored_settings(connection) == {}
    keep_seen(connection, "email:a", Seen(None, False, ("s1._domainkey.acme.example",)), 2)
    keep_settings(connection, "email:a", MailSettings(SMTP, IMAP, "SRV"), 3)
    assert seen(connection, "email:a") == Seen(True, False, ("s1._domainkey.acme.example",))
    assert stored_settings(connection) == {"email:a": MailSettings(SMTP, IMAP, "SRV")}
