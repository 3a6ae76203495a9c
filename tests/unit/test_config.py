"""A wrong setting stops the start with one clear line, which never shows a value."""

import pytest

from ocrwtf.config import Settings, settings

URL = "postgresql://u:p@localhost/x"


@pytest.fixture(autouse=True)
def read_anew() -> None:
    settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "http"),
        ("ENV", "staging"),
        ("OCR_PROCESSES", "0"),
        ("OCR_ENGINE", "canary"),
        ("SCAN_COST", "-1"),
        ("CREDITS_TIMEZONE", "Mars/Base"),
        ("JWT_SECRET", "short-canary"),
        ("REGISTRATION", "maybe"),
        ("STORAGE_URL", "ftp://x"),
        ("DATABASE_URL", "mysql://canary@x"),
        ("DATABASE_URL", ""),
        ("LIMIT_API", "-1"),
        ("LIMIT_UPLOAD", "ten"),
        ("REDIS_URL", "http://canary@x"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "127.0.0.1, canary.example"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://canary.example"),
        ("PROD_FE_URL", "*"),
        ("PROD_FE_URL", "null"),
        ("API_URL", "ocr.canary.example"),
        ("API_URL", "https://canary.example/app"),
        ("PROD_FE_URL", "https://canary.example/app"),
        ("METRICS_TOKEN", "short-canary"),
        ("SMTP_URL", "http://u:canary@x"),
        ("SMTP_URL", "smtp://u:can@ary@x"),
        ("SMTP_URL", "smtps://u:canary@x?starttls=never"),
        ("SMTP_URL", "smtp://u:canary@x"),  # without MAIL_FROM
        ("MAIL_FROM", "canary"),
        ("MAIL_FROM", "a@b.id\r\nBcc: canary@b.id"),
        ("REGISTRATION", "verified"),  # without SMTP_URL
        ("OIDC_ISSUER", "http://canary.example"),
        ("OIDC_ISSUER", "https://canary.example/?x=1"),
        ("OIDC_ISSUER", "https://canary.example"),
        ("OIDC_CLIENT_SECRET", "canary"),
        ("OIDC_NAME", "canary" * 10),
        ("GOOGLE_CLIENT_ID", "canary"),
        ("GOOGLE_CLIENT_SECRET", "canary"),
        ("SUPABASE_URL", "http://canary.example"),
        ("SUPABASE_URL", "canary"),
        ("SUPABASE_JWT_SECRET", "short-canary"),
        ("SUPABASE_JWT_SECRET", "canary" * 10),
    ],
)
def test_a_wrong_value_ends_the_start_with_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stopped:
        settings()
    line = capsys.readouterr().err
    assert (stopped.value.code, line.count("\n"), name in line) == (2, 1, True)
    assert "canary" not in line


def test_production_needs_a_secret_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENV", "production")
    monkeypatch.delenv("JWT_SECRET", raising=False)
    with pytest.raises(SystemExit):
        settings()
    assert "JWT_SECRET is required" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "may"),
    [({}, True), ({"DATABASE_URL": URL}, False), ({"DATABASE_URL": URL, "DATABASE_ADMIN_URL": URL}, True)],
)
def test_who_does_not_know_the_owner_does_not_migrate(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    may: bool,  # noqa: FBT001
) -> None:
    for name in ("DATABASE_URL", "DATABASE_ADMIN_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Settings().may_migrate is may


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_a_database_is_named_in_one_form_whatever_the_setting_said(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u:p@localhost/x")
    url = Settings().database_url
    assert url is not None
    assert url.get_secret_value() == URL
