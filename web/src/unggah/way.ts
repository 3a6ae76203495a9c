import { type Scan, type UploadedScan, api, ask } from '../api/client';
import { Problem } from '../api/problem';
import { type Sending, send } from './send';
import { type Store, claim, release, store } from './store';

/** What the queue needs of the world: the API and this browser's memory. */
export type Way = {
  send(file: Blob, name: string, sending: Sending): Promise<UploadedScan>;
  /** Any answer at all, even a problem, means that the server can be reached. */
  reachable(): Promise<boolean>;
  scan(id: string): Promise<Scan>;
  cancel(id: string): Promise<Scan>;
  retry(id: string): Promise<Scan>;
  remove(id: string): Promise<void>;
  /** When credits are there again, in milliseconds of the clock; null when nobody says. */
  nextRefill(): Promise<number | null>;
  store: Store;
  claim(id: string): Promise<boolean>;
  release(id: string): void;
};

const of = (id: string) => ({ params: { path: { scan_id: id } } });

export const way: Way = {
  send,
  async reachable() {
    try {
      await ask(api.GET('/api/config'));
      return true;
    } catch (error) {
      return error instanceof Problem && error.status !== 0;
    }
  },
  scan: (id) => ask(api.GET('/api/scans/{scan_id}', of(id))),
  cancel: (id) => ask(api.POST('/api/scans/{scan_id}/cancel', of(id))),
  retry: (id) => ask(api.POST('/api/scans/{scan_id}/retry', of(id))),
  remove: async (id) => void (await api.DELETE('/api/scans/{scan_id}', of(id))),
  async nextRefill() {
    try {
      return Date.parse((await ask(api.GET('/api/credits'))).nextRefillAt);
    } catch {
      return null; // a driver's phone is not told
    }
  },
  store,
  claim,
  release,
};
