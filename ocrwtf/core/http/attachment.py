"""How bytes are sent that a browser is to keep, never to open here."""

from urllib.parse import quote

_NOT_PLAIN = dict.fromkeys(map(ord, '"\\%;'), "_")


def headers(filename: str, size_bytes: int | None = None) -> dict[str, str]:
    """RFC 6266, with the name twice: in ASCII for old programs, and as it is (RFC 8187)."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_").translate(_NOT_PLAIN)
    name = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
    length = {} if size_bytes is None else {"Content-Length": str(size_bytes)}
    return {"Content-Disposition": name, "Cache-Control": "private, no-store"} | length
