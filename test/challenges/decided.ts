import type supertest from 'supertest';
import type { Caller } from '../app.js';
import { heard } from './heard.js';
import { challenge, complain, filed, reply, type DocketApp, type Filed } from './docket.js';

export const both = { zh: '评分依据不足', en: 'The scores lack their grounds' };
export const upheld = {
  outcome: 'upheld',
  findings: [
    { matter: '1', upheld: true, irregularity: 'eva-diff-crit', reasons: both },
    { matter: '2', upheld: true, irregularity: 'other', reasons: both },
  ],
  remedies: [{ kind: 'clarification' }],
  reasons: both,
};
export const rejected = {
  outcome: 'rejected',
  findings: ['1', '2'].map((matter) => ({ matter, upheld: false, reasons: both })),
  reasons: both,
};

/** An act on a complaint, with the tag that was read. */
export function onComplaint(by: Caller, id: string, path: string, body: object, etag?: string): supertest.Test {
  const request = by('post', `/v1/complaints/${id}/${path}`);
  return (etag === undefined ? request : request.set('if-match', etag)).send(body);
}

/** A challenge of a tender, answered at once, complained of, accepted, and everybody heard. */
export async function acceptedComplaint(app: DocketApp, tenderId: string, letter?: object): Promise<Filed> {
  const supplier = await app.as('supplier-shenda');
  const { id: challengeId } = await challenge(supplier, tenderId, letter);
  filed(await reply(app, challengeId));
  const body = { matters: [{ matter: '1' }, { matter: '2' }], reviewBodyId: app.orgs['finance'] };
  const { id, etag } = filed(await complain(supplier, challengeId, body));
  const accepted = filed(await onComplaint(await app.as('reviewer-xu'), id, 'acceptance', {}, etag));
  await heard(app, id);
  return accepted;
}

/** The same, decided. */
export async function decidedComplaint(app: DocketApp, tenderId: string, ruling: object, letter?: object): Promise<Filed> {
  const { id, etag } = await acceptedComplaint(app, tenderId, letter);
  return filed(await onComplaint(await app.as('reviewer-xu'), id, 'decision', ruling, etag));
}
