"""HTML of an archive's pages: plain, without scripts, everything that people wrote escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote

from ocrwtf.core.errors import Language
from ocrwtf.retention.archive_words import WORDS

_POLICY = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"
_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{text-align:left;vertical-align:top;"
    "padding:.35rem .75rem .35rem 0;border-bottom:1px solid #8884;overflow-wrap:anywhere}"
    "img{max-width:100%;border:1px solid #8884}pre{white-space:pre-wrap;overflow-wrap:anywhere}nav a{margin-right:1rem}"
)


class Html(str):  # noqa: SLOT000  text that is markup already
    """Markup, made here."""


def page(language: Language, title: str, *parts: Html) -> bytes:
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy"'
        f' content="{_POLICY}"><title>{escape(title)}</title><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1>{''.join(parts)}</body></html>\n"
    ).encode("utf-8", "replace")


def word(language: Language, name: str) -> str:
    return WORDS[language][name]


def heading(text: str) -> Html:
    return Html(f"<h2>{escape(text)}</h2>")


def paragraph(text: str) -> Html:
    return Html(f"<p>{escape(text)}</p>")


def preformatted(text: str) -> Html:
    return Html(f"<pre>{escape(text)}</pre>")


def link(path: str, text: str) -> Html:
    """To a file of the archive, by its path from the page."""
    return Html(f'<a href="{quote(path)}">{escape(text)}</a>')


def links(items: Iterable[Html]) -> Html:
    return Html(f"<nav>{' '.join(items)}</nav>")


def picture(path: str, text: str) -> Html:
    return Html(f'<p><img src="{quote(path)}" alt="{escape(text)}" loading="lazy"></p>')


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Html:
    """Cells that are `Html` stand as they are, all others are escaped."""
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows)
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    return Html(f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>")


def _cell(value: object) -> str:
    if isinstance(value, Html):
        return value
    return "" if value is None else escape(str(value))
