"""No template gets out of the sandbox, and none takes long or much."""

import contextlib
import faulthandler
from collections.abc import Iterator

import pytest

from seleqt_cli.messages.fields import Fields
from seleqt_cli.messages.problems import MissingVariables, TemplateProblem, Unrenderable
from seleqt_cli.messages.template import Template

ESCAPES = [
    "{{ lead.__class__ }}",
    "{{ lead.__class__.__mro__ }}",
    "{{ lead['__class__'] }}",
    "{{ lead['__cla' ~ 'ss__'] }}",
    "{{ lead['__cla' + 'ss__'].x }}",
    "{{ ''.__class__ }}",
    "{{ ''['__class__']['__mro__'][1]['__subclasses__']() }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{{ [].append(1) }}",
    "{{ {}.update(a=1) }}",
    "{{ {'a': 1} }}",
    "{{ self }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ url_for.__globals__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ config.items() }}",
    "{{ request.application.__globals__ }}",
    "{{ range(10) }}",
    "{{ dict(a=1) }}",
    "{{ lipsum() }}",
    "{{ cycler('a', 'b') }}",
    "{{ joiner(',') }}",
    "{{ namespace(a=1) }}",
    "{{ first_name.format(1) }}",
    "{{ '{0.__class__}'.format(first_name) }}",
    "{{ '{0.__class__}'.format_map(lead) }}",
    "{{ '%s' % first_name }}",
    "{{ first_name|attr('__class__') }}",
    "{{ first_name|attr('upper') }}",
    "{{ ['x']|map('attr', '__class__')|list }}",
    "{{ ['x']|map('upper')|list }}",
    "{{ ['x']|select('string')|list }}",
    "{{ ['x']|groupby('__class__') }}",
    "{{ ['x']|sum(attribute='__class__') }}",
    "{{ ['x']|sort(attribute='__class__') }}",
    "{{ first_name|xmlattr }}",
    "{{ first_name|pprint }}",
    "{{ first_name|tojson }}",
    "{{ first_name|safe }}",
    "{{ first_name|format(1) }}",
    "{{ first_name|center(10000000) }}",
    "{{ first_name|indent(10000000) }}",
    "{{ first_name|batch(2) }}",
    "{{ first_name|wordwrap(1) }}",
    "{{ first_name|seleqt__items }}",
    "{{ first_name|seleqt__concatenate }}",
    "{{ seleqt__slot_0 }}",
    "{{ seleqt__sink }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    "{% call lead() %}{% endcall %}",
    "{% filter upper %}a{% endfilter %}",
    "{% set a %}{{ first_name }}{% endset %}",
    "{% set a.b = 1 %}",
    "{% set ns = namespace() %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% for a in lead.items() %}{{ a }}{% endfor %}",
    "{% for a in lead recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in ['x'] %}{{ loop.__class__ }}{% endfor %}",
    "{% for a in ['x'] %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for a in ['x'] %}{{ loop._iterable }}{% endfor %}",
    "{% if lead is callable %}x{% endif %}",
    "{% if lead is mapping %}x{% endif %}",
    "{% if 'upper' is filter %}x{% endif %}",
    "{% do lead.clear() %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{{ lead }}",
    "{{ lead ~ '' }}",
    "{{ lead|upper }}",
    "{{ none }}",
    "{{ __builtins__ }}",
    "{{ __import__('os') }}",
    "{{ 2 ** 2 }}",
]


