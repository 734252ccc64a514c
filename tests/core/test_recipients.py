"""Who gets people's data, as a file names them: each provider once, its country where the table knows it."""

import pytest

from seleqt_cli.core.campaign import Business, Hook, Sender, Server, Workspace
from seleqt_cli.core.providers import PROVIDERS
from seleqt_cli.core.recipients import _PLACES, recipients


def workspace(*senders: Sender, hooks: tuple[Hook, ...] = ()) -> Workspace:
    return Workspace("c.yaml", Business("Acme", "Gracht 1"), {one.name: one for one in senders}, {}, {}, hooks)


def mail(name: str, address: str, **more: object) -> Sender:
    return Sender(name=name, channel="email", account=f"email:{address}", person=name, address=address, **more)  # type: ignore[arg-type]


def named(*senders: Sender, hooks: tuple[Hook, ...] = ()) -> list[tuple[str, str, str]]:
    return [(one.name, one.role, one.country) for one in recipients(workspace(*senders, hooks=hooks))]


BOTH = "sends mail and keeps the mailbox; processor"


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        (mail("a", "a@gmail.com"), [("Google", BOTH, "US")]),
        (
            mail("a", "a@acme.example", smtp=Server("smtp.office365.com", 587), imap=Server("outlook.office365.com", 993, "implicit")),
            [("Microsoft 365", BOTH, "US")],
        ),
        (
            mail("a", "a@acme.example", smtp=Server("mail.own.example", 587), imap=Server("imap.own.example", 993)),
            [("mail.own.example", "sends mail; processor", ""), ("imap.own.example", "keeps the mailbox; processor", "")],
        ),
        (
            mail("a", "a@acme.example", smtp=Server("mail.own.example", 587), imap="none"),
            [("mail.own.example", "sends mail; processor", "")],
        ),
        (mail("a", "a@acme.example"), [("the mail host of acme.example", BOTH, "")]),
        (mail("a", "a@acme.example", outbox="box"), []),
    ],
)
def test_a_mail_account_hands_data_to_its_host(sender: Sender, found: list[tuple[str, str, str]]) -> None:
    assert named(sender) == found


def test_two_accounts_of_one_provider_are_one_recipient() -> None:
    assert named(mail("a", "a@gmail.com"), mail("b", "b@gmail.com")) == [("Google", BOTH, "US")]


def test_programs_and_webhooks_that_are_told_are_recipients_and_no_secret_of_a_url_is_shown() -> None:
    hooks = (
        Hook("reply", webhook="https://user:secret@hooks.example/in?key=1"),
        Hook("bounce", command=("bin/notify", "{{ lead.email }}")),
    )
    assert named(hooks=hooks) == [
        ("hooks.example", "is told of events (reply)", ""), ("bin/notify", "program of your own that is told of events (bounce)", ""),
    ]  # fmt: skip


def test_the_table_knows_where_every_provider_sits_or_asks_for_it() -> None:
    names = {provider.name for provider in PROVIDERS}
    assert set(_PLACES) <= names
    outside = {name: transfer for name, (country, transfer) in _PLACES.items() if country in ("US", "AU", "CH", "IN", "RU")}
    assert all(outside.values())
