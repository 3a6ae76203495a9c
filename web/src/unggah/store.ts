/** A file that waits to be sent (`file`), or was sent and is not done yet (`scanId`); of one person in this browser. */
export type Kept = {
  id: string;
  /** None where an older version kept it. */
  key?: string;
  userId: string;
  name: string;
  sizeBytes: number;
  mediaType: string;
  pasted: boolean;
  addedAt: number;
  file: Blob | null;
  scanId: string | null;
};

export type Store = {
  /** All of that person, oldest first. */
  all(userId: string): Promise<Kept[]>;
  /** False when this browser keeps nothing: then the file lives as long as the tab. */
  put(kept: Kept): Promise<boolean>;
  remove(id: string): Promise<void>;
};

const NAME = 'ocrwtf.uploads';
const TABLE = 'files';
/** What nobody came back for. */
const FORGOTTEN_MS = 7 * 24 * 3600 * 1000;

let opening: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
  return opening;
}

async function table<T>(mode: IDBTransactionMode, act: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await database()).transaction(TABLE, mode);
  const request = act(transaction.objectStore(TABLE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error as Error);
  });
}

/** The queue's files in this browser, so that a reload loses nothing. A browser that refuses (private, full) keeps none. */
export const store: Store = {
  async all(userId) {
    try {
      const kept = await table<Kept[]>('readonly', (files) => files.getAll() as IDBRequest<Kept[]>);
      const old = kept.filter((one) => Date.now() - one.addedAt > FORGOTTEN_MS);
      for (const one of old) void store.remove(one.id);
      const own = kept.filter((one) => one.userId === userId && !old.includes(one));
      return own.sort((one, other) => one.addedAt - other.addedAt);
    } catch {
      return [];
    }
  },
  async put(kept) {
    try {
      await table('readwrite', (files) => files.put(kept));
      return true;
    } catch {
      return false;
    }
  },
  async remove(id) {
    await table('readwrite', (files) => files.delete(id)).catch(() => undefined);
  },
};

/**
 * Whether this tab may have the file: no other one that is alive has it. It keeps it until `release`, or until it is
 * gone. Where a browser has no locks (they need https), every tab may: the server knows the same bytes again.
 */
export async function claim(id: string): Promise<boolean> {
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (!locks) return true;
  return new Promise((resolve) => {
    void locks.request(`${NAME}.${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock ? new Promise<void>((release) => releases.set(id, release)) : undefined;
    });
  });
}

const releases = new Map<string, () => void>();

export function release(id: string): void {
  releases.get(id)?.();
  releases.delete(id);
}
