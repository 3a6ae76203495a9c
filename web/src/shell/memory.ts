/** What this browser remembers of the person's choices; a browser that stores nothing forgets them with the tab. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`ocrwtf.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`ocrwtf.${name}`, value);
  } catch {
    // Full or closed: the choice holds until the tab is gone.
  }
}
