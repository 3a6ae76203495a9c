import { describe, expect, test } from 'vitest';
import { nameOf, refusalIn } from '../src/shell/refusal';

const providers = [
  { id: 'google', name: 'Google' },
  { id: 'oidc', name: 'Kantor' },
] as const;
const refusal = (query: string) => refusalIn(new URLSearchParams(query), providers);

describe('why signing in by a provider came to nothing', () => {
  test('is a sentence with the provider’s name', () => {
    expect(refusal('gagal=taken&lewat=oidc')?.title).toBe('Belum berhasil lewat Kantor');
    expect(refusal('gagal=taken&lewat=oidc')?.detail).toContain('Kantor');
  });

  test('is said of an unknown provider too', () => {
    expect(nameOf('jahat', providers)).toBe('penyedia itu');
    expect(refusal('gagal=over')?.title).toBe('Belum berhasil lewat penyedia itu');
  });

  test.each(['', 'lewat=google', 'gagal=', 'gagal=<b>Bayar ke sini</b>', 'gagal=toString'])('is nothing for %s', (query) => {
    expect(refusal(query)).toBeNull();
  });
});
