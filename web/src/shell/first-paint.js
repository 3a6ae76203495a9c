// Runs before anything is painted, so that nobody sees the other theme flash by. theme.svelte.ts takes over from here.
(() => {
  const root = document.documentElement;
  const recall = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is closed to this page
    }
  };
  const theme = recall('ocrwtf.theme');
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';

  const codes = [recall('ocrwtf.language'), ...navigator.languages].map((code) => code?.toLowerCase().split('-')[0]);
  const language = codes.find((code) => code === 'id' || code === 'en') ?? 'id';
  const page = location.pathname.replace(/^\/(dokumen\/)?.*/, (path, one) => one ?? path.slice(1));
  // Who was signed out here, or comes to the front door for the first time, is about to be sent to sign in.
  const was = recall('ocrwtf.in');
  const inside = page !== 'masuk' && (page ? was !== '' : was === '1');

  // What the page will need is on its way while the application is: its own script, its words, who is there, and the list.
  const parts = Object.fromEntries(document.currentScript.dataset.parts?.split(';').map((part) => part.split('=')) ?? []);
  const needed = inside ? [page, '+inside', language === 'en' && '+en-rest'] : ['masuk'];
  const files = [...needed, language === 'en' && '+en'].flatMap((name) => parts[name]?.split(',') ?? []);
  for (const href of new Set(files.filter(Boolean))) {
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
  const addresses = ['/api/auth/session'];
  if (page === 'dokumen' && !location.search && inside) addresses.push('/api/scans?limit=50');
  const ask = (address) => fetch(address, { headers: { 'Accept-Language': language } }).catch(() => null);
  window.ocrwtfEarly = { language, inside, asked: Object.fromEntries(addresses.map((address) => [address, ask(address)])) };
})();
