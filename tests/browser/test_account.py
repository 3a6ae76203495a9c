"""The account: what is changed is kept, credits are told in words, sessions and keys are ended after a question."""

from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from bench.people import Person
from tests.browser.conftest import RECEIPT, SCAN_SECONDS, NewContext


def test_a_name_is_looked_at_saved_and_kept(persons_page: Page) -> None:
    name = f"rina.{uuid4().hex[:12]}"
    persons_page.goto("/akun")
    field = persons_page.get_by_label("Nama pengguna")
    field.fill("rina maharani")
    persons_page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    field.fill(name)
    persons_page.keyboard.press("Enter")
    expect(persons_page.get_by_text(f"Nama pengguna sekarang {name}")).to_be_visible()
    persons_page.reload()
    expect(field).to_have_value(name)


def test_a_name_that_somebody_else_has_is_refused_at_the_field(persons_page: Page, reader: Person) -> None:
    persons_page.goto("/akun")
    taken = reader.call("GET", "/api/users/me").raise_for_status().json()["username"]
    persons_page.get_by_label("Nama pengguna").fill(taken)
    persons_page.keyboard.press("Enter")
    expect(persons_page.get_by_text("milik orang lain")).to_be_visible()
    expect(persons_page.get_by_label("Nama pengguna")).to_have_attribute("aria-invalid", "true")


def test_times_are_those_of_the_zone_that_was_chosen(persons_page: Page) -> None:
    persons_page.goto("/akun")
    persons_page.get_by_label("Zona waktu").select_option("Asia/Jayapura")
    expect(persons_page.locator("#kredit")).to_contain_text("WIT.")


def test_the_language_of_an_account_comes_along_to_another_browser(new_context: NewContext, person: Person) -> None:
    page = new_context(person).new_page()
    page.goto("/akun")
    with page.expect_response("**/api/users/me"):
        page.get_by_role("radio", name="Inggris").check()
    other = new_context().new_page()
    other.goto("/masuk")
    other.get_by_label("E-mail atau nama pengguna").fill(person.email)
    other.get_by_label("Kata sandi", exact=True).fill(person.password)
    other.keyboard.press("Enter")
    expect(other.locator("html")).to_have_attribute("lang", "en")


def test_credits_are_told_in_words_with_the_document_they_were_for(
    new_context: NewContext, reader: Person, receipt_id: str
) -> None:
    page = new_context(reader).new_page()
    page.goto("/akun")
    credits_section = page.locator("#kredit")
    expect(credits_section.get_by_role("link", name="receipt.jpg")).to_have_attribute("href", f"/dokumen/{receipt_id}")
    expect(credits_section.get_by_text("Pengisian harian")).to_be_visible()
    expect(credits_section.get_by_text("sisa 9")).to_be_visible()


def test_older_movements_come_when_they_are_asked_for(persons_page: Page, person: Person) -> None:
    persons_page.route(
        "**/history?limit=10*", lambda route: route.continue_(url=route.request.url.replace("=10", "=1"))
    )
    person.service.ocrwtf("credits", "grant", person.email, "5")
    persons_page.goto("/akun")
    expect(persons_page.get_by_text("Kredit tambahan")).to_be_visible()
    persons_page.get_by_role("button", name="Tampilkan yang lebih lama").click()
    expect(persons_page.get_by_text("Pengisian harian")).to_be_visible()
    expect(persons_page.get_by_role("button", name="Tampilkan yang lebih lama")).to_have_count(0)


def test_other_sessions_are_ended_after_a_question_and_not_without(persons_page: Page, person: Person) -> None:
    person.log_in()
    persons_page.goto("/akun")
    sessions = persons_page.locator("#sesi li")
    expect(sessions).to_have_count(2)
    persons_page.get_by_role("button", name="Keluarkan semua yang lain").click()
    persons_page.keyboard.press("Escape")
    assert person.call("GET", "/api/users/me").status_code == 200
    persons_page.get_by_role("button", name="Keluarkan python-httpx2").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Keluarkan", exact=True).click()
    expect(sessions).to_have_count(1)
    assert person.call("GET", "/api/users/me").status_code == 401
    expect(sessions).to_contain_text("Sesi ini")


