import type { Page, Word } from '../../src/api/client';

/** A word 10 × 10 px large, in doubt below 0.85. */
export function word(text: string, confidence = 0.99, correctedText: string | null = null, x = 0): Word {
  const polygon = [
    [x, 0],
    [x + 10, 0],
    [x + 10, 10],
    [x, 10],
  ];
  return { text, confidence, correctedText, polygon, alternatives: [] };
}

/** A page of lines of words. */
export function page(number: number, lines: Word[][]): Page {
  const whole = lines.map((words) => ({
    text: words.map(({ text }) => text).join(' '),
    confidence: 0.9,
    polygon: [],
    words,
  }));
  return { number, widthPx: 100, heightPx: 100, rotation: 0, confidence: 0.9, imageUrl: '/p.webp', error: null, lines: whole };
}
