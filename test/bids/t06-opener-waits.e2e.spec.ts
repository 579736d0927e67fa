import { systemActor } from '../../src/platform/actor.js';
import { UnitOfWork } from '../../src/platform/unit-of-work.js';
import { rounds, tellCounts } from '../prove.js';
import { hand, justBefore, open, ruleOf, sealedFor, startBids, type BidsApp, type Box } from './box.js';
import { crowd, type CrowdMember } from './crowd.js';
import { direct, type Direct } from './direct.js';

tellCounts(`T6: ${rounds(2, 50).length} round(s)`);

/** T6: a bid that commits after the deadline while the opener waits is opened; after the opening nothing comes in, by whatever way. */
describe('a submission under way when the opening begins (T6, art. 58)', () => {
  let app: BidsApp;
  let by: Direct;
  let bidders: CrowdMember[];
  let tender: Box;

  beforeAll(async () => {
    app = await startBids();
    by = direct(app);
    bidders = await crowd(app, 3);
  });
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });
  afterEach(() => by.end());
  afterAll(() => app.close());

  const bidder = (at: number): CrowdMember => bidders[at] as CrowdMember;

  it('finds every transaction of the service at READ COMMITTED, where what is read after the lock is seen', async () => {
    const sql = 'SHOW transaction_isolation';
    const inside = await app.app.get(UnitOfWork).run(systemActor('t06'), async (work) => {
      work.record({ type: 'test.looked', article: null, tenderId: null, subject: { kind: 'test', id: null }, payload: {} });
      return work.query(sql);
    });
    const own = await (await by.session()).query(sql);
    expect([inside, own.rows]).toEqual(Array(2).fill([{ transaction_isolation: 'read committed' }]));
  });

  it.each(rounds(2, 50))('is waited for, and opened with the others (round %i)', async () => {
    expect((await hand(bidder(0).caller, 'post', tender, await sealedFor(tender, '1.00'))).status).toBe(201);
    await app.setClock(justBefore, true);
    const held = await Promise.all([by.session(), by.session()]);
    for (const [at, client] of held.entries()) {
      await client.query('BEGIN');
      const made = await by.submit(client, tender.id, bidder(at + 1), await sealedFor(tender, `${at + 2}.00`));
      expect(made).toMatchObject({ outcome: 'made', received_at: justBefore });
    }
    const opening = open(app, tender);
    await by.waiting('ftz-work');
    await Promise.all(held.map((client) => client.query('COMMIT')));
    expect((await opening).status).toBe(201);
    const opened = await app.sql('SELECT price FROM opened_bids WHERE tender_id = $1 ORDER BY price', [tender.id]);
    expect(opened).toEqual([{ price: '1.00' }, { price: '2.00' }, { price: '3.00' }]);
  });

  it('comes too late once it is opened: over HTTP, by the function, by the owner, with any clock', async () => {
    await open(app, tender);
    await app.setClock(justBefore, true);
    expect(ruleOf(await hand(bidder(0).caller, 'post', tender, await sealedFor(tender)))).toBe('bid.late');
    const client = await by.session();
    await expect(by.submit(client, tender.id, bidder(0), await sealedFor(tender))).rejects.toThrow('bid.late');
    const row = `INSERT INTO bid_submissions (id, tender_id, supplier_id, person_id, action, version, ct_sha256, ct_sha512, ct_bytes, idempotency_key, fingerprint)
      VALUES (gen_random_uuid(), $1, $2, $3, 'submission', 1, sha256('x'), sha512('x'), 1, 'k', 'f')`;
    const values = [tender.id, bidder(0).organizationId, bidder(0).personId];
    await expect(client.query(row, values)).rejects.toMatchObject({ code: '42501' });
    await expect(app.sql(row, values)).rejects.toThrow('bid.late');
    await expect(
      app.sql(`SET session_replication_role = replica; ${row.replace(/\$\d/g, (at) => `'${values[Number(at[1]) - 1]}'`)}`),
    ).rejects.toThrow('bid.late');
    expect(await app.sql('SELECT 1 FROM bid_submissions WHERE tender_id = $1', [tender.id])).toEqual([]);
  });
});
