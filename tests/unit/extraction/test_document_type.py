"""What kind of paper it is."""

import pytest

from tests.unit.extraction.said import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PT Misal\nSURAT JALAN\nNo: 1", "delivery_note"),
        ("PT Misal\nDELIVERYORDER\nNo: 1", "delivery_note"),
        ("PT Misal\nFAKTUR PENJUALAN No. 12", "invoice"),
        ("TOKO MISAL\nKopi   5.000\nTotal   5.000\nTunai   10.000\nKembali   5.000", "receipt"),
        ("KWITANSI No. Kwitansi KW/1\nSudah terima dari : Budi", "payment_receipt"),
        ("m-Transfer : BERHASIL\nKe   Budi", "transfer_slip"),
        ("No. Polisi: B 1 A\nSopir: Budi", "delivery_note"),
        ("Dengan hormat,\nkami sampaikan kabar baik", "other"),
        ("", "other"),
    ],
)
def test_a_paper_is_what_it_calls_itself_or_what_is_on_it(text: str, kind: str) -> None:
    assert read(text).document_type == kind


def test_a_title_makes_it_surer_than_what_is_on_it() -> None:
    titled = read("SURAT JALAN\nNo. Polisi: B 1 A\nSopir: Budi").type_confidence

    assert titled > read("No. Polisi: B 1 A\nSopir: Budi").type_confidence
