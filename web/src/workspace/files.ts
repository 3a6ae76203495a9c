/** `nota.pdf` with another ending. */
export function named(filename: string, ending: string): string {
  return `${filename.replace(/\.[^.]{1,5}$/, '') || filename}.${ending}`;
}
