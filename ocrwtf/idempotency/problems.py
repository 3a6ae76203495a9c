"""What can go wrong with an Idempotency-Key."""

from ocrwtf.core.errors import Problem, Wording


class RequestInFlight(Problem):
    status = 409
    title = Wording("Permintaan ini masih berjalan", "This request is still running")
    detail = Wording(
        "Permintaan dengan Idempotency-Key ini belum selesai. Kirim lagi sebentar lagi untuk mendapat jawabannya.",
        "A request with this Idempotency-Key has not finished. Send it again in a moment to get its answer.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "1"}


class IdempotencyKeyReused(Problem):
    status = 422
    title = Wording("Idempotency-Key sudah dipakai", "Idempotency-Key was used already")
    detail = Wording(
        "Kunci ini sudah dipakai untuk permintaan yang lain isinya. Pakai kunci baru untuk permintaan baru.",
        "This key was used for a request that said something else. Use a new key for a new request.",
    )
