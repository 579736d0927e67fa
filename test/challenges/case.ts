import type { Caller } from '../app.js';
import { challenge, complain, filed, publishedTender, reply, type DocketApp, type Filed } from './docket.js';
import type supertest from 'supertest';

export type Case = Filed & { tenderId: string; challengeId: string };

const because = { zh: '参数有市场依据', en: 'The market bears the parameters out' };

export const rejected = {
  outcome: 'rejected',
  findings: ['1', '2'].map((matter) => ({ matter, upheld: false, reasons: because })),
  reasons: because,
};

/** An act on a complaint, with If-Match where a tag is given. */
export function act(by: Caller, id: string, path: string, body: object = {}, etag?: string): supertest.Test {
  const request = by('post', `/v1/complaints/${id}/${path}`);
  return (etag === undefined ? request : request.set('if-match', etag)).send(body);
}

export const ofMatters = { matters: [{ matter: '1' }, { matter: '2' }] };

interface Filing {
  tenderId?: string;
  letter?: object | undefined;
  client?: string;
  /** `undeclared` where its reviewer is to say nothing yet. */
  by?: typeof complain;
}

/** 申达, or another, challenges a tender of the hospital and gets its reply at once. */
export async function answered(app: DocketApp, over: Filing = {}): Promise<{ tenderId: string; challengeId: string }> {
  const tenderId = over.tenderId ?? (await publishedTender(app));
  const { id: challengeId } = await challenge(await app.as(over.client ?? 'supplier-shenda'), tenderId, over.letter);
  filed(await reply(app, challengeId));
  return { tenderId, challengeId };
}

/** The same, and complains to the finance authority. */
export async function complained(app: DocketApp, over: Filing = {}): Promise<Case> {
  const one = await answered(app, over);
  const { client = 'supplier-shenda', by = complain } = over;
  const body = { ...ofMatters, reviewBodyId: app.orgs['finance'] };
  return { ...filed(await by(await app.as(client), one.challengeId, body)), ...one };
}

export async function accepted(app: DocketApp, over: Filing = {}): Promise<Case> {
  const one = await complained(app, over);
  return { ...one, ...filed(await act(await app.as('reviewer-xu'), one.id, 'acceptance', {}, one.etag)) };
}

export async function seen(by: Caller, id: string, part = ''): Promise<supertest.Response> {
  return by('get', `/v1/complaints/${id}${part}`);
}

/** The items of the first page. */
export function items(answer: supertest.Response): Record<string, unknown>[] {
  return (answer.body as { items: Record<string, unknown>[] }).items;
}
