"""People of an account: invited by a link, paired by a code that a camera reads, managed, and handed the account."""

import re
from typing import Any

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from bench.chromium import settled
from bench.people import Person
from bench.service import Service
from tests.browser.axe import violations
from tests.browser.conftest import NewContext

PASSWORD = "kuda-nil-biru"
LONG = "HP Bapak Raden Mas Sutrisno Hadiwijaya Kusumaningrat Depo 12"


def asked(person: Person, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    person.log_in()
    answer = person.client.request(method, path, json=body, headers=person.authorization()).raise_for_status()
    person.client.cookies.clear()  # a program brings its token
    return answer.json() if answer.content else None


def invitation(person: Person, **wanted: str) -> str:
    return str(asked(person, "POST", "/api/invitations", {"role": "staff"} | wanted)["link"])


def joined(person: Person, name: str) -> None:
    """Somebody who accepted an invitation of the person."""
    body = {"token": invitation(person).partition("=")[2], "username": name, "password": PASSWORD}
    asked(person, "POST", "/api/auth/invitation/accept", body)


def paired(person: Person, name: str) -> None:
    token = asked(person, "POST", "/api/phones/pairings")["link"].partition("=")[2]
    asked(person, "POST", "/api/auth/pairing/accept", {"token": token, "name": name})


@pytest.fixture
def staff_name(person: Person) -> str:
    """Of somebody in the person's account."""
    name = f"tono-{person.email.partition('@')[0]}"
    joined(person, name)
    return name


def test_somebody_is_invited_and_joins(persons_page: Page, new_context: NewContext, person: Person) -> None:
    persons_page.goto("/akun#orang")
    people = persons_page.locator("#orang")
    expect(people.get_by_text("Baru Anda sendiri")).to_be_visible()
    people.get_by_role("button", name="Undang").click()
    persons_page.get_by_label("Untuk siapa").fill("Pak Tono")
    persons_page.get_by_role("button", name="Buat undangan").click()
    link = persons_page.get_by_label("Tautan undangan").text_content()
    persons_page.get_by_role("button", name="Selesai").click()
    expect(people.get_by_text("Pak Tono")).to_be_visible()
    newcomer = new_context().new_page()
    newcomer.goto(str(link))
    expect(newcomer.get_by_text("mengundang Anda ke akunnya sebagai staf")).to_be_visible()
    expect(newcomer).to_have_url(re.compile(r"/masuk$"))
    newcomer.get_by_label("Nama pengguna").fill(f"tono-{person.email.partition('@')[0]}")
    newcomer.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    newcomer.get_by_role("button", name="Bergabung").click()
    expect(newcomer.get_by_role("heading", name="Halo, tono")).to_be_visible()


def test_a_link_that_is_over_says_so_and_leads_to_the_login(page: Page) -> None:
    page.goto("/masuk#undangan=nonsense")
    expect(page.get_by_text("Minta undangan baru")).to_be_visible()
    page.get_by_role("button", name="Ke halaman masuk").click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()


def test_who_is_logged_in_is_asked_before_a_link_is_used(persons_page: Page, reader: Person) -> None:
    persons_page.goto(invitation(reader))
    expect(persons_page.get_by_text("Seseorang hanya ikut satu akun")).to_be_visible()
    persons_page.get_by_role("button", name="Kembali ke aplikasi").click()
    expect(persons_page.get_by_role("heading", name="Halo")).to_be_visible()


def code_on(page: Page) -> str:
    """What a camera reads off the screen."""
    picture = page.get_by_role("img", name="Kode QR")
    expect(picture).to_be_visible()
    settled(page)
    image = cv2.imdecode(np.frombuffer(picture.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return str(cv2.QRCodeDetector().detectAndDecode(image)[0])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_scans_the_code_and_the_screen_sees_it(
    new_context: NewContext, person: Person, service: Service, theme: str
) -> None:
    office = new_context(person, color_scheme=theme).new_page()
    office.goto("/akun#hp")
    office.locator("#hp").get_by_role("button", name="Pasangkan HP").click()
    link = code_on(office)
    assert link.startswith(f"{service.address}/masuk#pasang=")
    phone = new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(link)
    phone.get_by_role("button", name="Pasangkan").click()
    expect(phone.get_by_text("Beri nama HP ini.")).to_be_visible()
    phone.get_by_label("Nama HP").fill("HP Sutrisno")
    phone.get_by_role("button", name="Pasangkan").click()
    expect(phone.get_by_role("heading", name="Halo, HP Sutrisno")).to_be_visible()
    expect(office.get_by_text("HP Sutrisno sudah dipasangkan")).to_be_visible()
    office.get_by_role("button", name="Selesai").click()
    expect(office.locator("#hp li")).to_contain_text("HP Sutrisno")


def test_a_code_that_left_the_screen_is_refused(persons_page: Page, new_context: NewContext) -> None:
    persons_page.goto("/akun#hp")
    persons_page.locator("#hp").get_by_role("button", name="Pasangkan HP").click()
    link = code_on(persons_page)
    with persons_page.expect_response(lambda answer: answer.request.method == "DELETE"):
        persons_page.keyboard.press("Escape")
    phone = new_context().new_page()
    phone.goto(link)
    expect(phone.get_by_text("Kode QR tidak berlaku")).to_be_visible()


def test_a_phone_has_what_it_may_and_is_out_when_it_is_unpaired(
    persons_page: Page, new_context: NewContext, person: Person
) -> None:
    link = asked(person, "POST", "/api/phones/pairings")["link"]
    phone = new_context(viewport={"width": 390, "height": 844}).new_page()
    phone.goto(link)
    phone.get_by_label("Nama HP").fill("HP Joko")
    phone.get_by_role("button", name="Pasangkan").click()
    expect(phone.get_by_role("button", name="Foto")).to_be_visible()
    expect(phone.get_by_role("button", name="Coba contoh")).to_have_count(0)
    phone.get_by_role("link", name="Akun").click()
    expect(phone.get_by_role("navigation", name="Bagian").get_by_role("link")).to_have_text(["Profil", "Tampilan"])
    persons_page.goto("/akun#hp")
    persons_page.get_by_role("button", name="Lepas HP Joko").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Lepas", exact=True).click()
    expect(persons_page.get_by_text("Belum ada HP")).to_be_visible()
    phone.goto("/")
    expect(phone.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()


def test_a_person_is_blocked_let_in_and_removed(persons_page: Page, staff_name: str) -> None:
    persons_page.goto("/akun#orang")
    manage = persons_page.get_by_role("button", name=f"Atur {staff_name}")
    manage.click()
    persons_page.get_by_role("button", name="Blokir", exact=True).click()
    expect(persons_page.locator("#orang li").nth(1)).to_contain_text("Diblokir")
    manage.click()
    persons_page.get_by_role("button", name="Buka blokir").click()
    expect(persons_page.locator("#orang li").nth(1)).not_to_contain_text("Diblokir")
    manage.click()
    persons_page.get_by_role("button", name="Keluarkan dari akun").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Keluarkan dari akun").click()
    expect(persons_page.locator("#orang li")).to_have_count(1)


def test_the_account_is_handed_on_with_the_password_alone(persons_page: Page, person: Person, staff_name: str) -> None:
    persons_page.goto("/akun#orang")
    persons_page.get_by_role("button", name=f"Atur {staff_name}").click()
    dialog = persons_page.get_by_role("dialog")
    dialog.get_by_label("Peran").select_option("owner")
    dialog.get_by_label("Serahkan akun").check()
    dialog.get_by_label("Kata sandi Anda").fill("salah-sekali")
    dialog.get_by_role("button", name="Simpan peran").click()
    expect(dialog.get_by_text("Kata sandi salah")).to_be_visible()
    dialog.get_by_label("Kata sandi Anda").fill(person.password)
    dialog.get_by_role("button", name="Simpan peran").click()
    expect(persons_page.get_by_text(f"sekarang milik {staff_name}")).to_be_visible()
    expect(persons_page.locator("#orang")).to_have_count(0)
    expect(persons_page.locator("#pergi")).to_be_visible()


def test_who_leaves_is_out(new_context: NewContext, person: Person, staff_name: str) -> None:
    page = new_context().new_page()
    page.goto("/masuk")
    page.get_by_label("E-mail atau nama pengguna").fill(staff_name)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Halo")).to_be_visible()
    page.goto("/akun#pergi")
    page.locator("#pergi").get_by_role("button", name="Tinggalkan akun").click()
    page.get_by_role("dialog").get_by_label("Kata sandi Anda").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Tinggalkan akun").click()
    expect(page.get_by_role("heading", name="Masuk", exact=True)).to_be_visible()
    assert len(asked(person, "GET", "/api/people")["items"]) == 1


DIALOGS = {
    "Undang": "Undang seseorang",
    "Pasangkan HP": "Pindai dengan HP pengemudi",
    "Atur tono": "tono",
}


@pytest.fixture
def filled(person: Person, staff_name: str) -> Person:
    """Somebody with people, phones and invitations whose names are long."""
    assert staff_name
    for name in ("HP Sutrisno", LONG):
        paired(person, name)
    invitation(person, email="bambang.sutrisno.hadiwijaya@perusahaan-logistik-nusantara.contoh.id", label=LONG)
    return person


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_rule_of_accessibility_is_broken_in_dialogs(
    new_context: NewContext, filled: Person, theme: str, width: int
) -> None:
    page = new_context(filled, color_scheme=theme, viewport={"width": width, "height": 800}).new_page()
    page.goto("/akun#orang")
    settled(page)
    assert violations(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for button, shown in DIALOGS.items():
        page.get_by_role("button", name=button).first.click()
        expect(page.get_by_role("dialog")).to_contain_text(shown)
        settled(page)
        assert violations(page) == {}, button
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["invitation", "pairing", "over"])
def test_no_rule_of_accessibility_is_broken_where_links_lead(
    new_context: NewContext, reader: Person, theme: str, kind: str
) -> None:
    page = new_context(color_scheme=theme, viewport={"width": 360, "height": 800}).new_page()
    if kind == "invitation":
        page.goto(invitation(reader, label=kind))
    elif kind == "pairing":
        page.goto(asked(reader, "POST", "/api/phones/pairings")["link"])
    else:
        page.goto("/masuk#pasang=nonsense")
    expect(page.locator("section").get_by_role("button")).not_to_have_count(0)
    settled(page)
    assert violations(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth") == 360
