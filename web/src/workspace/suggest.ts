/** A piece of a suggestion; `differs`: these letters are not what was read. None at all: something read is missing there. */
export type Piece = { text: string; differs: boolean };
export type Suggestion = { text: string; pieces: Piece[] };

const MOST = 3;

/** Up to three other readings that can be chosen with 1, 2, 3: none twice, none the same as what stands there. */
export function suggestions(read: string, alternatives: readonly { text: string }[]): Suggestion[] {
  const others = [...new Set(alternatives.map(({ text }) => text.trim()))].filter((text) => text !== read && text !== '');
  return others.slice(0, MOST).map((text) => ({ text, pieces: marked(read, text) }));
}

/** Marks between two that are hardly alike would only be read as noise. */
function marked(read: string, other: string): Piece[] {
  const pieces = differing(read, other);
  const shared = pieces.reduce((sum, { text, differs }) => sum + (differs ? 0 : text.length), 0);
  return other.length > 4 && shared < (read.length * 2) / 3 ? [{ text: other, differs: false }] : pieces;
}

/** `other` cut into what it shares with `read` and what it does not, by their longest common subsequence. */
export function differing(read: string, other: string): Piece[] {
  const [from, to] = [[...read], [...other]];
  const table = lengths(from, to);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j] && table(i, j) === table(i + 1, j + 1) + 1) {
      append(pieces, to[j] ?? '', false);
      [i, j] = [i + 1, j + 1];
    } else if (j < to.length && (i === from.length || table(i, j + 1) >= table(i + 1, j))) {
      append(pieces, to[j] ?? '', true);
      j += 1;
    } else {
      append(pieces, '', true);
      i += 1;
    }
  }
  return pieces;
}

function append(pieces: Piece[], letter: string, differs: boolean): void {
  const last = pieces.at(-1);
  if (last?.differs === differs) last.text += letter;
  else pieces.push({ text: letter, differs });
}

/** How long the longest common subsequence of what follows `i` in `from` and `j` in `to` is. */
function lengths(from: readonly string[], to: readonly string[]): (i: number, j: number) => number {
  const width = to.length + 1;
  const longest = new Uint16Array((from.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      longest[i * width + j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}
