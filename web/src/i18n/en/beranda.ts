import type { beranda as id } from '../id/beranda';

export const beranda: Record<keyof typeof id, string> = {
  'home.greeting': 'Hello, {name}',
  'home.recent': 'Latest documents',
  'home.all': 'All documents',
  'home.empty.title': 'Drag, paste or photograph your first delivery note',
  'home.empty.detail': 'Receipts and invoices work too. Fields and text are read within seconds, and what is in doubt is marked.',
  'home.sample': 'Try a sample',
  'home.review': '{n} {n|document|documents} to check',
  'home.review.start': 'Start checking',
  'home.review.all': 'See all {n}',
  'home.words': '{n} to check',
  'home.calm': 'All done. Nothing to check.',
  'home.failed': '{n} {n|document|documents} could not be read',
  'home.unfinished': '{n} {n|document is|documents are} being read or waiting',
  'home.send': 'Send documents',
  'home.send.detail': 'Drag them anywhere onto this page, or paste.',
  'home.credits': 'Credits',
  'home.credits.left': '{n} {n|credit|credits} left',
  'home.credits.refill': 'Refilled to {daily} on {time}',
};
