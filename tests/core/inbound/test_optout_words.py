"""Some hundred answers in six languages: who wants no more mail, and who only sounds like it.

`~` marks what is still judged otherwise than it is meant; `bench/wishes.py` fits to those, too.
"""

from pathlib import Path

from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.mail import Inbound, Party

QUOTED = "\n\nOn Tue, 3 Nov 2026 at 10:12, Bob <bob@sender.example> wrote:\n> No more mail? Reply with 'stop' or unsubscribe.\n"
ANSWERS = [
    (meant, text.replace("\\n", "\n"))
    for meant, _, text in (line.partition("|") for line in (Path(__file__).parent / "optouts.txt").read_text("utf-8").splitlines())
    if not meant.startswith("~")
]


def verdict(text: str) -> str:
    """What an answer with our mail quoted below it is taken for."""
    mail = Inbound(sender=Party("ada@lead.example"), subject="Re: Pallets", text=text + QUOTED, in_reply_to=("<m1@sender.example>",))
    return classify(mail, 0).kind.value


def test_who_wants_no_more_mail_and_who_only_sounds_like_it_shows_from_what_they_wrote() -> None:
    assert len(ANSWERS) > 600
    assert [(meant, verdict(text), text) for meant, text in ANSWERS if verdict(text) != meant] == []
