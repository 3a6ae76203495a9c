"""What stands on Indonesian papers: invented companies, people, addresses, goods and numbers, combined by chance."""

from dataclasses import dataclass
from random import Random

FORMS = ("PT", "PT", "PT", "CV", "UD", "Toko", "Koperasi")
FIRST = (
    "Sinar", "Maju", "Karya", "Anugerah", "Mitra", "Cahaya", "Bumi", "Tirta", "Surya", "Graha", "Mega", "Bintang",
    "Sumber", "Harapan", "Multi", "Indo", "Nusantara", "Sentosa", "Guna", "Berkah", "Rejeki", "Puncak", "Samudra",
)  # fmt: skip
SECOND = (
    "Jaya", "Abadi", "Makmur", "Sejahtera", "Lestari", "Perkasa", "Mandiri", "Utama", "Sakti", "Gemilang", "Raya",
    "Pratama", "Bersama", "Logistik", "Niaga", "Bangunan", "Pangan", "Kimia", "Elektrindo", "Transindo", "Kencana",
)  # fmt: skip
GIVEN = (
    "Budi", "Siti", "Agus", "Dewi", "Joko", "Rina", "Wayan", "Putri", "Hendra", "Yuni", "Eko", "Ratna", "Slamet",
    "Nur", "Fajar", "Indah", "Ahmad", "Lestari", "Bambang", "Maria", "Rizky", "Ketut", "Sutrisno", "Fitri", "Tono",
)  # fmt: skip
FAMILY = (
    "Santoso", "Wijaya", "Siregar", "Kusuma", "Hidayat", "Nasution", "Pratiwi", "Saputra", "Gunawan", "Simanjuntak",
    "Wibowo", "Rahayu", "Setiawan", "Lubis", "Hartono", "Suryadi", "Maulana", "Permana", "Tanjung", "Handayani",
)  # fmt: skip
ROADS = (
    "Raya Bekasi", "Jenderal Sudirman", "Gatot Subroto", "Pangeran Diponegoro", "Ahmad Yani", "Imam Bonjol", "Melati",
    "Kenanga", "Pahlawan", "Industri", "Pelabuhan", "Raya Cikarang", "Hasanuddin", "Teuku Umar", "Veteran", "Merdeka",
)  # fmt: skip
CITIES = (
    "Jakarta Timur", "Surabaya", "Bandung", "Semarang", "Medan", "Makassar", "Denpasar", "Tangerang", "Bekasi",
    "Yogyakarta", "Palembang", "Balikpapan", "Malang", "Bogor", "Cirebon", "Banjarmasin", "Pontianak", "Sidoarjo",
)  # fmt: skip
GOODS = (
    ("Semen Portland 50 kg", "sak", 68_000), ("Besi Beton Ulir 10 mm", "batang", 81_500),
    ("Cat Tembok Putih 5 kg", "kaleng", 142_000), ("Pipa PVC 3/4 inci", "batang", 38_500),
    ("Beras Premium 25 kg", "karung", 345_000), ("Minyak Goreng 2 liter", "dus", 226_000),
    ("Gula Pasir Lokal", "kg", 17_400), ("Kertas A4 70 gram", "rim", 47_250), ("Lampu LED 12 Watt", "pcs", 24_900),
    ("Kabel NYM 3x2,5", "roll", 890_000), ("Air Mineral 600 ml", "karton", 46_000),
    ("Keramik Lantai 40x40", "dus", 63_750),
    ("Baut Baja M12", "kotak", 112_300), ("Terigu Serbaguna", "zak", 198_600), ("Oli Mesin 10W-40", "galon", 315_000),
    ("Ban Truk 7.50-16", "buah", 1_875_000), ("Kursi Plastik Hijau", "buah", 58_000),
    ("Sabun Cair 800 ml", "lusin", 184_200),
    ("Tepung Tapioka", "kg", 12_850), ("Triplek 9 mm", "lembar", 132_000),
    ("Pupuk Urea Non Subsidi", "sak", 410_000),
    ("Kopi Bubuk Robusta", "pak", 31_700), ("Seng Gelombang 0,20", "lembar", 54_900),
    ("Pompa Air 125 Watt", "unit", 645_000),
    ("Kawat Bendrat", "kg", 21_300), ("Susu Kental Manis", "karton", 478_000), ("Mie Instan Goreng", "dus", 112_900),
    ("Plastik Wrap 50 cm", "roll", 76_400), ("Palet Kayu Bekas", "buah", 45_000), ("Solar Industri", "liter", 14_650),
)  # fmt: skip
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
DIGITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
STEPS = ((1_000_000_000, "miliar"), (1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"), (10, "puluh"))


@dataclass(frozen=True)
class Goods:
    """One row of a table; price in rupiah a unit."""

    name: str
    unit: str
    quantity: int
    price: int

    @property
    def total(self) -> int:
        return self.quantity * self.price


def company(chance: Random) -> str:
    return f"{chance.choice(FORMS)} {chance.choice(FIRST)} {chance.choice(SECOND)}"


def person(chance: Random) -> str:
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def street(chance: Random) -> str:
    return f"Jl. {chance.choice(ROADS)} No. {chance.randint(1, 288)}"


def city(chance: Random) -> str:
    return chance.choice(CITIES)


def phone(chance: Random) -> str:
    return f"Telp. (0{chance.randint(21, 99)}) {chance.randint(200, 899)}-{chance.randint(1000, 9999)}"


def plate(chance: Random) -> str:
    letters = "".join(chance.choice("ABCDEFGHJKLNPRSTUVXYZ") for _ in range(3))
    return f"{chance.choice(('B', 'D', 'L', 'H', 'AB', 'BK', 'DK'))} {chance.randint(1000, 9999)} {letters}"


def date(chance: Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2023, 2026)
    long = f"{day} {MONTHS[month - 1]} {year}"
    return chance.choice((long, f"{day:02}/{month:02}/{year}", f"{day:02}-{month:02}-{year}"))


def iso(printed: str) -> str:
    """A date of `date` in ISO 8601."""
    day, month, year = printed.replace("/", " ").replace("-", " ").split()
    return f"{year}-{MONTHS.index(month) + 1 if month in MONTHS else int(month):02}-{int(day):02}"


def tax_number(chance: Random) -> str:
    """NPWP in its old written form, 15 digits."""
    parts = [chance.randint(1, 99), chance.randint(0, 999), chance.randint(0, 999), chance.randint(0, 9)]
    return "{:02}.{:03}.{:03}.{}-{:03}.000".format(*parts, chance.randint(1, 999))


def digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def number(chance: Random, prefix: str) -> str:
    """Of a document, as offices write it: SJ/2025/08/00417."""
    return f"{prefix}/{chance.randint(2023, 2026)}/{chance.randint(1, 12):02}/{chance.randint(1, 9999):05}"


def goods(chance: Random, count: int, most: int = 48) -> list[Goods]:
    """`count` different ones, 1 to `most` of each."""
    chosen = chance.sample(GOODS, count)
    return [Goods(name, unit, chance.randint(1, most), price) for name, unit, price in chosen]


def rupiah(amount: int, decimals: str = ",00") -> str:
    return f"{amount:,}".replace(",", ".") + decimals


def spelled(amount: int) -> str:
    """Terbilang: 1_250_000 is "satu juta dua ratus lima puluh ribu"."""
    if amount < len(DIGITS):
        return DIGITS[amount]
    if amount < 20:
        return f"{DIGITS[amount - 10]} belas"
    step, name = next(each for each in STEPS if amount >= each[0])
    count, rest = divmod(amount, step)
    head = f"se{name}" if count == 1 and step <= 1_000 else f"{spelled(count)} {name}"
    return f"{head} {spelled(rest)}".strip()
