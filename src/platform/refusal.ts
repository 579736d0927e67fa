import { refusals, type Bilingual, type Breaches } from '../rules/breach.js';

export type RefusalStatus = 400 | 401 | 403 | 404 | 406 | 409 | 412 | 413 | 415 | 422 | 428 | 429 | 503;

export interface RefusalError {
  /** JSON pointer into the request body (`#/title/zh`), or a header or parameter name. */
  pointer?: string;
  detail: Bilingual;
}

/** The request cannot be taken: malformed, unknown, unauthenticated, stale, in flight, too big, wrong type, too many. Never a rule of law. */
export class Refusal extends Error {
  constructor(
    readonly status: RefusalStatus,
    /** Short kebab-case code; the problem's type is `urn:ftz:problem:<code>`. */
    readonly code: string,
    readonly title: Bilingual,
    readonly errors: readonly RefusalError[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(title.en);
    this.name = 'Refusal';
  }
}

/** The law says no. Carries every breach, warnings included. */
export class LawRefusal extends Error {
  constructor(readonly breaches: Breaches) {
    super(breaches.map((one) => one.rule).join(', '));
    this.name = 'LawRefusal';
  }
}

/** Throws LawRefusal when any breach is a refusal; returns the warnings, to be stored and published with the act. */
export function obey(breaches: Breaches): Breaches {
  if (refusals(breaches).length > 0) throw new LawRefusal(breaches);
  return breaches;
}

/** 404, also where the caller may not know that the thing exists. */
export function unknownResource(): Refusal {
  return new Refusal(404, 'not-found', {
    zh: '资源不存在，或您无权查看。',
    en: 'There is no such resource, or you may not see it.',
  });
}

/** What the call answers; `otherwise` where it is refused because there is no such resource. */
export function unlessUnknown<Answer>(call: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  return call.catch((error: unknown) => {
    if (error instanceof Refusal && error.status === 404) return otherwise;
    throw error;
  });
}

export function forbidden(detail: Bilingual): Refusal {
  return new Refusal(403, 'forbidden', { zh: '无权进行该操作', en: 'You may not do this' }, [{ detail }]);
}

export function malformed(pointer: string, detail: Bilingual): Refusal {
  return new Refusal(400, 'malformed', { zh: '请求格式错误', en: 'The request is malformed' }, [{ pointer, detail }]);
}

/** 422: well formed, but this value cannot be taken. Never a rule of law. */
export function invalid(pointer: string, detail: Bilingual): Refusal {
  return new Refusal(422, 'invalid', { zh: '请求内容无效', en: 'The request content is invalid' }, [{ pointer, detail }]);
}
