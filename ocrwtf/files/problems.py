"""What can be wrong with a file or its reading, in words for its sender: one problem for each code of `ocr`."""

from ocrwtf.core.errors import Problem, Wording, stored_problem
from ocrwtf.core.problems import NotFound
from ocrwtf.ocr.errors import DocumentError


class EmptyFile(Problem):
    status = 422
    title = Wording("Berkas kosong", "Empty file")
    detail = Wording(
        "Berkas ini tidak berisi apa-apa. Kirim ulang dari aslinya.",
        "There is nothing in this file. Please send it again from the original.",
    )


class UnsupportedMediaType(Problem):
    status = 415
    title = Wording("Jenis berkas tidak didukung", "File type not supported")
    detail = Wording(
        "Berkas ini tidak bisa dibaca di sini. Kirim gambar JPEG, PNG, WebP, HEIC, atau TIFF, atau dokumen PDF.",
        "This kind of file cannot be read here. Send a JPEG, PNG, WebP, HEIC or TIFF image, or a PDF.",
    )


class FileTooLarge(Problem):
    """`limit_bytes` is the most that this kind of file may have."""

    status = 413
    title = Wording("Berkas terlalu besar", "File too large")
    detail = Wording(
        "Ukuran berkas melebihi {limit_mb} MB. Perkecil fotonya, atau bagi dokumennya menjadi beberapa berkas.",
        "The file is larger than {limit_mb} MB. Make the photo smaller, or split the document into several.",
    )

    def __init__(self, **params: object) -> None:
        limit_bytes = params.get("limit_bytes")
        megabytes = limit_bytes // 1024**2 if isinstance(limit_bytes, int) else "?"
        super().__init__(**{"limit_mb": megabytes} | params)


class TooManyPixels(Problem):
    status = 422
    title = Wording("Resolusi gambar terlalu tinggi", "Image resolution too high")
    detail = Wording(
        "Gambar ini {megapixels} megapiksel, batasnya {limit}. Ambil ulang dengan resolusi lebih rendah "
        "atau perkecil gambarnya.",
        "This image has {megapixels} megapixels; the limit is {limit}. Take it again at a lower resolution "
        "or scale it down.",
    )


class TooManyPages(Problem):
    status = 422
    title = Wording("Halaman terlalu banyak", "Too many pages")
    detail = Wording(
        "Dokumen ini {pages} halaman, batasnya {limit}. Bagi menjadi beberapa berkas.",
        "This document has {pages} pages; the limit is {limit}. Split it into several files.",
    )


class NoPages(Problem):
    status = 422
    title = Wording("Dokumen tanpa halaman", "Document without pages")
    detail = Wording(
        "Dokumen ini tidak punya halaman. Buat ulang PDF-nya dari aslinya.",
        "This document has no pages. Please make the PDF again from the original.",
    )


class EncryptedDocument(Problem):
    status = 422
    title = Wording("Dokumen terkunci", "Document is locked")
    detail = Wording(
        "Dokumen ini dilindungi kata sandi. Simpan salinan tanpa kata sandi, lalu kirim salinan itu.",
        "This document is protected by a password. Save a copy without the password and send that one.",
    )


class UnreadableDocument(Problem):
    status = 422
    title = Wording("Dokumen tidak dapat dibuka", "Document cannot be opened")
    detail = Wording(
        "Berkas ini rusak atau terpotong. Coba buka di perangkat Anda, lalu simpan atau foto ulang dan kirim lagi.",
        "This file is damaged or incomplete. Check that it opens on your device, then save or photograph it again.",
    )


class TooMuchText(Problem):
    status = 422
    title = Wording("Terlalu banyak teks", "Too much text")
    detail = Wording(
        "Dokumen ini memuat lebih banyak teks daripada yang muat di kertas sebanyak itu. Bagi menjadi beberapa berkas.",
        "This document has more text than so much paper can hold. Split it into several files.",
    )


class NoTextFound(Problem):
    status = 422
    title = Wording("Tidak ada tulisan yang terbaca", "No text found")
    detail = Wording(
        "Kami tidak menemukan tulisan di dokumen ini. Foto ulang dari dekat, tegak lurus, dan cukup terang.",
        "We found no writing in this document. Photograph it again up close, straight from above and in good light.",
    )


class ReadingTimedOut(Problem):
    status = 422
    title = Wording("Pembacaan terlalu lama", "Reading took too long")
    detail = Wording(
        "Dokumen ini tidak selesai dibaca pada waktunya. Coba lagi; kalau tetap gagal, kirim halaman demi halaman.",
        "This document could not be read in time. Try again; if that fails too, send it page by page.",
    )


class ReaderCrashed(Problem):
    status = 422
    title = Wording("Pembacaan terhenti", "Reading was interrupted")
    detail = Wording(
        "Terjadi gangguan di pihak kami saat membaca dokumen ini. Silakan coba lagi.",
        "Something on our side broke while this document was being read. Please try again.",
    )


class LinkOver(NotFound):
    """Expired, ended with its scan, or never made: which of them, nobody learns."""

    title = Wording("Tautan tidak berlaku", "This link does not work")
    detail = Wording(
        "Tautan ini sudah habis waktunya atau salah salin. Minta tautan baru dari pengirimnya.",
        "This link has expired or was not copied whole. Ask whoever sent it for a new one.",
    )


def problem_of(error: DocumentError, **more: str) -> Problem:
    """The problem of that code; `more` are further members, such as the file's name."""
    return stored_problem(error.code, {**error.params, **more})


class TooManyFilesKept(Problem):
    """`most_mb` of all of them together."""

    status = 409
    title = Wording("Tempat berkas penuh", "No room for more files")
    detail = Wording(
        "Akun ini sudah menyimpan {most} berkas atau {most_mb} MB. Hapus yang tidak dipakai, atau tunggu sampai hilang "
        "sendiri.",
        "This account keeps {most} files or {most_mb} MB already. Delete some that are not in use, or wait until they "
        "go by themselves.",
    )
