import { createHash, createPrivateKey } from 'node:crypto';
import { Readable } from 'node:stream';
import { identityToRecipient } from 'age-encryption';
import { SignJWT } from 'jose';
import supertest from 'supertest';
import { demoIdentities } from '../../seeds/demo-custodians.js';
import type { ReleasedIdentities } from '../../src/bids/release-identities.js';
import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import { openSealed } from '../../src/bids/seal.js';
import { openText } from '../../src/custody/age-text.js';
import { identityOf } from '../../src/custody/deal-lock.js';
import { commitmentOf } from '../../src/custody/share-commitment.js';
import { EmbeddedIssuer } from '../../src/platform/embedded-issuer.js';
import { readOrCreateKey } from '../../src/platform/key-files.js';
import { freshKey, startTestApp, type TestApp } from '../app.js';
import { act, audited, challenge, done, look, opened, published, rulesOf, submit, type Opened } from '../journeys/steps.js';
import { ruleOf } from '../bids/box.js';
import { begin, shareBody } from './ceremony.js';

let app: TestApp;
let tender: Opened;

beforeAll(async () => {
  app = await startTestApp();
  tender = await opened(app, await published(app));
});
afterAll(() => app.close());

const file = async (client: string, path: string): Promise<supertest.Response> =>
  (await app.as(client))('get', path)
    .buffer(true)
    .parse((answer, take) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => take(null, Buffer.concat(chunks)));
    });
const minutes = async (): Promise<OpeningMinutes> =>
  done(await look(app, null, `${tender.path}/opening`)).body['minutes'] as OpeningMinutes;

async function identitiesFor(client: string): Promise<ReleasedIdentities> {
  const { body } = done(await look(app, client, `${tender.path}/opening/identities`));
  const content = await openText(demoIdentities[client] as string, String(body['sealedIdentities']));
  return JSON.parse(Buffer.from(content ?? []).toString('utf8')) as ReleasedIdentities;
}

describe('what lets an opening be done again (D2)', () => {
  it('an auditor gets the keys sealed to its own, and every opened file, and finds what the minutes say', async () => {
    const { identities, shares, ...about } = await identitiesFor('auditor-feng');
    expect(about).toEqual({ format: 'ftz-identities-1', tenderId: tender.id, envelope: 'bid' });
    const { locks, bids } = await minutes();
    for (const lock of ['A', 'B'] as const) {
      expect(await identityToRecipient(identities[lock])).toBe(locks[lock].recipient);
      expect(createHash('sha256').update(identities[lock]).digest('hex')).toBe(locks[lock].identitySha256);
      const used = shares[lock].map(({ index, share }) => ({ index, bytes: Buffer.from(share, 'base64') }));
      expect(await identityOf(used.map((one) => one.bytes))).toBe(identities[lock]);
      expect(used.map(({ index, bytes }) => commitmentOf({ tenderId: tender.id, envelope: 'bid', lock, index }, bytes))).toEqual(
        locks[lock].shares.flatMap((one) => (one.used ? [one.commitment] : [])),
      );
    }
    for (const { bidId, ciphertextSha256, price } of bids) {
      const answer = await file('auditor-feng', `${tender.path}/opening/sealed-files/${bidId}`);
      const bytes = answer.body as Buffer;
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(ciphertextSha256);
      const parts: Uint8Array[] = [];
      for await (const part of openSealed(Readable.from([bytes]), identities.A, identities.B)) parts.push(part);
      const read = JSON.parse(Buffer.concat(parts).toString('utf8')) as { price: object };
      expect(read.price).toMatchObject(price as object);
    }
    expect(await audited(app, 'opening.identities-handed-out', tender.id)).toBe(1);
    expect(await audited(app, 'opening.sealed-file-handed-out', tender.id)).toBe(3);
  });

  it('is in no table in clear', async () => {
    const rows = await app.sql<{ row: string }>('SELECT t::text AS row FROM released_identities t');
    expect(rows.length).toBe(2);
    expect(JSON.stringify(rows)).not.toContain('AGE-SECRET');
  });

  it('a reviewer gets them in a case of its authority, and before that and elsewhere there is nothing', async () => {
    const paths = [`${tender.path}/opening/identities`, `${tender.path}/opening/sealed-files/${tender.bids['supplier-shenda']}`];
    for (const path of paths) expect((await look(app, 'reviewer-xu', path)).status).toBe(404);
    const { id } = done(await challenge(app, tender, 'process')).body;
    const reply = {
      answers: [{ matter: '1', text: { zh: '程序合法。', en: 'The process was lawful.' } }],
      grounds: { zh: '开标记录。', en: 'The minutes.' },
      rightToComplain: true,
    };
    done(await act(app, 'procurer-wang', 'post', `/v1/challenges/${id}/reply`, reply, `/v1/challenges/${id}`));
    const reviewBodyId = (done(await look(app, 'reviewer-xu', '/v1/me')).body['organization'] as { id: string }).id;
    const complaint = {
      matters: [{ matter: '1', facts: { zh: '开标程序有误。', en: 'The opening was wrong.' } }],
      request: { zh: '请求复核。', en: 'To review it.' },
      reviewBodyId,
    };
    done(await act(app, 'supplier-shenda', 'post', `/v1/challenges/${id}/complaint`, complaint));
    expect((await identitiesFor('reviewer-xu')).identities.A).toMatch(/^AGE-SECRET-KEY-1/);
    expect((await look(app, 'reviewer-health', paths[0] as string)).status).toBe(404);
    // Of the same authority and its case, but without a key when the bids were opened.
    const late = await look(app, 'reviewer-he', paths[0] as string);
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 409, rules: ['opening.identities-not-held'] });
  });

  it('the parties get neither keys nor another’s file', async () => {
    for (const client of ['procurer-wang', 'custodian-hospital', 'supplier-shenda', 'supervisor-tang'])
      for (const path of ['identities', `sealed-files/${tender.bids['supplier-shenda']}`])
        expect((await look(app, client, `${tender.path}/opening/${path}`)).status).toBe(403);
    const foreign = await look(app, 'auditor-feng', `${tender.path}/opening/sealed-files/${tender.id}`);
    expect(foreign.status).toBe(404);
  });
});

