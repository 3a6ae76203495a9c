"""What can go wrong around accounts and logins."""

from ocrwtf.core.errors import Problem, Wording


class NotAuthenticated(Problem):
    status = 401
    title = Wording("Perlu masuk", "Login needed")
    detail = Wording(
        "Masuk dulu, lalu kirim token akses atau cookie sesi; sesi yang berakhir perlu masuk lagi.",
        "Log in first and send the access token or the session cookie; a session that has ended needs a new login.",
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


class ForeignOrigin(Problem):
    status = 403
    title = Wording("Permintaan dari situs lain", "Request from another site")
    detail = Wording(
        "Permintaan dengan cookie sesi hanya diterima dari aplikasi ini sendiri; program memakai token akses.",
        "A request with the session cookie is taken from this application only; a program uses an access token.",
    )
