"""What can be wrong around archives, deletions and receipts."""

from ocrwtf.core.errors import Problem, Wording


class NotConfirmed(Problem):
    status = 422
    title = Wording("Nama pengguna tidak cocok", "The username does not match")
    detail = Wording(
        "Untuk menghapus akun, ketik nama pengguna Anda persis seperti yang tertulis di halaman Akun. Belum ada yang "
        "dihapus.",
        "To delete the account, type your username exactly as the account page has it. Nothing was deleted.",
    )


class ReceiptOver(Problem):
    status = 404
    title = Wording("Tanda terima tidak ada", "No such receipt")
    detail = Wording(
        "Tautan ini tidak cocok dengan tanda terima mana pun, atau 30 harinya sudah lewat. Pakai salinan yang Anda "
        "unduh waktu itu.",
        "This link fits no receipt, or its 30 days are over. Use the copy that you downloaded at the time.",
    )


class NoArchive(Problem):
    status = 404
    title = Wording("Belum ada arsip", "There is no archive")
    detail = Wording(
        "Tidak ada arsip yang siap diunduh: mungkin belum dibuat, belum selesai, atau masanya habis. Buat yang baru di "
        "halaman Akun.",
        "There is no archive to download: none was made, it is not ready yet, or its time is over. Make a new one on "
        "the account page.",
    )
