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


class CleanupSwitchedOff(Problem):
    status = 404
    title = Wording("Pemanggilan terjadwal tidak aktif", "Scheduled calls are switched off")
    detail = Wording(
        "Pengelola server ini belum menetapkan CLEANUP_SECRET (paling sedikit 32 karakter). Pembersihan dan pengisian "
        "harian tetap berjalan menurut jadwal bawaan.",
        "Whoever runs this server has set no CLEANUP_SECRET (of at least 32 characters). Clean-ups and the daily "
        "refill go on by the built-in schedule.",
    )


class WrongCleanupSecret(Problem):
    status = 401
    title = Wording("Rahasia jadwal salah", "Wrong secret of the schedule")
    detail = Wording(
        "Kirim CLEANUP_SECRET server ini sebagai Authorization: Bearer. Tidak ada yang dijalankan.",
        "Send this server's CLEANUP_SECRET as Authorization: Bearer. Nothing was done.",
    )

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}
