"""Templates that need no Jinja2: told apart by their text, and read to the same pieces as Jinja2 reads them."""

import string
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.messages.expressions import parsed
from seleqt_cli.messages.pieces import Field, Piece, plain_pieces
from seleqt_cli.messages.problems import TemplateProblem

PARTS = st.one_of(
    st.text(string.ascii_letters + " \n|'%#é", max_size=6),
    st.sampled_from(
        ["{{ n }}", "{{lead.n}}", "{{\tsender.q\n}}", "{{ _x }}", "{{ lead }}", "{{ n.m }}", "{{ self }}", "{{ true }}", "{{ loop }}"]
    ),
)


@given(st.lists(PARTS, max_size=8))
def test_a_plain_text_is_read_as_jinja2_reads_it(parts: list[str]) -> None:
    text = "".join(parts)
    mine = plain_pieces(text)
    if mine is None:
        return
    theirs = parsed(text)
    assert (mine[1], ()) == (theirs.usage, theirs.slots)
    assert theirs.pieces is not None
    assert joined(mine[0]) == joined(theirs.pieces)


def joined(pieces: tuple[Piece, ...]) -> list[Piece]:
    """The pieces with texts side by side made one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, str) and isinstance(last, str):
            found[-1] = last + piece
        elif piece != "":
            found.append(piece)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "{{ n|upper }}", "{{ n }} {% if m %}x{% endif %}", "{# no #}", "{Hi|Hello}", "a } b", "{{- n }}", "{{ 1 }}", "{{ n.m }}",
        "{{ lead }}",
        "{{ lead._n }}", "{{ true }}",
        "{{ not }}", "{{ self }}", "{{ __n }}", "{{ seleqt__slot_0 }}", "a\r\nb", "a \U00100000 b", "{{ é }}",
        "x" * 70_000, "{{ n }}" * 1001,
    ],
)  # fmt: skip
def test_whatever_else_is_left_to_jinja2(text: str) -> None:
    assert plain_pieces(text) is None


def test_the_pieces_of_a_mail() -> None:
    pieces, usage = plain_pieces("Hi {{ first_name }},\n{{ sender.name }} of {{ lead.company }}\n") or ((), None)
    assert pieces == ("Hi ", Field("first_name", "", None), ",\n", Field("sender", "name", None), " of ", Field("lead", "company", None))
    assert usage is not None
    assert usage.names == usage.unguarded == {"first_name", "sender.name", "company"}


def test_a_refused_text_is_refused_by_jinja2s_reader() -> None:
    with pytest.raises(TemplateProblem):
        parsed("{{ seleqt__slot_0 }}")


def test_plain_templates_load_no_jinja2() -> None:
    code = (
        "import sys\nfrom seleqt_cli.messages.template import Template\n"
        "print(Template.compile('Hi {{ n }}').render({'n': 'Jan'}), 'jinja2' in sys.modules)\n"
        "print(Template.compile('Hi {{ n|upper }}').render({'n': 'Jan'}), 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Hi Jan False\nHi JAN True\n"