@pytest.fixture(autouse=True)
def _at_most_a_second() -> Iterator[None]:
    """A template that hangs ends the whole run with a traceback; nothing here needs a tenth of the time."""
    faulthandler.dump_traceback_later(20, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def context() -> dict[str, object]:
    values = {"first_name": "Jan", "company": "Noordenwind"}
    return {**values, "lead": Fields("lead", values)}


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_is_refused(text: str) -> None:
    # A name put together while it runs is looked for among the fields, and is missing there.
    with pytest.raises((TemplateProblem, Unrenderable, MissingVariables)):
        Template.compile(text).render(context())


def test_there_are_more_than_sixty_escapes() -> None:
    assert len(set(ESCAPES)) > 60


@pytest.mark.parametrize("name", ["items", "keys", "values", "get", "pop", "clear", "copy", "update", "group", "upper", "format", "name"])
def test_a_method_of_a_group_is_a_field_that_is_missing(name: str) -> None:
    with pytest.raises(MissingVariables) as caught:
        Template.compile("{{ lead." + name + " }}").render(context())
    assert caught.value.names == (name,)


def test_a_column_named_like_a_method_is_shown() -> None:
    fields = Fields("lead", {"items": "12", "get": "x"})
    assert Template.compile("{{ lead.items }} {{ lead['get']|upper }}").render({"lead": fields}) == "12 X"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 'a'*300000000 }}", "line 1 of the text: * is for numbers"),
        ("{{ '%300000000d'|format(1) }}", "there is no filter 'format'"),
        ("{{ 10**10**10 }}", "** is not available"),
        ("{{ " + "9" * 5000 + " }}", "holds a number that is too large"),
        ("{{ 9223372036854775807 * 9223372036854775807 }}", "line 1 of the text: makes a number that is too large"),
        ("{% set a = 9223372036854775807 * 9223372036854775807 %}{{ a * a }}", "line 1 of the text: * is for numbers"),
        ("{% set a = 'x' %}" + "{% set a = a ~ a %}" * 20 + "{{ a }}", "line 1 of the text: makes a value larger than 32 KiB"),
        ("{% set a = 'x' %}" + "{% set a = a + a %}" * 20 + "{{ a }}", "line 1 of the text: makes a value larger than 32 KiB"),
        (
            "{% set a = 'x' %}" + "{% set a = a|replace('x', 'xxxxxxxxxxxx') %}" * 9 + "{{ a }}",
            "line 1 of the text: makes a value larger than 32 KiB",
        ),
        (
            "{% set a = 'x' %}" + "{% set a = [a, a, a, a]|join(a) %}" * 9 + "{{ a }}",
            "line 1 of the text: makes a value larger than 32 KiB",
        ),
        ("{% set a = [] %}" + "{% set a = [a, a] %}" * 9 + "{{ a }}", "line 1 of the text: shows a list, which is no text"),
        (
            "{% for a in first_name %}{% for b in first_name %}{% for c in first_name %}x{% endfor %}{% endfor %}{% endfor %}",
            "a loop inside a loop inside a loop",
        ),
        (
            "{% for a in first_name %}{% for b in first_name %}{{ a }}{{ b }}{{ a|upper }}{{ b|lower }}{% endfor %}{% endfor %}",
            "does too much: loops inside loops, or too many expressions",
        ),
        ("{{ 1 + 1 }}" * 5000, "does too much: loops inside loops, or too many expressions"),
        ("{% for a in '" + "x" * 51 + "' %}{{ a }}{% endfor %}", "line 1 of the text: goes over more than 50 items"),
        ("{% for a in ['" + "x" * 30000 + "'] %}" + "{{ a }}" * 20 + "{% endfor %}", "the text is longer than 256 KiB"),
        ("x" * 70000, "the text is longer than 64 KiB"),
        ("{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}", "too deeply nested"),
        ("{{ " + "[" * 90 + "1" + "]" * 90 + " }}", "too deeply nested"),
        ("{{ " + "not " * 9000 + "x }}", "too deeply nested"),
        ("{{ x" + "|upper" * 9000 + " }}", "too deeply nested"),
        ("{{ x" + ".a" * 9000 + " }}", "too deeply nested"),
        ("{{ " + "1+" * 9000 + "1 }}", "too deeply nested"),
        ("{% if x %}" * 900 + "{% endif %}" * 900, "too deeply nested"),
        ("{{ '" + "a " * 9000 + "'|title }}", "line 1 of the text: filters a text longer than 1024 characters"),
        ("{{ '" + "a," * 9000 + "'|split|length }}", "line 1 of the text: splits into more than 50 items"),
        ("\U00100001", "holds a private character (U+100000 and above)"),
        ("{{ 1e308 * 10 }}", "line 1 of the text: * is for numbers"),
        ("{{ '1'|round(99999999) }}", "line 1 of the text: rounds to 0 to 12 digits"),
        ("{{ first_name|truncate(99999999) }}", "line 1 of the text: shortens to 1 to 32768 characters"),
    ],
)
def test_a_bomb_ends_with_a_clear_problem(text: str, said: str) -> None:
    with pytest.raises((TemplateProblem, Unrenderable)) as caught:
        Template.compile(text).render(context())
    assert caught.value.message == said


@pytest.mark.parametrize(
    "text", ["{{" * 30000, "{%" * 30000, "{#" * 30000, "{" * 60000, "{a|" * 20000, "{{ 'a" * 10000, "{{ " + "-" * 60000, "|}" * 30000]
)
def test_a_text_full_of_openings_is_read_quickly(text: str) -> None:
    with contextlib.suppress(TemplateProblem, Unrenderable):
        Template.compile(text).render(context())


def test_what_the_template_does_cannot_change_what_it_was_given() -> None:
    given = context()
    Template.compile("{% set first_name = 'Piet' %}{% set lead = 1 %}{{ first_name }}").render(given)
    assert given == context()
