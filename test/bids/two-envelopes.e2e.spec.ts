import { sealBid } from '../../src/bids/seal.js';
import { startTestApp, type TestApp } from '../app.js';
import { contentDigest } from '../content-digest.js';
import { begin, openTogether, shareBody } from '../custody/ceremony.js';
import { act, answered, audited, closing, done, look, published, recipientsOf, rulesOf } from '../journeys/steps.js';
import {
  bidInTwo,
  firstOpened,
  handIn,
  inTwo,
  judged,
  minutesOf,
  pricesOpenAt,
  publishedInTwo,
  sealedInTwo,
  type TwoStepTender,
} from '../journeys/two-steps.js';
import { uploaded } from './uploading.js';

const supplier = 'supplier-shenda';

describe('a bid in two envelopes', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  beforeEach(async () => {
    // An organisation has no more than ten under way.
    await app.sql('DELETE FROM bid_uploads');
    await app.setClock('2026-03-02T09:00:00+08:00');
  });
  afterAll(() => app.close());

  const rowsOf = (tender: TwoStepTender): Promise<{ action: string; version: number; both: boolean | null }[]> =>
    app.sql(
      `SELECT action, version, ct_sha256 IS NOT NULL AND price_sha256 IS NOT NULL AS both FROM bid_submissions WHERE tender_id = $1 ORDER BY version`,
      [tender.id],
    );

  it('takes both files or neither, and one entry of the audit trail names both', async () => {
    const tender = await publishedInTwo(app);
    const caller = await app.as(supplier);
    const { qualification, price } = await sealedInTwo(tender, inTwo(tender.id, supplier));
    const path = `${tender.path}/bids`;
    const alone = await caller('post', path)
      .set('content-type', 'application/age')
      .set('content-digest', contentDigest(qualification))
      .send(qualification);
    expect(rulesOf(answered(alone))).toEqual(['bid.envelopes-differ']);
    const uploadId = await uploaded(caller, tender, qualification);
    expect(rulesOf(answered(await caller('post', path).send({ uploadId })))).toEqual(['bid.envelopes-differ']);
    const twice = answered(await caller('post', path).send({ uploadId, priceUploadId: uploadId }));
    expect(twice.status).toBe(422);
    expect(await rowsOf(tender)).toEqual([]);
    const { body } = done(await handIn(caller, tender, { qualification, price }));
    const [entry] = await app.sql<{ payload: string; intact: boolean }>(
      `SELECT body.payload, encode(sha256(body.salt || convert_to(body.payload, 'UTF8')), 'hex') = entry.leaf::json ->> 'sha256' AS intact
         FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id WHERE entry.subject_id = $1`,
      [body.id],
    );
    const told = (JSON.parse(entry?.payload ?? '{}') as { payload: object }).payload;
    expect(told).toMatchObject({
      ciphertextSha256: body['ciphertextSha256'],
      priceSha256: (body['price'] as { ciphertextSha256: string }).ciphertextSha256,
      priceBytes: price.length,
    });
    expect(entry?.intact).toBe(true);
    expect(Object.keys(told)).toEqual(Object.keys(told).sort());
  });

  it('is handed in once by two that come at once, and a repeat gets the same receipt', async () => {
    const tender = await publishedInTwo(app);
    const caller = await app.as(supplier);
    const files = await sealedInTwo(tender, inTwo(tender.id, supplier));
    const uploadId = await uploaded(caller, tender, files.qualification);
    const priceUploadId = await uploaded(caller, tender, files.price);
    const once = async (key: string): Promise<ReturnType<typeof answered>> =>
      answered(await caller('post', `${tender.path}/bids`, key).send({ uploadId, priceUploadId }));
    const [one, other] = await Promise.all([once('first-key-000001'), once('second-key-00001')]);
    const [made, refused] = one.status === 201 ? [one, other] : [other, one];
    expect(made.status).toBe(201);
    expect(rulesOf(refused)).toEqual(['bid.already-submitted']);
    const again = await once(one.status === 201 ? 'first-key-000001' : 'second-key-00001');
    expect(again.body).toEqual(made.body);
    expect(await rowsOf(tender)).toEqual([{ action: 'submission', version: 1, both: true }]);
  });

  it('is replaced and withdrawn as a whole, and shown to its bidder file by file', async () => {
    const tender = await publishedInTwo(app);
    const caller = await app.as(supplier);
    done(await bidInTwo(app, tender, supplier));
    const files = await sealedInTwo(tender, inTwo(tender.id, supplier));
    const { body } = done(await handIn(caller, tender, files, 'put'));
    expect(body).toMatchObject({ action: 'replacement', format: 'ftz-receipt-2', version: 2 });
    for (const [query, file] of [
      ['', files.qualification],
      ['?envelope=price', files.price],
    ] as const) {
      const own = await caller('get', `${tender.path}/bids/mine/sealed-file${query}`).buffer(true).responseType('blob');
      expect((own.body as Buffer).equals(file)).toBe(true);
    }
    const withdrawn = done(answered(await caller('delete', `${tender.path}/bids/mine`))).body;
    expect(withdrawn).toMatchObject({ state: 'withdrawn', ciphertextSha256: null });
    expect(withdrawn).not.toHaveProperty('price');
    expect((await rowsOf(tender)).map((one) => one.both)).toEqual([true, true, false]);
  });

  it('comes before the deadline with both files, or is late with both', async () => {
    const tender = await publishedInTwo(app);
    await app.setClock('2026-04-12T20:00:00Z');
    const caller = await app.as(supplier);
    const files = await sealedInTwo(tender, inTwo(tender.id, supplier));
    const uploadId = await uploaded(caller, tender, files.qualification);
    const priceUploadId = await uploaded(caller, tender, files.price);
    await app.setClock(closing, true);
    const late = answered(await (await app.as(supplier))('post', `${tender.path}/bids`).send({ uploadId, priceUploadId }));
    expect(rulesOf(late)).toEqual(['bid.late']);
    expect(await rowsOf(tender)).toEqual([]);
    await app.setClock(new Date(Date.parse(closing) - 60_000).toISOString());
    done(answered(await (await app.as(supplier))('post', `${tender.path}/bids`).send({ uploadId, priceUploadId })));
  });

  it('has one file where the tender is opened at once', async () => {
    const tender = await published(app);
    const caller = await app.as(supplier);
    const file = Buffer.from(await sealBid({}, tender.recipients.A, tender.recipients.B));
    const uploadId = await uploaded(caller, tender, file);
    const priceUploadId = await uploaded(caller, tender, file);
    const refused = answered(await caller('post', `${tender.path}/bids`).send({ uploadId, priceUploadId }));
    expect(rulesOf(refused)).toEqual(['bid.envelopes-differ']);
    expect(refused.status).toBe(422);
  });

  it('is invalid with a price in the first envelope, or with envelopes that took each other’s place', async () => {
    const tender = await publishedInTwo(app);
    const price = { price: { amount: '1.00', currency: 'CNY' } };
    done(await bidInTwo(app, tender, 'supplier-shenda', { qualification: price }));
    const { qualification, price: second } = await sealedInTwo(tender, inTwo(tender.id, 'supplier-hujiang'));
    done(await handIn(await app.as('supplier-hujiang'), tender, { qualification: second, price: qualification }));
    done(await bidInTwo(app, tender, 'supplier-rheinland'));
    await app.setClock('2026-04-13T10:00:00+08:00');
    await openTogether(app, tender.locks.qualification);
    const { bids } = await minutesOf(app, tender);
    expect(bids.map((one) => [one.result, one.defect?.rule, one.defect?.cause])).toEqual([
      ['defective', 'bid.price-in-qualification', 'bidder'],
      ['defective', 'bid.recipients-wrong', 'bidder'],
      ['opened', undefined, undefined],
    ]);
  });

  it('is invalid where its price cannot be read or keeps not the terms; the others are not touched by that', async () => {
    const tender = await judged(app, [], {
      'supplier-shenda': { price: { format: 'ftz-price-1', price: { amount: '7.00', currency: 'USD' } } },
      'supplier-hujiang': { price: { offer: { zh: '报价部分夹带技术内容' } } },
    });
    await app.setClock(pricesOpenAt);
    await openTogether(app, tender.locks.price);
    const { bids, unopened } = await minutesOf(app, tender, 'price');
    expect(bids.map((one) => [one.result, one.price !== null, one.defect?.rule])).toEqual([
      ['defective', false, 'bid.currency-not-allowed'],
      ['defective', false, 'bid.content-invalid'],
      ['opened', true, undefined],
      ['opened', true, undefined],
    ]);
    expect(unopened).toEqual([]);
    const own = done(await look(app, 'supplier-shenda', `${tender.path}/bids/mine`)).body;
    expect(own).toMatchObject({ state: 'defective', defect: { breach: { rule: 'bid.currency-not-allowed' } } });
    const rows = await app.sql<{ price: string | null; kept: boolean }>(
      `SELECT price, content IS NOT NULL AS kept FROM opened_bids WHERE tender_id = $1 AND state = 'defective'`,
      [tender.id],
    );
    expect(rows).toEqual([
      { price: null, kept: true },
      { price: null, kept: true },
    ]);
  });

  it('is opened once by two quorums that come at once; what was read out stands in the database', async () => {
    const tender = await judged(app);
    await app.setClock(pricesOpenAt);
    const session = await begin(app, tender.locks.price);
    const hand = async (lock: 'A' | 'B', index: number): Promise<number> => {
      const { client, body } = await shareBody(tender.locks.price, lock, index, session);
      return (await act(app, client, 'post', `${tender.path}/opening/shares`, body)).status;
    };
    const statuses = await Promise.all([hand('A', 1), hand('A', 2), hand('B', 1), hand('B', 2)]);
    expect(statuses).toEqual([201, 201, 201, 201]);
    expect(await audited(app, 'tender.prices-opened', tender.id)).toBe(1);
    expect(await audited(app, 'bid.price-opened', tender.id)).toBe(4);
    await expect(app.sql('UPDATE opened_bids SET price = 1 WHERE tender_id = $1', [tender.id])).rejects.toThrow(/stands/);
    const refused = await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, { envelope: 'price' });
    expect(rulesOf(refused)).toEqual(['tender.wrong-state']);
  });

  it('the first opening wants the shares of the first envelope: those of the other fit nothing', async () => {
    const tender = await publishedInTwo(app);
    await app.setClock('2026-04-13T10:00:00+08:00');
    const session = await begin(app, tender.locks.qualification);
    const { client, body } = await shareBody(tender.locks.price, 'A', 1, session);
    const refused = await act(app, client, 'post', `${tender.path}/opening/shares`, { ...body, envelope: 'qualification' });
    expect(rulesOf(refused)).toEqual(['opening.share-mismatch']);
    expect(recipientsOf(tender.locks.price)).not.toEqual(recipientsOf(tender.locks.qualification));
  });

  it('a suspension keeps prices sealed', async () => {
    const tender = await judged(app);
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_by, placed_at)
       SELECT gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), created_by, platform_now() FROM tenders WHERE id = $1`,
      [tender.id],
    );
    await app.setClock(pricesOpenAt);
    const refused = await act(app, 'custodian-hospital', 'post', `${tender.path}/opening/sessions`, { envelope: 'price' });
    expect(rulesOf(refused)).toEqual(['tender.suspended']);
  });

  it('reads nothing of a price before the second opening', async () => {
    const tender = await firstOpened(app);
    for (const path of ['identities?envelope=price', `sealed-files/${tender.bids[supplier]}?envelope=price`])
      expect(rulesOf(await look(app, 'auditor-feng', `${tender.path}/opening/${path}`))).toEqual(['bid.still-sealed']);
  });
});
