/** Hands a file to the browser's downloads; `name` with its ending. */
export function save(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has begun by then; a browser that asks where to put it has its own copy.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
