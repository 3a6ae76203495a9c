"""Other words that papers use: their titles, what stands before amounts, and the months."""

from ocrwtf.extraction.field import DocumentType

TITLES = {
    DocumentType.DELIVERY_NOTE: """
        surat jalan, delivery order, delivery note, surat pengantar, surat pengiriman barang, surat muat, tanda
        terima barang, bukti pengiriman, packing list, surat pengantar barang, nota pengiriman, proof of delivery,
        delivery slip, surat jalan barang, bukti serah terima barang
    """,
    DocumentType.INVOICE: """
        faktur, invoice, faktur penjualan, faktur pajak, nota tagihan, tagihan, commercial invoice, surat tagihan,
        sales invoice, proforma invoice, faktur komersial, nota penagihan
    """,
    DocumentType.RECEIPT: """
        struk, receipt, cash receipt, official receipt, tax invoice, cash bill, simplified tax invoice, bill, nota,
        nota penjualan, struk belanja, cash sale, cash sales, bukti pembelian, struk pembayaran, sales receipt, nota
        kontan
    """,
    DocumentType.PAYMENT_RECEIPT: """
        kwitansi, kuitansi, payment receipt, bukti pembayaran, tanda terima pembayaran, kwitansi pembayaran
    """,
    DocumentType.TRANSFER_SLIP: """
        bukti transfer, transfer berhasil, transaksi berhasil, transfer receipt, bukti transaksi, transfer
        successful, transaction successful, m transfer, bukti pemindahbukuan, slip transfer, setoran, bi fast,
        transfer dana, rincian transfer, transfer antar bank, slip setoran, resi transfer, detail transaksi,
        pemindahbukuan
    """,
}
"""What papers call themselves."""

MONEY = """
    total, jumlah, grand, nett, net, netto, final, payable, due, tagihan, amount, amt, sales, sub, subtotal, dpp,
    gst, tax, ppn, vat, sst, pajak, disc, discount, diskon, potongan, hemat, saving, savings, cash, tunai, bayar,
    tender, tendered, paid, visa, master, mastercard, card, kartu, debit, kredit, credit, qris, payment, pembayaran,
    received, dibayar, uang, change, kembali, kembalian, kembalikan, round, rounding, rounded, pembulatan, adj,
    adjustment, adjustmt, qty, quantity, item, items, points, point, poin, barang, exclusive, excluding, excl,
    excluded, inclusive, including, incl, inc, included, termasuk, service, svc, srv, charge, chg, summary,
    analysis, gopay, ovo, dana, shopeepay, transfer, akhir, keseluruhan, seluruhnya, pokok, dasar, pengenaan,
    sebelum, setelah, rabat, muka, sisa, dp, with, supplies, voucher, coupon, kupon, balance, count, pcs, harga,
    jual, penggantian, terutang, ongkir, ongkos, kirim, biaya, nominal, hutang, deposit, gross, before, after,
    transaksi, belanja, tot, ttl, koli, berat, weight, unit, price, before, cheque, edc, nilai, value, payments,
    invoice, member, kurang, bill, lain, other, others
"""
"""Words of what stands before amounts."""

TOTALS = "grand total, sub total, total bayar, total belanja, total harga, total tagihan, jumlah total, nett total"
"""Said without their spaces, too."""

MONTHS = (
    "january januari jan",
    "february februari feb pebruari",
    "march maret mar mac",
    "april apr",
    "may mei",
    "june juni jun",
    "july juli jul julai",
    "august agustus aug agu agt ags ogos",
    "september sep sept",
    "october oktober oct okt",
    "november nov nop nopember",
    "december desember dec des dis disember",
)
"""Names of each month, in order."""
