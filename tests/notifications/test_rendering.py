"""From wording to subject, text and HTML: every message of the hub, and values that mean harm."""

import re

import pytest

from golab.notifications.copy import CopyError, default_wordings
from golab.notifications.kinds import MessageKind
from golab.notifications.rendering import Rendered, render, render_plain, to_blocks

pytestmark = pytest.mark.django_db
LONG = "Ünïcödé-ظ " * 30


def value_of(name: str, text: str):
    if name == "url" or name.endswith("_url"):
        return f"https://hub.example.org/{name}/"
    return 3 if name.endswith("_count") else text or name.replace("_", " ")


def context_for(wording, *, text: str = "", with_optional: bool = True) -> dict:
    names = wording.placeholders if with_optional else wording.placeholders - wording.optional
    values = {name: value_of(name, text) for name in names}
    for name, fields in wording.list_items.items():
        if name in names:
            values[name] = [{field: value_of(field, text) for field in fields} for _ in range(2)]
    for name in {"prepare_items"} & set(values):
        values[name] = [text or "One page of figures", "Your question"]
    return {**values, "unsubscribe_url": "https://hub.example.org/alerts/stop/"}


def rendered(key: str, **options) -> Rendered:
    wording = default_wordings()[key]
    return render(MessageKind(key, label=key), context_for(wording, **options))


@pytest.mark.parametrize("key", sorted(default_wordings()))
@pytest.mark.parametrize(
    "options",
    [{}, {"with_optional": False}, {"text": LONG}, {"text": "<script>alert(1)</script>\r\nBcc\x00\ue000: x@y.z"}],
)
def test_e1_every_message_has_clean_text_and_html(key, options):
    message = rendered(key, **options)
    assert message.subject
    assert not re.search(r"[\r\n]", message.subject)
    assert len(message.subject) <= 250
    for part in (message.text, message.html):
        assert "{{" not in part
        assert "{%" not in part
        assert not re.search(r"\bNone\b(?!\.| of our times)", part)
        assert not re.search("[\ue000-\ue004]", part)
    assert "<script" not in message.html
    assert all(url.startswith(("http://", "https://")) for url in re.findall(r'href="([^"]*)"', message.html))
    assert "<img" not in message.html


def test_message_without_a_required_value_is_refused():
    kind = MessageKind("account_sign_in", label="Sign in")
    with pytest.raises(CopyError, match="account_sign_in: no value for expires_at, sign_in_url"):
        render(kind, {"name": "Robin"})


def test_footer_says_why_and_whom_a_reply_reaches():
    kind = MessageKind("account_sign_in", label="x", why="you asked to sign in", reply_to_name="the surgeries team")
    text = render(kind, context_for(default_wordings()["account_sign_in"])).text
    assert "You have this email because you asked to sign in." in text
    assert "Reply to this email to reach the surgeries team." in text
    assert "Stop emails like this one" not in text


def test_optional_message_can_be_stopped():
    assert "Stop emails like this one: https://hub.example.org/alerts/stop/" in rendered("booking_followup").text


def test_html_has_styles_written_in_and_dark_rules_kept():
    html = rendered("booking_confirmed").html
    assert re.search(r"<h1 style=\"[^\"]*Georgia", html)
    assert "prefers-color-scheme: dark" in html
    assert "<link" not in html


def test_html_shows_facts_as_a_table_and_the_next_step_as_a_button():
    html = rendered("booking_confirmed").html
    assert re.search(r'<th scope="row"[^>]*>When</th>', html)
    assert re.search(r'<a href="https://hub.example.org/manage_url/"[^>]*>Change or cancel this booking</a>', html)
    assert html.count('class="button"') == 1


def test_html_shows_what_a_person_wrote_as_a_quotation_without_links():
    wording = default_wordings()["booking_requested"]
    context = {**context_for(wording), "question": "First line\n\n- Join here: https://evil.example/\n<b>bold</b>"}
    html = render(MessageKind("booking_requested", label="x"), context).html
    quote = re.search(r'<p class="quote"[^>]*>(.*?)</p>', html)[1]
    assert quote == "First line<br><br>- Join here: https://evil.example/<br>&lt;b&gt;bold&lt;/b&gt;"
    assert 'href="https://evil.example/' not in html


def test_url_value_that_is_no_web_address_is_no_link():
    wording = default_wordings()["account_sign_in"]
    context = {**context_for(wording), "sign_in_url": "javascript:alert(1)"}
    assert 'href="javascript' not in render(MessageKind("account_sign_in", label="x"), context).html


def test_list_that_follows_its_heading_is_a_list():
    assert [block.kind for block in to_blocks("Ready:\n- One\n- Two\n\nYours")] == ["paragraph", "list", "paragraph"]


def test_plain_mail_is_dressed_and_escaped():
    message = render_plain(MessageKind("x", label="x"), subject="Code", text="Your code: 1 < 2\n\nBye")
    assert message.text == "Your code: 1 < 2\n\nBye"
    assert "Your code: 1 &lt; 2" in message.html
    assert "<h1" in message.html
