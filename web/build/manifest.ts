import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { fullBleed, ico, png } from './icons.ts';

const LOGO = 'src/shell/logo.svg';
const APPLE = 'apple-touch-icon.png';
const KERTAS = '#f5f4ef';

const ICONS = [
  { name: 'icon-192.png', sizePx: 192, purpose: 'any' },
  { name: 'icon-512.png', sizePx: 512, purpose: 'any' },
  { name: 'icon-maskable-512.png', sizePx: 512, purpose: 'maskable' },
] as const;

/**
 * What makes the application installable: icons made from the logo, a manifest that names them, and links to both. The
 * manifest and `/favicon.ico` have addresses that never change; `core/http/web_app.py` serves them.
 */
export function manifest(): Plugin {
  let root = '';
  let refs: string[] = [];
  return {
    name: 'ocrwtf-manifest',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      const logo = readFileSync(join(root, LOGO), 'utf8');
      const draw = (sizePx: number, whole: boolean) => png(whole ? fullBleed(logo) : logo, sizePx);
      const asset = async (name: string, sizePx: number, whole: boolean) =>
        this.emitFile({ type: 'asset', name, source: await draw(sizePx, whole) });
      refs = [];
      for (const { name, sizePx, purpose } of ICONS) refs.push(await asset(name, sizePx, purpose === 'maskable'));
      await asset(APPLE, 180, true);
      const small = await Promise.all([16, 32, 48].map(async (sizePx) => ({ sizePx, data: await draw(sizePx, false) })));
      this.emitFile({ type: 'asset', fileName: 'favicon.ico', source: ico(small) });
    },
    generateBundle() {
      const icons = ICONS.map(({ sizePx, purpose }, at) => ({
        src: `/${this.getFileName(refs[at] ?? '')}`,
        type: 'image/png',
        sizes: `${sizePx}x${sizePx}`,
        purpose,
      }));
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(described(icons)) });
    },
    transformIndexHtml(_html, { bundle }) {
      const icon = Object.values(bundle ?? {}).find((file) => file.type === 'asset' && file.names.includes(APPLE));
      return [
        { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest' }, injectTo: 'head' },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: `/${icon?.fileName ?? ''}` }, injectTo: 'head' },
      ];
    },
  };
}

function described(icons: object[]): object {
  return {
    id: '/',
    name: 'OCR.WTF',
    short_name: 'OCR.WTF',
    description: 'Surat jalan dan faktur, dari kertas jadi data yang bisa dipercaya.',
    lang: 'id',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: KERTAS,
    theme_color: KERTAS,
    categories: ['business', 'productivity'],
    icons,
  };
}
