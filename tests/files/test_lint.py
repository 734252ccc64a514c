"""What is allowed and still worth a warning."""

from tests.files.campaign_texts import HEAD, loaded, one_campaign


def warnings(text: str) -> list[tuple[str, str]]:
    result = loaded(text)
    assert result.workspace is not None
    assert {problem.level for problem in result.problems} <= {"warning"}
    return [(problem.code, str(problem).removeprefix("campaigns.yaml:")) for problem in result.problems]


def test_a_sound_file_has_no_warnings() -> None:
    assert warnings(one_campaign()) == []


def test_an_inbox_that_nobody_reads_is_named() -> None:
    assert warnings(one_campaign(head=HEAD.replace('"imap.acme.example:993"', "none"))) == [
        (
            "imap-none",
            "4:3: warning: senders.anna: replies are not seen (imap: none): "
            "a person watches the inbox and types `seleqt mark LEAD replied`",
        )
    ]


def test_an_outbox_is_named() -> None:
    assert warnings(one_campaign(head=HEAD.replace('"smtp.acme.example:587"', "outbox:out"))) == [
        ("outbox", "4:3: warning: senders.anna: mails are written into the folder out and reach nobody; replies are not seen")
    ]


def test_a_provider_that_takes_no_passwords_is_named() -> None:
    says = "4:3: warning: senders.anna: Microsoft 365 takes no passwords from programs: write auth: microsoft"
    hosted = HEAD.replace('"smtp.acme.example:587"', '"smtp.office365.com:587"')
    assert warnings(one_campaign(head=hosted)) == [("auth", says)]
    assert warnings(one_campaign(head=hosted.replace("email: anna@acme.example", "auth: microsoft, email: anna@acme.example"))) == []


def test_what_no_campaign_uses_is_named() -> None:
    head = HEAD + "  spare: {email: spare@acme.example}\nschedules: {spare: {days: sat}}\n"
    assert warnings(one_campaign(head=head)) == [
        ("unused-sender", "6:3: warning: senders.spare: no campaign uses this sender"),
        ("unused-schedule", "7:13: warning: schedules.spare: no campaign uses this schedule"),
    ]


def test_automation_on_linkedin_is_named() -> None:
    assert warnings(one_campaign(head=HEAD.replace("plan: sales-navigator", "mode: auto"))) == [
        (
            "linkedin-auto",
            "5:3: warning: senders.anna-linkedin: mode auto: LinkedIn's user agreement forbids automation, and accounts can be restricted",
        )
    ]


def test_more_accounts_than_seats_are_named() -> None:
    head = HEAD.replace("country: NL", "country: NL, seats: {email: 1, linkedin: 0}")
    assert warnings(one_campaign(head=head)) == [
        ("seats", "5:3: warning: senders.anna-linkedin: 1 linkedin accounts for 0 seats: the newest over the seats send nothing")
    ]
    many = HEAD + "".join(f"  s{n}: {{email: s{n}@acme.example}}\n" for n in range(19))
    names = ", ".join(f"s{n}" for n in range(19))
    text = one_campaign(f"    senders: [anna, anna-linkedin, {names}]\n", head=many)
    message = "24:3: warning: senders: 21 sending accounts; plan growth has at most 20 (terms 4); write plan: agency"
    assert warnings(text) == [("seats", message)]
    assert warnings(text.replace("country: NL", "country: NL, plan: agency")) == []


def test_a_campaign_that_does_nothing_or_waits_for_nothing_is_named() -> None:
    head = HEAD.replace(HEAD.splitlines(True)[-1], "")
    assert warnings(one_campaign("    senders: anna\n", "      - {id: a, task: Ring}\n", head=head)) == [
        ("no-action", "6:3: warning: campaigns.first: no step of this campaign contacts anybody")
    ]
    steps = "      - {id: a, wait_for: connected, at_most: 1 day}\n      - {id: b, message: {body: B}}\n"
    assert warnings(one_campaign("", steps)) == [
        (
            "no-connect",
            "7:3: warning: campaigns.first: waits for connected without a connect step: only leads who are connected already go on",
        )
    ]


def test_two_channels_without_a_person_who_has_both_are_named() -> None:
    steps = "      - {id: a, visit: }\n      - {id: b, email: {subject: S, body: B}}\n"
    apart = HEAD.replace("example-anna, name: Anna", "example-anna")
    (code, text), *others = warnings(one_campaign("", steps, head=apart))
    assert (code, others) == ("person", [])
    assert text == (
        "7:3: warning: campaigns.first: no person here has both an email and a LinkedIn account; "
        "where anna-linkedin and anna are one person, write `person: anna` on anna-linkedin"
    )
    assert warnings(one_campaign("", steps, head=apart.replace("example-anna,", "example-anna, person: anna,"))) == []


def test_senders_that_would_share_a_password_variable_are_named() -> None:
    head = HEAD + "  box.a: {email: a@acme.example}\n  box-a: {email: b@acme.example}\n"
    assert warnings(one_campaign("    senders: [anna, anna-linkedin, box.a, box-a]\n", head=head)) == [
        (
            "secret-name",
            "7:3: warning: senders.box-a: SELEQT_PASSWORD_BOX_A is also the variable of box.a; give one of them another name",
        )
    ]
