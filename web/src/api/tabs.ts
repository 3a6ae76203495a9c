/** What one tab of this browser tells the others: they share the cookie, so they sign in and out together. */
export type TabNews = 'in' | 'out';

const NAME = 'ocrwtf.session';

/** `null` where the browser has no channel; then a tab learns it from its next request. */
const channel = globalThis.BroadcastChannel ? new BroadcastChannel(NAME) : null;

export function tellTabs(news: TabNews): void {
  channel?.postMessage(news);
}

export function whenTabsTell(listener: (news: TabNews) => void): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (data === 'in' || data === 'out') listener(data);
  });
}
