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
})();
