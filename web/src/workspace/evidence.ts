import { day, number } from '../i18n/format';
import { t } from '../i18n/index.svelte';
import type { FieldAnswer } from './fields';
import { isAmount, isDate } from './labels';
import { keyOf } from './words';

/** One reason to believe a value, or not to; `words` are those on which it rests. */
export type Proof = { tone: 'plain' | 'good' | 'bad'; text: string; words: readonly string[] };

/** More say nothing new, and take the room of what is asked. */
const MOST_AGREEING = 2;

/** In words, what matters most first: a repaired digit, what speaks against the value, what for it, where it was found. */
export function evidenceOf(answer: FieldAnswer): Proof[] {
  const { repair, witnesses, withdrawn, notUnderstood } = answer;
  const of = (agrees: boolean) => witnesses.filter((witness) => witness.agrees === agrees);
  return [
    ...(notUnderstood ? [{ tone: 'bad' as const, text: t(`workspace.unclear.${notUnderstood}`), words: [] }] : []),
    ...(withdrawn ? [fallen(withdrawn)] : []),
    ...(repair ? [repaired(repair)] : []),
    ...of(false).map((one) => proof('bad', one, t('witness.differs', { formula: written(one.formula), kind: t(`witness.${one.kind}`) }))),
    ...of(true).slice(0, MOST_AGREEING).map((one) => proof('good', one, agreed(one))),
    { tone: 'plain', text: sourceOf(answer), words: [] },
  ];
}

type Witness = FieldAnswer['witnesses'][number];

function repaired({ old, new: now, witness }: NonNullable<FieldAnswer['repair']>): Proof {
  return proof('plain', witness, t('witness.repair', { old, new: now, kind: t(`witness.${witness.kind}`) }));
}

function fallen({ old, new: now, witness }: NonNullable<FieldAnswer['withdrawn']>): Proof {
  return proof('bad', witness, t('witness.withdrawn', { old, new: now, kind: t(`witness.${witness.kind}`) }));
}

function proof(tone: Proof['tone'], { words }: Witness, text: string): Proof {
  return { tone, text, words: words.map(keyOf) };
}

/** A sum speaks for itself; an amount in words, or a check digit, has to be named. */
function agreed({ kind, formula }: Witness): string {
  const named = kind === 'words' || kind === 'check_digit';
  return named ? t('witness.agrees.with', { kind: t(`witness.${kind}`) }) : t('witness.agrees', { formula: written(formula) });
}

/** Where it was found. */
function sourceOf({ source, label }: FieldAnswer): string {
  if (source !== 'label' && source !== 'table') return t(`source.${source}`);
  return label ? t(`source.${source}`, { label }) : t(`source.${source}.plain`);
}

/** A formula with its numbers as they are written here: 3 × 12.500 = 37.500. */
export function written(formula: string): string {
  const isNumber = (part: string): boolean => /^\d{1,15}(?:\.\d{1,6})?$/.test(part);
  return formula.split(' ').map((part) => (isNumber(part) ? number(Number(part), { maximumFractionDigits: 6 }) : part)).join(' ');
}

/** What is made of a date or an amount, where that does not stand there already: is 12/11 the 12th of November? */
export function meaningOf({ key, value, normalized }: FieldAnswer): string | null {
  if (!normalized) return null;
  const meant = isDate(key) ? day(normalized) : isAmount(key) ? number(Number(normalized), { maximumFractionDigits: 2 }) : null;
  return meant === null || value.includes(meant) ? null : meant;
}
