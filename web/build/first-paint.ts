import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SOURCE = 'src/shell/first-paint.js';

/** Puts the small script that sets theme and language before the first paint into the head, as a file of its own. */
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
      return [{ tag: 'script', attrs: { src: `/${built?.fileName ?? SOURCE}` }, injectTo: 'head' }];
    },
  };
}