describe('before the opening', () => {
  it('a bidder gets its own sealed file back, byte for byte, and there is nothing for anybody else', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const open = await published(app);
    const path = `${open.path}/bids/mine/sealed-file`;
    expect((await look(app, 'supplier-shenda', path)).status).toBe(404);
    const receipt = done(await submit(app, open, 'supplier-shenda')).body;
    const mine = await file('supplier-shenda', path);
    expect(
      createHash('sha256')
        .update(mine.body as Buffer)
        .digest('hex'),
    ).toBe(receipt['ciphertextSha256']);
    expect(mine.headers['content-type']).toBe('application/age');
    const replaced = done(await submit(app, open, 'supplier-shenda', {}, 'put')).body;
    const second = await file('supplier-shenda', path);
    expect(
      createHash('sha256')
        .update(second.body as Buffer)
        .digest('hex'),
    ).toBe(replaced['ciphertextSha256']);
    expect((await look(app, 'supplier-hujiang', path)).status).toBe(404);
    for (const part of ['identities', `sealed-files/${String(receipt.id)}`])
      expect(rulesOf(await look(app, 'auditor-feng', `${open.path}/opening/${part}`))).toEqual(['bid.still-sealed']);
  });

  it('whoever opens has logged in for it, where the token says when', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const waiting = await published(app);
    await app.setClock('2026-04-13T10:00:00+08:00', true);
    const key = createPrivateKey({ key: readOrCreateKey(app.config.dataDir, 'embedded-issuer'), format: 'jwk' });
    const tokenAt = (login: unknown): Promise<string> =>
      new SignJWT({ client_id: 'custodian-hospital', scope: 'custodian', auth_time: login })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'embedded' })
        .setIssuer(app.app.get(EmbeddedIssuer).issuer)
        .setAudience(app.config.oidcAudience)
        .setSubject('custodian-hospital')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key);
    const at = Date.parse('2026-04-13T10:00:00+08:00') / 1_000;
    const send = async (login: unknown, path: string, body: object): Promise<supertest.Response> =>
      app
        .http('post', `${waiting.path}/opening/${path}`)
        .set('authorization', `Bearer ${await tokenAt(login)}`)
        .set('idempotency-key', freshKey())
        .send(body);
    const old = await send(at - 301, 'sessions', {});
    expect([old.status, ruleOf(old)]).toEqual([403, 'opening.login-too-old']);
    expect((await send(at - 300, 'sessions', {})).status).toBe(201);
    for (const none of ['yesterday', -1, 1.5]) expect((await send(none, 'sessions', {})).status).toBe(401);
    const { body } = await shareBody(waiting.locked, 'A', 1, await begin(app, waiting.locked));
    expect(ruleOf(await send(at - 301, 'shares', body))).toBe('opening.login-too-old');
    expect((await send(at, 'shares', body)).status).toBe(201);
  });
});
