"""What can go wrong around accounts and logins."""

from ocrwtf.core.errors import Problem, Wording


class NotAuthenticated(Problem):
    status = 401
    title = Wording("Perlu masuk", "Login needed")
    detail = Wording(
        "Masuk dulu, lalu kirim token akses atau cookie sesi; atau kirim kunci API. Sesi yang berakhir perlu masuk "
        "lagi; kunci yang dicabut atau kedaluwarsa perlu diganti.",
        "Log in first and send the access token or the session cookie, or send an API key. A session that has ended "
        "needs a new login, a key that was revoked or has expired a new one.",
    )

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class WrongCredentials(Problem):
    status = 401
    title = Wording("Nama atau kata sandi salah", "Wrong name or password")
    detail = Wording(
        "Periksa e-mail atau nama pengguna dan kata sandi, lalu coba lagi.",
        "Check the e-mail or username and the password, then try again.",
    )


class RefreshRefused(Problem):
    """Of a token that is unknown, used up or over: who has none of ours learns nothing from the answer."""

    status = 401
    title = Wording("Perlu masuk lagi", "A new login is needed")
    detail = Wording(
        "Token penyegar ini tidak berlaku: sudah dipakai, sudah berakhir, atau sesinya ditutup. Masuk lagi.",
        "This refresh token is not valid: it was used before, has expired, or its session has ended. Log in again.",
    )

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": "Bearer"}


class AlreadyRegistered(Problem):
    status = 400
    title = Wording("Sudah terdaftar", "Already registered")
    detail = Wording(
        "E-mail atau nama pengguna ini sudah dipakai; masuk, atau pilih yang lain.",
        "This e-mail or username is taken; log in, or choose another one.",
    )


class RegistrationClosed(Problem):
    status = 403
    title = Wording("Pendaftaran ditutup", "Registration is closed")
    detail = Wording(
        "Minta pemilik layanan ini membuatkan akun untuk Anda.",
        "Ask the owner of this service to make an account for you.",
    )


class FirstRunOver(Problem):
    """For a wrong token too: who has none learns nothing from the answer."""

    status = 403
    title = Wording("Tautan pertama tidak berlaku", "The first link is not valid")
    detail = Wording(
        "Tautan untuk akun pertama berlaku sekali, selama belum ada yang terdaftar. Buka tautan terbaru dari "
        "terminal tempat layanan ini dijalankan, atau masuk dengan akun Anda.",
        "The link to the first account is good once, while nobody is registered. Open the latest link from the "
        "terminal in which this service runs, or log in with your account.",
    )


class UsernameTaken(Problem):
    status = 409
    title = Wording("Nama pengguna sudah dipakai", "Username taken")
    detail = Wording(
        "Nama pengguna ini milik orang lain; pilih yang lain.",
        "This username is somebody else's; choose another one.",
    )


class NotAllowed(Problem):
    status = 403
    title = Wording("Tidak diizinkan", "Not allowed")
    detail = Wording(
        "Peran Anda tidak boleh melakukan ini; minta staf atau pemilik akun.",
        "Your role may not do this; ask the account's staff or owner.",
    )


class NotForKeys(Problem):
    status = 403
    title = Wording("Bukan untuk kunci API", "Not for API keys")
    detail = Wording(
        "Kunci API tidak dapat melakukan ini. Masuk sebagai pengguna, atau lakukan di halaman Akun.",
        "An API key cannot do this. Log in as a user, or do it on the account's page.",
    )


class InsufficientScope(Problem):
    """RFC 6750 §3.1: the header says which scope is missing."""

    status = 403
    title = Wording("Kunci ini tidak boleh melakukannya", "This key may not do that")
    detail = Wording(
        "Kunci API ini tidak punya cakupan “{scope}”. Pakai kunci yang punya, atau minta pemilik akun membuatnya.",
        "This API key lacks the scope “{scope}”. Use a key that has it, or ask the account's owner to make one.",
    )

    def __init__(self, scope: str) -> None:
        super().__init__(scope=scope)
        self._scope = scope

    def headers(self) -> dict[str, str]:
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{self._scope}"'}


class TooManyKeys(Problem):
    status = 409
    title = Wording("Kunci API sudah terlalu banyak", "Too many API keys")
    detail = Wording(
        "Sebuah akun dapat punya paling banyak {most} kunci. Cabut yang tidak dipakai lagi, lalu coba lagi.",
        "An account may have at most {most} keys. Revoke one that is not used any more, then try again.",
    )


class ForeignOrigin(Problem):
    status = 403
    title = Wording("Permintaan dari situs lain", "Request from another site")
    detail = Wording(
        "Permintaan dengan cookie sesi hanya diterima dari aplikasi ini sendiri; program memakai token akses.",
        "A request with the session cookie is taken from this application only; a program uses an access token.",
    )


class PasswordNeeded(Problem):
    status = 403
    title = Wording("Kata sandi diperlukan", "The password is needed")
    detail = Wording(
        "Langkah ini perlu bukti bahwa ini memang Anda. Kirim kata sandi Anda sekali lagi.",
        "This step needs proof that it is you. Send your password once more.",
    )


class WrongPassword(Problem):
    """403, not 401: the session is good, and a browser that is told otherwise would log out."""

    status = 403
    title = Wording("Kata sandi salah", "Wrong password")
    detail = Wording(
        "Kata sandi ini bukan kata sandi Anda, jadi tidak ada yang diubah. Periksa, lalu coba lagi; kalau lupa, "
        "keluar, lalu pilih “Lupa kata sandi”.",
        "This is not your password, so nothing was changed. Check it and try again; if you have forgotten it, log out "
        "and choose “Forgot password”.",
    )


class LoginTooOld(Problem):
    status = 403
    title = Wording("Perlu masuk ulang", "A fresh login is needed")
    detail = Wording(
        "Langkah ini perlu bukti bahwa ini memang Anda. Keluar, masuk lagi, lalu ulangi dalam {minutes} menit.",
        "This step needs proof that it is you. Log out, log in again and repeat it within {minutes} minutes.",
    )


class LoginElsewhereTooOld(Problem):
    """For who comes with a token from elsewhere: of an older login, or one that does not say when its login was."""

    status = 403
    title = Wording("Perlu masuk ulang di tempat asal token", "A fresh login where the token comes from is needed")
    detail = Wording(
        "Langkah ini perlu bukti bahwa ini memang Anda. Keluar, masuk lagi di tempat asal token Anda, lalu ulangi "
        "dalam {minutes} menit dengan token baru; token yang hanya diperbarui tidak cukup, begitu juga token yang "
        "tidak menyebut waktu masuknya.",
        "This step needs proof that it is you. Log out, log in again where your token comes from and repeat it within "
        "{minutes} minutes with the new token; a refreshed token is not enough, nor one that does not say when its "
        "login was.",
    )


class LoginHereNeeded(Problem):
    """For who comes with a token from elsewhere and asks for what only a session of ours can do."""

    status = 403
    title = Wording("Perlu masuk di sini", "A login here is needed")
    detail = Wording(
        "Cara masuk lain ditautkan di peramban yang masuk di sini, bukan dengan token dari luar. Masuk di sini, lalu "
        "ulangi; belum punya kata sandi di sini? Pilih “Lupa kata sandi”.",
        "Another way to sign in is linked in a browser that is logged in here, not with a token from elsewhere. Log in "
        "here and repeat it; no password here yet? Choose “Forgot password”.",
    )
