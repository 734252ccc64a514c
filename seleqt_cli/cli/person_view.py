"""What is kept about a person, as text and as a page: the same document that --json writes, for people."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

Section = tuple[str, list[list[tuple[str, str]]]]
"""A headline and its blocks of (name, value)."""

_STYLE = """\
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #ccc}
dl{display:grid;grid-template-columns:minmax(7rem,12rem) 1fr;gap:.15rem 1rem;margin:.5rem 0 1.2rem}
dt{color:#666}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
@media(max-width:34rem){dl{display:block}dd{margin-bottom:.4rem}}"""


def sections(paper: dict[str, Any]) -> Iterator[Section]:
    """The document in the order in which a person reads it; what is empty is left out."""
    person = paper["person"]
    yield "You", [_pairs({**person, "made at": paper["made_at"]})]
    yield "Who keeps your data", [_pairs(paper["controller"])]
    yield (
        "What for, and on what ground",
        [_pairs({"purpose": "\n".join(paper["purposes"]), "source": paper["source"], "lawful basis": paper["lawful_basis"]})],
    )
    yield "Who gets them", [_pairs(one) for one in paper["recipients"]] or [[("", "nobody")]]
    yield "How long they are kept", [[("", line) for line in paper["kept"]]]
    yield "Your rights", [[("", line) for line in [*paper["rights"], "automated decisions: " + paper["automated_decisions"]]]]
    for table in paper["data"]:
        yield table["about"], [_pairs(row) for row in table["rows"]]
    if paper["elsewhere"]:
        yield "Where else you stand", [[("", line) for line in paper["elsewhere"]]]


def as_text(paper: dict[str, Any]) -> str:
    """The document as plain text."""
    lines = [_title(paper), ""]
    for title, blocks in sections(paper):
        lines += [title, "-" * len(title)]
        for number, block in enumerate(blocks):
            lines += [""] if number else []
            for name, value in block:
                lines += _entry(name, value)
        lines.append("")
    return "\n".join(lines)


def as_page(paper: dict[str, Any]) -> str:
    """The document as one HTML page of its own; nothing in it comes from elsewhere or runs."""
    parts = []
    for title, blocks in sections(paper):
        parts.append(f"<h2>{escape(title)}</h2>")
        for block in blocks:
            if any(name for name, _ in block):
                parts.append("<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in block) + "</dl>")
            else:
                parts.append("<ul>" + "".join(f"<li>{escape(value)}</li>" for _, value in block) + "</ul>")
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(_title(paper))}</title><style>{_STYLE}</style></head><body>"
    )
    return head + f"<h1>{escape(_title(paper))}</h1>" + "".join(parts) + "</body></html>\n"


def _title(paper: dict[str, Any]) -> str:
    person = paper["person"]
    return f"What {paper['controller']['name']} keeps about {person['name'] or person['address'] or person['profile']}"


def _pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), _said(value)) for name, value in row.items() if value not in (None, "", [], {})]


def _said(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"head", "text", "attached"}:
        head = "\n".join(f"{name}: {said}" for name, said in value["head"].items())
        attached = "".join(f"\n[attached: {name}]" for name in value["attached"])
        return f"{head}\n\n{value['text']}{attached}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _entry(name: str, value: str) -> list[str]:
    lines = value.rstrip("\n").split("\n")
    if not name:
        return [f"- {line}" for line in lines]
    if len(lines) == 1:
        return [f"{name}: {value}"]
    return [f"{name}:", *(f"    {line}".rstrip() for line in lines)]
