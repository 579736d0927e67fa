import type pg from 'pg';
import { OpenBids } from '../../src/bids/open-bids.js';
import { systemActor } from '../../src/platform/actor.js';
import type { Caller } from '../app.js';
import { rounds, tellCounts } from '../prove.js';
import {
  deadline,
  hand,
  justAfter,
  justBefore,
  open,
  opensAt,
  ruleOf,
  sealedFor,
  share,
  startBids,
  type BidsApp,
  type Box,
} from './box.js';
import { direct, type Direct, type Made } from './direct.js';

tellCounts(`races at the deadline: ${rounds(1, 25).length} round(s) each`);

/** What two transactions at once, and a clock between them, can do to a sealed bid. */
describe('bids, deadlines and the opening at the same time', () => {
  let app: BidsApp;
  let tender: Box;
  let shenda: Caller;
  let by: Direct;

  beforeAll(async () => {
    app = await startBids();
    by = direct(app);
    shenda = await app.as('supplier-shenda');
  });
  afterEach(() => by.end());
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });

  const session = (): Promise<pg.Client> => by.session();
  const submit = async (client: pg.Client, file: Buffer, key?: string): Promise<Made> => {
    const bidder = { organizationId: app.organizations['shenda'] as string, personId: await app.person('supplier-shenda') };
    return by.submit(client, tender.id, bidder, file, 'submission', key);
  };
  const waiting = (text: string): Promise<void> => by.waiting(text);
  const ruleOfError = async (body: Promise<unknown>): Promise<string> =>
    body.then(
      () => 'accepted',
      (error: unknown) => (error as Error).message,
    );
  const bidsOf = async (): Promise<number> =>
    (await app.sql('SELECT 1 FROM bid_submissions WHERE tender_id = $1', [tender.id])).length;

  it('a transaction begun before the deadline that inserts after it is late', async () => {
    const client = await session();
    await client.query('BEGIN');
    await client.query('SELECT now(), platform_now()');
    await app.setClock(justAfter, true);
    expect(await ruleOfError(submit(client, await sealedFor(tender)))).toBe('bid.late');
    await client.query('ROLLBACK');
    expect(await bidsOf()).toBe(0);
  });

  it('a submission that commits after the deadline while the opening waits is opened', async () => {
    await hand(await app.as('supplier-hujiang'), 'post', tender, await sealedFor(tender, '1.00'));
    await app.setClock(justBefore, true);
    const client = await session();
    await client.query('BEGIN');
    const made = await submit(client, await sealedFor(tender, '2.00'));
    expect(made).toMatchObject({ outcome: 'made', received_at: justBefore });
    await app.setClock(opensAt);
    const first = share(app, tender, 'A');
    await waiting('ftz-work');
    const second = share(app, tender, 'B');
    await client.query('COMMIT');
    expect([(await first).status, (await second).status]).toEqual([201, 201]);
    const { body } = await app.http('get', `/v1/tenders/${tender.id}/opening`);
    const prices = (body as { minutes: { bids: { price: { amount: string } }[] } }).minutes.bids.map((bid) => bid.price.amount);
    expect(prices.sort()).toEqual(['1.00', '2.00']);
  });

  it.each(rounds(1, 25))(
    'a submission that commits while the opening itself waits for the tender is opened (round %i)',
    async () => {
      await app.setClock(opensAt);
      await share(app, tender, 'A');
      await app.setClock(justBefore, true);
      const client = await session();
      await client.query('BEGIN');
      await submit(client, await sealedFor(tender, '3.00'));
      await app.setClock(opensAt);
      const used = { used: [1, 2], shares: [] };
      const keys = { A: { identity: tender.keys.A, ...used }, B: { identity: tender.keys.B, ...used } };
      const opening = app.app.get(OpenBids).run(systemActor('race'), tender.id, keys);
      await waiting('ftz-work');
      await client.query('COMMIT');
      await opening;
      expect(await app.sql('SELECT price FROM opened_bids WHERE tender_id = $1', [tender.id])).toEqual([{ price: '3.00' }]);
    },
  );

  it('nothing is received after the opening, even by a clock that was put back', async () => {
    await open(app, tender);
    await app.setClock(justBefore, true);
    expect(ruleOf(await hand(shenda, 'post', tender, await sealedFor(tender)))).toBe('bid.late');
    expect(await bidsOf()).toBe(0);
  });

  it.each(rounds(1, 25))('two submissions of one supplier at once leave one, and one of them is refused (round %i)', async () => {
    const files = await Promise.all([sealedFor(tender), sealedFor(tender), sealedFor(tender)]);
    const answers = await Promise.all(files.map((file) => hand(shenda, 'post', tender, file)));
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409]);
    expect(await bidsOf()).toBe(1);
  });

  it.each(rounds(1, 25))('ten copies of one request at once are one bid and one receipt (round %i)', async () => {
    const file = await sealedFor(tender);
    const answers = await Promise.all(Array.from({ length: 10 }, () => hand(shenda, 'post', tender, file, `ten-${tender.id}`)));
    expect(new Set(answers.map((one) => `${one.status} ${one.text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(await bidsOf()).toBe(1);
  });

  it('a repeat that comes while the first is not committed yet waits, and gets the same receipt', async () => {
    const file = await sealedFor(tender);
    const first = await session();
    await first.query('BEGIN');
    const made = await submit(first, file, 'twice');
    const again = submit(await session(), file, 'twice');
    await waiting('submit_bid');
    await first.query('COMMIT');
    expect(await again).toEqual(made);
    expect(await bidsOf()).toBe(1);
  });

  it.each(rounds(1, 25))('a replacement raced with a withdrawal leaves one chain (round %i)', async () => {
    await hand(shenda, 'post', tender, await sealedFor(tender));
    const [replaced, gone] = await Promise.all([
      hand(shenda, 'put', tender, await sealedFor(tender)),
      shenda('delete', `/v1/tenders/${tender.id}/bids/mine`),
    ]);
    expect(gone?.status).toBe(200);
    expect([200, 409]).toContain(replaced?.status);
    const rows = await app.sql<{ action: string }>('SELECT action FROM bid_submissions WHERE tender_id = $1 ORDER BY version', [
      tender.id,
    ]);
    expect(rows.at(-1)?.action).toBe('withdrawal');
    expect(rows).toHaveLength(replaced?.status === 200 ? 3 : 2);
  });

  it.each([
    ['committed: the later deadline counts', 'COMMIT', 'made'],
    ['rolled back: the old one does', 'ROLLBACK', 'bid.late'],
  ])('a deadline extended while a bid waits, %s', async (_name, end, outcome) => {
    await app.setClock(justBefore, true);
    const amending = await session();
    await amending.query('BEGIN');
    await amending.query(
      `UPDATE tenders SET bids_close_at = bids_close_at + interval '1 day', opens_at = opens_at + interval '1 day' WHERE id = $1`,
      [tender.id],
    );
    await app.setClock(deadline, true);
    const client = await session();
    const submitted = submit(client, await sealedFor(tender)).then(
      (made) => made.outcome,
      (error: unknown) => (error as Error).message,
    );
    await waiting('submit_bid');
    await amending.query(end);
    expect(await submitted).toBe(outcome);
  });

  it('waiting for the tender makes nobody late', async () => {
    await app.setClock(justBefore, true);
    const amending = await session();
    await amending.query('BEGIN');
    await amending.query('SELECT 1 FROM tenders WHERE id = $1 FOR UPDATE', [tender.id]);
    const submitted = submit(await session(), await sealedFor(tender));
    await waiting('submit_bid');
    await app.setClock(justAfter, true);
    await amending.query('COMMIT');
    expect(await submitted).toMatchObject({ outcome: 'made', received_at: justBefore });
  });
});
