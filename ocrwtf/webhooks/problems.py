"""What can go wrong around webhooks."""

from ocrwtf.core.errors import Problem, Wording


class WebhookAddressRefused(Problem):
    status = 422
    title = Wording("Alamat ini tidak bisa dipanggil", "This address cannot be called")
    detail = Wording(
        "Pakai alamat https:// dengan nama domain publik, tanpa port, sandi, atau tanda #. Server di jaringan sendiri "
        "harus disebut dulu oleh pengelola di WEBHOOK_HOSTS.",
        "Use an https:// address with a public domain name, without port, password or #. A server in your own network "
        "has to be named by the operator in WEBHOOK_HOSTS first.",
    )


class TooManyWebhooks(Problem):
    status = 409
    title = Wording("Webhook sudah terlalu banyak", "Too many webhooks")
    detail = Wording(
        "Satu akun bisa punya {most} webhook. Hapus yang tidak dipakai dulu.",
        "An account can have {most} webhooks. Delete one that is not in use first.",
    )


class WebhookIsOff(Problem):
    status = 409
    title = Wording("Webhook ini tidak aktif", "This webhook is off")
    detail = Wording("Aktifkan webhook ini dulu, lalu coba lagi.", "Turn the webhook on first, then try again.")
