"""The typed environment, and Django's settings module (by name only).

Every setting is an environment variable NOROSHI_…; a secret may be given as NOROSHI_…_FILE, the
path of a file that holds it. A value that makes no sense stops the start with one sentence.
docs/reference/settings.md describes each of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF

from noroshi.kernel.errors import SetupProblem
from noroshi.kernel.secret import Secret
from noroshi.storage.network import NOTICE_A_CUT


def _text(name: str, default: str = "") -> str:
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return os.environ.get(name, default)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SetupProblem(
            f"{name}_FILE names {file}, which cannot be read: {error.strerror}.",
            way_out=f"Correct the path, or set {name} itself.",
        ) from error


def _number(name: str, default: int) -> int:
    text = _text(name, str(default))
    try:
        return int(text)
    except ValueError:
        raise SetupProblem(f"{name} must be a whole number, not “{text}”.") from None


def _yes(name: str) -> bool:
    text = _text(name, "no").lower()
    if text not in {"yes", "no", "true", "false", "1", "0"}:
        raise SetupProblem(f"{name} must be yes or no, not “{text}”.")
    return text in {"yes", "true", "1"}


def _secrets_below(prefix: str) -> dict[str, Secret]:
    """Every variable that begins with ``prefix``, by the rest of its name."""
    names = {name.removesuffix("_FILE") for name in os.environ if name.startswith(prefix)}
    return {name.removeprefix(prefix): Secret(_text(name)) for name in sorted(names)}


# A process that freezes within a transaction holds its locks: they are let go long before its work
# is taken over. No transaction of ours waits for anything but the database. (R4)
_GIVE_UP_IDLE_TRANSACTIONS = "-c idle_in_transaction_session_timeout=10s"


def database_of(url: str) -> dict[str, object]:
    """Django's DATABASES entry of a PostgreSQL URL.

    Raises:
        SetupProblem: the URL is not one of a PostgreSQL database.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SetupProblem(f"DATABASE_URL is not a URL: {error}.", way_out=_DATABASE_HELP) from None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SetupProblem(
            "DATABASE_URL does not name a PostgreSQL database.", way_out=_DATABASE_HELP
        )
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    options.setdefault("options", _GIVE_UP_IDLE_TRANSACTIONS)
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        # Under ASGI a kept connection belongs to a thread that may never serve again.
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**NOTICE_A_CUT, **options},
    }


_DATABASE_HELP = (
    "Write it as postgresql://user:password@host:5432/name, "
    "or leave it out to use the built-in server."
)


@dataclass(frozen=True, kw_only=True)
class Environment:
    """Everything that the installation is told from outside."""

    data_dir: Path
    database_url: str
    public_url: str
    secret_key: Secret
    sealing_keys: tuple[Secret, ...]
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: Secret
    smtp_security: str
    smtp_connections: int
    bounce_mailbox_url: str
    bounce_mailbox_password: Secret
    bounce_address: str
    dkim: tuple[tuple[str, Secret], ...]
    allowed_internal_hosts: tuple[str, ...]
    target_secrets: Mapping[str, Secret]
    clock_file: Path | None
    mailbox_dir: Path | None
    plain_webhooks: bool
    sms_countries: frozenset[str]
    heartbeat_url: str
    metrics_token: Secret
    forgetful_database: bool
    debug: bool


def _countries(name: str) -> frozenset[str]:
    codes = {code.strip().upper() for code in _text(name).split(",") if code.strip()}
    for code in codes:
        if len(code) != 2 or not code.isalpha():
            raise SetupProblem(
                f"{name} names countries by two letters, such as JP; “{code}” is none."
            )
    return frozenset(codes)


