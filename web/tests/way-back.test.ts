import { expect, test } from 'vitest';
import { session } from '../src/api/session.svelte';
import type { User } from '../src/api/client';
import { leaveAs, wayBack } from '../src/dokumen/way-back';

test('the way back leads to the list as it was left, for the person who left it', () => {
  session.user = { id: 'rina' } as User;
  leaveAs(new URLSearchParams({ q: 'toko baru' }));
  expect(wayBack()).toBe('/dokumen?q=toko+baru');
  session.user = { id: 'dedi' } as User;
  expect(wayBack()).toBe('/dokumen');
});
