"""Files instead of mail, and the way of Django's own mail into the outbox."""

import email
import email.policy
import os
import subprocess
import sys

import pytest
from django.conf import settings as project
from django.core.mail import EmailMultiAlternatives, send_mail

from golab.accounts.mail import AccountMail
from golab.accounts.mail import send as send_account_mail
from golab.notifications import kinds
from golab.notifications.delivery import deliver
from golab.notifications.models import OutgoingMessage
from tests.factories.notifications import OutgoingMessageFactory

pytestmark = pytest.mark.django_db
OUTBOX = "golab.notifications.backends.OutboxEmailBackend"


def test_files_hold_one_message_each_and_sort_by_time(now, settings, tmp_path):
    settings.OUTBOX_EMAIL_BACKEND = "golab.notifications.backends.EmlFileBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "new" / "mail"
    rows = OutgoingMessageFactory.create_batch(3)
    for row in rows:
        assert deliver(message_id=row.pk, now=now) == "sent"
    files = sorted(settings.EMAIL_FILE_PATH.iterdir())
    assert [path.suffix for path in files] == [".eml"] * 3
    for path, row in zip(files, rows, strict=True):
        assert path.stem.endswith(str(row.pk))
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert (mail["Message-ID"], mail["Subject"]) == (row.message_id, "Your receipt")


def test_mail_of_django_becomes_a_row_for_each_recipient(settings):
    settings.EMAIL_BACKEND = OUTBOX
    assert send_mail("Moderation\n", "Please look.", None, ["Ed Itor <a@example.org>", "b@example.org"])
    rows = OutgoingMessage.objects.order_by("to_email")
    assert [(row.to_name, row.to_email) for row in rows] == [("Ed Itor", "a@example.org"), ("", "b@example.org")]
    assert {(row.kind, row.subject, row.body_text) for row in rows} == {("django_mail", "Moderation", "Please look.")}
    assert "Please look." in rows[0].body_html


def test_mail_of_django_keeps_its_own_html_and_reply_address(settings):
    settings.EMAIL_BACKEND = OUTBOX
    mail = EmailMultiAlternatives("S", "Text", None, ["a@example.org"], reply_to=["team@example.org"])
    mail.attach_alternative("<p>Own</p>", "text/html")
    mail.send()
    row = OutgoingMessage.objects.get()
    assert (row.body_html, row.reply_to) == ("<p>Own</p>", "team@example.org")


def test_account_mail_is_urgent_and_read_by_nobody(now, admin_user):
    send_account_mail(
        AccountMail(
            kind="account/email/login_code",
            to_email="robin@example.org",
            to_name="Robin",
            subject="Your code",
            body_text="Your code is ABCD-EFGH.",
            expires_at=now,
        )
    )
    row = OutgoingMessage.objects.get()
    assert (row.priority, row.expires_at, row.subject) == (10, now, "Your code")
    assert "ABCD-EFGH" in row.body_html
    assert not kinds.of(row).may_view(admin_user, row)


def test_kind_is_registered_once():
    kind = kinds.MessageKind("test_new", label="New")
    kinds.register(kind)
    kinds.register(kind)
    with pytest.raises(ValueError, match="two message kinds named 'test_new'"):
        kinds.register(kinds.MessageKind("test_new", label="Another"))


def test_message_of_a_kind_that_is_gone_is_still_sent_and_closed_to_staff(now, admin_user, django_user_model):
    row = OutgoingMessageFactory(kind="removed_feature")
    assert deliver(message_id=row.pk, now=now) == "sent"
    assert kinds.of(row).label == "removed feature"
    assert kinds.of(row).may_view(admin_user, row)
    assert not kinds.of(row).may_view(django_user_model(email="x@example.org"), row)


def settings_with(email_url: str) -> subprocess.CompletedProcess:
    """Load the settings as a fresh process would, and print the two mail backends."""
    program = "from golab import settings as s; print(s.OUTBOX_EMAIL_BACKEND, s.EMAIL_BACKEND)"
    environment = {**os.environ, "EMAIL_URL": email_url, "SECRET_KEY": "only-for-tests"}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=project.BASE_DIR, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("url", "backend"),
    [
        ("", "golab.notifications.backends.EmlFileBackend"),
        ("submission://user:word@mail.example.org:587", "golab.notifications.backends.SmtpBackend"),
    ],
)
def test_email_url_chooses_how_the_outbox_hands_over(url, backend):
    told = settings_with(url)
    assert told.stdout.split() == [backend, OUTBOX], told.stderr


def test_email_url_of_an_unknown_kind_says_what_to_do():
    assert "EMAIL_URL must begin with smtp:// or submission://" in settings_with("smtp+tls://mail.example.org").stderr
