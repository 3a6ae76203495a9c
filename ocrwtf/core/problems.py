"""The problems that belong to no feature: what the HTTP edge itself has to say to a caller."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ocrwtf.core.errors import Language, Problem, Wording
from ocrwtf.core.field_faults import FieldFault


class InternalError(Problem):
    status = 500
    title = Wording("Kesalahan di pihak kami", "An error on our side")
    detail = Wording(
        "Permintaan Anda tidak selesai karena kesalahan di pihak kami. Coba lagi sebentar lagi; "
        "bila tetap gagal, kirimkan `requestId` ini kepada kami.",
        "Your request was not completed because of an error on our side. Try again in a moment; "
        "if it fails again, send us this `requestId`.",
    )


class NotFound(Problem):
    """Also for what belongs to someone else: who may not see it learns nothing about it."""

    status = 404
    title = Wording("Tidak ditemukan", "Not found")
    detail = Wording(
        "Tidak ada apa pun di alamat ini untuk akun Anda. Periksa alamatnya.",
        "There is nothing at this address for your account. Check the address.",
    )


class MethodNotAllowed(Problem):
    """`allow` is the Allow header of RFC 9110 §10.2.1: the methods that the address knows."""

    status = 405
    title = Wording("Metode tidak didukung", "Method not allowed")
    detail = Wording(
        "Alamat ini tidak melayani metode tersebut. Pakai salah satu dari: {allow}.",
        "This address does not serve that method. Use one of: {allow}.",
    )

    def __init__(self, allow: str) -> None:
        super().__init__(allow=allow)
        self._allow = allow

    def headers(self) -> dict[str, str]:
        return {"Allow": self._allow}


class InvalidRequest(Problem):
    """Each fault is shown as `{field, message}`; the value that was sent is in neither."""

    status = 422
    title = Wording("Isian belum benar", "Some values are not valid")
    detail = Wording(
        "Sebagian isian tidak dapat dipakai. Perbaiki yang disebut dalam `errors`, lalu kirim lagi.",
        "Some values cannot be used. Correct those named in `errors` and send the request again.",
    )

    def __init__(self, errors: Sequence[FieldFault] = ()) -> None:
        super().__init__()
        self._faults = tuple(errors)

    def body(self, language: Language) -> dict[str, object]:
        return super().body(language) | {"errors": [fault.in_language(language) for fault in self._faults]}


class UnusableValue(Problem):
    """The database refused a value that no rule of ours had caught: out of range, too long, or not text."""

    status = 422
    title = Wording("Ada nilai yang tidak dapat disimpan", "A value cannot be stored")
    detail = Wording(
        "Satu nilai terlalu besar, terlalu panjang, atau memuat karakter yang tidak dapat disimpan. "
        "Perbaiki nilainya, lalu kirim lagi.",
        "A value is too large, too long, or has characters that cannot be stored. "
        "Correct it and send the request again.",
    )


class MalformedBody(Problem):
    """What was sent cannot be read at all, so no field can be named."""

    status = 400
    title = Wording("Permintaan tidak dapat dibaca", "The request cannot be read")
    detail = Wording(
        "Isi permintaan rusak atau tidak diizinkan: JSON harus sah menurut RFC 8259, UTF-8, tanpa NaN, Infinity, "
        "karakter NUL, atau lebih dari 32 tingkat; formulir harus lengkap dan UTF-8. Perbaiki, lalu kirim lagi.",
        "The request is broken or not allowed: JSON must be valid by RFC 8259, in UTF-8, without NaN, Infinity, "
        "NUL characters or more than 32 levels; a form must be complete and in UTF-8. Correct it and send it again.",
    )


class BodyTooLarge(Problem):
    status = 413
    title = Wording("Kiriman terlalu besar", "The request is too large")
    detail = Wording(
        "Paling besar {limit_mb} MB untuk satu permintaan di alamat ini. "
        "Kirim berkas yang lebih kecil atau lebih sedikit.",
        "At most {limit_mb} MB fit into one request to this address. Send smaller files, or fewer at once.",
    )

    def __init__(self, limit_bytes: int, limit_mb: int | None = None) -> None:
        """`limit_mb` (of 1,048,576 bytes) is for the sentence only and follows from `limit_bytes`."""
        super().__init__(limit_bytes=limit_bytes, limit_mb=limit_mb or limit_bytes // 2**20)


class HeadersTooLarge(Problem):
    status = 431
    title = Wording("Header permintaan terlalu besar", "The headers of the request are too large")
    detail = Wording(
        "Paling banyak {limit_headers} header dan {limit_kb} kB semuanya. Hapus cookie situs ini, lalu coba lagi.",
        "At most {limit_headers} headers and {limit_kb} kB of them all. Delete this site's cookies and try again.",
    )

    def __init__(self, limit_headers: int, limit_kb: int) -> None:
        super().__init__(limit_headers=limit_headers, limit_kb=limit_kb)


class TooSlow(Problem):
    """The rest of the request is not waited for: the connection closes with the answer."""

    status = 408
    title = Wording("Kiriman terlalu lambat", "The request came too slowly")
    detail = Wording(
        "Kiriman terhenti atau terlalu lambat, jadi diputus dan tidak ada yang disimpan. "
        "Coba lagi dengan jaringan yang lebih baik atau berkas yang lebih kecil.",
        "The request stalled or came too slowly, so it was cut off and nothing was stored. "
        "Try again on a better network or with a smaller file.",
    )

    def headers(self) -> dict[str, str]:
        return {"Connection": "close"}


class UnknownHost(Problem):
    """RFC 9110 §15.5.20: not the server for this name. Else a page that rebinds its name would be of our origin."""

    status = 421
    title = Wording("Nama host tidak dilayani", "This host name is not served")
    detail = Wording(
        "Server ini tidak melayani nama yang dipakai untuk memanggilnya. "
        "Pengelola dapat menambahkannya di ALLOWED_HOSTS.",
        "This server does not answer to the name it was called by. Its operator can add the name to ALLOWED_HOSTS.",
    )


class TooManyRequests(Problem):
    status = 429
    title = Wording("Terlalu banyak permintaan", "Too many requests")
    detail = Wording(
        "Batas permintaan sudah tercapai. Coba lagi dalam {retry_after_seconds} detik.",
        "The limit of requests is reached. Try again in {retry_after_seconds} seconds.",
    )

    def __init__(self, retry_after_seconds: int, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """`headers` say more about the limit, for programs."""
        super().__init__(retry_after_seconds=retry_after_seconds)
        self._seconds, self._more = retry_after_seconds, headers

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self._seconds)} | dict(self._more)


class AccountDeleted(Problem):
    """Of a request or job that had begun before the account was deleted: nothing of it is written after that."""

    status = 401
    retryable = False
    title = Wording("Akun ini sudah dihapus", "This account was deleted")
    detail = Wording(
        "Akun ini dihapus oleh pemiliknya, jadi tidak ada yang disimpan. Daftar lagi kalau Anda ingin mulai baru.",
        "This account was deleted by its owner, so nothing was stored. Register again if you want to begin anew.",
    )


class ServiceUnavailable(Problem):
    """Something the request needs is away for now; nothing was guessed in its place."""

    status = 503
    title = Wording("Layanan sedang tidak tersedia", "The service is unavailable")
    detail = Wording(
        "Layanan sedang tidak dapat melayani permintaan ini dan tidak mengubah apa pun yang belum ia konfirmasi. "
        "Coba lagi dalam {retry_after_seconds} detik.",
        "The service cannot serve this request now and has changed nothing that it did not confirm. "
        "Try again in {retry_after_seconds} seconds.",
    )

    def __init__(self, retry_after_seconds: int = 5) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds)
        self._seconds = retry_after_seconds

    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self._seconds)}
