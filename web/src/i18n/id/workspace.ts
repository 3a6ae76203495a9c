export const workspace = {
  'workspace.title': 'Dokumen',
  'workspace.back': 'Kembali ke daftar dokumen',
  'workspace.page': 'Halaman {n} dari {total}',
  'workspace.text': 'Teks',
  'workspace.noText': 'Belum ada teks.',
};
