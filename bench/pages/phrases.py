"""Sentences of Indonesian business letters, with gaps that chance fills."""

from random import Random

from bench.pages import vocabulary

OPENINGS = (
    "Dengan hormat, sehubungan dengan pengiriman barang pada tanggal {date}, kami sampaikan hal-hal berikut.",
    "Menindaklanjuti pembicaraan kami dengan Bapak {person}, kami lampirkan rincian pesanan untuk bulan berjalan.",
    "Bersama surat ini kami beritahukan bahwa gudang kami di {city} akan pindah ke {street} mulai {date}.",
    "Kami mengucapkan terima kasih atas kepercayaan {company} yang telah bekerja sama dengan kami selama ini.",
)
MIDDLES = (
    "Barang dikirim dengan kendaraan {plate} dan diterima dalam keadaan baik oleh Saudara {person}.",
    "Jumlah seluruhnya sebesar Rp {amount} sudah termasuk ongkos kirim dan pajak pertambahan nilai.",
    "Mohon barang diperiksa terlebih dahulu sebelum surat jalan ditandatangani oleh penerima.",
    "Keterlambatan disebabkan oleh antrean panjang di pelabuhan serta cuaca buruk di jalur utara.",
    "Apabila terdapat kekurangan atau kerusakan, harap melapor paling lambat tiga hari kerja setelah barang tiba.",
    "Pembayaran dapat dilakukan melalui transfer ke rekening {account} atas nama {company}.",
    "Sopir kami, {person}, akan menghubungi bagian penerimaan satu jam sebelum tiba di lokasi.",
    "Pesanan berupa {goods} akan kami kirim bertahap sesuai dengan jadwal yang telah disepakati.",
    "Harga tersebut berlaku sampai dengan {date} dan dapat berubah mengikuti harga pasar.",
    "Setiap palet diberi label berisi nomor pesanan, berat bersih, dan tujuan agar mudah dilacak.",
    "Bongkar muat dilakukan pukul {hour} sampai selesai dengan pengawasan petugas gudang.",
    "Kami mohon dokumen asli dikembalikan ke kantor {city} setelah dibubuhi cap perusahaan.",
    "Untuk keperluan penagihan, lembar pertama disimpan oleh bagian keuangan dan salinannya oleh penerima.",
    "Volume muatan naik sekitar {percent} persen dibandingkan dengan tahun lalu, terutama pada rute luar pulau.",
    "Perusahaan tidak bertanggung jawab atas kehilangan barang yang tidak dilaporkan secara tertulis.",
    "Suhu ruang penyimpanan dijaga antara 18 dan 24 derajat supaya mutu barang tetap terjaga.",
)
CLOSINGS = (
    "Demikian surat ini kami sampaikan, atas perhatian dan kerja sama Bapak/Ibu kami ucapkan terima kasih.",
    "Besar harapan kami kerja sama yang baik ini dapat terus berlanjut di masa mendatang.",
    "Untuk keterangan lebih lanjut silakan hubungi {person} di nomor {phone}.",
)


def opening(chance: Random) -> str:
    return _filled(chance.choice(OPENINGS), chance)


def closing(chance: Random) -> str:
    return _filled(chance.choice(CLOSINGS), chance)


def paragraph(chance: Random, sentences: int) -> str:
    return " ".join(_filled(each, chance) for each in chance.sample(MIDDLES, sentences))


def _filled(sentence: str, chance: Random) -> str:
    return sentence.format(
        date=vocabulary.date(chance),
        person=vocabulary.person(chance),
        city=vocabulary.city(chance),
        street=vocabulary.street(chance),
        company=vocabulary.company(chance),
        plate=vocabulary.plate(chance),
        phone=f"08{chance.randint(11, 59)}-{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}",
        amount=vocabulary.rupiah(chance.randint(100, 99_999) * 500),
        account=f"{chance.randint(100, 999)}-{chance.randint(1_000_000, 9_999_999)}",
        goods=vocabulary.goods(chance, 1)[0].name.lower(),
        hour=f"{chance.randint(7, 16):02}.{chance.choice(('00', '15', '30', '45'))}",
        percent=chance.randint(3, 45),
    )
