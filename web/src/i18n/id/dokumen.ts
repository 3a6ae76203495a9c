export const dokumen = {
  'documents.title': 'Dokumen',
  'documents.empty.title': 'Belum ada dokumen',
  'documents.empty.detail': 'Surat jalan, nota, dan faktur yang Anda kirim muncul di sini.',
  'documents.pages': '{n} halaman',
  'documents.more': 'Tampilkan lagi',
};
