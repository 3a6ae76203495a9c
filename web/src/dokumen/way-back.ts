import { session } from '../api/session.svelte';

let left = { user: '', query: '' };

/** The list of documents is looked at through this search and these filters. */
export function leaveAs(query: URLSearchParams): void {
  left = { user: session.user?.id ?? '', query: query.toString() };
}

/** Back to the list as this person left it. */
export function wayBack(): string {
  const mine = left.user === (session.user?.id ?? '');
  return mine && left.query ? `/dokumen?${left.query}` : '/dokumen';
}
