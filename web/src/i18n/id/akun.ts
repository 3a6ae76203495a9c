export const akun = {
  'account.title': 'Akun',
  'account.profile': 'Profil',
  'account.email': 'E-mail',
  'account.username': 'Nama pengguna',
  'account.credits': 'Kredit',
  'account.credits.of': '{n} dari {daily} kredit hari ini',
  'account.credits.refill': 'penuh lagi {time}',
  'account.look': 'Tampilan',
  'account.logOut': 'Keluar',
};
