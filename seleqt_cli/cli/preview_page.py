"""Previews as one self-contained page: no script, nothing fetched, good on a phone."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from seleqt_cli.app.preview import Preview

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --dim: #777; --card: #fff; --page: #f2f3f5; --text: #1a1a1a }
@media (prefers-color-scheme: dark) { :root { --card: #1e2024; --page: #121316; --text: #e8e8e8; --dim: #9a9a9a } }
* { box-sizing: border-box }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto }
h1 { font-size: 1.2rem } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere }
article { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 0 0 1rem; padding: .9rem 1rem }
header { color: var(--dim); font-size: .85rem; overflow-wrap: anywhere }
header b { color: var(--text) } h3 { font-size: 1rem; margin: .5rem 0; overflow-wrap: anywhere }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: .6rem 0 0 }
iframe { width: 100%; height: 24rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; margin-top: .6rem }
.held { color: #d3302f } details { margin-top: .6rem } summary { color: var(--dim); cursor: pointer }
"""


def page(business: str, previews: Sequence[Preview]) -> str:
    """The whole document. Every value is escaped; a mail's own HTML stands in a frame that may run and load nothing."""
    parts = []
    for (campaign, lead), messages in groupby(previews, key=lambda one: (one.campaign, one.lead)):
        several = list(messages)
        name = f" ({_text(several[0].name)})" if several[0].name else ""
        parts.append(f"<h2>{_text(campaign)}: {_text(lead)}{name}</h2>")
        parts += [_article(one) for one in several]
    title = f"{_text(business)}: {len(previews)} messages"
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>\n"
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )


def _article(one: Preview) -> str:
    marks = [one.kind, *([f"variant {one.variant}"] if one.variant else [])]
    if one.thread == "same":
        marks.append("in the same thread")
    if one.condition:
        marks.append(f"if {one.condition}")
    head = f"<b>{_text(one.step)}</b> · {_text(', '.join(marks))}"
    if one.skipped or one.error:
        why = f"skipped: {one.skipped}" if one.skipped else f"held: {one.error}"
        return f'<article><header>{head}</header><p class="held">{_text(why)}</p></article>'
    if one.from_:
        head += f"<br>From {_text(one.from_)}<br>To {_text(one.to)}"
    for name, size in one.attachments:
        head += f"<br>Attached: {_text(name)} ({size:,} bytes)"
    body = f"<pre>{_text(one.text.rstrip())}</pre>" if one.text else ""
    if one.html:
        frame = f'<iframe sandbox="" title="{_text(one.step)} as HTML" srcdoc="{escape(one.html, quote=True)}"></iframe>'
        body = f"{frame}<details><summary>as plain text</summary>{body}</details>"
    subject = f"<h3>{_text(one.subject)}</h3>" if one.subject else ""
    return f"<article><header>{head}</header>{subject}{body}</article>"


def _text(value: str) -> str:
    """A value without markup, and without characters that turn the direction of writing."""
    shown = "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in value)
    return escape(shown, quote=True)
