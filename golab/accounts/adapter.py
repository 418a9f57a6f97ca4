"""Where allauth meets this site: its mail, its view of the client, its redirects and its secrets."""

import re
from datetime import datetime, timedelta

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from golab.accounts import mail, secrets
from golab.accounts.clients import client_address
from golab.accounts.emails import normalise_email

CODE_LIFETIMES = {
    "login_code": lambda: account_settings.LOGIN_BY_CODE_TIMEOUT,
    "password_reset_code": lambda: account_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    "email_confirmation": lambda: account_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
    "email_confirmation_signup": lambda: account_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
}


def _clock(moment: datetime) -> str:
    """The time of day in London, such as 10:30am."""
    return f"{timezone.localtime(moment):%-I:%M%p}".lower()


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's account adapter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The email address and password do not match an account. Check both, or leave the password empty "
            "and we email you a code."
        ),
        "incorrect_code": "That is not the code. Check the email, or ask for a new code.",
        "incorrect_password": "That is not your password. Try again, or reset it.",
        "enter_current_password": "That is not your present password. Try again, or reset it.",
        "too_many_login_attempts": "There were too many attempts. Wait five minutes, then try again.",
        "rate_limited": "There were too many attempts. Wait five minutes, then try again.",
        "duplicate_email": "This is already the address of your account.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Renders the message and hands it to the outbox. Codes get a time after which they are not sent any more."""
        kind = template_prefix.rsplit("/", 1)[-1]
        now = timezone.now()
        lifetime = CODE_LIFETIMES.get(kind)
        expires_at = now + timedelta(seconds=lifetime()) if lifetime else None
        user = get_user_model().objects.filter(email=normalise_email(email)).first()
        name = user.get_full_name() if user else ""
        context = context | {
            "email": email,
            "name": name,
            "today": f"{timezone.localtime(now):%-d %B %Y}",
            "clock": _clock(now),
            "until": _clock(expires_at) if expires_at else "",
            "site_url": settings.SITE_URL,
        }
        text = render_to_string(f"{template_prefix}_message.txt", context)
        mail.send(
            mail.AccountMail(
                kind=kind,
                to_email=email,
                to_name=name,
                subject=" ".join(render_to_string(f"{template_prefix}_subject.txt", context).split()),
                body_text=re.sub(r"\n{3,}", "\n\n", text).strip(),
                expires_at=expires_at,
            )
        )

    def clean_email(self, email: str) -> str:
        return normalise_email(email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """People who work on the site go to the CMS, everyone else to their account."""
        return reverse("wagtailadmin_home" if request.user.is_cms_user else "account_overview")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_overview")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Allauth's adapter for passkeys, authenticator apps and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That is not the code. Wait for the next one in your app and enter it.",
        "unverified_email": "Prove your email address first: sign out, then sign in with an emailed code.",
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypt(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """The QR code as markup for the page, dark on white in every theme.

        A `data:` picture would not pass the content security policy.
        """
        svg = re.sub(r"^<\?xml[^>]*>\s*", "", super().build_totp_svg(url))
        svg = re.sub(r'width="\d+mm" height="\d+mm"', 'width="192" height="192" aria-hidden="true"', svg, count=1)
        return svg.replace("<path", '<rect width="100%" height="100%" fill="#fff"/><path', 1)

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME
