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
