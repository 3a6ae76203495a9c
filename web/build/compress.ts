import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(?:js|css|svg|json)$/;

/** Puts name.br and name.gz beside each asset that gets smaller by it; the same input gives the same bytes. */
export function compress(): Plugin {
  let folder = '';
  return {
    name: 'ocrwtf-compress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir, config.build.assetsDir);
    },
    writeBundle() {
      for (const name of readdirSync(folder).filter((name) => COMPRESSIBLE.test(name))) {
        const path = join(folder, name);
        const plain = readFileSync(path);
        keepSmaller(`${path}.gz`, plain, gzipSync(plain, { level: 9 }));
        keepSmaller(`${path}.br`, plain, brotli(plain));
      }
    },
  };
}

function brotli(plain: Buffer): Buffer {
  // The last step is worth 2 kB of the application to everybody, and seconds of Swagger UI to nobody.
  const quality = plain.length > 500_000 ? 9 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  return brotliCompressSync(plain, { params });
}

function keepSmaller(path: string, plain: Buffer, packed: Buffer): void {
  if (packed.length < plain.length) writeFileSync(path, packed);
}
