import type { dokumen as id } from '../id/dokumen';

export const dokumen: Record<keyof typeof id, string> = {
  'documents.title': 'Documents',
  'documents.empty.title': 'No documents yet',
  'documents.empty.detail': 'Delivery notes, receipts and invoices that you send appear here.',
  'documents.pages': '{n} {n|page|pages}',
  'documents.more': 'Show more',
};
