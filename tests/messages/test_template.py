"""Fields, choices, conditions, and what a template says when something is missing."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seleqt_cli.messages.fields import Fields
from seleqt_cli.messages.problems import MissingVariables, TemplateProblem, Unrenderable
from seleqt_cli.messages.template import Template


def test_fields_are_filled_in() -> None:
    text = "Hi {{ first_name }}, {{ lead.company }} of {{ sender.name|default('us') }}"
    context = {"first_name": "Jan", "lead": Fields("lead", {"company": "Noordenwind"}), "sender": Fields("sender", {})}
    assert Template.compile(text).render(context) == "Hi Jan, Noordenwind of us"


def test_all_missing_names_are_listed_at_once() -> None:
    for text in ("{{ b }}{{ a }}{{ lead.c }}{{ b }}", "{{ b }}{{ a|upper }}{{ lead.c }}{% if x == 1 %}{% endif %}"):
        with pytest.raises(MissingVariables) as caught:
            Template.compile(text).render({"lead": Fields("lead", {})})
        assert caught.value.names == (("a", "b", "c") if "x" not in text else ("a", "b", "c", "x"))


def test_only_what_the_taken_branch_lacks_is_missing() -> None:
    template = Template.compile("{% if company %}{{ company }}{{ title }}{% else %}{{ first_name }}{% endif %}")
    with pytest.raises(MissingVariables) as caught:
        template.render({"company": "Noordenwind"})
    assert caught.value.names == ("title",)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ a|default('x') }}", "x"),
        ("{{ a|d('x')|upper }}", "X"),
        ("{{ a or 'x' }}", "x"),
        ("{% if a %}y{% else %}x{% endif %}", "x"),
        ("{{ 'y' if a is defined else 'x' }}", "x"),
        ("{% if not a %}x{% endif %}", "x"),
        ("{{ lead.a|default('x') }}", "x"),
    ],
)
def test_a_missing_field_can_be_asked_for(text: str, result: str) -> None:
    template = Template.compile(text)
    assert (template.render({"lead": Fields("lead", {})}), template.unguarded) == (result, frozenset())


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ n|upper }} {{ n|lower }} {{ n|title }} {{ n|capitalize }}", "JAN DE BOER jan de boer Jan De Boer Jan de boer"),
        ("{{ n|replace('de', 'van') }} {{ n|length }} {{ n|first }}{{ n|last }}", "jan van boer 11 jr"),
        ("{{ n|truncate(8) }} {{ n|truncate(8, true) }} {{ n|truncate(99) }}", "jan... jan d... jan de boer"),
        ("{{ n|urlencode }} {{ n ~ 1 }} {{ n + '!' }}", "jan%20de%20boer jan de boer1 jan de boer!"),
        ("{{ '3'|int + 1 }} {{ '2,5'|float * 2 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ '3.14159'|round(2) }}", "4 5.0 3 3 3.14"),
        ("{% for x in 'a, b,c'|split %}{{ loop.index }}{{ x }}{{ ';' if not loop.last }}{% endfor %}", "1a;2b;3c"),
        ("{{ ['a', 'b']|join(', ') }} {{ n[0] }} {{ n[:3] }} {{ 'jan' in n }}", "a, b j jan true"),
        ("{% raw %}{{ a }} {x|y}{% endraw %}{# no {a|b} #}", "{{ a }} {x|y}"),
        ("{% if n == 'jan de boer' and 2 > 1 %}\nyes\n{% endif %}\nend\n", "yes\nend"),
        ("{% set a = n|upper %}{{ a }}", "JAN DE BOER"),
    ],
)
def test_what_templates_can_do(text: str, result: str) -> None:
    assert Template.compile(text).render({"n": "jan de boer"}) == result


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\nb {{ c", 2, "unexpected end of template, expected 'end of print statement'."),
        ("a\n\n{% if %}", 3, "Expected an expression, got 'end of statement block'"),
        (
            "{Hi\n|Hello}\n{% endfor %}",
            3,
            "Encountered unknown tag 'endfor'.",
        ),
        ("\n{{ a|nope }}", 2, "there is no filter 'nope'"),
        ("\n\n{{ a() }}", 3, "a template cannot call anything (for upper case and the like write a filter: {{ name|upper }})"),
    ],
)
def test_a_problem_names_the_line_inside_the_text(text: str, line: int, said: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        Template.compile(text)
    assert (caught.value.line, caught.value.message) == (line, said)


def test_a_fault_at_rendering_names_the_line_too() -> None:
    with pytest.raises(Unrenderable) as caught:
        Template.compile("a\nb {{ 1/0 }}").render({})
    assert caught.value.reason == "line 2 of the text: division by zero"


def test_names_and_what_they_are_guarded_by() -> None:
    template = Template.compile(
        "{{ a }}{{ lead.b }}{{ sender.c }}{{ d|default(e) }}{% if f %}{{ f }}{{ g }}{% endif %}{% set h = 1 %}{{ h }}"
        "{% for i in j %}{{ i }}{{ loop.index }}{% endfor %}"
    )
    assert template.variables() == frozenset({"a", "b", "sender.c", "d", "e", "f", "g", "j"})
    assert template.unguarded == frozenset({"a", "b", "sender.c", "e", "g", "j"})


def test_a_value_is_never_read_as_a_template() -> None:
    for value in ("{A|B}", "{{ company }}", "{% if x %}", "{# x #}", "{{ 7*7 }}"):
        assert Template.compile("{Hi|Hi} {{ n }} {{ n|trim }}").render({"n": value}) == f"Hi {value} {value}"


@pytest.mark.parametrize(
    ("text", "slots", "results"),
    [
        ("{Hi|Hello}", (2,), ["Hi", "Hello"]),
        ("{a|b|c} {d|e}", (3, 2), ["a d", "b e", "c e"]),
        ("{|x}", (2,), ["", "x"]),
        ("{a {b|c}|d}", (2, 2), ["a b", "d"]),
        ("{Hi {{ n }}|Dear {{ n|upper }}},", (2,), ["Hi Jan,", "Dear JAN,"]),
        ("x {y} {} } { z", (), ["x {y} {} } { z"]),
        ("{x {a|b}}", (2,), ["{x a}", "{x b}"]),
        ("{a|b", (), ["{a|b"]),
        ("a|b}", (), ["a|b}"]),
        ("{{ '{a|b}' }} {{ n|lower }}", (), ["{a|b} jan"]),
        ("{% if n %}{a|b}{% endif %}", (2,), ["a", "b"]),
        ("1\n  {a|b}  \n2", (2,), ["1\n  a  \n2", "1\n  b  \n2"]),
        ("{{ '}}' }}{a|b}", (2,), ["}}a", "}}b"]),
    ],
)
def test_spintax(text: str, slots: tuple[int, ...], results: list[str]) -> None:
    template = Template.compile(text)
    assert template.slots == slots

    def take(at: int) -> str:
        return template.render({"n": "Jan"}, lambda _slot, options: min(at, options - 1))

    assert [take(at) for at in range(len(results))] == results


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("\n" + "{a|" * 6 + "b" + "}" * 6, "choices inside choices, more than 5 deep", 2),
        ("{a|b}" * 201, "more than 200 choices", 1),
        ("{" + "|" * 50 + "}", "more than 50 options in one choice", 1),
    ],
)
def test_spintax_is_bounded(text: str, said: str, line: int) -> None:
    with pytest.raises(TemplateProblem) as caught:
        Template.compile(text)
    assert (caught.value.message, caught.value.line) == (said, line)


_piece = st.one_of(
    st.text(string.ascii_letters + " \n{}|.é", max_size=6).filter(lambda text: "{{" not in text),
    st.sampled_from(["{{ n }} ", "{{ m|default('x') }} ", "{{ lead.n }}", "{a|b}", "{c {{ n }}|d}", "{{ sender.q|d('')}}"]),
)


@given(st.lists(_piece, max_size=8))
def test_the_short_way_and_the_long_way_give_the_same_text(pieces: list[str]) -> None:
    text = " ".join(pieces)
    context = {"n": "Jan", "lead": Fields("lead", {"n": "Jan"}), "sender": Fields("sender", {})}

    def render(source: str) -> tuple[str, str, list[str]] | str:
        try:
            template = Template.compile(source)
            return (template.render(context, lambda _slot, options: options - 1), *template.render_marked(context))
        except TemplateProblem as problem:
            return problem.message

    # A setting that does nothing makes Jinja2's own code run.
    assert render(text) == render("{% set zzz = 1 +%}" + text)
