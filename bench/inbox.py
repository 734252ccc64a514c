"""Reading and judging mail beside the standard library's bare parser (compat32), message by message, in one process.

    python bench/inbox.py [messages=600] [rounds=9]     the mix of p6: replies, absences, bounces, newsletters, attachments
    python bench/inbox.py --hostile                     one hostile or large message each: milliseconds and megabytes
    python bench/inbox.py --mutations 20000             mutated messages: the slowest, and that none raises

The mix by count: 50 % replies (1 and 5 kB), 20 % absences (2 kB), 15 % delivery reports and 5 % home-made bounces (4 to 6 kB), 5 %
HTML newsletters (20 kB), 5 % replies with an attachment (50 kB). Each round measures both in turn, in CPU time; the ratio is the
median of the rounds' ratios (over 1: faster than the bare parser). Prints one JSON document.
"""

import base64
import email
import email.policy
import json
import random
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from email.parser import BytesParser

from seleqt_cli.channels.email.reading import read_mail
from seleqt_cli.core.inbound.classify import classify
from seleqt_cli.core.inbound.visible import visible_text

NOW = 1_704_103_200
HEAD = (
    "".join(
        f"Received: from mx1.example.net (mx1.example.net [192.0.2.1]) by in.sender.test with ESMTPS id A1B2C3; Mon, 1 Jan 2024 "
        f"10:00:0{n} +0000\r\n"
        for n in range(1, 5)
    )
    + "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.net; s=20230601;\r\n        t=1704103200; x=1704708000; "
    "h=from:to:subject; bh=" + "A" * 43 + "=;\r\n        b=" + "\r\n         ".join("Z" * 64 for _ in range(5)) + "\r\n"
)
MIX = ["reply"] * 5 + ["answer"] * 5 + ["absence"] * 4 + ["report"] * 3 + ["bounce", "newsletter", "attachment"]


def message(kind: str, number: int) -> bytes:
    """One message of the mix, the same at every run."""
    base = (
        HEAD + f'Date: Mon, 1 Jan 2024 10:00:00 +0000\r\nFrom: "Lovelace, Ada {number}" <ada{number}@example.net>\r\nTo: Bob '
        f"<bob@sender.test>\r\n"
        f"Message-ID: <{kind}{number}@example.net>\r\nMIME-Version: 1.0\r\n"
    )
    thread = f"In-Reply-To: <{number}.1@sender.test>\r\nReferences: <{number}.1@sender.test>\r\n"
    quoted = "\r\n\r\nOn Mon, Jan 1, 2024 at 9:00 AM Bob <bob@sender.test> wrote:\r\n" + "".join(
        f"> line {line} of the quoted pitch, it goes on a bit\r\n" for line in range(60)
    )
    daemon = (
        "Date: Mon, 1 Jan 2024 10:00:00 +0000\r\nFrom: MAILER-DAEMON@mx.example.net (Mail Delivery System)\r\nTo: bob@sender.test\r\n"
        f"Message-ID: <d{number}@mx.example.net>\r\n"
    )
    text: str
    if kind == "reply":
        text = (
            base
            + thread
            + "Subject: Re: Quick question\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSounds good, let us talk on Tuesday.\r\n"
        )
        text += quoted[:300]
    elif kind == "answer":
        said = "Thanks but not interested, please remove me =E2=80=94 Zo=C3=AB" + quoted
        text = (
            base
            + thread
            + 'Subject: =?UTF-8?B?UmU6IFF1aWNrIHF1ZXN0aW9uIOKAlCBab8Or?=\r\nContent-Type: multipart/alternative; boundary="b1"\r\n\r\n'
        )
        for type_, body in (("plain", said), ("html", '<div dir=3D"ltr">' + said.replace("\r\n", "<br>\r\n") + "</div>")):
            text += f"--b1\r\nContent-Type: text/{type_}; charset=UTF-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n"
        text += "--b1--\r\n"
    elif kind == "absence":
        text = (
            base + thread + "Subject: Automatic reply: Quick question\r\nAuto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n"
        )
        text += "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
        text += "I am out of office until January 15th, 2024. For urgent matters write to carol@example.net.\r\n"
    elif kind == "report":
        text = (
            HEAD + daemon + "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="r1"\r\n\r\n--r1\r\nContent-Description: '
            "Notification\r\n"
            "Content-Type: text/plain; charset=us-ascii\r\n\r\nThis is the mail system at host mx.example.net.\r\n\r\n"
            f"<ada{number}@example.net>: host mx2 said: 550 5.1.1 User unknown\r\n\r\n--r1\r\nContent-Type: "
            f"message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.example.net\r\nArrival-Date: Mon, 1 Jan 2024 10:00:00 +0000\r\n\r\n"
            f"Final-Recipient: rfc822; ada{number}@example.net\r\nOriginal-Recipient: rfc822;ada{number}@example.net\r\nAction: "
            f"failed\r\n"
            "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--r1\r\nContent-Type: message/rfc822\r\n\r\n"
            f"From: bob@sender.test\r\nTo: ada{number}@example.net\r\nSubject: Quick question\r\nMessage-ID: <{number}.1@sender.test>\r\n"
            "Content-Type: text/plain\r\n\r\n" + "pitch line that is long enough to count\r\n" * 50 + "\r\n--r1--\r\n"
        )
    elif kind == "bounce":
        text = (
            HEAD + daemon + "Subject: failure notice\r\n\r\nHi. This is the qmail-send program at q.example.net.\r\n"
            "I'm afraid I wasn't able to deliver your message to the following addresses.\r\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\r\n\r\n"
            f"<ada{number}@example.net>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n\r\n--- Below this line is a copy of the "
            f"message.\r\n\r\n" + "pitch line that is long enough to count\r\n" * 40
        )
    elif kind == "newsletter":
        text = base + "Subject: Our January offers\r\nList-Unsubscribe: <mailto:u@example.net>\r\nPrecedence: bulk\r\n"
        text += "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>"
        text += '<p style="font-family:Arial;color:#333">An offer you will like, number one of many.</p>\r\n' * 230 + "</body></html>"
    else:
        text = base + thread + 'Subject: Re: Quick question\r\nContent-Type: multipart/mixed; boundary="m1"\r\n\r\n'
        text += "--m1\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee the brief attached.\r\n" + quoted
        text += "\r\n--m1\r\nContent-Type: application/pdf; name=brief.pdf\r\nContent-Disposition: attachment; filename=brief.pdf\r\n"
        text += "Content-Transfer-Encoding: base64\r\n\r\n"
        text += base64.encodebytes(random.Random(number).randbytes(35_000)).decode().replace("\n", "\r\n") + "--m1--\r\n"
    return text.encode()


