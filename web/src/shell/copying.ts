import { copy } from '../workspace/files';
import { toasts } from './toasts.svelte';

/** Puts a text into the clipboard and says whether that worked. */
export async function copied(text: string, done: string, failed: string): Promise<void> {
  if (await copy(text)) toasts.add(done, { tone: 'good' });
  else toasts.add(failed, { tone: 'bad' });
}
