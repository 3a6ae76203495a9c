import type { Key } from '../i18n/index.svelte';
import { circleUserRound, graduationCap, house, scanText } from '../parts/icons';

/** What the menu leads to, on the rail and on the phone's bar; `/dokumen` also stands for what lies below it. */
export const menu: readonly { href: string; label: Key; icon: string }[] = [
  { href: '/', label: 'nav.home', icon: house },
  { href: '/dokumen', label: 'nav.documents', icon: scanText },
  { href: '/latih', label: 'nav.learn', icon: graduationCap },
  { href: '/akun', label: 'nav.account', icon: circleUserRound },
];

/** For `aria-current`: the page itself, or a page below it. */
export function current(href: string, path: string): 'page' | 'true' | undefined {
  if (path === href) return 'page';
  return href !== '/' && path.startsWith(`${href}/`) ? 'true' : undefined;
}
