import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = 'src/shell/first-paint.js';
/** What is loaded by itself, by its name in first-paint.js: the script of each page is named as its address begins. */
export const PARTS = {
  '': 'beranda/Beranda.svelte',
  masuk: 'masuk/Masuk.svelte',
  dokumen: 'dokumen/Dokumen.svelte',
  'dokumen/': 'workspace/Workspace.svelte',
  latih: 'latih/Latih.svelte',
  akun: 'akun/Akun.svelte',
  '+inside': 'shell/Inside.svelte',
  '+en': 'i18n/en.ts',
  '+en-rest': 'i18n/en-rest.ts',
};
type Chunk = { type: string; fileName: string; facadeModuleId?: string | null; imports?: string[]; isEntry?: boolean };

/**
 * Puts the small script that sets the theme before the first paint into the head, as a file of its own; it is told which
 * scripts each page needs, so that they come with the application and not after it.
 */
export function firstPaint(): Plugin {
  let root = '';
  let building = false;
  return {
    name: 'ocrwtf-first-paint',
    configResolved(config) {
      root = config.root;
      building = config.command === 'build';
    },
    buildStart() {
      if (building) this.emitFile({ type: 'asset', name: 'first-paint.js', source: readFileSync(join(root, SOURCE)) });
    },
    transformIndexHtml(_html, { bundle }) {
      const files = Object.values(bundle ?? {});
      const built = files.find((file) => file.type === 'asset' && file.names.includes('first-paint.js'));
      const attrs = { src: `/${built?.fileName ?? SOURCE}`, 'data-parts': partsOf(files as Chunk[]) };
      // Before the styles: a script behind them waits for them.
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  };
}

function partsOf(files: readonly Chunk[]): string {
  const always = files.filter((file) => file.isEntry).flatMap(({ fileName, imports = [] }) => [fileName, ...imports]);
  const needed = Object.entries(PARTS).map(([part, module]) => {
    const chunk = files.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/src/${module}`));
    const own = chunk ? [chunk.fileName, ...(chunk.imports ?? [])].filter((name) => !always.includes(name)) : [];
    return `${part}=${own.map((name) => `/${name}`).join(',')}`;
  });
  return needed.join(';');
}
