import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../src/api/problem';
import { Attempt } from '../src/masuk/attempt.svelte';
import { Countdown, clock } from '../src/masuk/countdown.svelte';
import { emailFault, passwordFault, usernameFault } from '../src/masuk/rules';
import { address, viewOf } from '../src/masuk/view';
import { tokenIn } from '../src/shell/first-link.svelte';
import { destination, signInFor } from '../src/shell/sign-in';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the way back after signing in', () => {
  const back = (ke: string) => destination(new URLSearchParams({ ke }));

  test('leads to a page of ours, with what stood behind it', () => {
    expect(back('/dokumen/0198?hal=2#teks')).toBe('/dokumen/0198?hal=2#teks');
    expect(destination(new URLSearchParams())).toBe('/');
  });

  test.each(['//jahat.example/dokumen', 'https://jahat.example/akun', '/\\jahat.example', 'akun', '/masuk', '/api/scans', 'javascript:1'])(
    'never leads to %s',
    (ke) => expect(back(ke)).toBe('/'),
  );

  test('is remembered in the address, unless it is home', () => {
    expect(signInFor({ pathname: '/akun', search: '?a=1', hash: '#sesi' })).toBe('/masuk?ke=%2Fakun%3Fa%3D1%23sesi');
    expect(signInFor({ pathname: '/', search: '', hash: '' })).toBe('/masuk');
  });
});

describe('what the sign-in page shows', () => {
  const config = { firstRun: false, registration: 'open' } as const;
  const view = (more: object, token = '', query = '') => viewOf({ ...config, ...more }, token, new URLSearchParams(query));

  test('while nobody is registered: the first account with the link, else where the link stands', () => {
    expect(view({ firstRun: true }, 'x')).toBe('first');
    expect(view({ firstRun: true })).toBe('where');
    expect(view({ firstRun: true }, '', 'lewati=1')).toBe('login');
    expect(viewOf(null, 'x', new URLSearchParams())).toBe('first');
  });

  test('later: the login, or registration where it is open; a used link changes nothing', () => {
    expect(view({}, 'x')).toBe('login');
    expect(view({}, '', 'daftar=1')).toBe('register');
    expect(view({ registration: 'closed' }, '', 'daftar=1')).toBe('login');
  });

  test('before all else: what a letter led to; a forgotten password where nobody is new', () => {
    const letter = (password: string, email: string) => viewOf({ ...config, firstRun: false }, '', new URLSearchParams('lupa=1'), { password, email });
    expect([letter('x', ''), letter('', 'x'), letter('', '')]).toEqual(['reset', 'verify', 'forgot']);
    expect(view({ registration: 'verified' }, '', 'daftar=1')).toBe('register');
  });

  test('keeps the way back when the form changes', () => {
    expect(address(new URLSearchParams('ke=/akun&x=1'), 'daftar')).toBe('/masuk?daftar=1&ke=%2Fakun');
    expect(address(new URLSearchParams('daftar=1'))).toBe('/masuk');
  });
});

test('the token of the first link is what stands behind #awal= and nothing else', () => {
  expect(tokenIn('#awal=mIP6_FAT-Lv')).toBe('mIP6_FAT-Lv');
  expect(tokenIn('#sandi=mIP6_FAT-Lv', 'sandi')).toBe('mIP6_FAT-Lv');
  for (const hash of ['', '#sesi', '#sandi=x', '#awal=', '#awal=a&b', `#awal=${'x'.repeat(129)}`]) expect(tokenIn(hash)).toBe('');
});

test('fields are looked at as the API looks at them', () => {
  expect(['rina@contoh.id', 'a.b+c@mail.co.id'].map(emailFault)).toEqual([null, null]);
  for (const email of ['', 'rina', 'rina@contoh', 'rina @contoh.id', 'a@b..id']) expect(emailFault(email)).not.toBeNull();
  expect(usernameFault('rina_1.a-b')).toBeNull();
  for (const name of ['ab', 'r'.repeat(51), 'rina m', 'rina@x', 'riña']) expect(usernameFault(name)).not.toBeNull();
  expect(passwordFault('12345')).toEqual({ key: 'register.password.short', params: { n: 3 } });
  expect(passwordFault('😀'.repeat(8))).toBeNull();
  expect(passwordFault('x'.repeat(129))?.key).toBe('register.password.long');
});

describe('a pause', () => {
  test('is written as a clock', () => {
    expect([5, 65, 600, 3_665].map(clock)).toEqual(['0:05', '1:05', '10:00', '1:01:05']);
  });

  test('counts down by the time that passed, not by ticks, and ends once', () => {
    const over = vi.fn();
    const pause = new Countdown();
    pause.start(60, over);
    vi.advanceTimersByTime(1000);
    expect(pause.seconds).toBe(59);
    vi.setSystemTime(Date.now() + 30_000); // the phone slept
    vi.advanceTimersByTime(1000);
    expect(pause.seconds).toBe(28);
    vi.advanceTimersByTime(60_000);
    expect([pause.seconds, over.mock.calls.length]).toEqual([0, 1]);
  });

  test('lets no try through until it is over, and takes its reason along', async () => {
    const attempt = new Attempt();
    const act = vi.fn(async () => Promise.reject(new Problem('/problems/too-many-requests', 'Terlalu', '', 429, null, [], 3)));
    await attempt.run(act);
    await attempt.run(act);
    expect([act.mock.calls.length, attempt.pause.seconds, attempt.problem?.status]).toEqual([1, 3, 429]);
    vi.advanceTimersByTime(3000);
    expect(attempt.problem).toBeNull();
    await attempt.run(act);
    expect(act).toHaveBeenCalledTimes(2);
  });
});
