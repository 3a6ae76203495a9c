import { t } from '../i18n/index.svelte';

/** One wrong field of what was sent, as the API words it. */
export type FieldFault = { field: string; message: string };

/**
 * What went wrong, worded for the person: by the API (RFC 9457, in the language that was asked for), or by us where no
 * answer came. `type` is the API's (`/problems/…`), or one of the two below.
 */
export class Problem extends Error {
  constructor(
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    /** 0 when there was no answer. */
    readonly status: number,
    readonly requestId: string | null = null,
    readonly errors: readonly FieldFault[] = [],
    /** In how many seconds the same may be tried again, where the API says so (429, 503). */
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(title);
    this.name = 'Problem';
  }

  /** The API's words on a field of the form, by its name on the wire. */
  fault(field: string): string | undefined {
    return this.errors.find((fault) => fault.field === field || fault.field.endsWith(`.${field}`))?.message;
  }
}

/** No answer came: no network, or no server. Nothing is known of what became of the request. */
export const UNREACHABLE = 'unreachable';
/** An answer that is none of ours, such as a proxy's page. */
export const UNEXPECTED = 'unexpected';

export function unreachable(): Problem {
  return new Problem(UNREACHABLE, t('problem.unreachable.title'), t('problem.unreachable.detail'), 0);
}

export function unexpected(status: number): Problem {
  return new Problem(UNEXPECTED, t('problem.unexpected.title'), t('problem.unexpected.detail', { status }), status);
}

export async function problemOf(response: Response): Promise<Problem> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return unexpected(response.status);
  try {
    const body = (await response.json()) as Partial<Problem>;
    if (!body.type || !body.title) return unexpected(response.status);
    const { type, title, detail = '', requestId, errors } = body;
    return new Problem(type, title, detail, response.status, requestId, errors, retryAfter(response));
  } catch {
    return unexpected(response.status);
  }
}

/** Our API says it in whole seconds, never as a date. */
function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}

/** Any error as a problem, for showing; a mistake of ours stays one and is thrown on. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}
