import pg from 'pg';
import { sessionOptions } from '../../src/platform/database.js';
import { deadline, hand, open, opensAt, sealedFor, startBids, type BidsApp, type Box } from './box.js';

/** Before the opening nothing tells how many bids there are, or whose. */
describe('what can be known of sealed bids before the opening (art. 58)', () => {
  let app: BidsApp;
  let empty: Box;
  let full: Box;
  let service: pg.Client;
  let metricsBefore: string;

  beforeAll(async () => {
    app = await startBids();
    await app.setClock('2026-04-12T01:00:00Z', true);
    [empty, full] = [await app.tender(), await app.tender()];
    metricsBefore = (await app.http('get', '/metrics')).text;
    for (const supplier of ['supplier-shenda', 'supplier-hujiang']) {
      const caller = await app.as(supplier);
      await hand(caller, 'post', full, await sealedFor(full));
      await hand(caller, 'put', full, await sealedFor(full));
    }
    const late = await app.as('supplier-rheinland');
    await app.setClock(deadline);
    await hand(late, 'post', full, await sealedFor(full));
    service = new pg.Client({ connectionString: app.database.appUrl, options: sessionOptions });
    await service.connect();
  });
  afterAll(async () => {
    await service.end();
    await app.close();
  });

  /** An answer with everything that names its tender taken out. */
  async function seen(box: Box, client: string | null, path: string): Promise<unknown> {
    const text = path.replace(':id', box.id);
    const answer = client === null ? await app.http('get', text) : await (await app.as(client))('get', text);
    const { date: _date, 'x-correlation-id': _correlation, ...headers } = answer.headers as Record<string, string>;
    const commitments = Object.values(box.locked?.deals ?? {}).flatMap((deal) => deal.shares.map((share) => share.commitment));
    const body = [...commitments, box.id, box.id.slice(-6)].reduce((left, name) => left.replaceAll(name, 'NAME'), answer.text);
    return {
      status: answer.status,
      headers,
      body: box.recipients.A ? body.replaceAll(box.recipients.A, 'A').replaceAll(box.recipients.B, 'B') : body,
    };
  }

  it.each([
    '/v1/tenders/:id',
    '/v1/tenders/:id/timeline',
    '/v1/tenders/:id/notices',
    '/v1/tenders/:id/notices/1',
    '/v1/tenders/:id/documents',
    '/v1/tenders/:id/opening',
    '/v1/tenders/:id/bids',
    '/v1/tenders/:id/bids/mine',
    '/v1/tenders/:id/opened-bids',
    '/v1/tenders/:id/evaluation-report',
    '/v1/archive/tenders/:id',
  ])('%s is the same for a tender with two bids and for one with none', async (path) => {
    for (const client of [
      null,
      'procurer-wang',
      'approver-li',
      'evaluator-chen',
      'custodian-notary',
      'auditor-feng',
      'supervisor-tang',
      'reviewer-xu',
      'supplier-rheinland',
    ]) {
      expect(await seen(full, client, path)).toEqual(await seen(empty, client, path));
    }
  });

  it('the public list tells them apart by nothing but their names', async () => {
    const { body } = await app.http('get', '/v1/tenders?state=closed');
    const items = (body as { items: { id: string }[] }).items;
    const shown = (box: Box): string =>
      JSON.stringify(items.find((one) => one.id === box.id))
        .replaceAll(box.id, 'ID')
        .replaceAll(box.id.slice(-6), 'NUMBER');
    expect(shown(full)).toEqual(shown(empty));
  });

  it("the service's own database role finds nothing, not even a number", async () => {
    await expect(service.query('SELECT count(*) FROM bid_submissions')).rejects.toMatchObject({ code: '42501' });
    const counted = async (sql: string): Promise<number> => (await service.query(sql, [full.id])).rowCount ?? 0;
    expect(await counted('SELECT 1 FROM audit_entries WHERE tender_id = $1 AND sealed')).toBe(0);
    expect(await counted(`SELECT 1 FROM audit_payloads WHERE payload LIKE '%' || $1::text || '%'`)).toBe(0);
    expect(await counted('SELECT 1 FROM bids_for_opening($1)')).toBe(0);
    expect(await counted('SELECT 1 FROM receipts_for_opening($1)')).toBe(0);
    expect(await counted('SELECT 1 FROM opened_bids WHERE tender_id = $1')).toBe(0);
    expect(await counted(`SELECT 1 FROM outbox WHERE body::text LIKE '%' || $1::text || '%'`)).toBe(0);
    expect(await counted(`SELECT 1 FROM idempotency_keys WHERE answer::text LIKE '%' || $1::text || '%'`)).toBe(0);
    for (const sql of [
      'UPDATE bid_submissions SET ct_bytes = 1',
      'DELETE FROM bid_submissions',
      'TRUNCATE bid_submissions',
      'INSERT INTO bid_submissions DEFAULT VALUES',
    ])
      await expect(service.query(sql)).rejects.toMatchObject({ code: '42501' });
    await expect(service.query(`SELECT record_submission(NULL, NULL, NULL)`)).rejects.toMatchObject({ code: '42501' });
    await expect(service.query(`SELECT admit_bidder($1, $1)`, [full.id])).rejects.toMatchObject({ code: '42501' });
  });

  it('neither counters nor logs tell of a submission', async () => {
    const named = (text: string): string[] => text.split('\n').filter((line) => /\/bids|\/receipts/.test(line));
    expect(named((await app.http('get', '/metrics')).text)).toEqual(named(metricsBefore));
    const lines = app.logged().split('\n');
    expect(lines.filter((line) => /\/bids|\/receipts/.test(line) && line.includes('"POST"'))).toEqual([]);
    expect(app.logged()).not.toContain(app.organizations['shenda'] as string);
  });

  it('all of it is open once the tender is', async () => {
    await app.setClock(opensAt);
    await open(app, full);
    const types = await service.query<{ type: string }>(
      'SELECT type FROM audit_entries WHERE tender_id = $1 AND sealed ORDER BY inserted',
      [full.id],
    );
    expect(types.rows.map((row) => row.type)).toEqual([
      'bid.submitted',
      'bid.replaced',
      'bid.submitted',
      'bid.replaced',
      'bid.refused',
    ]);
    expect((await service.query('SELECT 1 FROM audit_payloads WHERE payload LIKE $1', ['%bid.replaced%'])).rowCount).toBe(2);
    expect((await service.query('SELECT 1 FROM bids_for_opening($1)', [full.id])).rowCount).toBe(2);
  });
});
