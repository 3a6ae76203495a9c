"""How addresses look on Indonesian and Malaysian paper."""

import re

_LONGEST = 200
"""Characters that are looked at; bounds the time."""
_STREETS = (
    r"jalan|jln|jl|lorong|lrg|gang|gg|persiaran|lebuh|lebuhraya|lengkok|taman|tmn|kampung|kg(?=\.? ?[a-z]{3,} )|"
    r"seksyen|section|bandar|bdr|kawasan|perindustrian|komplek|kompleks|komp|complex|ruko|rukan|blok|blk|block|"
    r"menara|gedung|wisma|plaza|mall|perumahan|dusun|desa|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|lot|plot|"
    r"batu|mile|miles|km(?= ?[0-9])|compleks|pangsapuri|arcade|wilayah|tower|building|terrace|heights|garden|"
    r"villa|ptd|floor|level|tingkat|lantai|street|road|avenue|industri|estate|park|pusat|square|centre|center|"
    r"p\.?o\.? ?box"
)
_PLACES = (
    r"selangor|johor ?bahru|johor|kuala ?lumpur|k\.?l|pulau pinang|penang|perak|melaka|malacca|pahang|kedah|"
    r"kelantan|terengganu|perlis|negeri sembilan|sabah|sarawak|putrajaya|labuan|darul|petaling|shah alam|klang|"
    r"subang|puchong|cheras|kajang|skudai|ipoh|seremban|kulai|muar|batu pahat|kluang|bangi|gombak|serdang|"
    r"damansara|sentul|bangsar|kulim|alor setar|georgetown|butterworth|kuantan|kota bharu|kuching|miri|sibu|"
    r"kota kinabalu|tawau|sandakan|dengkil|sepang|segamat|ampang|rawang|kepong|setapak|malaysia|jakarta|surabaya|"
    r"bandung|semarang|medan|makassar|denpasar|tangerang|bekasi|yogyakarta|jogja|palembang|balikpapan|malang|"
    r"bogor|cirebon|banjarmasin|pontianak|sidoarjo|gresik|depok|batam|pekanbaru|padang|lampung|samarinda|manado|"
    r"ambon|jayapura|kupang|mataram|karawang|cikarang|purwakarta|serang|cilegon|solo|surakarta|magelang|kediri|"
    r"tegal|pekalongan|jember|banyuwangi|pasuruan|probolinggo|mojokerto|aceh|jambi|bengkulu|palu|kendari|"
    r"gorontalo|sorong|tarakan|bontang|banjarbaru|tasikmalaya|garut|sukabumi|cianjur|indramayu|kudus|salatiga|"
    r"klaten|bali|jawa|sumatera|kalimantan|sulawesi|indonesia|banten|riau"
)
_STREET = re.compile(
    rf"(?<![a-z0-9])(?<!surat )(?:(?:{_STREETS})(?![a-z])|(?:jalan|jln|taman|jl\.)|j[il1](?:\. ?| )(?=[a-z]))",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"(?<![a-z])(?:{_PLACES})(?![a-z])", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![0-9A-Za-z/-])[0-9]{5}(?:(?=[A-Za-z]{3})|(?![0-9A-Za-z/-]|[.,][0-9]))")
_POSTED = re.compile(r"^ ?[0-9]{5}[ ,.]{0,2}[A-Za-z]{3}")
_NUMBERED = re.compile(
    r"^ ?(?:no\.? ?[0-9]|lot[ -]?[0-9]|[a-z]{0,3}[0-9]{1,5}[a-z]?(?:[-/&][0-9a-z]{1,5}){0,4}[ ,])", re.IGNORECASE
)
_BLOCK = re.compile(r"(?<![a-z])(?:no|rt|rw|unit|lt|pt|hs)\.? ?/?[0-9]", re.IGNORECASE)


def likeness(text: str) -> float:
    """How much a text looks like a line of an address: below 1 it may go on one, from 1 on it is one."""
    text = text[:_LONGEST]
    named = 1.0 * min(len(_STREET.findall(text)), 2) + 0.8 * min(len(_PLACE.findall(text)), 2)
    posted = 0.7 * bool(_POSTCODE.search(text)) + 0.4 * bool(_POSTED.match(text))
    numbered = 0.6 if _NUMBERED.match(text) else 0.5 * bool(_BLOCK.search(text))
    return named + posted + numbered + 0.2 * min(text.count(","), 2)


def begins(text: str) -> bool:
    """Whether its first word is one that addresses begin with."""
    return bool(_STREET.match(text.lstrip()))