EXPECTED = {
    "reply": "reply", "answer": "unsubscribe", "absence": "out_of_office", "report": "hard_bounce", "bounce": "hard_bounce",
    "newsletter": "unknown", "attachment": "reply",
}  # fmt: skip
PARSER = BytesParser(policy=email.policy.compat32)


def judge(octets: bytes) -> str:
    """What seleqt does with one message."""
    return classify(read_mail(octets), NOW).kind.value


def mix(count: int, rounds: int) -> dict[str, object]:
    """CPU time of both on the mix, in turns."""
    kinds = [MIX[number % len(MIX)] for number in range(count)]
    corpus = [(kind, message(kind, number)) for number, kind in enumerate(kinds)]
    random.Random(3).shuffle(corpus)
    wrong = sorted({f"{kind}: {found}" for kind, octets in corpus if (found := judge(octets)) != EXPECTED[kind]})
    octets_only = [octets for _, octets in corpus]
    ratios, times = [], []
    for round_ in range(rounds):
        order = (PARSER.parsebytes, judge) if round_ % 2 else (judge, PARSER.parsebytes)
        spent = {one: cpu(one, octets_only) for one in order}
        ratios.append(spent[PARSER.parsebytes] / spent[judge])
        times.append(spent[judge] / count * 1e6)
    by_kind = {}
    for kind in EXPECTED:
        some = [octets for of, octets in corpus if of == kind][:50]
        bare = min(cpu(PARSER.parsebytes, some) for _ in range(5))
        by_kind[kind] = round(bare / min(cpu(judge, some) for _ in range(5)), 2)
    return {
        "messages": count, "rounds": rounds, "ratio": round(statistics.median(ratios), 3), "microseconds": round(statistics.median(times)),
        "ratio_by_kind": by_kind, "wrong": wrong,
    }  # fmt: skip


def cpu(work: Callable[[bytes], object], corpus: list[bytes]) -> float:
    """CPU seconds of a function over all messages."""
    begin = time.process_time()
    for octets in corpus:
        work(octets)
    return time.process_time() - begin


