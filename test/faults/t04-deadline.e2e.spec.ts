import { resetClock } from '../../src/platform/clock.js';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { deadline, hand, justAfter, justBefore, ruleOf, sealedFor, startBids, type BidsApp } from '../bids/box.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import { hasTools, startOwnPostgres, type OwnPostgres } from './own-postgres.js';

/** T4: to the microsecond by the settable clock, and to the millisecond by the machine's own clock of a real server and a real process. */
describe('a bid around the deadline (T4, art. 51)', () => {
  let own: OwnPostgres | null = null;
  let app: BidsApp;
  let api: ApiProcess;
  const found = hasTools('T4 by the clock of the machine', { faketime: true });
  const shared = process.env['TEST_DATABASE_OWNER_URL'];

  beforeAll(async () => {
    if (found) own = await startOwnPostgres({ faketime: true });
    if (own) process.env['TEST_DATABASE_OWNER_URL'] = own.ownerUrl;
    app = await startBids();
    api = await startApiProcess(app);
  }, 300_000);
  afterAll(async () => {
    await api.end();
    await app.close();
    await own?.stop();
    process.env['TEST_DATABASE_OWNER_URL'] = shared;
  });

  async function isDecided(at: string, status: number): Promise<void> {
    const tender = await app.tender();
    const answer = await hand(await api.as('supplier-shenda'), 'post', tender, await sealedFor(tender));
    const rows = await app.sql<{ at: string }>('SELECT utc_text(received_at) AS at FROM bid_submissions WHERE tender_id = $1', [
      tender.id,
    ]);
    expect(answer.status).toBe(status);
    if (status === 201) expect([rows, (answer.body as BidReceipt).receivedAt]).toEqual([[{ at }], at]);
    else {
      expect([rows, ruleOf(answer)]).toEqual([[], 'bid.late']);
      expect((answer.body as { errors: object[] }).errors[0]).toMatchObject({ facts: { receivedAt: at, bidsCloseAt: deadline } });
    }
  }

  it.each([
    ['a microsecond before', justBefore, 201],
    ['at', deadline, 422],
    ['a microsecond after', justAfter, 422],
  ])('%s the deadline by legal time', async (_name, at, status) => {
    await app.setClock(at, true);
    await isDecided(at, status);
  });

  it.each([
    ['a millisecond before', '2026-04-13 00:59:59.999', '2026-04-13T00:59:59.999000Z', 201],
    ['at', '2026-04-13 01:00:00.000', deadline, 422],
    ['a millisecond after', '2026-04-13 01:00:00.001', '2026-04-13T01:00:00.001000Z', 422],
  ])("%s the deadline by the server's own clock", async (_name, machine, at, status) => {
    if (!own) return;
    await resetClock(app.database.ownerUrl);
    own.setTime(machine);
    await isDecided(at, status);
    own.setTime('+0');
  });
});
