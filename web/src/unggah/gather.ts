/** The files in what was dropped or pasted. A folder among them comes as an empty file, and is refused as one. */
export function filesOf(data: DataTransfer | null): File[] {
  return [...(data?.items ?? [])].flatMap((item) => {
    if (item.kind !== 'file') return [];
    const file = item.getAsFile();
    if (!file) return [];
    return [item.webkitGetAsEntry?.()?.isDirectory ? new File([], file.name) : file];
  });
}

/** Whether files are dragged, not text or a picture of the page itself. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

/** Whether a paste is meant for us: not where somebody writes and the clipboard has text as well, as from a table. */
export function isForUs(data: DataTransfer | null, target: EventTarget | null): boolean {
  if (!hasFiles(data)) return false;
  const writing = target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA)$/.test(target.tagName));
  return !(writing && data?.types.includes('text/plain'));
}

/** A pasted picture has no name of its own: every browser calls it `image.png`. */
export function named(file: File, name: string): File {
  const ending = /^image(\.\w+)$/.exec(file.name)?.[1];
  return ending ? new File([file], `${name}${ending}`, { type: file.type }) : file;
}