PLAIN = b"From: a@e.net\r\nTo: b@s.test\r\nSubject: Re: hi\r\nMessage-ID: <1@e>\r\nIn-Reply-To: <2@s.test>\r\nMIME-Version: 1.0\r\n"
DAEMON = b"From: MAILER-DAEMON@e.net\r\nTo: b@s.test\r\nSubject: failure notice\r\nMIME-Version: 1.0\r\n"


def attached(megabytes: int) -> bytes:
    """A mail with an attachment of about that size."""
    coded = base64.encodebytes(random.Random(1).randbytes(megabytes * 740_000)).replace(b"\n", b"\r\n")
    return (
        PLAIN + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nsee attached\r\n"
        b"--m\r\nContent-Type: application/pdf; name=x.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded + b"--m--\r\n"
    )


def nested(depth: int) -> bytes:
    """Multiparts inside each other, each with a boundary that is the beginning of the next."""
    text = PLAIN + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    for level in range(depth):
        text += b"--b" + b"b" * level + b"\r\nContent-Type: multipart/mixed; boundary=b" + b"b" * (level + 1) + b"\r\n\r\n"
    return text + b"x\r\n" * 100


HOSTILE: dict[str, Callable[[], bytes]] = {
    "attachment 1 MB": lambda: attached(1),
    "attachment 10 MB": lambda: attached(10),
    "one HTML line of 1 MB": lambda: (
        PLAIN + b"Content-Type: text/html\r\n\r\n<p>" + b"out of the <b>offic</b> On Mon wrote " * 30_000 + b"</p>\r\n"
    ),
    "20,000 parts": lambda: (
        PLAIN + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n" + b"--m\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000 +
            b"--m--\r\n"
    ),
    "header of 2 MB": lambda: PLAIN + b"X-Long: " + b'a;="b" ' * 300_000 + b"\r\nContent-Type: text/plain\r\n\r\nhi\r\n",
    "500 levels": lambda: nested(500),
    "20,000 words behind On": lambda: PLAIN + b"\r\nOn " + b"word " * 20_000 + b"\r\n",
    "50,000 lines From: x": lambda: PLAIN + b"\r\n" + b"From: x\r\n" * 50_000,
    "50,000 lines of quotes": lambda: PLAIN + b"\r\n" + b"On 1 Jan 2024 somebody\r\n> x\r\n" * 25_000,
    "100,000 tags": lambda: PLAIN + b"Content-Type: text/html\r\n\r\n" + b"<p>" * 100_000,
    "1 MB of <": lambda: PLAIN + b"Content-Type: text/html\r\n\r\n" + b"<" * 1_000_000,
    "unclosed comments": lambda: PLAIN + b"Content-Type: text/html\r\n\r\n" + b"<!-- x " * 100_000,
    "encoded words": lambda: PLAIN + b"X: y\r\nSubject: " + b"=?utf-8?q?=C3?= " * 50_000 + b"\r\n\r\nhi\r\n",
    "broken encoded words": lambda: b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\r\nFrom: a@e.net\r\n\r\nhi\r\n",
    "To with 100,000 addresses": lambda: b"To: " + b"a@e.net, " * 100_000 + b"\r\nFrom: a@e.net\r\n\r\nhi\r\n",
    "To with quotes": lambda: b"To: " + b'"\\" <' * 100_000 + b"\r\nFrom: a@e.net\r\n\r\nhi\r\n",
    "References of 1 MB": lambda: b"References: " + b"<a@b> " * 200_000 + b"\r\nFrom: a@e.net\r\n\r\nhi\r\n",
    "parameters": lambda: PLAIN + b"Content-Type: text/plain" + b'; a="\\' * 100_000 + b"\r\n\r\nhi\r\n",
    "notice of 1 MB": lambda: DAEMON + b"\r\nThe following addresses failed:\r\n" + b"a" * 1_000_000 + b"@" * 1000,
    "notice with 50,000 addresses": lambda: (
        DAEMON + b"\r\nThe following addresses failed:\r\n" + b"".join(b"<a%d@e.net>: 550 5.1.1 no\r\n" % n for n in range(50_000))
    ),
    "notice of codes": lambda: DAEMON + b"\r\nThe following addresses failed:\r\n<a@e.net>:\r\n" + b"550 5.1.1 host a " * 50_000,
    "50,000 reported recipients": lambda: (
        DAEMON + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: "
            b"message/delivery-status\r\n\r\n"
        + b"".join(b"Final-Recipient: rfc822; a%d@e.net\r\nAction: failed\r\n\r\n" % n for n in range(50_000)) + b"--r--\r\n"
    ),
    "punycode": lambda: PLAIN + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * 100_000,
    "dates": lambda: PLAIN + b"Auto-Submitted: auto-replied\r\n\r\nI am away " + b"until until 1. 2. 3. 4. " * 20_000,
}  # fmt: skip


