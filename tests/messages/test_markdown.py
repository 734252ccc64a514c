"""Markdown to HTML and text, and values that stay values."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.messages.fields import Fields
from seleqt_cli.messages.markdown import convert, fill_html, fill_text
from seleqt_cli.messages.problems import Unrenderable
from seleqt_cli.messages.template import Template


def both(text: str, **values: str) -> tuple[str, str]:
    source, shown = Template.compile(text).render_marked({**values, "lead": Fields("lead", values)})
    converted = convert(source)
    return fill_html(converted.html, shown), fill_text(converted.text, shown)


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("Hi **Jan**", "<p>Hi <strong>Jan</strong></p>", "Hi Jan"),
        ("# Big\n\nsmall", "<h1>Big</h1>\n<p>small</p>", "Big\n\nsmall"),
        ("[us](https://a.example/?x=1&y=2)", '<p><a href="https://a.example/?x=1&amp;y=2">us</a></p>', "us (https://a.example/?x=1&y=2)"),
        ("<https://a.example/>", '<p><a href="https://a.example/">https://a.example/</a></p>', "https://a.example/"),
        ("<jan@a.example>", '<p><a href="mailto:jan@a.example">jan@a.example</a></p>', "jan@a.example"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", "[x](javascript:alert(1))"),
        ("[x](data:text/html,1)", "<p>[x](data:text/html,1)</p>", "[x](data:text/html,1)"),
        ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>", "[x](file:///etc/passwd)"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>", "<script>x</script>"),
        ("![p](https://a.example/p.png)", '<p>!<a href="https://a.example/p.png">p</a></p>', "!p (https://a.example/p.png)"),
        ("- a\n- b\n  c", "<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>", "- a\n- b\n  c"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b"),
        ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>", "> a\n> b"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr />\n<p>b</p>", "a\n\n* * *\n\nb"),
        ("```\nx < y\n```", "<pre><code>x &lt; y\n</code></pre>", "x < y"),
        ("a `b` &amp; \\*c\\*", "<p>a <code>b</code> &amp; *c*</p>", "a b & *c*"),
    ],
)
def test_markdown(source: str, html: str, text: str) -> None:
    converted = convert(source)
    assert (converted.html, converted.text) == (html, text)


@pytest.mark.parametrize(
    "value",
    [
        "*x*", "[a](https://evil.example)", "<b>x</b>", "<img src=x onerror=alert(1)>", "# x", "- x", "    x", "&amp;", "`x`", "\\",
        "</p><script>alert(1)</script>", "![x](https://t.example/p.gif)", "x\n\n# y", "1. x", "---", "<https://evil.example>",
    ],
)  # fmt: skip
def test_a_value_is_text_and_nothing_else(value: str) -> None:
    html, text = both("Hi {{ v }}, **{{ v }}**", v=value)
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>\n")
    assert (html, text) == (f"<p>Hi {escaped}, <strong>{escaped}</strong></p>", f"Hi {value}, {value}")


def test_a_value_in_a_link_is_encoded() -> None:
    html, text = both("[book]({{ a }}) [see](https://x.example/?c={{ b }})", a="https://c.example/?q=1&r=2", b='A & B "x"')
    assert html == ('<p><a href="https://c.example/?q=1&amp;r=2">book</a> <a href="https://x.example/?c=A%20%26%20B%20%22x%22">see</a></p>')
    assert text == "book (https://c.example/?q=1&r=2) see (https://x.example/?c=A%20%26%20B%20%22x%22)"


@pytest.mark.parametrize("value", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "//evil.example", "x", "JaVaScRiPt:x"])
def test_a_value_cannot_make_a_dangerous_link(value: str) -> None:
    with pytest.raises(Unrenderable) as caught:
        both("[book]({{ a }})", a=value)
    assert caught.value.reason == f"a link may lead to http, https or mailto only, not to {value.strip()!r}"


def test_an_address_of_the_web_becomes_a_link_once() -> None:
    html, text = both("{{ a }} [{{ a }}]({{ a }})", a="https://c.example/x")
    link = '<a href="https://c.example/x">https://c.example/x</a>'
    assert (html, text) == (f"<p>{link} {link}</p>", "https://c.example/x https://c.example/x")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name == "href"]


@given(st.text(), st.text())
def test_no_value_adds_a_tag_or_a_dangerous_link(one: str, two: str) -> None:
    try:
        html, _ = both('Hi {{ a }}\n\n{{ b }} [x](https://x.example/{{ a }} "{{ b }}") [y]({{ b }})', a=one, b=two)
    except Unrenderable:
        return
    tags = _Tags()
    tags.feed(html)
    assert set(tags.seen) <= {("p", ()), ("a", ("href",)), ("a", ("href", "title")), ("br", ())}
    assert all(re.match(r"(https?://|mailto:)", link, re.IGNORECASE) for link in tags.links)
