/** Masuk lewat penyedia lain. */
export const lewat = {
  'elsewhere.or': 'Atau tanpa kata sandi:',
  'elsewhere.signIn': 'Masuk dengan {name}',
  'elsewhere.provider': 'penyedia itu',
  'elsewhere.failed': 'Belum berhasil lewat {name}',
  'elsewhere.why.not-set-up': 'Layanan ini tidak menerima masuk lewat {name}. Pakai cara lain.',
  'elsewhere.why.too-many': 'Terlalu banyak percobaan dari jaringan ini. Tunggu lima menit, lalu coba lagi.',
  'elsewhere.why.over': 'Percobaan ini sudah terpakai, lewat sepuluh menit, atau dimulai di peramban lain. Mulai lagi dari sini.',
  'elsewhere.why.cancelled': 'Anda membatalkannya di sana. Coba lagi bila itu tidak sengaja.',
  'elsewhere.why.provider': '{name} tidak dapat dihubungi, atau jawabannya tidak dapat dipercaya. Coba lagi sebentar lagi.',
  'elsewhere.why.email-unproved': '{name} tidak menyatakan bahwa e-mail Anda sudah terbukti. Verifikasi e-mail Anda di sana, lalu coba lagi.',
  'elsewhere.why.email-known':
    'E-mail Anda di sana sudah punya akun di sini. Masuk dengan kata sandinya, lalu tautkan {name} di halaman Akun.',
  'elsewhere.why.closed': 'Pendaftaran di sini ditutup. Minta pemilik layanan ini membuatkan akun, lalu tautkan {name} di halaman Akun.',
  'elsewhere.why.blocked': 'Akun Anda di sini diblokir. Hubungi pemilik layanan ini.',
  'elsewhere.why.taken': 'Akun {name} itu sudah tertaut ke pengguna lain di sini. Pakai akun yang lain di sana.',
  'elsewhere.why.session-over': 'Anda tidak lagi masuk sebagai yang memulainya. Masuk, lalu tautkan sekali lagi di halaman Akun.',
};
