"""One document in an archive: a folder with a page to read, the pictures, the original, text and data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ocrwtf.core.errors import Language
from ocrwtf.files import service as files_service
from ocrwtf.retention import archive_html as html
from ocrwtf.retention.archive_html import Html
from ocrwtf.scans import answers, page_images, texts
from ocrwtf.scans.archive import safe_stem
from ocrwtf.scans.models import Correction, Scan
from ocrwtf.users import service as users_service

_ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/tiff": ".tif",
    "image/heic": ".heic",
    "image/heif": ".heif",
}
_STEM_LENGTH = 40
Json = dict[str, Any]


@dataclass(frozen=True)
class Stored:
    """A file of the document, by its name in the folder; its bytes are still in the store."""

    name: str
    object_key: str
    size_bytes: int


@dataclass(frozen=True)
class Document:
    """What is known of it without its bytes. `folder` is its path in the archive."""

    folder: str
    title: str
    created_at: datetime
    row: tuple[object, ...]
    """What the list shows beside the name."""
    texts: dict[str, bytes]
    stored: list[Stored]


def told(session: Session, scan: Scan, number: int, language: Language) -> Document:
    shown = answers.whole(scan, users_service.joined_at(session, scan.account_id), language)
    changes = _changes(session, scan.id)
    stored = list(_stored(session, scan))
    content: Json = shown.model_dump(mode="json")
    members = {
        "index.html": _page(content, changes, stored, language),
        "document.json": shown.model_dump_json(indent=1).encode(),
        "text.txt": texts.extracted_text(scan).encode("utf-8", "replace"),
    }
    row = (shown.document_type, shown.document_number, shown.issued_on, shown.total_amount, shown.created_at.date())
    # A number in front: no two of a name, and no name that a system does not take.
    folder = f"documents/{number:06d}-{safe_stem(scan.filename)[:_STEM_LENGTH].strip(' .')}"
    return Document(folder, scan.filename, scan.created_at, row, members, stored)


def _stored(session: Session, scan: Scan) -> Iterator[Stored]:
    original = files_service.get(session, scan.file_id)
    ending = _ENDINGS.get(original.media_type, "")
    yield Stored(f"original{ending}", original.object_key, original.size_bytes)
    for page in scan.pages:
        if page.image_version:
            image = page_images.get(session, page)
            yield Stored(f"page-{page.number}.webp", image.object_key, image.size_bytes)


def _changes(session: Session, scan_id: UUID) -> list[tuple[object, ...]]:
    """The newest last."""
    rows = session.scalars(select(Correction).where(Correction.scan_id == scan_id).order_by(Correction.id)).all()
    who = users_service.usernames(session, {row.user_id for row in rows if row.user_id})
    return [
        (
            f"{row.created_at:%Y-%m-%d %H:%M}",
            row.user_id and who.get(row.user_id),
            row.field or row.kind,
            row.page,
            row.old,
            row.new,
        )
        for row in rows
    ]


def _page(shown: Json, changes: list[tuple[object, ...]], stored: list[Stored], language: Language) -> bytes:
    def word(name: str) -> str:
        return html.word(language, name)

    about = [(word("uploaded"), shown["createdAt"]), (word("status"), shown["status"])]
    about += [(word("recipient"), shown["recipientName"])] if shown["recipientName"] else []
    parts: list[Html] = [
        html.links([html.link("../../index.html", word("home")), html.link(stored[0].name, word("original"))]),
        html.table(("", ""), about),
        *(html.picture(one.name, f"{word('page')} {one.name[5:-5]}") for one in stored[1:]),
        *_fields(shown, language),
        html.heading(word("text")),
        html.preformatted(shown["extractedText"] or (shown["error"] or {}).get("detail", "")),
    ]
    if changes:
        head = (word("date"), word("who"), word("name"), word("page"), word("old"), word("new"))
        parts += [html.heading(word("history")), html.table(head, changes)]
    return html.page(language, shown["filename"], *parts)


def _fields(shown: Json, language: Language) -> Iterator[Html]:
    if shown["fields"]:
        yield html.heading(html.word(language, "fields"))
        head = [html.word(language, name) for name in ("name", "value", "page")]
        yield html.table(head, ((one["name"], one["value"], one["page"]) for one in shown["fields"]))
    if shown["items"]:
        names = list(dict.fromkeys(cell["name"] for item in shown["items"] for cell in item["cells"]))
        yield html.heading(html.word(language, "items"))
        cells = ({cell["name"]: cell["value"] for cell in item["cells"]} for item in shown["items"])
        yield html.table(names, ([row.get(name) for name in names] for row in cells))