def hostile() -> dict[str, object]:
    """Each hostile message in a process of its own."""
    found = {}
    for name in HOSTILE:
        said = subprocess.run([sys.executable, __file__, "--one", name], capture_output=True, text=True, check=True).stdout
        found[name] = json.loads(said)
    return {
        "messages": found,
        "slowest_ms": max(one["ms"] for one in found.values()),
        "largest_mb": max(one["more_mb"] for one in found.values()),
    }


def one(name: str) -> dict[str, object]:
    """One hostile message: CPU milliseconds of reading, judging and cutting, peak megabytes of the process and what of it is new."""
    octets = HOSTILE[name]()
    judge(message("report", 1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.process_time()
    mail = read_mail(octets)
    kind = classify(mail, NOW).kind.value
    visible_text(mail.text)
    spent = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bare = time.process_time()
    PARSER.parsebytes(octets)
    bare = time.process_time() - bare
    return {
        "ms": round(spent * 1000, 1), "bare_ms": round(bare * 1000, 1), "mb": round(peak / 1024),
        "more_mb": round((peak - before) / 1024, 1),
        "octets": len(octets), "class": kind,
    }  # fmt: skip


def mutated(octets: bytes, chance: random.Random) -> bytes:
    """One to eight changes: octets turned, cut, doubled, moved, or replaced by what parsers stumble over."""
    changed = bytearray(octets)
    for _ in range(chance.randint(1, 8)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        length = chance.choice((1, 2, 5, 30, 300))
        match chance.randrange(7):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * chance.choice((1, 2, 50))
            case 3:
                other = chance.randrange(len(changed))
                changed[at:at] = changed[other : other + length]
            case 4:
                changed[at:at] = chance.choice(STUMBLES)
            case 5:
                changed[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
            case _:
                del changed[at:]
    return bytes(changed)


STUMBLES = (
    b"\r\n\r\n", b"\n", b"\r", b"\0", b"=?utf-8?b?", b"?=", b"=?x?q?=?=", b"--", b"\r\n--r1\r\n", b"boundary=", b'"', b"<", b">", b"(",
    b"\\", b";", b":", b"\xff\xfe",
    b"\xed\xa0\x80", b"Content-Type: multipart/mixed; boundary=r1\r\n", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-16",
    b"charset=unicode_escape", b"=",
    b"=\r\n", b"=XY", b"%00", b"\x1b[31m", b"\xe2\x80\xae", b"9" * 40, b"a@b", b"From ", b"> " * 50, b"0000-00-00",
    b"until 99.99.9999 ", b"99999999999999999999",
)  # fmt: skip


def mutations(count: int) -> dict[str, object]:
    """Mutated messages: any exception ends the run; the slowest and the most memory of one."""
    sources = [message(kind, number) for number, kind in enumerate(EXPECTED)]
    slowest, most = 0.0, 0
    for number in range(count):
        chance = random.Random(number)
        octets = mutated(sources[number % len(sources)], chance)
        begin = time.process_time()
        mail = read_mail(octets, cut=bool(number % 2))
        verdict = classify(mail, NOW)
        visible_text(mail.text)
        slowest = max(slowest, time.process_time() - begin)
        assert verdict.reasons, number
        if number % 50 == 0:
            tracemalloc.start()
            classify(read_mail(octets), NOW)
            most = max(most, tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    return {"mutations": count, "slowest_ms": round(slowest * 1000, 1), "most_mb": round(most / 1e6, 2)}


def main(arguments: list[str]) -> None:
    """Print one JSON document."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(one(arguments[1])))
    elif arguments[:1] == ["--hostile"]:
        print(json.dumps({"job": "hostile messages", **hostile()}))
    elif arguments[:1] == ["--mutations"]:
        print(json.dumps({"job": "mutated messages", **mutations(int(arguments[1]))}))
    else:
        numbers = [int(argument) for argument in arguments]
        print(json.dumps({"job": "inbox", **mix(*(numbers + [600, 9][len(numbers) :]))}))


if __name__ == "__main__":
    main(sys.argv[1:])
