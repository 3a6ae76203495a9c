/** Of rolldown's, what is asked of it here. */
type Module = { importers: readonly string[]; dynamicImporters: readonly string[]; isEntry: boolean };
type Modules = { getModuleInfo(id: string): Module | null };

const APPLICATION = /\/index\.html$/;
const FIRST_PAGE = /\/src\/masuk\/Masuk\.svelte$/;
const PART_OF_FIRST_PAGE = /\/src\/masuk\//;
const INSIDE = /\/src\/shell\/Inside\.svelte$/;

/**
 * What several pages need comes in two files, else a page comes in a dozen small ones: `base` is what everybody needs,
 * and `inside` what only somebody who is signed in does. Null for what one page alone needs.
 */
export function sharedFile(id: string, modules: Modules): string | null {
  const pages = pagesThatNeed(id, modules);
  const isFor = (page: RegExp): boolean => pages.some((one) => page.test(one));
  if (pages.length === 1) return isFor(INSIDE) ? 'inside' : null;
  if (isFor(APPLICATION) || isFor(FIRST_PAGE)) return 'base';
  return isFor(PART_OF_FIRST_PAGE) ? null : 'inside';
}

/** The modules that are loaded by themselves, such as pages, from which static imports lead to this one. */
function pagesThatNeed(id: string, modules: Modules): string[] {
  const seen = new Set([id]);
  for (const one of seen) for (const importer of modules.getModuleInfo(one)?.importers ?? []) seen.add(importer);
  return [...seen].filter((one) => {
    const found = modules.getModuleInfo(one);
    return found !== null && (found.isEntry || found.dynamicImporters.length > 0);
  });
}
