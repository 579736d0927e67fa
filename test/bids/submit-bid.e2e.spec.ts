import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { signedBytesOf, type BidReceipt } from '../../src/bids/bid-receipt.js';
import { auditLeaf, canonicalJson, leafHashOf, salted } from '../../src/platform/audit-leaf.js';
import { isSignedBy } from '../../src/platform/signing-keys.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { until } from '../until.js';
import { contentDigest } from '../content-digest.js';
import { deadline, hand, justAfter, justBefore, ruleOf, sealedFor, startBids, type BidsApp, type Box } from './box.js';

describe('handing in a sealed bid (art. 51, 58)', () => {
  let app: BidsApp;
  let tender: Box;
  let shenda: Caller;
  let hujiang: Caller;

  beforeAll(async () => {
    app = await startBids();
    shenda = await app.as('supplier-shenda');
    hujiang = await app.as('supplier-hujiang');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });

  interface Row {
    id: string;
    action: string;
    received_at: string;
    supplier_id: string;
  }
  const rowsOf = (box: Box): Promise<Row[]> =>
    app.sql<Row>('SELECT * FROM bid_submissions WHERE tender_id = $1 ORDER BY version', [box.id]);

  it('gives a receipt that the platform has signed, for bytes that are on the disk', async () => {
    const file = await sealedFor(tender);
    const answer = await hand(shenda, 'post', tender, file);
    expect(answer.status).toBe(201);
    const receipt = answer.body as BidReceipt;
    expect(receipt).toMatchObject({ tenderId: tender.id, bytes: file.length, state: 'submitted', action: 'submission' });
    expect(receipt.ciphertextSha256).toBe(createHash('sha256').update(file).digest('hex'));
    expect(receipt.statement).toMatchObject({ zh: expect.any(String) as string, en: expect.any(String) as string });
    const { keys } = (await app.http('get', '/v1/keys')).body as { keys: { kid: string }[] };
    const key = keys.find((one) => one.kid === receipt.keyId) as never;
    expect(isSignedBy(key, signedBytesOf(receipt), receipt.signature)).toBe(true);
    const [row] = await rowsOf(tender);
    expect(row).toMatchObject({ id: receipt.id, received_at: receipt.receivedAt });
    expect(answer.headers['etag']).toBe('"1-submitted"');
    expect((await shenda('get', `/v1/receipts/${receipt.id}`)).body).toEqual(receipt);
    expect((await shenda('get', `/v1/tenders/${tender.id}/bids/mine`)).body).toMatchObject({
      id: receipt.id,
      state: 'submitted',
      receipts: [receipt],
    });
  });

  it('leaves no file of a bid that was refused, and every file of one that was received', async () => {
    const kept = (file: Buffer): boolean => {
      const hex = createHash('sha256').update(file).digest('hex');
      return existsSync(join(app.config.dataDir, 'blobs', 'sha256', hex.slice(0, 2), hex));
    };
    const [first, second] = [await sealedFor(tender), await sealedFor(tender)];
    expect((await hand(shenda, 'post', tender, first)).status).toBe(201);
    const twice = await hand(shenda, 'post', tender, second);
    expect([twice.status, ruleOf(twice)]).toEqual([409, 'bid.already-submitted']);
    expect([kept(first), kept(second)]).toEqual([true, false]);
    expect((await hand(shenda, 'post', tender, first)).status).toBe(409);
    expect(kept(first)).toBe(true);
    const third = await sealedFor(tender);
    const both = await Promise.all([hand(shenda, 'post', tender, third), hand(hujiang, 'post', tender, third)]);
    expect(both.map((one) => one.status)).toEqual([409, 201]);
    expect(kept(third)).toBe(true);
  });

  it('writes the sealed audit entry byte for byte as the application writes its own', async () => {
    const { body } = await hand(shenda, 'post', tender, await sealedFor(tender));
    const receipt = body as BidReceipt;
    await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`);
    const entries = await app.sql<Record<string, never>>(
      'SELECT * FROM audit_entries JOIN audit_payloads ON entry_id = audit_entries.id WHERE tender_id = $1 ORDER BY inserted',
      [tender.id],
    );
    expect(entries.map((one) => one['type'])).toEqual(['bid.submitted', 'bid.withdrawn']);
    const ids = {
      tenderId: tender.id,
      actorPersonId: await app.person('supplier-shenda'),
      actorOrganizationId: app.organizations['shenda'] as string,
    };
    entries.forEach((entry: Record<string, unknown>, index) => {
      const payload = (JSON.parse(entry['payload'] as string) as { payload: Record<string, unknown> }).payload;
      const written = auditLeaf({
        ...ids,
        id: entry['entry_id'] as string,
        type: entry['type'] as string,
        article: 51,
        subjectKind: 'bid',
        subjectId: entry['subject_id'] as string,
        recordedAt: entry['recorded_at'] as string,
        payload,
        sealed: true,
      });
      expect(entry['payload']).toBe(written.payload);
      const [salt, text] = [entry['salt'] as Buffer, entry['payload'] as string];
      const leaf = canonicalJson({
        v: 1,
        type: 'sealed',
        sha256: salted('sha256', salt, text),
        sha512: salted('sha512', salt, text),
      });
      expect(Object.keys(JSON.parse(written.leaf) as object)).toEqual(Object.keys(JSON.parse(leaf) as object));
      expect(entry['leaf']).toBe(leaf);
      expect((entry['leaf_hash'] as Buffer).equals(leafHashOf(leaf))).toBe(true);
      if (index === 0)
        expect(payload).toMatchObject({
          submissionId: receipt.id,
          ciphertextSha256: receipt.ciphertextSha256,
          receivedAt: receipt.receivedAt,
        });
    });
    expect(await app.sql('SELECT 1 FROM outbox')).toHaveLength(0);
    expect(await app.sql('SELECT 1 FROM idempotency_keys')).toHaveLength(0);
  });

  it.each([
    ['a microsecond before the deadline', justBefore, 201],
    ['at the deadline', deadline, 422],
    ['a microsecond after the deadline', justAfter, 422],
  ])('is decided by the microsecond: %s', async (_name, now, status) => {
    const file = await sealedFor(tender);
    await app.setClock(now, true);
    const answer = await hand(shenda, 'post', tender, file);
    expect(answer.status).toBe(status);
    const rows = await rowsOf(tender);
    if (status === 201) return expect(rows).toMatchObject([{ received_at: now }]);
    expect(ruleOf(answer)).toBe('bid.late');
    expect((answer.body as { errors: object[] }).errors[0]).toMatchObject({ facts: { receivedAt: now, bidsCloseAt: deadline } });
    expect(rows).toEqual([]);
    const [recorded] = await app.sql<{ sealed: boolean; payload: string }>(
      `SELECT sealed, payload FROM audit_entries JOIN audit_payloads ON entry_id = audit_entries.id WHERE tender_id = $1 AND type = 'bid.refused'`,
      [tender.id],
    );
    expect(recorded?.sealed).toBe(true);
    expect(JSON.parse(recorded?.payload as string)).toMatchObject({
      payload: { rule: 'bid.late', receivedAt: now, bytes: file.length },
    });
  });

  it('withdraws and replaces until the deadline, and keeps every version', async () => {
    const first = (await hand(shenda, 'post', tender, await sealedFor(tender))).body as BidReceipt;
    const second = await hand(shenda, 'put', tender, await sealedFor(tender, '1970000.00'));
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ action: 'replacement', version: 2, previousId: first.id });
    const gone = await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`);
    expect(gone.status).toBe(200);
    expect(gone.body).toMatchObject({ action: 'withdrawal', state: 'withdrawn', version: 3, ciphertextSha256: null });
    const again = await hand(shenda, 'post', tender, await sealedFor(tender, '1960000.00'));
    expect(again.body).toMatchObject({ action: 'submission', version: 4 });
    expect((await rowsOf(tender)).map((row) => row.action)).toEqual(['submission', 'replacement', 'withdrawal', 'submission']);
    await app.setClock(deadline, true);
    expect(ruleOf(await hand(shenda, 'put', tender, await sealedFor(tender)))).toBe('bid.late');
    expect(ruleOf(await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`))).toBe('bid.late');
  });

  it('refuses a second submission, and acts on a bid that is not there', async () => {
    const file = await sealedFor(tender);
    expect(ruleOf(await hand(shenda, 'put', tender, file))).toBe('bid.none-to-withdraw');
    expect(ruleOf(await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`))).toBe('bid.none-to-withdraw');
    await hand(shenda, 'post', tender, file);
    expect(ruleOf(await hand(shenda, 'post', tender, file))).toBe('bid.already-submitted');
    await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`);
    expect(ruleOf(await hand(shenda, 'put', tender, file))).toBe('bid.already-withdrawn');
    expect(ruleOf(await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`))).toBe('bid.already-withdrawn');
    expect(await rowsOf(tender)).toHaveLength(2);
  });

  it('honours If-Match where it is sent', async () => {
    const file = await sealedFor(tender);
    const { headers } = await hand(shenda, 'post', tender, file);
    expect((await hand(shenda, 'put', tender, file).set('if-match', '"9-submitted"')).status).toBe(412);
    expect((await hand(shenda, 'put', tender, file).set('if-match', `W/${headers['etag']}`)).status).toBe(412);
    expect((await hand(shenda, 'put', tender, file).set('if-match', headers['etag'] as string)).status).toBe(200);
    expect((await hand(shenda, 'put', tender, file).set('if-match', headers['etag'] as string)).status).toBe(412);
  });

  it('answers a repeated request with the same receipt, and another request under its key with 422', async () => {
    const file = await sealedFor(tender);
    const first = await hand(shenda, 'post', tender, file, 'retry-1');
    await app.setClock(justAfter);
    const second = await hand(shenda, 'post', tender, file, 'retry-1');
    expect([second.status, second.body]).toEqual([201, first.body]);
    const other = await hand(shenda, 'post', tender, await sealedFor(tender), 'retry-1');
    expect([other.status, ruleOf(other)]).toEqual([422, 'idempotency-key-reused']);
    expect(await rowsOf(tender)).toHaveLength(1);
  });

  it('takes large files as a stream', async () => {
    const bytes = Buffer.alloc(3_000_000, 7);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file = await sealedFor(tender, '1.00', { documents: [{ name: 'a.bin', sha256, bytes: bytes.toString('base64') }] });
    expect((await hand(shenda, 'post', tender, file)).body).toMatchObject({ bytes: file.length });
    await app.setClock(justAfter);
    expect(ruleOf(await hand(hujiang, 'post', tender, file))).toBe('bid.late');
  });

  it('keeps nothing of an upload that breaks off, and calls it no fault', async () => {
    const file = await sealedFor(tender, '1.00', { offer: { zh: '甲'.repeat(100_000) } });
    const staging = join(app.config.dataDir, 'blobs', 'staging');
    const path = `/v1/tenders/${tender.id}/bids`;
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const headers = {
      authorization: shenda('post', path).get('authorization'),
      'idempotency-key': 'broken-off',
      'content-type': 'application/age',
      'content-digest': contentDigest(file),
      'content-length': String(file.length),
    };
    const upload = request({ port, path, method: 'POST', headers }).on('error', () => undefined);
    upload.write(file.subarray(0, file.length / 2));
    await until(() => Promise.resolve(readdirSync(staging).length === 1), 'the upload is under way');
    upload.destroy();
    await until(() => Promise.resolve(readdirSync(staging).length === 0), 'the upload is given up');
    expect(await rowsOf(tender)).toEqual([]);
    expect(app.logged()).not.toContain('"fault"');
    expect((await hand(shenda, 'post', tender, file)).status).toBe(201);
  });

  it('refuses what is not a sealed file, and a file that is not the one declared', async () => {
    const file = await sealedFor(tender);
    const zip = Buffer.from('PK\u0003\u0004 price: 1980000.00');
    expect(ruleOf(await hand(shenda, 'post', tender, zip))).toBe('bid.not-sealed');
    expect(ruleOf(await hand(shenda, 'post', tender, Buffer.alloc(0)))).toBe('bid.not-sealed');
    expect(ruleOf(await hand(shenda, 'post', tender, file).set('content-digest', contentDigest(zip)))).toBe(
      'bid.digest-mismatch',
    );
    const post = (): ReturnType<Caller> => shenda('post', `/v1/tenders/${tender.id}/bids`);
    expect((await post().set('content-type', 'application/age').send(file)).status).toBe(400);
    expect((await post().set('content-type', 'application/zip').set('content-digest', contentDigest(zip)).send(zip)).status).toBe(
      415,
    );
    expect((await post().send({ price: '1' })).status).toBe(422);
    expect((await post()).status).toBe(415);
    const tokenless = await app
      .http('post', `/v1/tenders/${tender.id}/bids`)
      .set('idempotency-key', 'nobody')
      .set('content-type', 'application/age')
      .send(file);
    expect(tokenless.status).toBe(401);
    expect(await rowsOf(tender)).toEqual([]);
  });

  it('is for verified suppliers outside the procuring entity, and for tenders that are there', async () => {
    const file = await sealedFor(tender);
    const procurer = await app.as('procurer-wang');
    expect((await hand(procurer, 'post', tender, file)).status).toBe(403);
    for (const id of [newId(), 'nonsense']) expect((await hand(shenda, 'post', { ...tender, id }, file)).status).toBe(404);
    expect((await hand(shenda, 'post', await app.tender({ published: false }), file)).status).toBe(404);
    expect(ruleOf(await hand(shenda, 'post', await app.tender({ state: 'cancelled' }), file))).toBe('tender.wrong-state');
    const rheinland = await app.as('supplier-rheinland');
    const { organizations } = app;
    await app.sql("UPDATE organizations SET verification = 'pending', verified_at = NULL, verified_by = NULL WHERE id = $1", [
      organizations['rheinland'],
    ]);
    expect(ruleOf(await hand(rheinland, 'post', tender, file))).toBe('organization.not-verified');
    await app.sql(`INSERT INTO control_relations VALUES ($1, $2, platform_now()), ($2, $3, platform_now())`, [
      organizations['hospital'],
      organizations['port'],
      organizations['hujiang'],
    ]);
    expect(ruleOf(await hand(hujiang, 'post', tender, file))).toBe('bid.own-tender');
    await app.sql('UPDATE organizations SET parent_id = $1 WHERE id = $2', [organizations['shenda'], organizations['hospital']]);
    expect(ruleOf(await hand(shenda, 'post', tender, file))).toBe('bid.own-tender');
    await app.sql('UPDATE organizations SET parent_id = NULL WHERE id = $1', [organizations['hospital']]);
    expect(await rowsOf(tender)).toEqual([]);
  });

  it("shows nobody another's bid or receipt", async () => {
    const { id } = (await hand(shenda, 'post', tender, await sealedFor(tender))).body as BidReceipt;
    const rheinland = await app.as('supplier-rheinland');
    for (const path of [`/v1/receipts/${id}`, `/v1/tenders/${tender.id}/bids/mine`]) {
      expect((await rheinland('get', path)).status).toBe(404);
      for (const other of ['procurer-wang', 'auditor-feng', 'custodian-notary', 'reviewer-xu']) {
        expect((await (await app.as(other))('get', path)).status).toBe(403);
      }
      expect((await app.http('get', path)).status).toBe(401);
    }
    expect((await rheinland('get', `/v1/receipts/${newId()}`)).status).toBe(404);
  });
});
