import { expect, test } from 'vitest';
import { match } from '../src/shell/match';

const routes = [{ path: '/' }, { path: '/dokumen' }, { path: '/dokumen/:id' }];

test('an address finds its route with the values in it', () => {
  expect(match(routes, '/')?.route.path).toBe('/');
  expect(match(routes, '/dokumen/')?.route.path).toBe('/dokumen');
  expect(match(routes, '/dokumen/a%20b')).toEqual({ route: routes[2], params: { id: 'a b' } });
});

test('an address that is none of ours finds nothing', () => {
  for (const path of ['/dokume', '/dokumen/1/2', '/api/scans', '/dokumen/%']) expect(match(routes, path)).toBeNull();
});
