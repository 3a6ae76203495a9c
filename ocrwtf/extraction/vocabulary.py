"""The words that name things on Indonesian and English paper; phrases are listed with commas between."""

from ocrwtf.extraction.field import FieldName

LABELS: tuple[tuple[FieldName | None, float, str], ...] = (
    (
        FieldName.NUMBER,
        1.0,
        """
            no faktur, nomor faktur, no faktur penjualan, faktur no, no invoice, nomor invoice, invoice no, invoice
            number, invoice nbr, inv no, inv number, inv, no inv, tax invoice no, cash inv no, no nota, nota no,
            nomor nota, no surat jalan, nomor surat jalan, surat jalan no, surat jalan nomor, no sj, nomor sj, sj
            no, no do, do no, delivery order no, delivery note no, no delivery order, no kwitansi, nomor kwitansi,
            kwitansi no, no kuitansi, kuitansi no, no struk, struk no, no bon, bon no, receipt no, receipt number,
            receipt nbr, no receipt, bill no, bill number, no bill, doc no, document no, document number, no
            dokumen, nomor dokumen, no bukti, nomor bukti, slip no, no slip, no transaksi, nomor transaksi, id
            transaksi, transaction no, transaction id, trans no, no seri faktur pajak, kode dan nomor seri faktur
            pajak, nomor seri faktur pajak, no faktur pajak, nomor surat, no surat, check no, cs no, d o no, d o
            number, delivery note number, cash bill no, no resi, nomor resi, resi no, no awb, awb no, no tanda
            terima
        """,
    ),
    (
        FieldName.NUMBER,
        0.7,
        """
            nomor, faktur, invoice, tax invoice, nota, kwitansi, kuitansi, receipt, bill, check, trans, struk, resi,
            no referensi, nomor referensi, no ref, ref no, reference no, reference number, referensi, surat jalan
        """,
    ),
    (
        FieldName.NUMBER,
        0.6,
        """
            no, number, nbr, ref, doc
        """,
    ),
    (
        FieldName.ORDER_NUMBER,
        1.0,
        """
            no po, po no, nomor po, po number, purchase order no, purchase order number, no purchase order, purchase
            order, no pesanan, nomor pesanan, pesanan no, order no, order number, no order, nomor order, no so, so
            no, sales order no, no sales order, sales order, no spk, your order no, customer po, po customer, no po
            customer
        """,
    ),
    (
        FieldName.ORDER_NUMBER,
        0.6,
        """
            po, order, pesanan, so
        """,
    ),
    (
        FieldName.ISSUED_ON,
        1.0,
        """
            tanggal, tgl, date, tanggal faktur, tgl faktur, tanggal invoice, tgl invoice, invoice date, inv date,
            tanggal nota, tgl nota, bill date, receipt date, tanggal surat jalan, tgl surat jalan, tanggal sj, tgl
            sj, document date, doc date, tanggal dokumen, tgl dokumen, tanggal kwitansi, tanggal transaksi, tgl
            transaksi, waktu transaksi, transaction date, trans date, tanggal terbit, issue date, date issued, date
            of issue, tanggal cetak struk, date time, date and time, tanggal waktu, tgl jam, waktu, tanggal
            transfer, tgl bayar, tanggal bayar, dated, invoice dated, tarikh, tanggal surat
        """,
    ),
    (
        FieldName.DUE_ON,
        1.0,
        """
            jatuh tempo, tanggal jatuh tempo, tgl jatuh tempo, due date, due, payment due, payment due date, tempo,
            due on, tgl tempo, tanggal tempo, batas pembayaran, batas waktu pembayaran, j tempo, jt tempo, date due
        """,
    ),
    (
        FieldName.DELIVERED_ON,
        1.0,
        """
            tanggal kirim, tgl kirim, tanggal pengiriman, tgl pengiriman, delivery date, date of delivery, ship
            date, shipping date, tanggal terima, tgl terima, tanggal diterima, tgl diterima, diterima tanggal,
            diterima tgl, received on, date received, received date, delivered on, tanggal penyerahan, tgl
            penyerahan, tanggal antar, dikirim tanggal, tanggal muat, tgl muat
        """,
    ),
    (
        FieldName.SELLER_NAME,
        1.0,
        """
            penjual, nama penjual, seller, vendor, supplier, pemasok, pengusaha kena pajak, nama pkp, issued by,
            bill from, diterbitkan oleh
        """,
    ),
    (
        FieldName.BUYER_NAME,
        1.0,
        """
            pembeli, nama pembeli, buyer, customer, customer name, pelanggan, nama pelanggan, bill to, billed to,
            sold to, invoice to, ditagihkan kepada, tagihan kepada, tagihan untuk, pembeli barang kena pajak,
            client, klien, konsumen, telah terima dari, sudah terima dari, terima dari, received from, diterima
            dari, sudah diterima dari, telah diterima dari, dibayar oleh, penyewa
        """,
    ),
    (
        FieldName.BUYER_NAME,
        0.8,
        """
            kepada, kepada yth, kpd yth, yth, kpd, to, tuan, tuan toko, kepada yang terhormat, attention, deliver
            to, ship to, dikirim kepada, dikirim ke, kirim ke, messrs
        """,
    ),
    (FieldName.BUYER_NAME, 0.5, "tujuan, alamat tujuan, alamat kirim"),
    (
        FieldName.RECIPIENT_NAME,
        1.0,
        """
            penerima, nama penerima, yang menerima, diterima oleh, penerima barang, received by, receiver,
            recipient, tanda terima, consignee, yang terima, nama penerima transfer, diterima, beneficiary,
            beneficiary name, ke, rekening tujuan atas nama, nama tujuan
        """,
    ),
    (
        FieldName.SENDER_NAME,
        1.0,
        """
            pengirim, nama pengirim, shipper, sender, yang menyerahkan, diserahkan oleh, dikirim oleh, sent by,
            from, dari, nama pengirim transfer, rekening asal atas nama, rekening sumber, dari rekening, rekening
            pengirim, sumber dana, consignor, yang mengirim, shipped by
        """,
    ),
    (
        FieldName.DRIVER_NAME,
        1.0,
        """
            sopir, supir, driver, pengemudi, nama sopir, nama supir, nama driver, nama pengemudi, driver name,
            kurir, pengantar, nama kurir, ekspeditur, sopir kenek, drivers name
        """,
    ),
    (
        FieldName.VEHICLE_PLATE,
        1.0,
        """
            no polisi, nomor polisi, nopol, no pol, no kendaraan, nomor kendaraan, plat, plat no, no plat, nomor
            plat, kendaraan, plate, plate no, vehicle, vehicle no, vehicle number, truck no, truck, no mobil, mobil,
            no truk, truk, police no, license plate, nopol kendaraan, kendaraan no, vehicle plate
        """,
    ),
    (
        FieldName.CONTAINER_NUMBER,
        1.0,
        """
            no kontainer, nomor kontainer, kontainer, container, container no, container number, no container, no
            cont, cont no, no peti kemas, peti kemas, cntr no, kontainer no
        """,
    ),
    (
        FieldName.PACKAGE_COUNT,
        1.0,
        """
            jumlah koli, total koli, koli, jml koli, colly, jumlah colly, total colly, packages, no of packages,
            jumlah paket, total packages, number of packages, jumlah kemasan, total kemasan, total ctn, total dus,
            package count, jml colly, banyaknya koli
        """,
    ),
    (
        FieldName.WEIGHT,
        1.0,
        """
            berat, berat total, total berat, weight, gross weight, total weight, berat kotor, berat bersih, net
            weight, nett weight, jumlah berat, berat barang, gw, bruto, tonase, berat muatan, total tonase, berat
            kg, weight kg
        """,
    ),
    (
        FieldName.BANK_ACCOUNT,
        1.0,
        """
            no rekening, nomor rekening, rekening, no rek, rek, a c, a c no, account no, account number, bank
            account, rekening tujuan, ke rekening, rekening no, account, acc no, bank account no, rekening bank, no
            rekening tujuan, nomor rekening tujuan, transfer ke, no rek tujuan, rekening penerima
        """,
    ),
    (
        FieldName.SELLER_PHONE,
        1.0,
        """
            telp, tel, telepon, phone, telephone, tlp, no telp, no telepon, nomor telepon, hp, no hp, mobile, wa,
            whatsapp, tel fax, telp fax, phone no, tel no, hotline, contact, contact no, hubungi, call, handphone,
            ph
        """,
    ),
    (
        FieldName.SELLER_TAX_NUMBER,
        1.0,
        """
            npwp, no npwp, nomor npwp, npwp no, npwp pkp, npwp penjual, nik npwp
        """,
    ),
    (
        FieldName.BUYER_TAX_NUMBER,
        1.0,
        """
            npwp pembeli, npwp customer, npwp pelanggan, nik, no ktp, nik pembeli
        """,
    ),
    (
        FieldName.AMOUNT_IN_WORDS,
        1.0,
        """
            terbilang, in words, amount in words, say, uang sejumlah, banyaknya uang, sejumlah uang, jumlah uang
            terbilang, the sum of, sejumlah, dengan huruf, uang sebesar
        """,
    ),
    (
        FieldName.PAYMENT_METHOD,
        1.0,
        """
            metode pembayaran, cara pembayaran, cara bayar, metode bayar, payment method, payment mode, pay by,
            payment type, pembayaran, pembayaran via, jenis pembayaran, payment, paid by, terms of payment, mode of
            payment, tipe pembayaran, bayar dengan, metode, payment terms, termin, syarat pembayaran, jenis
            transaksi
        """,
    ),
    (
        None,
        1.0,
        """
            fax, faks, email, e mail, website, web, kasir, cashier, salesperson, salesman, sales, petugas, operator,
            jam, time, counter, terminal, table, meja, perihal, hal, subject, lampiran, keterangan, catatan, note,
            notes, remark, remarks, alamat, address, nama barang, deskripsi, description, qty, jumlah, harga,
            satuan, item, server, waiter, staff, promoter, member, member no, card no, approval code, gst id, gst
            no, gst reg no, gst id no, gst reg, gst, co reg, co no, company no, reg no, roc no, brn, sst no, sst id,
            pos, outlet, shift, cover, pax, site, bank, berita, kota, nama, name, up, attn, mata uang, currency,
            hormat kami, mengetahui, bagian gudang, gudang, admin, disetujui, diperiksa, checker, security, satpam,
            finance, keuangan, manager, direktur, gst registration no, tax code, untuk pembayaran, guna membayar,
            untuk, for payment of, being payment of, no urut, halaman, page, total, subtotal, bank tujuan, bank
            asal, bank penerima, bank pengirim, biaya, biaya admin, status, kode, kode pos, npwp pkp
            no, printed, print time, closed, expiry, card expiry, valid until, berlaku sampai, expired, exp
        """,
    ),
)
"""Whom a label names (None: something we do not take, but its value ends there), how surely, and its phrases."""


def phrases_in(listed: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in listed.split(",")]
