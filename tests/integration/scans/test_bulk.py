"""Many scans at once: each succeeds or fails by itself; an archive holds what was asked for and unpacks anywhere."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from tests.integration.conftest import Person, credits_of, spend_down_to
from tests.integration.documents import picture, text_pdf
from tests.integration.scans.conftest import jobs_of, rows

Scan = dict[str, Any]


@pytest.fixture
def bulk(client: TestClient) -> Callable[..., Any]:
    def post(person: Person, action: str, *ids: str) -> Any:
        return client.post("/api/scans/bulk", json={"action": action, "ids": ids}, headers=person.headers)

    return post


@pytest.fixture
def cancelled(client: TestClient, uploaded: Callable[..., Scan]) -> Callable[..., Scan]:
    def make(person: Person, content: bytes) -> Scan:
        scan = uploaded(person, content)
        shown: Scan = client.post(f"/api/scans/{scan['id']}/cancel", headers=person.headers).json()
        return shown

    return make


def kinds(answer: Any) -> list[str | None]:
    """What went wrong with each item, in their order."""
    return [item["error"] and item["error"]["type"].removeprefix("/problems/") for item in answer.json()["items"]]


def test_delete_takes_each_and_says_which_were_not_there(
    person: Person, uploaded: Callable[..., Scan], new_person: Callable[[], Person], bulk: Callable[..., Any]
) -> None:
    other = new_person()
    mine, kept = [uploaded(person, picture(f"A{n}"))["id"] for n in range(2)], uploaded(other, picture("LAIN"))["id"]
    answer = bulk(person, "delete", mine[0], kept, str(uuid4()), mine[1])
    assert [item["ok"] for item in answer.json()["items"]] == [True, False, False, True]
    assert [item["id"] for item in answer.json()["items"]][1] == kept
    assert kinds(answer) == [None, "not-found", "not-found", None]
    assert (rows(person.account_id, "scans"), rows(other.account_id, "scans")) == (0, 1)
    assert credits_of(person.account_id) == 10


def test_retry_charges_as_far_as_credits_go_and_undoes_only_what_failed(
    client: TestClient,
    person: Person,
    cancelled: Callable[..., Scan],
    uploaded: Callable[..., Scan],
    bulk: Callable[..., Any],
) -> None:
    scans = [cancelled(person, picture(f"R{n}"))["id"] for n in range(3)]
    waiting = uploaded(person, picture("MENUNGGU"))["id"]
    spend_down_to(person.account_id, 2)
    answer = bulk(person, "retry", waiting, *scans)
    assert kinds(answer) == ["not-retryable", None, None, "insufficient-credits"]
    assert answer.json()["items"][3]["error"]["detail"].startswith("This takes 1 credits and 0 are left")
    assert [jobs_of(scan) for scan in scans] == [2, 2, 1]
    shown = [client.get(f"/api/scans/{scan}", headers=person.headers).json() for scan in scans]
    assert [(scan["status"], scan["attempt"]) for scan in shown] == [("pending", 2)] * 2 + [("cancelled", 1)]
    assert credits_of(person.account_id) == 0


def test_many_requests_about_the_same_scans_do_not_wait_crosswise(
    client: TestClient,
    person: Person,
    uploaded: Callable[..., Scan],
    bulk: Callable[..., Any],
    in_parallel: Callable[..., list[int]],
) -> None:
    ids = [uploaded(person, picture(f"X{n}"))["id"] for n in range(6)]

    def call(number: int) -> int:
        if number < 4:
            return int(bulk(person, "delete", *ids[:: 1 if number % 2 else -1]).status_code)
        return client.post(f"/api/scans/{ids[number - 2]}/cancel", headers=person.headers).status_code

    codes = in_parallel(8, call)
    assert codes[:4] == [200] * 4
    assert set(codes[4:]) <= {200, 404}
    assert (rows(person.account_id, "scans"), credits_of(person.account_id)) == (0, 10)


@pytest.mark.parametrize("action", ["delete", "retry", "export"])
@pytest.mark.parametrize("ids", [[], [str(uuid4())] * 2, [str(uuid4()) for _ in range(201)], ["1"]])
def test_an_odd_list_of_ids_is_422(person: Person, bulk: Callable[..., Any], action: str, ids: list[str]) -> None:
    answer = bulk(person, action, *ids)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-request")


def test_an_unknown_action_is_422(person: Person, bulk: Callable[..., Any]) -> None:
    assert bulk(person, "publish", str(uuid4())).status_code == 422


def unpacked(answer: Any) -> dict[str, str]:
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_archive_has_text_and_json_of_each(
    person: Person, letter: Scan, correct: Callable[..., Any], bulk: Callable[..., Any]
) -> None:
    corrected = correct(person, letter, correctedText="Surat Jalan 0018 – benar").json()
    answer = bulk(person, "export", letter["id"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="ocrwtf.zip"'
    files = unpacked(answer)
    assert list(files) == ["surat.txt", "surat.json"]
    assert files["surat.txt"] == "Surat Jalan 0018 – benar"
    assert json.loads(files["surat.json"]) == corrected


def test_equal_and_unsafe_names_are_told_apart_and_made_safe(
    person: Person, uploaded: Callable[..., Scan], read: Callable[..., Scan], bulk: Callable[..., Any]
) -> None:
    names = ["nota.pdf", "NOTA.pdf", "con.pdf", "a:b.pdf"]
    ids = [read(person, uploaded(person, text_pdf(f"Surat Jalan {n}"), name))["id"] for n, name in enumerate(names)]
    files = unpacked(bulk(person, "export", *ids))
    stems = ["nota", "NOTA (2)", "_con", "a_b"]
    assert list(files) == [f"{stem}.{ending}" for stem in stems for ending in ("txt", "json")]
    assert files["NOTA (2).txt"] == "Surat Jalan 1"


def test_what_was_not_read_is_in_the_archive_with_its_reason(
    person: Person, cancelled: Callable[..., Scan], bulk: Callable[..., Any]
) -> None:
    scan = cancelled(person, picture("BATAL"))
    files = unpacked(bulk(person, "export", scan["id"]))
    assert list(files) == ["nota.json"]
    assert json.loads(files["nota.json"])["status"] == "cancelled"


def test_an_archive_with_somebody_elses_scan_is_not_found(
    person: Person,
    letter: Scan,
    new_person: Callable[[], Person],
    uploaded: Callable[..., Scan],
    bulk: Callable[..., Any],
) -> None:
    foreign = uploaded(new_person(), picture("ASING"))["id"]
    answer = bulk(person, "export", letter["id"], foreign)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
