import { rounds, tellCounts } from '../prove.js';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { deadline, hand, justAfter, justBefore, open, ruleOf, sealedFor, startBids, type BidsApp, type Box } from './box.js';
import { crowd, type CrowdMember } from './crowd.js';

tellCounts(`T14: ${rounds(3, 50).length} round(s) each`);

/** T14: whatever is raced with the close or replayed, the latest timely version is opened, and every version is in the log. */
describe('versions of a bid at the close (T14, art. 51)', () => {
  let app: BidsApp;
  let one: CrowdMember;
  let tender: Box;

  beforeAll(async () => {
    app = await startBids();
    one = (await crowd(app, 1))[0] as CrowdMember;
  });
  beforeEach(async () => {
    await app.setClock('2026-04-12T01:00:00Z');
    tender = await app.tender();
  });
  afterAll(() => app.close());

  const rows = (): Promise<{ id: string; action: string; late: boolean }[]> =>
    app.sql(
      `SELECT one.id, one.action, one.received_at >= tenders.bids_close_at AS late FROM bid_submissions one JOIN tenders ON tenders.id = one.tender_id
        WHERE tender_id = $1 ORDER BY one.version`,
      [tender.id],
    );
  const logged = async (): Promise<string[]> =>
    (
      await app.sql<{ type: string }>(
        `SELECT type FROM audit_entries WHERE tender_id = $1 AND type IN ('bid.submitted', 'bid.replaced', 'bid.withdrawn') ORDER BY inserted`,
        [tender.id],
      )
    ).map(({ type }) => type);
  const opened = async (): Promise<string[]> => {
    await open(app, tender);
    return (await app.sql<{ price: string }>('SELECT price FROM opened_bids WHERE tender_id = $1', [tender.id])).map(
      ({ price }) => price,
    );
  };

  it.each(rounds(3, 50))(
    'a replacement raced with the close is the version that is opened, or is refused as late (round %i)',
    async () => {
      const [first, second] = [await sealedFor(tender, '1.00'), await sealedFor(tender, '2.00')];
      await hand(one.caller, 'post', tender, first);
      await app.setClock(justBefore, true);
      const [replaced] = await Promise.all([hand(one.caller, 'put', tender, second).then(), app.setClock(deadline, true)]);
      const found = await rows();
      expect(found.filter(({ late }) => late)).toEqual([]);
      if (replaced?.status === 200) expect(found.map(({ action }) => action)).toEqual(['submission', 'replacement']);
      else expect([ruleOf(replaced as never), found.length]).toEqual(['bid.late', 1]);
      expect(await opened()).toEqual([replaced?.status === 200 ? '2.00' : '1.00']);
      expect(await logged()).toEqual(replaced?.status === 200 ? ['bid.submitted', 'bid.replaced'] : ['bid.submitted']);
    },
  );

  it.each(rounds(3, 50))('a withdrawal raced with the close withdraws, or is refused as late (round %i)', async () => {
    await hand(one.caller, 'post', tender, await sealedFor(tender, '1.00'));
    await app.setClock(justBefore, true);
    const [gone] = await Promise.all([
      one.caller('delete', `/v1/tenders/${tender.id}/bids/mine`).then(),
      app.setClock(deadline, true),
    ]);
    if (gone?.status !== 200) expect(ruleOf(gone as never)).toBe('bid.late');
    expect(await opened()).toEqual(gone?.status === 200 ? [] : ['1.00']);
    expect(await logged()).toEqual(gone?.status === 200 ? ['bid.submitted', 'bid.withdrawn'] : ['bid.submitted']);
  });

  it('an old version replayed: with its key it is the old receipt and changes nothing, with another key it is a version of its own', async () => {
    const [first, second] = [await sealedFor(tender, '1.00'), await sealedFor(tender, '2.00')];
    const made = await hand(one.caller, 'post', tender, first, 'first');
    expect((await hand(one.caller, 'put', tender, second, 'second')).status).toBe(200);
    const again = await hand(one.caller, 'post', tender, first, 'first');
    expect([again.status, again.text]).toEqual([201, made.text]);
    expect(ruleOf(await hand(one.caller, 'post', tender, first, 'third'))).toBe('bid.already-submitted');
    expect(ruleOf(await hand(one.caller, 'put', tender, first, 'second'))).toBe('idempotency-key-reused');
    expect(await rows()).toHaveLength(2);
    const back = await hand(one.caller, 'put', tender, first, 'fourth');
    expect(back.body).toMatchObject({ version: 3, ciphertextSha256: (made.body as BidReceipt).ciphertextSha256 });
    await app.setClock(justAfter, true);
    const replay = await hand(one.caller, 'put', tender, second, 'second');
    expect([replay.status, (replay.body as BidReceipt).version]).toEqual([200, 2]);
    expect(ruleOf(await hand(one.caller, 'put', tender, second, 'fifth'))).toBe('bid.late');
    expect(await opened()).toEqual(['1.00']);
    expect(await logged()).toEqual(['bid.submitted', 'bid.replaced', 'bid.replaced']);
    const [bid] = await app.sql<{ id: string }>('SELECT id FROM opened_bids WHERE tender_id = $1', [tender.id]);
    expect(bid?.id).toBe((await rows()).at(-1)?.id);
  });

  it("another's bytes, handed in as one's own, never displace the other's bid", async () => {
    const file = await sealedFor(tender, '1.00');
    const shenda = await app.as('supplier-shenda');
    expect((await hand(shenda, 'post', tender, file)).status).toBe(201);
    expect((await hand(one.caller, 'post', tender, file)).status).toBe(201);
    await open(app, tender);
    const states = await app.sql<{ state: string; mine: boolean }>(
      'SELECT state, supplier_id = $2 AS mine FROM opened_bids WHERE tender_id = $1 ORDER BY received_at',
      [tender.id, one.organizationId],
    );
    expect(states[0]).toEqual({ state: 'opened', mine: false });
  });
});