def read_environment() -> Environment:
    """Read and check the environment.

    Raises:
        SetupProblem: a variable has a value that makes no sense.
    """
    clock = _text("NOROSHI_CLOCK_FILE")
    mailbox = _text("NOROSHI_MAILBOX_DIR")
    hosts = _text("NOROSHI_ALLOWED_INTERNAL_HOSTS")
    return Environment(
        data_dir=Path(_text("NOROSHI_DATA_DIR", "noroshi-data")).absolute(),
        database_url=_text("DATABASE_URL"),
        public_url=_text("NOROSHI_PUBLIC_URL", "http://127.0.0.1:8700").rstrip("/"),
        secret_key=Secret(_text("NOROSHI_SECRET_KEY")),
        sealing_keys=tuple(
            Secret(key.strip()) for key in _text("NOROSHI_SEALING_KEY").split(",") if key.strip()
        ),
        smtp_host=_text("NOROSHI_SMTP_HOST"),
        smtp_port=_number("NOROSHI_SMTP_PORT", 587),
        smtp_user=_text("NOROSHI_SMTP_USER"),
        smtp_password=Secret(_text("NOROSHI_SMTP_PASSWORD")),
        smtp_security=_text("NOROSHI_SMTP_SECURITY", "starttls"),
        smtp_connections=_number("NOROSHI_SMTP_CONNECTIONS", 8),
        bounce_mailbox_url=_text("NOROSHI_BOUNCE_MAILBOX_URL"),
        bounce_mailbox_password=Secret(_text("NOROSHI_BOUNCE_MAILBOX_PASSWORD")),
        bounce_address=_text("NOROSHI_BOUNCE_ADDRESS"),
        dkim=tuple(
            (selector, Secret(key))
            for kind in ("RSA", "ED25519")
            if (selector := _text(f"NOROSHI_DKIM_{kind}_SELECTOR"))
            and (key := _text(f"NOROSHI_DKIM_{kind}_KEY"))
        ),
        allowed_internal_hosts=tuple(h.strip() for h in hosts.split(",") if h.strip()),
        target_secrets=_secrets_below("NOROSHI_TARGET_"),
        clock_file=Path(clock) if clock else None,
        mailbox_dir=Path(mailbox) if mailbox else None,
        plain_webhooks=_yes("NOROSHI_PLAIN_WEBHOOKS"),
        sms_countries=_countries("NOROSHI_SMS_COUNTRIES"),
        heartbeat_url=_text("NOROSHI_HEARTBEAT_URL"),
        metrics_token=Secret(_text("NOROSHI_METRICS_TOKEN")),
        forgetful_database=_yes("NOROSHI_FORGETFUL_DATABASE"),
        debug=_yes("NOROSHI_DEBUG"),
    )


ENVIRONMENT = read_environment()

SECRET_KEY = ENVIRONMENT.secret_key.reveal() or "only for commands that sign nothing"
DEBUG = ENVIRONMENT.debug
_PUBLIC = urlsplit(ENVIRONMENT.public_url)
ALLOWED_HOSTS = sorted({_PUBLIC.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"})
CSRF_TRUSTED_ORIGINS = [f"{_PUBLIC.scheme}://{_PUBLIC.netloc}"]
CSRF_FAILURE_VIEW = "noroshi.web.boundary.lost_token"
_TLS = _PUBLIC.scheme == "https"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "noroshi.storage",
    "noroshi.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "noroshi.web.boundary.RefusalMiddleware",
    "noroshi.web.access.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ROOT_URLCONF = "noroshi.bootstrap.urls"
ASGI_APPLICATION = "noroshi.bootstrap.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "noroshi.web.context.everywhere",
            ],
        },
    },
]
DATABASES = {
    "default": database_of(
        ENVIRONMENT.database_url or "postgresql://app@/noroshi?host=/nonexistent"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語")]
LOCALE_PATHS = [Path(__file__).parent / "web" / "locale"]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
SESSION_COOKIE_SAMESITE = "Lax"
# Not "no-referrer": browsers then send "Origin: null" with forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "noroshi.web.accounts.ClosedAdapter"
ACCOUNT_SESSION_REMEMBER = True
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
PROCRASTINATE_ON_APP_READY = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": _text("NOROSHI_LOG_LEVEL", "WARNING")},
}
