import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Encrypter, generateX25519Identity } from 'age-encryption';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import type { OpeningMinutes } from '../../src/bids/opening-minutes.js';
import type { PublicOpening } from '../../src/bids/read-opening.js';
import { sealBid } from '../../src/bids/seal.js';
import { recipientOf } from '../../src/custody/age-text.js';
import { BlobStore } from '../../src/platform/blob-store.js';
import { keptDocument } from './kept-document.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { isSignedBy } from '../../src/platform/signing-keys.js';
import { newId } from '../../src/platform/unit-of-work.js';
import type { Caller } from '../app.js';
import { begin, handInShare } from '../custody/ceremony.js';
import { rounds, tellCounts } from '../prove.js';
import {
  deadline,
  hand,
  justBefore,
  newSession,
  open,
  opensAt,
  payloadFor,
  ruleOf,
  sealedFor,
  share,
  startBids,
  type BidsApp,
  type Box,
} from './box.js';

tellCounts(`races of opening: ${rounds(1, 25).length} round(s) each`);

describe('the opening (art. 58)', () => {
  let app: BidsApp;
  let tender: Box;
  let shenda: Caller;
  let hujiang: Caller;
  let rheinland: Caller;

  beforeAll(async () => {
    app = await startBids();
    [shenda, hujiang, rheinland] = (await Promise.all(
      ['supplier-shenda', 'supplier-hujiang', 'supplier-rheinland'].map((one) => app.as(one)),
    )) as [Caller, Caller, Caller];
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });

  const minutesOf = async (box = tender): Promise<OpeningMinutes> =>
    ((await app.http('get', `/v1/tenders/${box.id}/opening`)).body as PublicOpening).minutes;
  const eventsOf = async (box = tender): Promise<string[]> =>
    (
      await app.sql<{ type: string }>('SELECT type FROM audit_entries WHERE tender_id = $1 AND NOT sealed ORDER BY inserted', [
        box.id,
      ])
    ).map((one) => one.type);
  const encrypt = async (recipient: string, bytes: Uint8Array): Promise<Buffer> => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return Buffer.from(await encrypter.encrypt(bytes));
  };

  it('opens with both keys, signs the minutes and tells everybody', async () => {
    const file = await sealedFor(tender);
    const receipt = (await hand(shenda, 'post', tender, file)).body as BidReceipt;
    await hand(hujiang, 'post', tender, await sealedFor(tender, '1970000.5'));
    await hand(rheinland, 'post', tender, await sealedFor(tender, '1.00'));
    await rheinland('delete', `/v1/tenders/${tender.id}/bids/mine`);
    await hand(shenda, 'put', tender, await sealedFor(tender, '1960000.00'));
    await app.setClock(opensAt, true);
    const first = await share(app, tender, 'A');
    expect([first.status, first.body]).toMatchObject([
      201,
      { opened: false, taken: 'accepted', shares: { A: { accepted: 2, threshold: 2 }, B: { accepted: 0, threshold: 2 } } },
    ]);
    expect((await app.http('get', `/v1/tenders/${tender.id}/opening`)).status).toBe(409);
    const second = await share(app, tender, 'B');
    expect([second.status, second.body]).toMatchObject([201, { opened: true, taken: 'accepted' }]);

    const { body } = await app.http('get', `/v1/tenders/${tender.id}/opening`);
    const { minutes, keyId, signature } = body as PublicOpening;
    const { keys } = (await app.http('get', '/v1/keys')).body as { keys: { kid: string }[] };
    const key = keys.find((one) => one.kid === keyId) as never;
    expect(isSignedBy(key, Buffer.from(canonicalJson(minutes)), signature)).toBe(true);
    expect(minutes).toMatchObject({ tenderId: tender.id, openedAt: opensAt, bidsCloseAt: deadline, openableAt: opensAt });
    expect(minutes.locks.A).toEqual({
      recipient: tender.recipients.A,
      threshold: 2,
      identitySha256: createHash('sha256').update(tender.keys.A).digest('hex'),
      organizationId: app.organizations['hospital'],
      shares: tender.locked.deals.A.shares.map(({ index, commitment }) => ({
        index,
        organizationId: app.organizations[index === 1 ? 'hospital' : 'exchange'],
        commitment,
        used: true,
      })),
    });
    expect(minutes).toMatchObject({ format: 'ftz-opening-minutes-2', envelope: 'bid' });
    expect(minutes.bids.map((bid) => [bid.supplierId, bid.price?.amount, bid.result])).toEqual([
      [app.organizations['hujiang'], '1970000.50', 'opened'],
      [app.organizations['shenda'], '1960000.00', 'opened'],
    ]);
    expect(minutes.bids.map((bid) => bid.bidId)).not.toContain(receipt.id);
    expect(await eventsOf()).toEqual([
      'opening.session-begun',
      ...Array.from({ length: 4 }, () => 'opening.share-received'),
      'tender.closed',
      'tender.opened',
      'bid.opened',
      'bid.opened',
    ]);
    const [notice] = await app.sql<{ kind: string; content: { minutes: OpeningMinutes } }>(
      'SELECT * FROM tender_notices WHERE tender_id = $1',
      [tender.id],
    );
    expect(notice).toMatchObject({ kind: 'opening-minutes', content: { minutes, keyId, signature } });
    expect(await app.sql('SELECT state, opened_at FROM tenders WHERE id = $1', [tender.id])).toEqual([
      { state: 'opened', opened_at: opensAt },
    ]);
    const mine = await shenda('get', `/v1/tenders/${tender.id}/bids/mine`);
    expect(mine.body).toMatchObject({ state: 'opened', receipts: [{ version: 1 }, { version: 2 }] });
    expect((await rheinland('get', `/v1/tenders/${tender.id}/bids/mine`)).body).toMatchObject({ state: 'withdrawn' });
    const [message] = await app.sql<{ body: { tell: string[] } }>(
      `SELECT body FROM outbox WHERE body ->> 'tenderId' = $1 AND topic = 'tender.opened'`,
      [tender.id],
    );
    expect(message?.body.tell.sort()).toEqual(['hospital', 'hujiang', 'shenda'].map((one) => app.organizations[one]).sort());
  });

  it('keeps the documents of a bid by their content', async () => {
    const bytes = Buffer.from('技术方案');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await hand(
      shenda,
      'post',
      tender,
      await sealedFor(tender, '5.00', { documents: [{ name: '方案.txt', sha256, bytes: bytes.toString('base64') }] }),
    );
    await open(app, tender);
    const [bid] = await app.sql<{ content: { documents: object[] } }>('SELECT content FROM opened_bids WHERE tender_id = $1', [
      tender.id,
    ]);
    expect(bid?.content.documents).toEqual([{ name: '方案.txt', sha256, bytes: bytes.length }]);
    expect(await keptDocument(app, sha256)).toEqual(bytes);
  });

  it.each([
    ['a plain ZIP inside both layers', (box: Box) => zip(box), 'bid.content-invalid'],
    ['sealed for another lock A', (box: Box) => foreign(box, 'A'), 'bid.recipients-wrong'],
    ['sealed for another lock B', (box: Box) => foreign(box, 'B'), 'bid.recipients-wrong'],
    ['sealed once only', (box: Box) => encrypt(box.recipients.B, Buffer.from(JSON.stringify(payloadFor(box)))), 'bid.not-sealed'],
    ['cut short', async (box: Box) => (await sealedFor(box)).subarray(0, -20), 'bid.content-invalid'],
    ['with one bit flipped', async (box: Box) => flipped(await sealedFor(box)), 'bid.content-invalid'],
    [
      'with bytes after its end',
      async (box: Box) => Buffer.concat([await sealedFor(box), Buffer.alloc(70_000)]),
      'bid.content-invalid',
    ],
    ['for another tender', async (box: Box) => sealedFor(box, '1.00', { tenderId: newId() }), 'bid.wrong-tender'],
    ['without a price', async (box: Box) => sealedFor(box, undefined, { price: null }), 'bid.content-invalid'],
  ])('finds a bid defective that is %s, and opens the others', async (_name, make, rule) => {
    expect((await hand(shenda, 'post', tender, await make(tender))).status).toBe(201);
    await hand(hujiang, 'post', tender, await sealedFor(tender, '7.00'));
    await open(app, tender);
    const { bids } = await minutesOf();
    expect(bids).toMatchObject([
      { supplierId: app.organizations['shenda'], result: 'defective', price: null, defect: { cause: 'bidder', rule } },
      { supplierId: app.organizations['hujiang'], result: 'opened', price: { amount: '7.00' }, defect: null },
    ]);
    expect(bids[0]?.defect?.detail).toMatchObject({ zh: expect.any(String) as string, en: expect.any(String) as string });
    expect(await eventsOf()).toEqual(expect.arrayContaining(['bid.found-defective', 'bid.opened']));
    expect((await shenda('get', `/v1/tenders/${tender.id}/bids/mine`)).body).toMatchObject({
      state: 'defective',
      defect: { cause: 'bidder' },
    });
  });

  const zip = (box: Box): Promise<Buffer> =>
    encrypt(box.recipients.A, Buffer.from('PK\u0003\u0004')).then((inner) => encrypt(box.recipients.B, inner));
  const foreign = async (box: Box, lock: 'A' | 'B'): Promise<Buffer> => {
    const recipients = { ...box.recipients, [lock]: (await recipientOf(await generateX25519Identity())) as string };
    return Buffer.from(await sealBid(payloadFor(box), recipients.A, recipients.B));
  };
  const flipped = (file: Buffer): Buffer => {
    const copy = Buffer.from(file);
    copy[file.length - 30] = (copy[file.length - 30] as number) ^ 1;
    return copy;
  };

  it("takes a file that another supplier handed in first as nobody's bid", async () => {
    const file = await sealedFor(tender, '9.00');
    await hand(hujiang, 'post', tender, file);
    await hand(shenda, 'post', tender, file);
    await open(app, tender);
    expect(await minutesOf()).toMatchObject({
      bids: [{ result: 'opened' }, { result: 'defective', defect: { rule: 'bid.content-invalid' } }],
    });
  });

  it('does not lay a file that was changed or lost in the store at the door of its bidder', async () => {
    const { body } = await hand(shenda, 'post', tender, await sealedFor(tender, '9.00'));
    await hand(hujiang, 'post', tender, await sealedFor(tender, '8.00'));
    const { ciphertextSha256: hash } = body as BidReceipt;
    const root = (app.app.get(BlobStore) as unknown as { root: string }).root;
    writeFileSync(join(root, (hash as string).slice(0, 2), hash as string), await sealedFor(tender, '1.00'));
    await open(app, tender);
    expect(await minutesOf()).toMatchObject({
      bids: [
        { result: 'defective', defect: { cause: 'platform', rule: 'bid.digest-mismatch' } },
        { result: 'opened', price: { amount: '8.00' } },
      ],
    });
  });

  it('refuses a tender that is cancelled', async () => {
    const cancelled = await app.tender({ state: 'cancelled' });
    expect(ruleOf(await open(app, cancelled))).toBe('tender.wrong-state');
  });

  it('stops while a review authority has suspended the procurement', async () => {
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at) VALUES ($1, $2, 'suspension', 'complaint', $1, platform_now())`,
      [newId(), tender.id],
    );
    expect(ruleOf(await open(app, tender))).toBe('tender.suspended');
    await app.sql('UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1', [tender.id]);
    expect((await share(app, tender, 'B')).body).toMatchObject({ opened: false });
    expect((await share(app, tender, 'A')).body).toMatchObject({ opened: true });
  });

  it.each(rounds(1, 25))('opens exactly once: all custodians at once in two sessions (round %i)', async () => {
    await hand(shenda, 'post', tender, await sealedFor(tender));
    await app.setClock(opensAt);
    const sessions = await Promise.all([begin(app, tender.locked), begin(app, tender.locked, undefined, 'custodian-notary')]);
    const places = (['A', 'B'] as const).flatMap((lock) => [1, 2].map((index) => ({ lock, index })));
    const answers = await Promise.all(
      sessions.flatMap((session) => places.map(({ lock, index }) => handInShare(app, tender.locked, lock, index, session))),
    );
    expect(answers.map((one) => one.status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(answers.some((one) => one.body['opened'] === true)).toBe(true);
    const late = await handInShare(app, tender.locked, 'A', 1, sessions[0] as (typeof sessions)[number]);
    expect([late.status, late.body]).toMatchObject([201, { opened: true, taken: 'over' }]);
    expect((await eventsOf()).filter((one) => one === 'tender.opened')).toHaveLength(1);
    expect(await app.sql('SELECT 1 FROM opened_bids WHERE tender_id = $1', [tender.id])).toHaveLength(1);
    expect(await app.sql('SELECT 1 FROM opening_minutes WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });

  it('breaks off without a trace, and is done again by handing the shares in again', async () => {
    await hand(shenda, 'post', tender, await sealedFor(tender));
    await hand(hujiang, 'post', tender, await sealedFor(tender));
    await app.sql(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the power is cut'; END $$`);
    await app.sql('CREATE TRIGGER break_off BEFORE INSERT ON opening_minutes FOR EACH ROW EXECUTE FUNCTION break_off()');
    expect((await open(app, tender)).status).toBe(500);
    await app.sql('DROP FUNCTION break_off() CASCADE');
    expect(await app.sql('SELECT state, opened_at FROM tenders WHERE id = $1', [tender.id])).toEqual([
      { state: 'open', opened_at: null },
    ]);
    expect(await app.sql('SELECT 1 FROM opened_bids WHERE tender_id = $1', [tender.id])).toEqual([]);
    expect(await eventsOf()).toEqual(['opening.session-begun', ...Array.from({ length: 4 }, () => 'opening.share-received')]);
    newSession(tender);
    expect((await open(app, tender)).body).toMatchObject({ opened: true });
    expect((await minutesOf()).bids.map((bid) => bid.result)).toEqual(['opened', 'opened']);
  });

  it('without any bid opens an empty box, and the procurement fails', async () => {
    await hand(shenda, 'post', tender, await sealedFor(tender));
    await shenda('delete', `/v1/tenders/${tender.id}/bids/mine`);
    expect((await open(app, tender)).body).toMatchObject({ opened: true });
    expect((await minutesOf()).bids).toEqual([]);
    expect(await app.sql('SELECT state, ended_on, retain_until FROM tenders WHERE id = $1', [tender.id])).toEqual([
      { state: 'failed', ended_on: '2026-04-13', retain_until: '2041-04-13' },
    ]);
    expect((await app.http('get', `/v1/tenders/${tender.id}/notices/2`)).body).toMatchObject({
      kind: 'failure',
      content: { reason: 'no-bids', bids: { opened: 0 } },
    });
    expect((await eventsOf()).slice(-2)).toEqual(['tender.opened', 'tender.failed']);
  });

  it('refuses a box that differs from the receipts, and leaves it sealed', async () => {
    await hand(shenda, 'post', tender, await sealedFor(tender));
    await app.setClock(justBefore, true);
    const file = createHash('sha256').update('slipped in').digest();
    await app.sql(
      `INSERT INTO bid_submissions (id, tender_id, supplier_id, person_id, action, version, ct_sha256, ct_sha512, ct_bytes, received_at, idempotency_key, fingerprint)
       VALUES ($1, $2, $3, $4, 'submission', 1, $5, $6, 9, now(), 'k', 'f')`,
      [newId(), tender.id, app.organizations['hujiang'], await app.person('supplier-hujiang'), file, Buffer.concat([file, file])],
    );
    expect(ruleOf(await open(app, tender))).toBe('opening.count-differs');
    expect(await app.sql('SELECT opened_at FROM tenders WHERE id = $1', [tender.id])).toEqual([{ opened_at: null }]);
    expect(await app.sql('SELECT 1 FROM opened_bids WHERE tender_id = $1', [tender.id])).toEqual([]);
  });

  it('leaves no key and no content in the database before, no key after, and neither in the log', async () => {
    const secret = 'geheim-7431';
    await hand(shenda, 'post', tender, await sealedFor(tender, '4711.00', { offer: { zh: secret } }));
    await app.setClock(opensAt);
    await share(app, tender, 'A');
    expect(await dump()).not.toContain(secret);
    expect(await dump()).not.toContain('AGE-SECRET-KEY-');
    await share(app, tender, 'B');
    const after = await dump();
    expect(after).toContain(secret);
    expect(after).not.toContain('AGE-SECRET-KEY-');
    expect(app.logged()).not.toContain(secret);
    expect(app.logged()).not.toContain('AGE-SECRET-KEY-');
  });

  /** Every row of every table, as text. */
  const dump = async (): Promise<string> => {
    const tables = await app.sql<{ name: string }>(
      `SELECT format('%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    const rows: string[] = [];
    for (const { name } of tables)
      rows.push(...(await app.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).map((one) => one.row));
    return rows.join('\n');
  };
});
