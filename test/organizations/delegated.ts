import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type supertest from 'supertest';
import { contentDigest } from '../content-digest.js';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import type { Caller, TestApp, Verb } from '../app.js';
import { act, answered, done, type Answered, type JourneyTender } from '../journeys/steps.js';

export const year = { validFrom: '2026-03-01T00:00:00+08:00', validTo: '2027-03-01T00:00:00+08:00' };
export const paper = { name: '授权委托书.pdf', sha256: 'ab'.repeat(32), mediaType: 'application/pdf' };

export async function organizationId(app: TestApp, name: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' LIKE $1 || '%'`, [name]);
  if (!rows[0]) throw new Error(`no organisation ${name}`);
  return rows[0].id;
}

/** An act for an organisation that the caller does not belong to; `tagged` as in the journeys' `act`. */
export async function actFor(
  caller: Caller,
  principal: string,
  verb: Verb,
  path: string,
  body?: object,
  tagged?: string,
): Promise<Answered> {
  const request = caller(verb, path).set('acting-for', principal);
  if (tagged !== undefined) {
    const read = await caller('get', tagged).set('acting-for', principal);
    void request.set('if-match', read.headers['etag'] ?? '');
  }
  return answered(body === undefined ? await request : await request.send(body));
}

export async function grant(app: TestApp, path: string, body: object, by: string): Promise<string> {
  return done(await act(app, by, 'post', path, body)).body.id;
}

export async function end(app: TestApp, path: string, by: string): Promise<Answered> {
  return answered(await (await app.as(by))('delete', path));
}

/** A registrar lets somebody whom the platform knows into an organisation. */
export async function join(app: TestApp, organization: string, subject: string, role: string): Promise<void> {
  const body = { subject, name: { zh: '某某', en: 'Somebody' }, roles: [role] };
  done(await act(app, 'registrar', 'post', `/v1/organizations/${organization}/members`, body));
}

/** A sealed bid of the supplier, handed in by a person who acts for it. */
export async function bidFor(caller: Caller, principal: string, tender: JourneyTender, clientId: string): Promise<Answered> {
  const offer = offers.find((one) => one.client === clientId) as (typeof offers)[number];
  const sealed = Buffer.from(await sealBid(payloadOf(tender.id, offer), tender.recipients.A, tender.recipients.B));
  return answered(await handIn(caller('post', `${tender.path}/bids`).set('acting-for', principal), sealed));
}

/** Some sealed file, handed in for the caller's own organisation. */
export async function rawBid(caller: Caller, path: string): Promise<Answered> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const other = await identityToRecipient(await generateX25519Identity());
  const sealed = Buffer.from(await sealBid({ tenderId: path.split('/').at(-1) ?? '' }, recipient, other));
  return answered(await handIn(caller('post', `${path}/bids`), sealed));
}

function handIn(request: supertest.Test, sealed: Buffer): supertest.Test {
  return request.set('content-type', 'application/age').set('content-digest', contentDigest(sealed)).send(sealed);
}

/** What the audit entries of a type say of the authority under which they were done, oldest first. */
export async function authoritiesOf(app: TestApp, type: string, tenderId: string): Promise<unknown[]> {
  const rows = await app.sql<{ payload: string }>(
    `SELECT payload FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id
      WHERE type = $1 AND tender_id = $2 ORDER BY inserted`,
    [type, tenderId],
  );
  return rows.map((row) => (JSON.parse(row.payload) as { payload: { authority?: unknown } }).payload.authority);
}
