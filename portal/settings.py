"""All settings, driven by the environment; nonsense in a variable stops the start with its name."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy
from psycopg2.extensions import parse_dsn

from portal import local

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=None):
    """The variable, or the content of the file that NAME_FILE points at, or the default."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} or {name}_FILE.")
    return value


def env_bool(name, default):
    value = env(name, str(default)).lower()
    if value not in {"true", "false", "1", "0", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return value in {"true", "1", "yes"}


def env_int(name, default):
    value = env(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


STATE_DIR = Path(env("BANYAN_STATE_DIR", str(BASE_DIR / ".state")))
EMBEDDED = local.addresses(STATE_DIR)

VERSION = "0.1.0"
PRODUCTION = env_bool("BANYAN_PRODUCTION", False)
DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env("SECRET_KEY", None if PRODUCTION else "development-only-" + "not-secret-" * 4)
# 32 bytes in hex each: seals identity fields, and hashes what identities are found by. SEAL_KEY may
# hold several keys with their ids, newest first: "k2:…,k1:…"; a bare one is k1 (manage.py reseal).
SEAL_KEYS = {
    part.rpartition(":")[0].strip() or "k1": part.rpartition(":")[2].strip()
    for part in env("SEAL_KEY", None if PRODUCTION else "00" * 31 + "01").split(",")
}
MATCH_KEY = env("MATCH_KEY", None if PRODUCTION else "00" * 31 + "02")
if PRODUCTION and (len(SECRET_KEY) < 50 or SECRET_KEY.startswith("development-only-")):
    raise ImproperlyConfigured("SECRET_KEY must be random and at least 50 characters long.")
if any(len(key) != 64 for key in (*SEAL_KEYS.values(), MATCH_KEY)):
    raise ImproperlyConfigured("SEAL_KEY and MATCH_KEY must each be 32 bytes written in hex.")

ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "portal",
    "hospitals",
    "experts",
    "referrals",
    "portal.metrics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.core.middleware.SettledMiddleware",
    "portal.core.middleware.SessionLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.core.middleware.PasswordDueMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.middleware.NoStoreMiddleware",
    "portal.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.core.context_processors.frame",
            ],
            "builtins": ["portal.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]

DATABASE_URL = env("DATABASE_URL", EMBEDDED.database_url)
_dsn = parse_dsn(DATABASE_URL)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _dsn.get("dbname", "banyan"),
        "USER": _dsn.get("user", ""),
        "PASSWORD": env("DATABASE_PASSWORD", _dsn.get("password", "")),
        "HOST": _dsn.get("host", ""),
        "PORT": _dsn.get("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c timezone=UTC", "connect_timeout": 5},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", EMBEDDED.redis_url)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
# Printing needs much memory for a moment: a worker of its own prints one sheet after the other.
# Figures take whole processes for minutes, and nobody's notice shall wait for them.
CELERY_TASK_ROUTES = {
    "referrals.print_slip": {"queue": "pdf"},
    "metrics.compute_units": {"queue": "figures"},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
}
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# In memory: a schedule file that a killed beat leaves half written stops every later start.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "portal.core.signin.LockoutBackend",
    "hospitals.access.MembershipBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "portal.core.signin.LongEnough",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
CSRF_FAILURE_VIEW = "portal.accounts.views.problems.forged"
LOGIN_REDIRECT_URL = "dashboards:home"
SIGN_IN_ATTEMPTS = env_int("SIGN_IN_ATTEMPTS", 5)
SIGN_IN_LOCK_MINUTES = env_int("SIGN_IN_LOCK_MINUTES", 15)
# Everyone may know it: it opens invented accounts only, and production loads none.
DEMO_PASSWORD = env("BANYAN_DEMO_PASSWORD", "banyan-demo")
SESSION_IDLE_SECONDS = env_int("SESSION_IDLE_SECONDS", 30 * 60)
SESSION_ABSOLUTE_SECONDS = env_int("SESSION_ABSOLUTE_SECONDS", 10 * 60 * 60)
SESSION_ENGINE = "portal.core.sessions"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env_bool("HTTPS", PRODUCTION)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# The proxy must set X-Forwarded-Proto and append the caller to X-Forwarded-For.
BEHIND_PROXY = env_bool("BEHIND_PROXY", PRODUCTION)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # ECharts sets style attributes on the elements that it draws.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Where people reach the portal; a QR code on paper leads there. Empty: it holds the number only.
PUBLIC_URL = env("PUBLIC_URL", "")
# A printed sheet is kept this long, sealed, for the person who asked for it.
PRINT_KEPT_HOURS = env_int("PRINT_KEPT_HOURS", 24)

# Who may approve a referral that leaves the province; empty turns the rule off.
CROSS_PROVINCE_REVIEW_TITLES = [
    title
    for title in env("CROSS_PROVINCE_REVIEW_TITLES", "副主任医师,主任医师").split(",")
    if title
]

FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("全部")
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static_built"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(STATE_DIR / "media")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_BYTES = env_int("IMPORT_MAX_BYTES", 50 * 1024 * 1024)

# The table of diagnoses that abstracts are held against lies in a room above theirs.
DIAGNOSIS_MODEL = "referrals.DiagnosisCode"
# Case abstracts as columns (hospitals/abstracts), and files of them on their way there.
FACTS_DIR = Path(env("FACTS_DIR", str(STATE_DIR / "facts")))
ABSTRACTS_MAX_BYTES = env_int("ABSTRACTS_MAX_BYTES", 2 * 1024 * 1024 * 1024)
# What one process may take to compute figures; there is one process per core, so one thread each.
METRICS_MEMORY = env("METRICS_MEMORY", "768MB")
METRICS_THREADS = env_int("METRICS_THREADS", 1)
METRICS_PROCESSES = env_int("METRICS_PROCESSES", os.cpu_count() or 1)

# Documents of patients, sealed. Never below a folder that a web server serves.
ATTACHMENT_ROOT = Path(env("ATTACHMENT_ROOT", str(MEDIA_ROOT / "attachments")))
ATTACHMENT_MAX_BYTES = env_int("ATTACHMENT_MAX_BYTES", 20 * 1024 * 1024)
ATTACHMENTS_MAX_BYTES = env_int("ATTACHMENTS_MAX_BYTES", 100 * 1024 * 1024)
ATTACHMENTS_MAX_COUNT = env_int("ATTACHMENTS_MAX_COUNT", 30)
# A clamd to ask about each file: unix:/path/to/socket, or host:port. Empty: structure checks only.
CLAMD_ADDRESS = env("CLAMD_ADDRESS", "")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["portal.core.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.core.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "portal.core.described.Described",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "portal.core.problems.answer",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Banyan API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_PUBLIC": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ImportBatchStateEnum": "hospitals.enums.BatchState",
        "StateEnum": "referrals.enums.STATE_CHOICES",
        "TransportModeEnum": "referrals.enums.TransportMode",
        "IdTypeEnum": "referrals.enums.IdType",
        "GreenChannelEnum": "referrals.enums.GreenChannel",
        "TimerKindEnum": "referrals.enums.TimerKind",
        "AttachmentKindEnum": "referrals.enums.AttachmentKind",
        "ServiceKindEnum": "referrals.enums.ServiceKind",
        "FollowUpKindEnum": "referrals.enums.FollowUpKind",
        "ServiceStateEnum": "referrals.enums.SERVICE_STATE_CHOICES",
        "ServiceRefusalEnum": "referrals.enums.ServiceRefusal",
        "RevealReasonEnum": "referrals.forms.reveal.REASONS",
        "AccreditationKindEnum": "hospitals.enums.AccreditationKind",
        "AccreditationLevelEnum": "hospitals.enums.AccreditationLevel",
        "NetworkKindEnum": "hospitals.enums.NetworkKind",
        "NetworkRoleEnum": "hospitals.enums.NetworkRole",
        "JoiningRoleEnum": "hospitals.forms.networks.JOINING_ROLES",
        "MilestoneKindEnum": "hospitals.enums.MilestoneKind",
        "NameKindEnum": "hospitals.enums.NameKind",
        "NameReasonEnum": "hospitals.enums.NameReason",
        "RenameReasonEnum": "hospitals.forms.governance.REASONS",
        "BedKindEnum": "hospitals.enums.BedKind",
        "EquipmentKindEnum": "hospitals.enums.EquipmentKind",
        "AgreementKindEnum": "hospitals.enums.AgreementKind",
        "PaperKindEnum": "hospitals.models.paper.PaperKind",
        "PolicyLevelEnum": "hospitals.enums.PolicyLevel",
        "WorkStatusEnum": "hospitals.enums.WorkStatus",
        "SeatRoleEnum": "hospitals.enums.SeatRole",
        "SexEnum": "referrals.enums.Sex",
        "ExpertSexEnum": "experts.enums.ExpertSex",
        "MentoringKindEnum": "experts.enums.MentoringKind",
        "SkillStageEnum": "experts.enums.SkillStage",
        "BatchStageEnum": "experts.enums.BatchStage",
        "EvidenceKindEnum": "experts.enums.EvidenceKind",
        "CertificateKindEnum": "experts.enums.CertificateKind",
        "DirectorSideEnum": "experts.enums.DirectorSide",
        "ActivityKindEnum": "experts.enums.ActivityKind",
        "ActivityModeEnum": "experts.enums.ActivityMode",
        "StopKindEnum": "experts.enums.StopKind",
        "PostingKindEnum": "experts.enums.PostingKind",
        "TechnologyKindEnum": "experts.enums.TechnologyKind",
        "NoveltyKindEnum": "experts.enums.NoveltyKind",
        "ClaimStateEnum": "experts.enums.ClaimState",
        "JudgementEnum": "experts.forms.technologies.JUDGEMENTS",
        "PriceActionEnum": "experts.enums.PriceAction",
        "PostingStateEnum": "experts.enums.PostingState",
        "WeekdayEnum": "hospitals.enums.Weekday",
        "WeekdayTextEnum": "hospitals.forms.duty.WEEKDAYS",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
}
