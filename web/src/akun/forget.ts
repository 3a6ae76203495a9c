import { store } from '../unggah/store';

/** Leave nothing of that person's files in this browser. */
export async function forgetFiles(userId: string): Promise<void> {
  for (const kept of await store.all(userId)) await store.remove(kept.id);
}
