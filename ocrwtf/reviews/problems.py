"""What can go wrong around reviews."""

from ocrwtf.core.errors import Problem, Wording


class NotUsedYet(Problem):
    status = 403
    title = Wording("Belum ada yang bisa diulas", "Nothing to review yet")
    detail = Wording(
        "Ulasan bisa ditulis setelah satu dokumen selesai dibaca; kirim dokumen pertama dulu.",
        "A review can be written once a document has been read; send a first document.",
    )
