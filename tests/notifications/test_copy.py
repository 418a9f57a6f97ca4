"""The wording of messages, and the formatter that can do nothing but fill it in."""

import pytest

from golab.notifications.copy import CopyError, Wording, default_wordings, fill, parse, wording


def make_wording(body: str, **changes) -> Wording:
    fields = {
        "key": "test",
        "audience": "reader",
        "when": "never",
        "subject": "A subject",
        "body": body,
        "footer": "Because {{ why }}",
        "placeholders": frozenset({"name", "items"}),
        "optional": frozenset(),
        "list_items": {"items": frozenset({"title"})},
    }
    return Wording(**{**fields, **changes})


@pytest.mark.django_db
def test_default_wordings_are_all_usable():
    assert len(default_wordings()) >= 44
    assert wording("booking_confirmed").audience == "booker"


def test_wording_unknown_names_itself():
    with pytest.raises(CopyError, match="'no_such_message'"):
        wording("no_such_message")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Dear {{ name }},", "Dear Robin,"),
        ("{% if name %}Yes{% else %}No{% endif %}", "Yes"),
        ("{% if gone %}Yes{% else %}No{% endif %}", "No"),
        ("{% for x in items %}- {{ x.title }}\n{% empty %}None.{% endfor %}", "- One\n- Two\n"),
        ("{% for x in nothing %}- {{ x }}{% empty %}None.{% endfor %}", "None."),
        ("{% for x in words %}{% if x %}{{ x }};{% endif %}{% endfor %}", "a;b;"),
        ("{{ one }} email{{ one|pluralize }}, {{ two }} email{{ two|pluralize }}", "1 email, 2 emails"),
        ("100 % of {braces} stay", "100 % of {braces} stay"),
    ],
)
def test_fill_knows_values_conditions_and_lists(text, result):
    context = {
        "name": "Robin",
        "gone": "",
        "items": [{"title": "One"}, {"title": "Two"}],
        "words": ["a", "b"],
        "one": 1,
        "two": 2,
    }
    assert fill(text, context) == result


def test_fill_does_not_read_tags_in_values():
    assert fill("{{ name }}", {"name": "{{ secret }}{% if x %}", "secret": "s"}) == "{{ secret }}{% if x %}"


@pytest.mark.parametrize("text", ["{{ name }}", "{{ item.title }}"])
def test_fill_without_value_is_refused(text):
    with pytest.raises(CopyError, match="No value for"):
        fill(text, {"name": None, "item": object()})


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'settings' %}",
        "{% load static %}",
        "{{ name|safe }}",
        "{{ name.__class__ }}",
        "{{ a.b.c }}",
        "{{ }}",
        "{% endif %}",
        "{% if name %}{% endfor %}",
        "{% if name %}",
        "{% for x in items %}{% else %}{% endfor %}",
    ],
)
def test_parse_refuses_everything_else(text):
    with pytest.raises(CopyError):
        parse(text)


@pytest.mark.parametrize(
    "body",
    [
        "{{ nmae }}",
        "{{ name.first }}",
        "{% if other %}x{% endif %}",
        "{% for x in others %}x{% endfor %}",
        "{% for x in items %}{{ x.url }}{% endfor %}",
        "{% for x in items %}{{ x }}{% endfor %}",
        "{% for x in items %}x{% endfor %}{{ x.title }}",
    ],
)
def test_wording_with_an_undeclared_name_is_refused(body):
    with pytest.raises(CopyError, match="^test: .* is unknown"):
        make_wording(body).check()


def test_wording_with_declared_names_passes():
    make_wording("{{ name }}{% for x in items %}{{ x.title }}{{ name }}{% endfor %}").check()
