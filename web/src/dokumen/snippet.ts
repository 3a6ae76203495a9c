export type Piece = { text: string; marked: boolean };

/** A snippet cut at its marks, which count code points (an emoji is one, though JavaScript counts two). */
export function pieces(snippet: string, marks: readonly (readonly number[])[]): Piece[] {
  const points = [...snippet];
  const cut: Piece[] = [];
  let at = 0;
  const add = (until: number, marked: boolean): void => {
    if (until > at) cut.push({ text: points.slice(at, until).join(''), marked });
    at = Math.max(at, until);
  };
  for (const [start = 0, end = 0] of marks.toSorted((one, other) => (one[0] ?? 0) - (other[0] ?? 0))) {
    add(Math.min(start, points.length), false);
    add(Math.min(end, points.length), true);
  }
  add(points.length, false);
  return cut;
}
