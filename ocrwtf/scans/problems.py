"""What can go wrong with what a user asks of a scan."""

from ocrwtf.core.errors import Problem, Wording


class ScanFinished(Problem):
    status = 409
    title = Wording("Pembacaan sudah selesai", "Reading has finished")
    detail = Wording(
        "Hanya dokumen yang menunggu atau sedang dibaca dapat dibatalkan; yang ini sudah berakhir.",
        "Only a document that waits or is being read can be cancelled; this one has ended.",
    )


class NotRetryable(Problem):
    status = 409
    title = Wording("Tidak perlu diulang", "Nothing to retry")
    detail = Wording(
        "Hanya dokumen yang gagal atau dibatalkan dapat dibaca ulang; yang ini tidak.",
        "Only a failed or cancelled document can be read again; this one is neither.",
    )


class AlreadyLive(Problem):
    status = 409
    title = Wording("Dokumen yang sama sudah ada", "The same document is there already")
    detail = Wording(
        "Berkas yang sama persis sudah ada sebagai dokumen {scan_id}; buka yang itu.",
        "The very same file is there already as document {scan_id}; open that one.",
    )


class NotReadYet(Problem):
    status = 409
    title = Wording("Belum selesai dibaca", "Not read yet")
    detail = Wording(
        "Dokumen ini masih menunggu atau sedang dibaca; coba lagi sebentar lagi.",
        "This document still waits or is being read; try again in a moment.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "2"}


class NotCorrectable(Problem):
    status = 409
    title = Wording("Tidak ada yang dapat dikoreksi", "Nothing to correct")
    detail = Wording(
        "Dokumen ini gagal dibaca atau dibatalkan, jadi tidak ada hasil untuk dikoreksi. Baca ulang dulu.",
        "This document failed or was cancelled, so there is no result to correct. Have it read again first.",
    )


class StaleVersion(Problem):
    """`version` is the scan's newest one."""

    status = 409
    title = Wording("Dokumen sudah berubah", "The document has changed")
    detail = Wording(
        "Dokumen ini sudah diubah sejak Anda membukanya (kini versi {version}). Muat ulang, lalu ulangi koreksinya.",
        "This document was changed since you opened it (now version {version}). Load it again and redo the correction.",
    )


class NoSuchWord(Problem):
    """`page` counts from 1, `line` and `word` from 0."""

    status = 422
    title = Wording("Kata itu tidak ada", "There is no such word")
    detail = Wording(
        "Halaman {page} tidak punya kata nomor {word} di baris {line}. Muat ulang dokumennya, lalu pilih katanya lagi.",
        "Page {page} has no word {word} on line {line}. Load the document again and choose the word anew.",
    )


class NoSuchItem(Problem):
    """`row` counts from 0."""

    status = 422
    title = Wording("Baris barang itu tidak ada", "No such line item")
    detail = Wording(
        "Baris {row} lebih dari satu di belakang baris terakhir. Muat ulang dokumen, lalu tambah satu per satu.",
        "Row {row} is more than one behind the last. Load the document again, then add rows one after the other.",
    )


class FieldsThere(Problem):
    status = 409
    title = Wording("Isiannya sudah dibaca", "The fields were read before")
    detail = Wording(
        "Dokumen ini sudah punya isian. Betulkan yang salah satu per satu di tab Isian.",
        "This document has fields already. Correct what is wrong, one by one, in the tab Fields.",
    )


class NoSuchPage(Problem):
    status = 422
    title = Wording("Halaman itu tidak dapat diputar", "That page cannot be turned")
    detail = Wording(
        "Halaman {page} tidak ada atau tidak dapat dibaca, jadi tidak punya gambar. Pilih halaman lain.",
        "Page {page} does not exist or could not be read, so it has no picture. Choose another page.",
    )


class TextTooLong(Problem):
    """`limit` is in characters: what fits on a page, or on the document's pages together."""

    status = 422
    title = Wording("Teks terlalu panjang", "Text too long")
    detail = Wording(
        "Teks ini lebih panjang daripada yang muat di dokumen ini, paling banyak {limit} karakter. Persingkat teksnya.",
        "This text is longer than the document can hold, which is {limit} characters. Make it shorter.",
    )
