import { toasts } from './toasts.svelte';

/** Puts a text into the clipboard and says whether that worked. */
export async function copyAndSay(text: string, done: string, failed: string): Promise<void> {
  if (await copy(text)) toasts.add(done, { tone: 'good' });
  else toasts.add(failed, { tone: 'bad' });
}

/** Into the clipboard; also on plain HTTP, where the browser has no clipboard for us. False when it refuses. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'vh';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
