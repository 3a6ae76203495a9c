"""What can go wrong around links in letters, passwords and addresses."""

from ocrwtf.core.errors import Problem, Wording


class OneTimeLinkOver(Problem):
    """For a token that was never ours too: who has none learns nothing from the answer."""

    status = 410
    title = Wording("Tautan ini tidak berlaku lagi", "This link is not valid any more")
    detail = Wording(
        "Tautan di surat berlaku sekali dan tidak lama, dan gugur bila kata sandi atau e-mail diganti. Kalau sudah "
        "Anda pakai, silakan masuk; kalau belum, minta tautan baru.",
        "A link in a letter is good once and not for long, and ends when the password or the e-mail changes. If you "
        "have used it, log in; if not, ask for a new one.",
    )


class EmailNotVerified(Problem):
    """Told only to who knows the password."""

    status = 403
    title = Wording("E-mail belum dibuktikan", "E-mail not verified yet")
    detail = Wording(
        "Kata sandinya benar, tetapi e-mail akun ini belum dibuktikan. Buka tautan di surat yang kami kirim ke sana, "
        "lalu masuk lagi. Tidak ada surat? Lihat folder spam, atau tunggu beberapa menit.",
        "The password is right, but the e-mail of this account is not verified. Open the link in the letter that we "
        "sent there, then log in again. No letter? Look into the spam folder, or wait some minutes.",
    )
