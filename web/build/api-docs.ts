import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const SWAGGER = 'node_modules/swagger-ui-dist';
const PAGE = 'src/api-docs/page.html';
const FILES = [`${SWAGGER}/swagger-ui.css`, `${SWAGGER}/swagger-ui-bundle.js`, 'src/api-docs/start.js'];
const LICENSES = ['LICENSE', 'NOTICE', 'swagger-ui-bundle.js.LICENSE.txt'];

/** Lays Swagger UI beside the application, unchanged, with a page that starts it: what `/api/docs` shows. */
export function apiDocs(): Plugin {
  let root = '';
  return {
    name: 'ocrwtf-api-docs',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle() {
      let page = readFileSync(join(root, PAGE), 'utf8');
      for (const path of FILES) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        const id = this.emitFile({ type: 'asset', name, source: withoutMap(readFileSync(join(root, path), 'utf8')) });
        page = page.replace(`%${name}%`, `/${this.getFileName(id)}`);
      }
      this.emitFile({ type: 'asset', fileName: 'api-docs.html', source: page });
      const licenses = LICENSES.map((name) => readFileSync(join(root, SWAGGER, name), 'utf8')).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'swagger-ui-licenses.txt', source: licenses });
    },
  };
}

/** Developer tools would ask for a file that is not there. */
function withoutMap(source: string): string {
  return source.replace(/\n\/\*# sourceMappingURL=\S+\*\/\s*$/, '\n');
}
