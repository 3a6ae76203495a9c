"""Swagger UI shows the API and calls it, under a policy that lets nothing inline run."""

from playwright.sync_api import Page, expect

from bench.people import Person


def test_the_api_can_be_read_and_tried_out(persons_page: Page, person: Person) -> None:
    persons_page.goto("/api/docs")
    operation = persons_page.locator("#operations-users-get_me")
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table")).to_contain_text(person.email)


def test_every_operation_is_there_and_the_policy_is_that_of_our_pages(page: Page) -> None:
    answer = page.goto("/api/docs")
    assert answer
    assert "unsafe" not in answer.headers["content-security-policy"]
    described = page.request.get("/api/openapi.json").json()["paths"]
    expect(page.locator(".opblock")).to_have_count(sum(len(methods) for methods in described.values()))
