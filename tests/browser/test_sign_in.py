"""Signing in by a real OpenID provider, linking it and unlinking it, in a real browser."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from bench.chromium import settled
from bench.people import Person
from bench.service import Service, running_service
from tests.browser.axe import violations
from tests.browser.conftest import NewContext, new_person
from tests.browser.openid import OpenId, running_openid

NAME = "Kantor Pusat"
SCREENS = ("/masuk?gagal=provider&lewat=oidc", "/masuk?daftar=1", "/akun?gagal=taken&lewat=oidc")


@pytest.fixture(scope="module")
def openid() -> OpenId:
    return OpenId()


@pytest.fixture(scope="module")
def service(openid: OpenId) -> Iterator[Service]:
    """One of its own, with a provider beside it."""
    with (
        running_service(OCR_PROCESSES="1", **openid.settings) as service,
        new_person(service),
        running_openid(openid, f"{service.address}/api/auth/oidc/callback"),
    ):
        yield service


@pytest.fixture(scope="module")
def origins(openid: OpenId) -> tuple[str, ...]:
    """Where else the browser goes here."""
    return (openid.issuer,)


def new_email(beginning: str = "u") -> str:
    return f"{beginning}{uuid4().hex[:12]}@contoh.id"


def sign_in_there(page: Page, email: str) -> None:
    expect(page.get_by_role("heading", name="Penyedia uji")).to_be_visible()
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Masuk di sini").click()


def link(page: Page, person: Person, email: str) -> None:
    page.goto("/akun")
    page.get_by_role("button", name=f"Tautkan {NAME}").click()
    page.get_by_label("Kata sandi", exact=True).fill(person.password)
    page.get_by_role("button", name=f"Lanjut ke {NAME}").click()
    sign_in_there(page, email)


def test_somebody_new_signs_in_and_comes_to_the_page_that_was_asked_for(page: Page) -> None:
    email = new_email()
    page.goto("/dokumen?needsReview=true")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(page, email)
    expect(page).to_have_url("/dokumen?needsReview=true")
    expect(page.get_by_role("heading", name="Dokumen", exact=True)).to_be_visible()
    page.goto("/akun")
    expect(page.get_by_text("Anda belum punya kata sandi")).to_be_visible()
    expect(page.get_by_text(f"{email} · sejak")).to_be_visible()


def test_the_second_time_it_is_the_same_account(new_context: NewContext) -> None:
    email, names = new_email(), []
    for _ in range(2):
        page = new_context().new_page()
        page.goto("/masuk")
        page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
        sign_in_there(page, email)
        heading = page.get_by_role("heading", name="Halo,")
        expect(heading).to_be_visible()
        names.append(heading.text_content())
    assert names[0] == names[1]


def test_who_cancels_there_is_told_so_and_can_begin_again(page: Page) -> None:
    page.goto("/masuk?ke=%2Fakun")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    page.get_by_role("button", name="Batal").click()
    expect(page.get_by_role("alert")).to_contain_text("Anda membatalkannya di sana")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(page, new_email())
    expect(page).to_have_url("/akun")


def test_an_email_that_is_known_here_takes_nothing_over(page: Page, person: Person) -> None:
    page.goto("/masuk")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(page, person.email)
    expect(page.get_by_role("alert")).to_contain_text("sudah punya akun di sini")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_an_email_that_was_not_verified_there_makes_no_account(page: Page) -> None:
    page.goto("/masuk")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(page, new_email("belum"))
    expect(page.get_by_role("alert")).to_contain_text("Verifikasi e-mail Anda di sana")


def test_who_links_it_signs_in_by_it_and_unlinks_it_again(
    persons_page: Page, new_context: NewContext, person: Person
) -> None:
    email = new_email()
    link(persons_page, person, email)
    expect(persons_page.get_by_text(f"{NAME} sudah tertaut.")).to_be_visible()
    expect(persons_page).to_have_url("/akun#cara-masuk")
    other = new_context().new_page()
    other.goto("/masuk?ke=%2Fakun")
    other.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(other, email)
    expect(other.get_by_text(person.email).first).to_be_visible()
    other.get_by_role("button", name=f"Lepas {NAME}").click()
    other.get_by_role("dialog").get_by_role("button", name="Lepas").click()
    expect(other.get_by_role("button", name=f"Tautkan {NAME}")).to_be_visible()


def test_a_wrong_password_links_nothing(persons_page: Page) -> None:
    persons_page.goto("/akun")
    persons_page.get_by_role("button", name=f"Tautkan {NAME}").click()
    persons_page.get_by_label("Kata sandi", exact=True).fill("bukan-itu")
    persons_page.get_by_role("button", name=f"Lanjut ke {NAME}").click()
    expect(persons_page.get_by_text("Kata sandi ini salah.")).to_be_visible()


def test_the_last_way_in_cannot_be_unlinked(page: Page) -> None:
    page.goto("/masuk?ke=%2Fakun")
    page.get_by_role("link", name=f"Masuk dengan {NAME}").click()
    sign_in_there(page, new_email())
    page.get_by_role("button", name=f"Lepas {NAME}").click()
    page.get_by_role("dialog").get_by_role("button", name="Lepas").click()
    expect(page.get_by_role("alert")).to_contain_text("satu-satunya cara masuk")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/masuk?gagal=provider&lewat=oidc", "/masuk?daftar=1", "/akun?gagal=taken&lewat=oidc"]
)
def test_no_rule_of_accessibility_is_broken(new_context: NewContext, person: Person, path: str, theme: str) -> None:
    page = new_context(person if "akun" in path else None, color_scheme=theme).new_page()
    page.goto(path)
    settled(page)
    expect(page.get_by_text(NAME).first).to_be_visible()
    for width in (1280, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == {}, width
        assert page.evaluate("document.documentElement.scrollWidth") == width
