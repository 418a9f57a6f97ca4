"""The MIME message: headers, parts and their order."""

import email
import email.policy

import pytest

from golab.notifications.messages import build
from tests.factories.notifications import OutgoingMessageFactory

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Bérangère\r\nEND:VCALENDAR\r\n"


def as_received(**fields):
    row = OutgoingMessageFactory.build(**fields)
    raw = build(row).message().as_bytes(linesep="\r\n")
    return row, email.message_from_bytes(raw, policy=email.policy.default)


def test_e2_e9_message_has_the_headers_of_automatic_mail():
    row, mail = as_received(reply_to="The team <team@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, NRN, AutoReply, RN"
    assert mail["Message-ID"] == row.message_id
    assert mail["X-GOLab-Message"] == str(row.pk)
    assert mail["Reply-To"] == "The team <team@example.org>"
    assert mail["From"] == "GO Lab knowledge hub <hub@example.org>"
    assert mail["List-Unsubscribe"] is None


def test_message_says_how_to_unsubscribe_only_when_told():
    _, mail = as_received(headers={"List-Unsubscribe": "<https://example.org/stop/>"})
    assert mail["List-Unsubscribe"] == "<https://example.org/stop/>"


def test_message_cannot_be_given_another_identity_by_its_headers():
    row, mail = as_received(headers={"Message-ID": "<other@example.org>"})
    assert mail.get_all("Message-ID") == [row.message_id]


def test_e3_message_parts_are_text_html_and_calendar_last():
    _, mail = as_received(ics_text=CALENDAR, ics_method="REQUEST")
    assert mail.get_content_type() == "multipart/alternative"
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "text/calendar"]
    assert parts[2].get_param("method") == "REQUEST"
    assert parts[2].get_param("charset") == "utf-8"
    assert parts[2].get_content_disposition() is None
    assert "SUMMARY:Bérangère" in parts[2].get_content()


@pytest.mark.parametrize("name", ["Zoë Ångström", "محمد", "Smith Jo", ""])
def test_message_goes_to_one_person_whatever_the_name(name):
    _, mail = as_received(to_name=name, to_email="a@example.org")
    (person,) = mail["To"].addresses
    assert (person.display_name, person.addr_spec) == (name, "a@example.org")
