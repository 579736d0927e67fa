import type { Caller } from '../app.js';
import { challenge, complain, filed, letter, publishedTender, reply, type DocketApp, type Filed } from './docket.js';
import type supertest from 'supertest';

export type Case = Filed & { tenderId: string; challengeId: string };

const because = { zh: '参数有市场依据', en: 'The market bears the parameters out' };

export const rejected = {
  outcome: 'rejected',
  findings: ['1', '2'].map((matter) => ({ matter, upheld: false, reasons: because })),
  reasons: because,
};

/** An act on a complaint, with If-Match where a tag is given. */
export function act(by: Caller, id: string, path: string, body: object, etag?: string): supertest.Test {
  const request = by('post', `/v1/complaints/${id}/${path}`);
  return (etag === undefined ? request : request.set('if-match', etag)).send(body);
}

/** 申达 challenges a tender of the hospital, gets its reply and complains to the finance authority. */
export async function complained(app: DocketApp, tenderId?: string, body: object = letter): Promise<Case> {
  const supplier = await app.as('supplier-shenda');
  const on = tenderId ?? (await publishedTender(app));
  const { id: challengeId } = await challenge(supplier, on, body);
  filed(await reply(app, challengeId));
  const matters = { matters: [{ matter: '1' }, { matter: '2' }], reviewBodyId: app.orgs['finance'] };
  return { ...filed(await complain(supplier, challengeId, matters)), tenderId: on, challengeId };
}

export async function accepted(app: DocketApp, tenderId?: string, body?: object): Promise<Case> {
  const one = await complained(app, tenderId, body);
  return { ...one, ...filed(await act(await app.as('reviewer-xu'), one.id, 'acceptance', {}, one.etag)) };
}

export async function seen(by: Caller, id: string, part = ''): Promise<supertest.Response> {
  return by('get', `/v1/complaints/${id}${part}`);
}

/** The items of the first page. */
export function items(answer: supertest.Response): Record<string, unknown>[] {
  return (answer.body as { items: Record<string, unknown>[] }).items;
}
