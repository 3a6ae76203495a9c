import { asProblem } from '../api/problem';
import { taken } from '../api/scans';
import { t } from '../i18n/index.svelte';
import { toasts } from '../shell/toasts.svelte';
import { save } from '../parts/save';
import { copyAndSay } from '../shell/copying';
import { named } from './files';
import type { OpenScan } from './open-scan.svelte';

/** The whole document's text, with every correction that could be saved by now, into the clipboard. */
export async function copyText(open: OpenScan): Promise<void> {
  // At once where nothing is under way: a browser lets a page copy only for as long as the press is fresh.
  if (open.waiting > 0) await open.settled();
  await copyAndSay(open.scan?.extractedText ?? '', t('workspace.copied'), t('workspace.copy.failed'));
}

export async function downloadText(open: OpenScan): Promise<void> {
  await open.settled();
  if (open.scan) give(open.scan.filename, 'txt', `${open.scan.extractedText}\n`, 'text/plain');
}

export async function downloadJson(open: OpenScan): Promise<void> {
  await open.settled();
  if (open.scan) give(open.scan.filename, 'json', `${JSON.stringify(open.scan, null, 2)}\n`, 'application/json');
}

export const MADE = ['pdf', 'xlsx', 'csv', 'goods'] as const;

/** A file that the API makes of the document, with every correction that could be saved by now. */
export async function downloadMade(open: OpenScan, form: (typeof MADE)[number]): Promise<void> {
  await open.settled();
  if (!open.scan) return;
  try {
    const ending = form === 'goods' ? `${t('workspace.items').toLowerCase()}.csv` : form;
    save(await taken(open.scan.id, form), named(open.scan.filename, ending));
  } catch (error) {
    toasts.add(`${t('workspace.download.failed')} ${asProblem(error).detail}`, { tone: 'bad' });
  }
}

function give(filename: string, ending: string, text: string, type: string): void {
  save(new Blob([text], { type: `${type};charset=utf-8` }), named(filename, ending));
}
