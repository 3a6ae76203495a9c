import type { Edit, Edits } from './read';

/**
 * What is not saved yet, kept in this browser for each person and document: it outlives a lost network, an ended session
 * and a closed tab. Written at once, so a tab that dies loses nothing.
 */
const FORGET_AFTER_MS = 14 * 24 * 3600 * 1000;
type Kept = { at: number; edits: [string, Edit][] };

const prefix = (user: string) => `ocrwtf.unsaved.${user}.`;

/** False when the browser keeps nothing for us: then it is lost with the tab. */
export function keep(user: string, scan: string, edits: Edits): boolean {
  const name = prefix(user) + scan;
  try {
    if (edits.size === 0) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify({ at: Date.now(), edits: [...edits] } satisfies Kept));
    return true;
  } catch {
    return edits.size === 0;
  }
}

export function kept(user: string, scan: string): Map<string, Edit> {
  try {
    const found = JSON.parse(localStorage.getItem(prefix(user) + scan) ?? 'null') as Kept | null;
    return new Map(found?.edits ?? []);
  } catch {
    return new Map();
  }
}

/** The documents of which something is kept. What nobody came back for in two weeks is forgotten. */
export function keptScans(user: string): string[] {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix(user)));
    for (const name of names.filter(old)) localStorage.removeItem(name);
    return names.filter((name) => localStorage.getItem(name) !== null).map((name) => name.slice(prefix(user).length));
  } catch {
    return [];
  }
}

function old(name: string): boolean {
  const found = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null;
  return !(found && found.at > Date.now() - FORGET_AFTER_MS);
}
