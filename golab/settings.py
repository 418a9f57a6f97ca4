"""Settings: one file, read from the environment. `.env.example` explains each variable."""

from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from golab.settings_signin import *  # noqa: F403 - one thing, too long to stand here

BASE_DIR = Path(__file__).resolve().parent.parent

env = environs.Env()
env.read_env(BASE_DIR / ".env", recurse=False)


def required(name: str) -> str:
    """The variable's text, or an error that names it and says where it is explained."""
    value = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. `make run` sets it for you; for a deployment, see {name} in .env.example."
        )
    return value


# --- where things are -------------------------------------------------------
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / ".data"))).resolve()
CONTENT_DIR = BASE_DIR / "content"
SHARED_DIR = Path(env.str("SHARED_DIR", str(BASE_DIR.parent / "shared")))
REQUIRE_SHARED = env.bool("REQUIRE_SHARED", False)
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = SITE_URL.startswith("https://")

# --- the demonstration: example accounts, relaxed second factor. `run_hub` decides who may have it.
DEMO = env.bool("DEMO", False)
DEBUG = False
SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if IS_HTTPS else []
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", [])

INSTALLED_APPS = [
    "golab.accounts",
    "golab.taxonomy",
    "golab.media",
    "golab.notifications",
    "golab.search",
    "golab.imports",
    "golab.exports",
    "golab.charts",
    "golab.ops",
    "golab.pages",
    "golab.news",
    *("journey", "events", "library", "sibdb", "surgeries"),  # the features
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "golab.ops.middleware.DatabaseDownMiddleware",
    "golab.ops.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "golab.ops.middleware.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "golab.ops.middleware.PlainErrorMiddleware",
    "golab.ops.pagecache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "golab.accounts.middleware.AccountPagesMiddleware",
    "golab.accounts.middleware.SecondFactorMiddleware",
    "golab.accounts.narrowing.NarrowingMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "golab.urls"
WSGI_APPLICATION = "golab.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "golab.notifications.banner.in_the_cms",
                "golab.pages.context_processors.site",
                "journey.context_processors.my_journey",
            ],
            "builtins": ["django.templatetags.static", "golab.pages.templatetags.hub"],
        },
    }
]

# --- data --------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "golab.ops.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "golab",
        "OPTIONS": {"socket_connect_timeout": 0.25, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 300 if REDIS_URL else 0)  # readers' pages; 0 turns it off
# Attempts are counted in PostgreSQL: a cache that is down must not lift the limits (golab/accounts/apps.py).
CACHES["rate_limits"] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "accounts_ratelimit",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
API_PER_MINUTE = env.int("API_PER_MINUTE", 120)  # answers of the JSON API to one address
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 395  # thirteen months, as the cookie page says
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own

# --- people: how they sign in stands in settings_signin.py ----------------------
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
STAFF_SECOND_FACTOR_REQUIRED = not DEMO

# --- language and time ---------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"

# --- files -----------------------------------------------------------------------
STATIC_URL, STATIC_ROOT = "/static/", DATA_DIR / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing names the others; compressing both takes twice as long
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "media")))
MEDIA_URL = env.str("MEDIA_URL", "/media/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# --- mail: files in DATA_DIR/mail unless EMAIL_URL says otherwise ---------------------
OUTBOX_EMAIL_BACKEND = "golab.notifications.backends.EmlFileBackend"  # how the outbox hands messages over
if env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
    if "EMAIL_BACKEND" not in vars():
        raise ImproperlyConfigured("EMAIL_URL must begin with smtp:// or submission://; see .env.example.")
    OUTBOX_EMAIL_BACKEND = EMAIL_BACKEND.replace(  # noqa: F405, F821 (dj_email_url sets it)
        "django.core.mail.backends.smtp.EmailBackend", "golab.notifications.backends.SmtpBackend"
    )
EMAIL_BACKEND = "golab.notifications.backends.OutboxEmailBackend"  # what Django and Wagtail mail becomes a row
OUTBOX_LEASE_SECONDS = 120  # longer than CELERY_TASK_TIME_LIMIT
OUTBOX_SWEEP_SECONDS = 25
BOOKING_TAKES_SECONDS = env.int("BOOKING_TAKES_SECONDS", 3)  # who is quicker is asked to press once more: a program
EMAIL_PER_MINUTE = env.int("EMAIL_PER_MINUTE", 0)  # what the mail server allows; 0 is no limit
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 20
EMAIL_ALLOWED_RECIPIENTS = env.list("EMAIL_ALLOWED_RECIPIENTS", [])
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "GO Lab knowledge hub <hub@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- the CMS --------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "GO Lab knowledge hub"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/account/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAILIMAGES_IMAGE_MODEL = "media.HubImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.HubDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_CONTENT_TYPES = {  # what the machine's own list of types may not know
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False  # whoever has none signs in by emailed code or passkey
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- security ---------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; a loop is worse than a miss
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "golab.ops.errors.form_expired"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
X_FRAME_OPTIONS = "SAMEORIGIN"  # CMS previews show the site in a frame
PERMISSIONS_POLICY = dict.fromkeys(
    ["accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb"], []
)
_HTTPS_ONLY = {"upgrade-insecure-requests": True} if IS_HTTPS else {}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        **_HTTPS_ONLY,
    }
}
# Wagtail's own pages carry inline pieces and show previews in frames.
CMS_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
    **_HTTPS_ONLY,
}
# Added to the site's policy for signed-in staff alone: Wagtail's user bar and its accessibility checker.
USERBAR_CONTENT_SECURITY_POLICY = {"style-src": ["'unsafe-inline'"], "img-src": ["data:"], "frame-src": [SELF]}
METRICS_TOKEN = env.str("METRICS_TOKEN", "")  # opens /metrics and the reasons of /healthz/deep to a machine

# --- background work: the broker only says "look now"; what is due stands in the database -------
# Celery writes the address of a Unix socket otherwise than the Redis client does.
_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_BROKER_URL = _BROKER_URL or "memory://"
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"golab.notifications.tasks.*": {"queue": "mail"}}

# --- logs ------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "INFO").upper()
LOGGING_CONFIG = "golab.ops.logs.configure"
LOGGING = {"level": LOG_LEVEL, "human": DEMO}
