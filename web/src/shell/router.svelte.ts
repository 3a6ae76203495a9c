import { routes } from '../routes';
import { match } from './match';

/** Where the person is. Links are ordinary `<a href>`; only what the program decides goes through `go`. */
class Router {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));
  /** A page's own title (`router.title = …` in an effect); the route's until then. */
  title = $state('');
  found = $derived(match(routes, this.path));
  /** Counts moves to another place; 0 is the first page. */
  visit = $state(0);
  /** How far down the place was scrolled when it was left, if we come back to it. */
  scrollTop = 0;

  /** Called once, by main.ts. */
  start(): void {
    history.scrollRestoration = 'manual';
    addEventListener('popstate', (event) => {
      this.scrollTop = (event.state as { scrollTop?: number } | null)?.scrollTop ?? 0;
      this.#arrive();
    });
    document.addEventListener('click', (event) => this.#onClick(event));
  }

  go(to: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', to);
    else {
      history.replaceState({ scrollTop: scrollY }, '');
      history.pushState(null, '', to);
    }
    this.scrollTop = 0;
    this.#arrive();
  }

  /** Change the query of the place where we are, without moving: filters, a search as it is typed. */
  setQuery(query: URLSearchParams): void {
    const text = query.toString();
    history.replaceState(history.state, '', text ? `${this.path}?${text}` : this.path);
    this.query = query;
  }

  #arrive(): void {
    const moved = this.path !== location.pathname;
    this.query = new URLSearchParams(location.search);
    if (!moved) return;
    this.path = location.pathname;
    this.title = '';
    this.visit += 1;
  }

  #onClick(event: MouseEvent): void {
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    const link = (event.target as Element | null)?.closest?.('a');
    if (event.defaultPrevented || !plain || !(link instanceof HTMLAnchorElement)) return;
    const elsewhere = link.origin !== location.origin || link.target || link.hasAttribute('download');
    const within = link.pathname === location.pathname && link.hash;
    if (elsewhere || within || !match(routes, link.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();
