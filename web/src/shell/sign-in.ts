import { routes } from '../routes';
import { match } from './match';

export const SIGN_IN = '/masuk';

type Place = Pick<Location, 'pathname' | 'search' | 'hash'>;

/** The sign-in page that comes back to where one is. */
export function signInFor({ pathname, search, hash }: Place): string {
  const here = pathname + search + hash;
  return here === '/' ? SIGN_IN : `${SIGN_IN}?${new URLSearchParams({ ke: here })}`;
}

/** Where to go after signing in: `?ke=` if it is a page of ours that needs it, else home. Never another site. */
export function destination(query: URLSearchParams): string {
  const wanted = query.get('ke') ?? '/';
  const path = wanted.split(/[?#]/)[0] ?? '';
  const found = match(routes, path);
  return wanted.startsWith('/') && !/^[/\\]{2}/.test(wanted) && found && !found.route.open ? wanted : '/';
}