def test_what_is_remembered_of_a_sender_is_shown_switched_off_and_forgotten(persons_page: Page, person: Person) -> None:
    accepted = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()
    scan = person.wait_for(accepted["items"][0]["id"], SCAN_SECONDS)
    total = next(field for field in scan["fields"] if field["name"] == "total_amount")
    body = {"version": scan["version"], "fields": [{"name": "total_amount", "value": total["value"]}]}
    person.client.patch(f"/api/scans/{scan['id']}", json=body, headers=person.authorization()).raise_for_status()
    persons_page.goto("/akun#ingatan")
    memory = persons_page.locator("#ingatan")
    expect(memory.get_by_text("dibenarkan 1 kali")).to_be_visible()
    with persons_page.expect_response(lambda answer: answer.request.method == "PATCH"):
        memory.get_by_role("radio", name="Tidak").check()
    memory.get_by_role("button", name="Lupakan Total").click()
    expect(memory.get_by_text("Belum ada yang diingat")).to_be_visible()
    persons_page.reload()
    expect(memory.get_by_role("radio", name="Tidak")).to_be_checked()


def make_key(page: Page) -> str:
    """The key that the dialog shows."""
    page.goto("/akun#kunci")
    page.locator("#kunci").get_by_role("button", name="Buat kunci").click()
    page.get_by_role("dialog").get_by_label("Nama").fill("ERP gudang")
    page.keyboard.press("Enter")
    return str(page.get_by_role("dialog").get_by_label("Kunci API baru").text_content())


def status_of(person: Person, key: str) -> int:
    return person.client.get("/api/users/me", headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_shown_once_to_be_copied(new_context: NewContext, person: Person) -> None:
    page = new_context(person, permissions=["clipboard-read", "clipboard-write"]).new_page()
    key = make_key(page)
    page.get_by_role("button", name="Salin", exact=True).click()
    expect(page.get_by_text("Kunci disalin.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == key
    assert status_of(person, key) == 200
    page.get_by_role("button", name="Sudah disalin").click()
    expect(page.locator("#kunci li")).to_contain_text(f"…{key[-4:]}")
    page.locator("#kunci").get_by_role("button", name="Buat kunci").click()
    expect(page.get_by_role("dialog").get_by_label("Nama")).to_have_value("")
    expect(page.get_by_text(key)).to_have_count(0)


def test_a_key_without_a_name_is_not_made(persons_page: Page) -> None:
    persons_page.goto("/akun#kunci")
    persons_page.locator("#kunci").get_by_role("button", name="Buat kunci").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Buat kunci").click()
    expect(persons_page.get_by_text("Isi nama kunci ini.")).to_be_visible()
    expect(persons_page.get_by_role("dialog").get_by_label("Nama")).to_be_focused()


def test_a_key_is_revoked_after_a_question_and_not_without(persons_page: Page, person: Person) -> None:
    key = make_key(persons_page)
    persons_page.get_by_role("button", name="Sudah disalin").click()
    persons_page.get_by_role("button", name="Cabut ERP gudang").click()
    persons_page.keyboard.press("Escape")
    assert status_of(person, key) == 200
    persons_page.get_by_role("button", name="Cabut ERP gudang").click()
    persons_page.get_by_role("dialog").get_by_role("button", name="Cabut", exact=True).click()
    expect(persons_page.get_by_text("Belum ada kunci")).to_be_visible()
    assert status_of(person, key) == 401


def test_keys_are_the_owners_alone(persons_page: Page) -> None:
    persons_page.route("**/api/users/me", as_staff)
    persons_page.route("**/api/auth/session", as_staff)
    persons_page.goto("/akun")
    expect(persons_page.locator("#sesi li")).to_have_count(1)
    expect(persons_page.locator("#kunci")).to_have_count(0)
    expect(persons_page.get_by_role("link", name="Kunci API")).to_have_count(0)


def as_staff(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('"owner"', '"staff"'))


def test_a_review_is_written_changed_and_taken_back(new_context: NewContext, person: Person) -> None:
    sent = person.upload((RECEIPT.name, RECEIPT.read_bytes())).raise_for_status().json()["items"][0]["id"]
    person.wait_for(sent, SCAN_SECONDS)
    page = new_context(person).new_page()
    page.goto("/akun#ulasan")
    section = page.locator("#ulasan")
    section.get_by_role("button", name="Kirim ulasan").click()
    expect(section.get_by_role("alert")).to_have_text("Pilih dulu 1 sampai 5 bintang.")
    section.get_by_role("radio", name="4 dari 5 bintang").check(force=True)
    section.get_by_label("Ulasan, boleh kosong").fill("Cepat & rapi <b>")
    section.get_by_role("button", name="Kirim ulasan").click()
    expect(section.locator("ul").get_by_text("Cepat & rapi <b>")).to_be_visible()
    expect(section.get_by_text("4 dari 5 · 1 ulasan")).to_be_visible()
    section.get_by_role("button", name="Tarik ulasan").click()
    expect(section.get_by_text("Belum ada ulasan")).to_be_visible()
