"""Every environment variable, typed and read once."""

import os
import re
import sys
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, NameEmail, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

CLONE_DIR = Path(__file__).resolve().parent.parent
SECRET_MIN_LENGTH = 32
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_REDIS = ("redis", "rediss", "redis+unix", "valkey", "valkeys", "valkey+unix")
_SMTP = re.compile(
    r"(smtps://|smtp://)([^:@/?#\s]+:[^:@/?#\s]+@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?"
    r"((?<!s)\?starttls=(required|never))?"
)
_HOST = re.compile(r"(\*\.)?[a-z0-9.-]{1,253}|[0-9a-f:]{2,45}")
_SERVER = re.compile(r"([a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:[0-9]{1,5})?")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(:[0-9]{1,5})?")
_ISSUER = re.compile(r"(https://[a-zA-Z0-9.-]{1,253}|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(/[^\s?#]{0,150})?")
_TOGETHER = (
    ("google_client_id", "google_client_secret"),
    ("oidc_issuer", "oidc_client_id", "oidc_client_secret"),
)


def items(listed: str) -> list[str]:
    """Of a setting that lists several, with commas between; in lower case, as host names are compared."""
    return [item.strip().rstrip("/").lower() for item in listed.split(",") if item.strip()]


def _default_data_dir() -> Path:
    """`var/` in a clone, else the platform's data folder (XDG Base Directory)."""
    if (CLONE_DIR / "pyproject.toml").exists():
        return CLONE_DIR / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "ocrwtf"


