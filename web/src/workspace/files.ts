/** `nota.pdf` with another ending. */
export function named(filename: string, ending: string): string {
  return `${filename.replace(/\.[^.]{1,5}$/, '') || filename}.${ending}`;
}

/** Into the clipboard; also on plain HTTP, where the browser has no clipboard for us. False when it refuses. */
export async function copy(text: string): Promise<boolean> {
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
