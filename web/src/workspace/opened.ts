import { session } from '../api/session.svelte';
import { OpenScan } from './open-scan.svelte';
import { keptScans } from './unsaved';

/** Documents that are open, or were left with something to save; they go on saving whatever page is shown. */
const opened = new Map<string, OpenScan>();
const inUse = new Set<string>();

/** The document for its page. Call `release` when the page goes. */
export function open(id: string): OpenScan {
  inUse.add(id);
  return found(id);
}

export function release(id: string): void {
  inUse.delete(id);
  void opened.get(id)?.settled().then(() => forget(id));
}

/** What earlier visits left unsaved in this browser is sent now. */
export function sendKept(): void {
  for (const id of keptScans(session.user?.id ?? '')) {
    if (inUse.has(id)) continue;
    const one = found(id);
    void one.load().then(() => release(id));
  }
}

function found(id: string): OpenScan {
  const user = session.user?.id ?? '';
  const known = opened.get(id);
  if (known?.user === user) return known;
  const fresh = new OpenScan(id, user);
  opened.set(id, fresh);
  return fresh;
}

function forget(id: string): void {
  const one = opened.get(id);
  const needed = inUse.has(id) || (one && one.waiting + one.typed > 0); // who comes back finds what was typed
  if (!needed) opened.delete(id);
}

addEventListener('online', () => {
  for (const one of opened.values()) one.tryNow();
});
addEventListener('beforeunload', (event) => {
  if (session.handingOver) return; // what is unsaved waits in this browser for its owner
  if ([...opened.values()].some((one) => one.waiting + one.typed > 0)) event.preventDefault();
});
