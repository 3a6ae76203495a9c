import { t } from '../i18n/index.svelte';
import { toasts } from '../shell/toasts.svelte';
import { copy } from '../workspace/files';

/** Into the clipboard, and a word on it. */
export async function copyLink(link: string): Promise<void> {
  if (await copy(link)) toasts.add(t('people.invite.copied'), { tone: 'good' });
  else toasts.add(t('people.invite.notCopied'), { tone: 'bad' });
}