class Settings(BaseSettings):
    """What the environment and `.env` say. Names are the variables' names in lower case."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    env: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    data_dir: Path = Field(default_factory=_default_data_dir)
    database_url: SecretStr | None = None
    database_admin_url: SecretStr | None = None
    database_listen_url: SecretStr | None = None
    storage_url: str = ""
    jwt_secret: SecretStr | None = None
    registration: Literal["open", "verified", "closed"] = "open"
    daily_credits: Annotated[int, Field(ge=0)] = 10
    scan_cost: Annotated[int, Field(ge=0)] = 1
    conversion_cost: Annotated[int, Field(ge=0)] = 1
    credits_timezone: str = "UTC"
    ocr_processes: Annotated[int, Field(ge=1, le=64)] = 2
    ocr_engine: Literal["ppocr", "tesseract"] = "ppocr"
    limit_api: Annotated[int, Field(ge=0)] = 100
    limit_upload: Annotated[int, Field(ge=0)] = 60
    limit_conversion: Annotated[int, Field(ge=0)] = 5
    limit_files: Annotated[int, Field(ge=0)] = 1000
    limit_review: Annotated[int, Field(ge=0)] = 3
    limit_failures: Annotated[int, Field(ge=0)] = 30
    redis_url: SecretStr | None = None
    trusted_proxies: str = ""
    allowed_hosts: str = ""
    prod_fe_url: str = ""
    metrics_token: SecretStr | None = None
    api_url: str = ""
    smtp_url: SecretStr | None = None
    mail_from: NameEmail | None = None
    google_client_id: str = ""
    google_client_secret: SecretStr | None = None
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_name: Annotated[str, Field(max_length=40)] = ""
    supabase_url: str = ""
    supabase_jwt_secret: SecretStr | None = None
    cleanup_secret: SecretStr | None = None
    webhook_hosts: str = ""

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("storage_url")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value and value.partition(":")[0] not in ("file", "s3", "gs", "az"):
            raise ValueError("begins with file:, s3:, gs: or az:")
        return value

    @field_validator("database_url", "database_admin_url", "database_listen_url")
    @classmethod
    def _postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        if value.get_secret_value().partition("://")[0] not in _POSTGRESQL:
            raise ValueError("has the form postgresql://user:password@host/database")
        # As PostgreSQL's own library writes it; who wants SQLAlchemy's driver name adds it.
        return SecretStr("postgresql" + value.get_secret_value()[value.get_secret_value().index("://") :])

    @field_validator("credits_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is no time zone this machine knows, e.g. Asia/Jakarta") from error
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and value.get_secret_value().partition("://")[0] not in _REDIS:
            raise ValueError("has the form redis://host:6379 (or rediss, redis+unix, valkey, valkeys, valkey+unix)")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for item in items(value):
            try:
                ip_network(item)
            except ValueError as error:
                raise ValueError("lists addresses and networks, e.g. 127.0.0.1,10.0.0.0/8") from error
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _host_names(cls, value: str) -> str:
        if not all(_HOST.fullmatch(item) for item in items(value)):
            raise ValueError("lists host names without port, e.g. ocr.example,*.ocr.example")
        return value

    @field_validator("webhook_hosts")
    @classmethod
    def _servers(cls, value: str) -> str:
        if not all(_SERVER.fullmatch(item) for item in items(value)):
            raise ValueError("lists servers of your own network, e.g. erp.local:8069,10.0.0.7")
        return value

    @field_validator("prod_fe_url")
    @classmethod
    def _origins(cls, value: str) -> str:
        if not all(_ORIGIN.fullmatch(item) for item in items(value)):
            raise ValueError("lists whole origins without a path, e.g. https://app.example")
        return value

    @field_validator("api_url")
    @classmethod
    def _own_address(cls, value: str) -> str:
        if value and not _ORIGIN.fullmatch(value.rstrip("/").lower()):
            raise ValueError("is where people reach this service, without a path, e.g. https://ocr.example")
        return value.rstrip("/").lower()

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _SMTP.fullmatch(value.get_secret_value()):
            raise ValueError(
                "has the form smtp://user:password@host:587 (?starttls=never for a server on your own network) "
                "or smtps://user:password@host:465; write special characters of user and password as %40"
            )
        return value

    @field_validator("oidc_issuer", "supabase_url")
    @classmethod
    def _issuer(cls, value: str) -> str:
        if value and not _ISSUER.fullmatch(value):
            raise ValueError("begins with https:// (or http://localhost) and has no ? or #")
        return value

    @model_validator(mode="after")
    def _whole_mail(self) -> Self:
        if self.smtp_url and not self.mail_from:
            raise ValueError("SMTP_URL needs MAIL_FROM, e.g. OCR.WTF <no-reply@ocr.example>")
        if self.registration == "verified" and not self.smtp_url:
            raise ValueError("REGISTRATION=verified needs SMTP_URL, else nobody gets the link")
        return self

    @model_validator(mode="after")
    def _told_together(self) -> Self:
        for names in _TOGETHER:
            if len({bool(getattr(self, name)) for name in names}) > 1:
                raise ValueError(f"{', '.join(names).upper()} are set together or not at all")
        if self.supabase_jwt_secret and not self.supabase_url:
            raise ValueError("SUPABASE_JWT_SECRET needs SUPABASE_URL")
        return self

    @model_validator(mode="after")
    def _strong_secret(self) -> Self:
        for name in ("jwt_secret", "metrics_token", "supabase_jwt_secret", "cleanup_secret"):
            secret: SecretStr | None = getattr(self, name)
            if secret and len(secret.get_secret_value()) < SECRET_MIN_LENGTH:
                raise ValueError(f"{name.upper()} needs at least {SECRET_MIN_LENGTH} characters")
        if self.env == "production" and not self.jwt_secret:
            raise ValueError("JWT_SECRET is required when ENV=production")
        return self

    @property
    def may_migrate(self) -> bool:
        """Whether we are told the owner of the tables; else somebody else migrates and we look that it was done."""
        return not self.database_url or bool(self.database_admin_url)

    @property
    def public_url(self) -> str:
        """Where people reach this service: links in letters begin with it, never with what a request says of itself."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104
        return self.api_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.credits_timezone)


def _one_line(error: ValidationError) -> str:
    """All that is wrong, in one line, without the values (one may be a secret)."""
    return "; ".join(
        ": ".join([*(str(part).upper() for part in item["loc"]), item["msg"].removeprefix("Value error, ")])
        for item in error.errors(include_input=False, include_url=False)
    )


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises
    ------
    SystemExit: a value is wrong; one line on stderr says which, exit code 2 (wrong use).
    """
    try:
        return Settings()
    except ValidationError as error:
        sys.stderr.write(f"ocrwtf: wrong setting: {_one_line(error)}\n")
        raise SystemExit(2) from error
