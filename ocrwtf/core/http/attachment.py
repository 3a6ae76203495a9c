"""How bytes are sent that a browser is to keep, never to open here."""

from urllib.parse import quote

_NOT_PLAIN = dict.fromkeys(map(ord, '"\\%;'), "_")


def headers(filename: str, size_bytes: int | None = None) -> dict[str, str]:
    """RFC 6266; a name that is more than plain ASCII comes as it is too (RFC 8187), behind one for old programs."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_").translate(_NOT_PLAIN)
    name = f'attachment; filename="{plain}"'
    if plain != filename:
        name += f"; filename*=UTF-8''{quote(filename, safe='')}"
    length = {} if size_bytes is None else {"Content-Length": str(size_bytes)}
    return {"Content-Disposition": name, "Cache-Control": "private, no-store"} | length
