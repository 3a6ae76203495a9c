"""What can go wrong where somebody comes with a login from elsewhere."""

from ocrwtf.core.errors import Problem, Wording


class EmailHasAccount(Problem):
    """Of a token from elsewhere: an e-mail alone proves nobody to be the user who is here already."""

    status = 403
    title = Wording("E-mail ini sudah punya akun", "This e-mail has an account already")
    detail = Wording(
        "Di sini sudah ada akun dengan e-mail itu, dan token dari luar tidak mengambil alihnya. Masuk ke akun itu "
        "dengan kata sandinya, atau pakai e-mail lain di sana.",
        "There is an account with that e-mail here, and a token from elsewhere does not take it over. Log in to that "
        "account with its password, or use another e-mail there.",
    )


class EmailMissing(Problem):
    status = 403
    title = Wording("Akun di luar belum punya e-mail", "The account elsewhere has no e-mail")
    detail = Wording(
        "Token ini milik akun tanpa e-mail. Tambahkan e-mail pada akun itu, lalu kirim token yang baru.",
        "This token belongs to an account without an e-mail. Add one to that account, then send a new token.",
    )


class LastWayIn(Problem):
    status = 409
    title = Wording("Ini satu-satunya cara masuk Anda", "This is your only way in")
    detail = Wording(
        "Tanpa tautan ini dan tanpa kata sandi Anda tidak dapat masuk lagi. Tautkan cara lain dulu, atau minta "
        "pemilik layanan ini memberi Anda kata sandi.",
        "Without this link and without a password you could not log in again. Link another way first, or ask the owner "
        "of this service to give you a password.",
    )


class ProviderNotSetUp(Problem):
    status = 404
    title = Wording("Cara masuk ini tidak tersedia", "This way of logging in is not available")
    detail = Wording(
        "Layanan ini tidak menerima masuk lewat penyedia itu. Pilih yang disebut di `GET /api/config`.",
        "This service takes no login by that provider. Choose one that `GET /api/config` names.",
    )


class ProviderAway(Problem):
    """When linking; a sign-in that fails ends on the sign-in page."""

    status = 503
    title = Wording("Penyedia tidak menjawab", "The provider does not answer")
    detail = Wording(
        "Penyedia itu tidak dapat dihubungi atau jawabannya tidak dapat dipakai. Coba lagi sebentar lagi.",
        "That provider cannot be reached, or its answer is of no use. Try again in a moment.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "30"}
