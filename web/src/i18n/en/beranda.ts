import type { beranda as id } from '../id/beranda';

export const beranda: Record<keyof typeof id, string> = {
  'home.greeting': 'Hello, {name}',
  'home.recent': 'Latest documents',
  'home.all': 'All documents',
  'home.empty.title': 'No documents yet',
  'home.empty.detail': 'Delivery notes, receipts and invoices that you send appear here.',
};
