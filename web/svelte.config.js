import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

const whose = new Map();

/** Scoped classes are repeated in every rule, so they are as short as tells the components apart. */
function cssHash({ hash, filename }) {
  const full = hash(filename);
  for (let length = 2; ; length += 1) {
    const name = `s${full.slice(0, length)}`;
    if (whose.has(name) && whose.get(name) !== filename) continue;
    whose.set(name, filename);
    return name;
  }
}

export default { preprocess: vitePreprocess(), compilerOptions: { runes: true, cssHash } };
