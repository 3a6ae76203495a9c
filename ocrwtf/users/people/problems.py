"""What can go wrong around the people of an account."""

from ocrwtf.core.errors import Problem, Wording


class LastOwner(Problem):
    status = 409
    title = Wording("Pemilik terakhir", "The last owner")
    detail = Wording(
        "Akun ini harus tetap punya pemilik. Jadikan orang lain pemilik dulu, lalu ulangi.",
        "This account must keep an owner. Make somebody else an owner first, then repeat it.",
    )


class NotYourself(Problem):
    status = 409
    title = Wording("Tidak untuk diri sendiri", "Not for yourself")
    detail = Wording(
        "Anda tidak dapat memblokir atau mengeluarkan diri sendiri. Untuk pergi, pilih “Tinggalkan akun”.",
        "You cannot block or remove yourself. To go, choose “Leave the account”.",
    )


class PhoneStaysDriver(Problem):
    status = 409
    title = Wording("HP tetap pengemudi", "A phone stays a driver")
    detail = Wording(
        "HP yang dipasangkan tidak punya kata sandi, jadi perannya tetap pengemudi. Undang orangnya untuk peran lain.",
        "A paired phone has no password, so it stays a driver. Invite the person to give another role.",
    )


class PersonBlocked(Problem):
    status = 409
    title = Wording("Orang ini diblokir", "This person is blocked")
    detail = Wording(
        "Yang diblokir tidak dapat menjadi pemilik. Buka blokirnya dulu, lalu ulangi.",
        "Somebody who is blocked cannot be an owner. Unblock the person first, then repeat it.",
    )


class AlreadyHere(Problem):
    status = 409
    title = Wording("Sudah ada di akun ini", "Already in this account")
    detail = Wording(
        "Alamat ini milik seseorang yang sudah ada di akun ini, mungkin Anda sendiri. Periksa daftar orangnya.",
        "This address is of somebody who is in this account already, maybe yourself. Look at the list of people.",
    )


class TooManyPeople(Problem):
    status = 409
    title = Wording("Sudah terlalu banyak", "Too many already")
    detail = Wording(
        "Sebuah akun menampung paling banyak {most} orang, HP, dan undangan yang terbuka. "
        "Keluarkan atau cabut yang tidak dipakai, lalu coba lagi.",
        "An account holds at most {most} people, phones and open invitations. "
        "Remove or withdraw what is not used, then try again.",
    )


class InvitationOver(Problem):
    """For a wrong token too: who has none of ours learns nothing from the answer."""

    status = 403
    title = Wording("Undangan tidak berlaku", "The invitation is not valid")
    detail = Wording(
        "Undangan berlaku sekali, selama 7 hari, dan dapat dicabut. Minta undangan baru kepada yang mengundang; "
        "kalau Anda sudah bergabung, masuk saja.",
        "An invitation is good once, for 7 days, and can be withdrawn. Ask who invited you for a new one; "
        "if you have joined already, just log in.",
    )


class AddressHasAccount(Problem):
    status = 409
    title = Wording("Alamat ini sudah terdaftar", "This address is registered")
    detail = Wording(
        "E-mail ini sudah dipakai, dan seseorang hanya dapat ikut satu akun. Masuk dengan e-mail itu, "
        "atau minta undangan untuk alamat lain.",
        "This e-mail is in use, and a person belongs to one account only. Log in with it, "
        "or ask for an invitation to another address.",
    )


class PairingOver(Problem):
    """For a wrong token too."""

    status = 403
    title = Wording("Kode QR tidak berlaku", "The QR code is not valid")
    detail = Wording(
        "Kode QR berlaku sekali, selama 10 menit. Minta kantor menampilkan yang baru, lalu pindai lagi.",
        "A QR code is good once, for 10 minutes. Ask the office to show a new one and scan it again.",
    )
