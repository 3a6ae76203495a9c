"""The security log on the account: sentences in both languages, older ones on demand, a table to take away."""

from playwright.sync_api import Page, expect

from bench.people import Person


def test_the_owner_reads_who_signed_in_from_where_in_either_language(persons_page: Page) -> None:
    persons_page.goto("/akun")
    first = persons_page.locator("#catatan li").first
    name = persons_page.get_by_label("Nama pengguna").input_value()
    expect(first).to_contain_text(f"{name} masuk")
    expect(first).to_contain_text("dari Chrome · Linux, 127.")
    persons_page.get_by_role("radio", name="Inggris").check()
    expect(first).to_contain_text(f"{name} signed in")


def test_what_the_command_line_did_and_older_lines_come_when_asked_for(persons_page: Page, person: Person) -> None:
    person.service.ocrwtf("user", "unblock", person.email)
    persons_page.route(
        "**/security-log?limit=10*", lambda route: route.continue_(url=route.request.url.replace("=10", "=1"))
    )
    persons_page.goto("/akun")
    log = persons_page.locator("#catatan")
    expect(log.get_by_text("Pengelola server membuka blokir")).to_be_visible()
    log.get_by_role("button", name="Tampilkan yang lebih lama").click()
    expect(log.get_by_role("listitem")).to_have_count(2)
    expect(log.get_by_role("listitem").nth(1)).to_be_focused()


def test_it_is_taken_away_as_a_table_and_that_is_told_too(persons_page: Page) -> None:
    persons_page.goto("/akun")
    with persons_page.expect_download() as taken:
        persons_page.get_by_role("link", name="Unduh CSV").click()
    assert taken.value.suggested_filename == "security-log.csv"
    persons_page.reload()
    expect(persons_page.locator("#catatan li").first).to_contain_text("mengunduh catatan keamanan")
