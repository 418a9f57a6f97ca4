"""How people sign in: by a code in an email, a passkey or a password, with a second factor for staff.

Nothing here depends on the environment; golab/settings.py takes it over whole.
"""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "golab.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "golab.accounts.forms.LoginForm",
    "signup": "golab.accounts.forms.SignupForm",
    "request_login_code": "golab.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "golab.accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "golab.accounts.forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "golab.accounts.forms.ConfirmPasswordResetCodeForm",
    "add_email": "golab.accounts.forms.ChangeEmailForm",
    "change_password": "golab.accounts.forms.ChangePasswordForm",
    "set_password": "golab.accounts.forms.SetPasswordForm",
    "reset_password": "golab.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "golab.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "golab.accounts.forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Strict for one email address, generous for one network address: a whole council may sit behind it.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/5m/ip,5/5m/key",
    "request_login_code": "100/5m/ip,5/5m/key",
    "reset_password": "50/5m/ip,5/5m/key",
    "signup": "50/5m/ip",
}
MFA_ADAPTER = "golab.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "golab.accounts.forms.SecondFactorForm",
    "reauthenticate": "golab.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "golab.accounts.forms.ActivateTotpForm",
    "add_webauthn": "golab.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "golab.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "GO Lab knowledge hub"
