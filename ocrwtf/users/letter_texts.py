"""The words of our letters about accounts. None has a text that somebody else may have chosen: a letter to an address
that is not proven yet must not carry a stranger's message.
"""

from ocrwtf.core.errors import Wording
from ocrwtf.core.mail.letter import LetterText

_ASKED_NOTHING = Wording(
    "Anda tidak meminta ini? Abaikan surat ini; tanpa tautannya tidak ada yang berubah.",
    "You did not ask for this? Ignore this letter; without its link nothing changes.",
)
_NEW_PASSWORD = Wording("Buat kata sandi baru", "Set a new password")
_ENDS_ALL = Wording(
    "Bukan Anda? Buat kata sandi baru sekarang: semua perangkat dan kunci API Anda langsung dikeluarkan.",
    "It was not you? Set a new password now: all your devices and API keys are shut out at once.",
)

PASSWORD = LetterText(
    subject=Wording("Kata sandi baru untuk OCR.WTF", "A new password for OCR.WTF"),
    before=(
        Wording(
            "Seseorang, semoga Anda, meminta kata sandi baru untuk akun OCR.WTF dengan e-mail ini. "
            "Tautan ini berlaku satu jam dan hanya sekali.",
            "Somebody, hopefully you, asked for a new password for the OCR.WTF account with this e-mail. "
            "This link is good for one hour, and once.",
        ),
    ),
    button=_NEW_PASSWORD,
    after=(
        Wording(
            "Kata sandi baru mengeluarkan semua perangkat dan mencabut kunci API yang Anda buat.",
            "A new password logs out all devices and revokes the API keys that you made.",
        ),
        _ASKED_NOTHING,
    ),
)

EMAIL = LetterText(
    subject=Wording("Buktikan e-mail Anda untuk OCR.WTF", "Verify your e-mail for OCR.WTF"),
    before=(
        Wording(
            "E-mail ini dipakai untuk sebuah akun OCR.WTF. Buka tautan ini untuk membuktikan bahwa e-mail ini milik "
            "Anda. Tautannya berlaku tiga hari dan hanya sekali.",
            "This e-mail is used for an OCR.WTF account. Open this link to prove that it is yours. "
            "The link is good for three days, and once.",
        ),
    ),
    button=Wording("Ini e-mail saya", "This is my e-mail"),
    after=(_ASKED_NOTHING,),
)

NEW_EMAIL = LetterText(
    subject=Wording("E-mail baru untuk akun OCR.WTF Anda", "A new e-mail for your OCR.WTF account"),
    before=(
        Wording(
            "Seseorang, semoga Anda, ingin memakai e-mail ini untuk akun OCR.WTF. Akunnya pindah ke e-mail ini setelah "
            "tautan dibuka. Tautannya berlaku satu hari dan hanya sekali.",
            "Somebody, hopefully you, wants to use this e-mail for an OCR.WTF account. The account moves to it once "
            "the link is opened. The link is good for one day, and once.",
        ),
    ),
    button=Wording("Pakai e-mail ini", "Use this e-mail"),
    after=(_ASKED_NOTHING,),
)

NEW_EMAIL_NOTICE = LetterText(
    subject=Wording("E-mail akun OCR.WTF Anda akan diganti", "The e-mail of your OCR.WTF account is to change"),
    before=(
        Wording(
            "Dari akun Anda diminta agar e-mailnya menjadi {email}. Itu terjadi setelah tautan di surat ke sana "
            "dibuka. Kalau itu Anda, tidak perlu berbuat apa-apa.",
            "From your account it was asked to change its e-mail to {email}. That happens once the link in the letter "
            "there is opened. If it was you, there is nothing to do.",
        ),
        Wording(
            "Bukan Anda? Buat kata sandi baru sekarang: permintaan itu gugur, dan semua perangkat dan kunci API Anda "
            "langsung dikeluarkan.",
            "It was not you? Set a new password now: that ends the request, and all your devices and API keys are shut "
            "out at once.",
        ),
    ),
    button=_NEW_PASSWORD,
)

ALREADY_REGISTERED = LetterText(
    subject=Wording("Anda sudah punya akun OCR.WTF", "You already have an OCR.WTF account"),
    before=(
        Wording(
            "Seseorang, semoga Anda, ingin mendaftar di OCR.WTF dengan e-mail ini. Anda sudah punya akun: masuklah "
            "dengan kata sandi Anda. Kalau lupa, buat yang baru.",
            "Somebody, hopefully you, wanted to register at OCR.WTF with this e-mail. You have an account already: log "
            "in with your password. If you have forgotten it, set a new one.",
        ),
    ),
    button=_NEW_PASSWORD,
    after=(
        Wording(
            "Bukan Anda? Abaikan surat ini; tidak ada yang berubah.",
            "It was not you? Ignore this letter; nothing has changed.",
        ),
    ),
)

PASSWORD_CHANGED = LetterText(
    subject=Wording("Kata sandi OCR.WTF Anda diganti", "Your OCR.WTF password was changed"),
    before=(
        Wording(
            "Kata sandi akun Anda baru saja diganti. Kalau itu Anda, tidak perlu berbuat apa-apa.",
            "The password of your account was changed just now. If it was you, there is nothing to do.",
        ),
        _ENDS_ALL,
    ),
    button=_NEW_PASSWORD,
)

NEW_DEVICE = LetterText(
    subject=Wording("Masuk ke OCR.WTF dari perangkat baru", "New device logged in to OCR.WTF"),
    before=(
        Wording(
            "Seseorang, semoga Anda, masuk ke akun Anda dari perangkat yang belum pernah dipakai: {device}, {time}, "
            "jaringan {network}. Kalau itu Anda, tidak perlu berbuat apa-apa.",
            "Somebody, hopefully you, logged in to your account from a device that was not used before: {device}, "
            "{time}, network {network}. If it was you, there is nothing to do.",
        ),
        _ENDS_ALL,
    ),
    button=_NEW_PASSWORD,
)
