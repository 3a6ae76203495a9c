import type { Component } from 'svelte';
import type { Key } from './i18n/index.svelte';
import type { Params } from './shell/match';

/** A page; most take nothing, some the values of the address, which change without the page being made anew. */
export type Screen = Component<{ params: Params }>;

export type Route = {
  path: string;
  /** Title of the document until the page sets its own. */
  title: Key;
  load: () => Promise<{ default: Screen | Component }>;
  /** Anybody may see it, and it stands without the menu. */
  open?: boolean;
  /** It fills the screen: on a phone the bar at the foot gives its place to what the page does itself. */
  whole?: boolean;
  /** Files that are dropped there are no documents to read: the page takes them itself. */
  takesFiles?: boolean;
};

/**
 * Every address of the application. `core/http/web_app.py` has the same list, for the status of an answer; a test compares.
 */
export const routes: readonly Route[] = [
  { path: '/masuk', title: 'login.title', load: () => import('./masuk/Masuk.svelte'), open: true },
  { path: '/', title: 'nav.home', load: () => import('./beranda/Beranda.svelte') },
  { path: '/dokumen', title: 'documents.title', load: () => import('./dokumen/Dokumen.svelte') },
  { path: '/dokumen/:id', title: 'documents.title', load: () => import('./workspace/Workspace.svelte'), whole: true },
  { path: '/latih', title: 'nav.learn', load: () => import('./latih/Latih.svelte'), takesFiles: true },
  { path: '/akun', title: 'account.title', load: () => import('./akun/Akun.svelte') },
];
