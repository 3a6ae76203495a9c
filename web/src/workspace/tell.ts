import type { Problem } from '../api/problem';
import { t } from '../i18n/index.svelte';
import { toasts } from '../shell/toasts.svelte';
import type { Lost } from './edits';
import { type FieldRead, unclear } from './fields';
import { nameOf } from './labels';
import type { Edits } from './read';

/** Kept in this browser since an earlier visit, and taken up again. */
export function tellRestored(n: number): void {
  toasts.add(t('workspace.save.restored', { n }));
}

/** Somebody changed the document meanwhile: what of ours still fitted, and what did not. */
export function tellMerged(applied: number, lost: readonly Lost[]): void {
  const parts = [t('workspace.save.changed')];
  if (applied > 0) parts.push(t('workspace.save.again', { n: applied }));
  if (lost.length > 0) parts.push(t('workspace.save.lost', { n: lost.length, words: lost.slice(0, 3).map(change).join(', ') }));
  toasts.add(parts.join(' '), { tone: lost.length > 0 ? 'bad' : 'plain' });
}

function change({ mine, theirs }: Lost): string {
  return t('workspace.save.lost.word', { mine: mine ?? '–', theirs: theirs ?? '–' });
}

/** The document was deleted before these could be saved. */
export function tellDeleted(n: number): void {
  toasts.add(t('workspace.save.deleted', { n }), { tone: 'bad' });
}

/** The API does not take it, whoever asks how often. */
export function tellRefused(problem: Problem, refused: Edits): void {
  const words = [...refused.values()].map(({ text }) => `“${text ?? '–'}”`).slice(0, 3);
  toasts.add(`${t('workspace.save.refused', { words: words.join(', ') })} ${problem.title}. ${problem.detail}`, { tone: 'bad' });
}

/** What was just saved and is not understood: it stays as it is, and whoever wrote it may have meant something else. */
export function tellUnclear(fields: readonly FieldRead[]): void {
  for (const field of fields) {
    const text = field.corrected ?? '';
    const meant = unclear(field, text);
    if (meant) toasts.add(t('workspace.unclear.saved', { name: nameOf(field.key), text, why: t(`workspace.unclear.${meant}`) }), { tone: 'bad' });
  }
}
