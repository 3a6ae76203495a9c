"""What can be wrong with a presentation, its conversion, or what a user asks of it."""

from ocrwtf.conversions.errors import SlidesError
from ocrwtf.conversions.soffice import INSTALL
from ocrwtf.core.errors import Problem, Wording, stored_problem
from ocrwtf.files.problems import FileTooLarge


class NotAPresentation(Problem):
    status = 415
    title = Wording("Bukan presentasi", "Not a presentation")
    detail = Wording(
        "Isi berkas ini bukan presentasi, apa pun namanya. Kirim PPTX, PPT, atau ODP, atau simpan ulang sebagai .pptx.",
        "What is in this file is no presentation, whatever its name. Send PPTX, PPT or ODP, or save it anew as .pptx.",
    )


class PresentationTooLarge(FileTooLarge):
    title = Wording("Presentasi terlalu besar", "Presentation too large")
    detail = Wording(
        "Ukuran presentasi melebihi {limit_mb} MB. Kompres gambarnya, atau bagi menjadi beberapa berkas.",
        "The presentation is larger than {limit_mb} MB. Compress its pictures, or split it into several files.",
    )


class UnpacksTooLarge(Problem):
    status = 422
    title = Wording("Isi berkas terlalu besar", "Unpacks to too much")
    detail = Wording(
        "Isi presentasi ini, setelah dibuka, jauh lebih besar daripada berkasnya. Kompres gambar dan videonya, "
        "lalu simpan ulang.",
        "Unpacked, this presentation is far larger than its file. Compress its pictures and videos and save it anew.",
    )


class EncryptedPresentation(Problem):
    status = 422
    title = Wording("Presentasi terkunci", "Presentation is locked")
    detail = Wording(
        "Presentasi ini dilindungi kata sandi. Simpan salinan tanpa kata sandi, lalu kirim salinan itu.",
        "This presentation is protected by a password. Save a copy without the password and send that one.",
    )


class PresentationWithMacros(Problem):
    status = 422
    title = Wording("Presentasi berisi makro", "Presentation with macros")
    detail = Wording(
        "Presentasi ini berisi makro, yang tidak kami terima. Simpan sebagai .pptx biasa tanpa makro, lalu kirim.",
        "This presentation has macros, which we do not take. Save it as a plain .pptx (without macros) and send that.",
    )


class UnreadablePresentation(Problem):
    status = 422
    title = Wording("Presentasi tidak dapat dibuka", "Presentation cannot be opened")
    detail = Wording(
        "Berkas ini rusak, terpotong, atau disusun tidak wajar. Buka di PowerPoint atau LibreOffice, simpan ulang, "
        "lalu kirim lagi.",
        "This file is damaged, cut off or oddly built. Open it in PowerPoint or LibreOffice and save it anew.",
    )


class TooManySlides(Problem):
    status = 422
    title = Wording("Terlalu banyak slide", "Too many slides")
    detail = Wording(
        "Presentasi ini {slides} slide, batasnya {limit}. Bagi menjadi beberapa berkas.",
        "This presentation has {slides} slides; the limit is {limit}. Split it into several files.",
    )


class NoSlides(Problem):
    status = 422
    title = Wording("Tidak ada slide", "No slides")
    detail = Wording(
        "Tidak ada slide untuk ditampilkan di sini. Tambahkan satu atau tampilkan yang tersembunyi, lalu kirim lagi.",
        "There are no slides to show here. Add one, or unhide those that are hidden, and send it again.",
    )


class PictureTooLarge(Problem):
    status = 422
    title = Wording("Gambar di presentasi terlalu besar", "A picture in it is too large")
    detail = Wording(
        "Satu gambar di presentasi ini {megapixels} megapiksel, batasnya {limit}. Kompres gambarnya, lalu kirim lagi.",
        "A picture in this presentation has {megapixels} megapixels; the limit is {limit}. Compress it and try again.",
    )


class ConversionTimedOut(Problem):
    status = 422
    title = Wording("Konversi terlalu lama", "Conversion took too long")
    detail = Wording(
        "Presentasi ini tidak selesai dikonversi pada waktunya. Bagi menjadi beberapa berkas, atau sederhanakan.",
        "This presentation was not converted in time. Split it into several files or make it simpler.",
    )


class ConversionFailed(Problem):
    status = 422
    title = Wording("Konversi gagal", "Conversion failed")
    detail = Wording(
        "Presentasi ini tidak dapat dijadikan PDF. Buka di PowerPoint atau LibreOffice, simpan ulang, lalu kirim lagi.",
        "No PDF could be made of this presentation. Open it in PowerPoint or LibreOffice, save it anew and send that.",
    )


class ConversionInterrupted(Problem):
    status = 422
    title = Wording("Konversi terhenti", "Conversion was interrupted")
    detail = Wording(
        "Terjadi gangguan di pihak kami saat mengonversi presentasi ini. Silakan kirim lagi.",
        "Something on our side broke while this presentation was being converted. Please send it again.",
    )


class ConverterMissing(Problem):
    status = 503
    title = Wording("LibreOffice belum terpasang", "LibreOffice is not installed")
    detail = Wording(
        f"Slide ke PDF memerlukan LibreOffice di server ini. Pengelola dapat memasangnya: {INSTALL}",
        f"Slides to PDF needs LibreOffice on this server. Its operator can install it: {INSTALL}",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "300"}


class ConverterNotIsolated(Problem):
    status = 503
    title = Wording("Konversi tidak dapat diisolasi", "Conversion cannot be isolated")
    detail = Wording(
        "Server ini tidak mengizinkan namespace, jadi presentasi tidak dapat dibuka dengan aman dan tidak ada yang "
        "dikonversi. Pengelola dapat melihat sebabnya dengan: ocrwtf doctor",
        "This server does not allow namespaces, so no presentation can be opened safely and none is converted. "
        "Its operator can see why with: ocrwtf doctor",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "300"}


class ConversionFinished(Problem):
    status = 409
    title = Wording("Konversi sudah selesai", "Conversion has finished")
    detail = Wording(
        "Hanya konversi yang menunggu atau sedang berjalan dapat dibatalkan; yang ini sudah berakhir.",
        "Only a conversion that waits or is running can be cancelled; this one has ended.",
    )


class NotConvertedYet(Problem):
    status = 409
    title = Wording("Belum selesai dikonversi", "Not converted yet")
    detail = Wording(
        "Presentasi ini masih menunggu atau sedang dikonversi; coba lagi sebentar lagi.",
        "This presentation still waits or is being converted; try again in a moment.",
    )

    def headers(self) -> dict[str, str]:
        return {"Retry-After": "2"}


class NoSuchVariant(Problem):
    status = 404
    title = Wording("Berkas itu tidak ada", "There is no such file")
    detail = Wording(
        "Konversi ini tidak punya berkas jenis itu; `files` menyebut yang ada.",
        "This conversion has no file of that kind; `files` names those it has.",
    )


def problem_of(error: SlidesError, **more: str) -> Problem:
    """The problem of that code; `more` are further members, such as the file's name."""
    return stored_problem(error.code, {**error.params, **more})
