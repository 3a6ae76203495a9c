export const beranda = {
  'home.greeting': 'Halo, {name}',
  'home.recent': 'Dokumen terbaru',
  'home.all': 'Semua dokumen',
  'home.empty.title': 'Belum ada dokumen',
  'home.empty.detail': 'Surat jalan, nota, dan faktur yang Anda kirim muncul di sini.',
};
