import type { components } from '../api/schema';
import { t } from '../i18n/index.svelte';

export type LogEntry = components['schemas']['LogEntryAnswer'];

/** "Rina masuk": what happened, in one sentence. */
export function sentence(entry: LogEntry): string {
  const { count, format, host } = entry.detail;
  const person = who(entry);
  return t(`log.kind.${entry.kind}`, {
    who: person,
    about: entry.about ? nameOf(entry.about) : person,
    key: keyOf(entry),
    host: String(host ?? ''),
    n: Number(count ?? 1),
    format: String(format ?? '').toUpperCase(),
  });
}

/** "dari Chrome · Android, 103.28.12.7": where it came from. */
export function place({ source, device, address }: LogEntry): string {
  if (source !== 'network') return t(`log.source.${source}`);
  return t('log.from', { place: [device, address].filter(Boolean).join(', ') });
}

function who(entry: LogEntry): string {
  if (!entry.user) return t(`log.who.${entry.source}`);
  const name = nameOf(entry.user);
  const byKey = entry.key && !entry.kind.startsWith('key_');
  return byKey ? t('log.who.key', { who: name, key: keyOf(entry) }) : name;
}

function nameOf({ name }: { name: string | null }): string {
  return name ?? t('log.who.removed');
}

/** Its name, else what is left of it: the last characters. */
function keyOf({ key, detail }: LogEntry): string {
  if (key?.name) return key.name;
  return detail.ending ? t('log.key.ending', { ending: String(detail.ending) }) : t('log.key.gone');
}
