"""Forms for signing in and for a person's own account. Allauth's forms, in our words and without placeholders."""

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms

from golab.accounts.models import User

EMAIL_LABEL = "Email address"
STRONG_ENOUGH = "At least 12 characters, not a common password, and not like your name or email address."
CODE_HINT = "Capitals and hyphens do not matter."
ADDRESS_NEEDED = "Enter your email address, like name@example.gov.uk"
WHEN_EMPTY = {
    "login": ADDRESS_NEEDED,
    "email": ADDRESS_NEEDED,
    "code": "Enter the code",
    "password": "Enter your password",
    "oldpassword": "Enter your present password",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
}


def note_address_of(user: User | None) -> None:
    """Gives allauth the address of a user who was made in the CMS, so that the first code proves it."""
    if user:
        sync_user_email_address(user)


class PlainMixin:
    """Labels and hints instead of placeholders, which vanish when you type and are too faint to read."""

    wording: dict[str, tuple[str, str]] = {}  # field name: (label, hint)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if getattr(field.widget, "input_type", "") in ("text", "email", "password"):
                field.widget.attrs["class"] = "input"
            if name in WHEN_EMPTY:
                field.error_messages["required"] = WHEN_EMPTY[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = (
                    ADDRESS_NEEDED  # Field.run_validators prefers it to the validator's own
                )
            if name in self.wording:
                field.label, field.help_text = self.wording[name]


class LoginForm(PlainMixin, allauth_forms.LoginForm):
    """Email address and, for those who set one, a password; without it we send a code."""

    wording = {
        "login": (EMAIL_LABEL, ""),
        "password": ("Password (optional)", "Leave this empty and we email you a code to sign in with."),
    }

    def _setup_password_field(self) -> None:
        # Allauth drops the password here because readers sign up without one; staff and others may have set one.
        self.fields["password"].required = False

    def clean(self) -> dict:
        cleaned = super().clean()
        note_address_of(self.user)
        return cleaned


class SignupForm(PlainMixin, allauth_forms.SignupForm):
    """An email address. A field that people do not see catches programs that fill in everything."""

    wording = {"email": (EMAIL_LABEL, "We send a code to it, and use it for nothing but your account.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        trap = self.fields["website"]
        trap.label = "Leave this field empty"
        trap.is_trap = True
        trap.widget.attrs = {"tabindex": "-1", "autocomplete": "off"}


class RequestLoginCodeForm(PlainMixin, allauth_forms.RequestLoginCodeForm):
    """Where to send the code."""

    wording = {"email": (EMAIL_LABEL, "")}

    def clean_email(self) -> str:
        email = super().clean_email()
        note_address_of(self._user)
        return email


class ConfirmLoginCodeForm(PlainMixin, allauth_forms.ConfirmLoginCodeForm):
    """The code from the email."""

    wording = {"code": ("Code from the email", CODE_HINT)}


class ConfirmEmailVerificationCodeForm(PlainMixin, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code from the email that proves the address."""

    wording = {"code": ("Code from the email", CODE_HINT)}


class ConfirmPasswordResetCodeForm(PlainMixin, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code from the email that allows a new password."""

    wording = {"code": ("Code from the email", CODE_HINT)}


class ChangeEmailForm(PlainMixin, allauth_forms.AddEmailForm):
    """The address to change to."""

    wording = {"email": ("New email address", "We send a code to it. Your present address stays until you enter it.")}


class ChangePasswordForm(PlainMixin, allauth_forms.ChangePasswordForm):
    """A new password instead of the present one."""

    wording = {
        "oldpassword": ("Present password", ""),
        "password1": ("New password", STRONG_ENOUGH),
        "password2": ("New password again", ""),
    }


class SetPasswordForm(PlainMixin, allauth_forms.SetPasswordForm):
    """A first password."""

    wording = {"password1": ("Password", STRONG_ENOUGH), "password2": ("Password again", "")}


class ResetPasswordForm(PlainMixin, allauth_forms.ResetPasswordForm):
    """Whose password to replace."""

    wording = {"email": (EMAIL_LABEL, "")}


class ResetPasswordKeyForm(PlainMixin, allauth_forms.ResetPasswordKeyForm):
    """The password that replaces a forgotten one."""

    wording = {"password1": ("New password", STRONG_ENOUGH), "password2": ("New password again", "")}


class ReauthenticateForm(PlainMixin, allauth_forms.ReauthenticateForm):
    """The password once more, before something that cannot be undone."""

    wording = {"password": ("Password", "")}


class SecondFactorForm(PlainMixin, mfa_forms.AuthenticateForm):
    """A code from the authenticator app, or a recovery code."""

    wording = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class SecondFactorAgainForm(PlainMixin, mfa_forms.ReauthenticateForm):
    """The same, to confirm who you are."""

    wording = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ActivateTotpForm(PlainMixin, totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    wording = {"code": ("Code from the app", "Six digits. It changes every 30 seconds.")}


class AddPasskeyForm(PlainMixin, webauthn_forms.AddWebAuthnForm):
    """A name for a new passkey, and whether it is enough to sign in."""

    wording = {
        "name": ("Name of this passkey", "So that you can tell it from others, such as: Work laptop."),
        "passwordless": (
            "Sign in with this passkey alone",
            "Your device will ask for its PIN, your fingerprint or your face.",
        ),
    }


class RenamePasskeyForm(PlainMixin, webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    wording = {"name": ("Name of this passkey", "So that you can tell it from others, such as: Work laptop.")}


class NameForm(PlainMixin, forms.ModelForm):
    """What we call you."""

    wording = {"first_name": ("First name", ""), "last_name": ("Last name", "")}

    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class EraseForm(PlainMixin, forms.Form):
    """Whether to erase the account. Nothing is chosen beforehand."""

    sure = forms.ChoiceField(
        label="Do you want to erase your account and everything in it?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, erase everything"), ("no", "No, keep my account")],
        error_messages={"required": "Choose whether to erase your account or keep it."},
    )

    @property
    def is_confirmed(self) -> bool:
        """Whether the person chose to erase; only after validation."""
        return self.cleaned_data["sure"] == "yes"
