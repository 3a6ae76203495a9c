"""What can go wrong with what a user asks of a scan."""

from ocrwtf.core.errors import Problem, Wording


class ScanFinished(Problem):
    status = 409
    title = Wording("Pembacaan sudah selesai", "Reading has finished")
    detail = Wording(
        "Hanya dokumen yang menunggu atau sedang dibaca dapat dibatalkan; yang ini berstatus {state}.",
        "Only a document that waits or is being read can be cancelled; this one is {state}.",
    )


class NotRetryable(Problem):
    status = 409
    title = Wording("Tidak perlu diulang", "Nothing to retry")
    detail = Wording(
        "Hanya dokumen yang gagal atau dibatalkan dapat dibaca ulang; yang ini berstatus {state}.",
        "Only a failed or cancelled document can be read again; this one is {state}.",
    )


class AlreadyLive(Problem):
    status = 409
    title = Wording("Dokumen yang sama sudah ada", "The same document is there already")
    detail = Wording(
        "Berkas yang sama persis sudah ada sebagai dokumen {scan_id}; buka yang itu.",
        "The very same file is there already as document {scan_id}; open that one.",
    )
