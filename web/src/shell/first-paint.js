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

  // What the page will need is on its way while the application is: its own script, who is there, and the list.
  const page = location.pathname.replace(/^\/(dokumen\/)?.*/, (path, one) => one ?? path.slice(1));
  for (const part of (document.currentScript.dataset.pages ?? '').split(';')) {
    const [name, files] = part.split('=');
    for (const href of name === page && files ? files.split(',') : []) {
      document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
    }
  }
  const codes = [recall('ocrwtf.language'), ...navigator.languages].map((code) => code?.toLowerCase().split('-')[0]);
  const language = codes.find((code) => code === 'id' || code === 'en') ?? 'id';
  const addresses = ['/api/auth/session'];
  // Not of somebody who is known to be signed out: it would only be refused.
  if (page === 'dokumen' && !location.search && recall('ocrwtf.in') !== '') addresses.push('/api/scans?limit=50');
  const ask = (address) => fetch(address, { headers: { 'Accept-Language': language } }).catch(() => null);
  window.ocrwtfEarly = { language, asked: Object.fromEntries(addresses.map((address) => [address, ask(address)])) };
})();
