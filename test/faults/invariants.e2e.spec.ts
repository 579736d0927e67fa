import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startTestApp, type TestApp } from '../app.js';
import { awarded, done, opened, published, sign, type Opened } from '../journeys/steps.js';
import { invariants } from './invariants.js';
import { planted } from './planted.js';

/** A checker that cannot fail shows nothing: each fault planted here, past every fence, is found and named. */
describe('the invariants that fault tests ask for', () => {
  let app: TestApp;
  let tender: Opened;

  beforeAll(async () => {
    app = await startTestApp();
    tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    done(await sign(app, tender, awardId));
    await app.drain();
  }, 120_000);
  afterAll(() => app.close());

  it('hold after a whole procurement, and say what they could not ask', async () => {
    const { broken, notRun, asked } = await invariants(app);
    expect(broken).toEqual([]);
    expect(notRun).toEqual([]);
    expect(asked).toMatchObject({ bids: 3, opened: 3, files: 3, contracts: 1 });
    expect(asked['checkpoints']).toBeGreaterThan(0);
    expect((await invariants(app, tender.id)).asked).toMatchObject({ bids: 3 });
  });

  const bid = `(SELECT id FROM bid_submissions LIMIT 1)`;
  it.each([
    [
      '1 a receipted act has one leaf',
      `UPDATE audit_entries SET type = 'bid.replaced' WHERE subject_id = ${bid} AND type = 'bid.submitted'`,
    ],
    [
      '1 a leaf of a bid has its row',
      `UPDATE audit_entries SET subject_id = gen_random_uuid() WHERE subject_id = ${bid} AND type = 'bid.submitted'`,
    ],
    [
      '1 versions of a bidder are one chain',
      `UPDATE bid_submissions SET version = 3, previous_id = gen_random_uuid() WHERE id = ${bid}`,
    ],
    ['2 no bid at or after its deadline', `UPDATE bid_submissions SET received_at = '2026-04-13T01:30:00Z' WHERE id = ${bid}`],
    ['2 no bid after the opening', `UPDATE bid_submissions SET received_at = '2026-04-13T03:00:00Z' WHERE id = ${bid}`],
    ['2 no opening before its moment', `UPDATE tenders SET opened_at = bids_close_at WHERE opened_at IS NOT NULL`],
    ['3 what is opened was in the box', `UPDATE opened_bids SET ciphertext_sha256 = repeat('0', 64)`],
    ['3 what was in the box is opened', `DELETE FROM opened_bids`],
    [
      '3 what an opened bid lists is kept',
      `UPDATE opened_bids SET content = jsonb_set(content, '{documents}', '[{"name":"一.pdf","sha256":"00","bytes":1}]')`,
    ],
    [
      '3 every document of an opened bid is on the disk',
      `INSERT INTO opened_documents SELECT tender_id, id, repeat('0', 64), 1, repeat('0', 64), NULL FROM opened_bids LIMIT 1`,
    ],
    ['4 nothing is opened before the opening', `UPDATE tenders SET opened_at = NULL WHERE opened_at IS NOT NULL`],
    [
      '4 no message tells of a sealed entry',
      `UPDATE outbox SET entry_id = (SELECT id FROM audit_entries WHERE sealed LIMIT 1) WHERE topic = 'tender.opened'`,
    ],
    ['5 the tree is what every checkpoint', `UPDATE log_checkpoints SET root = sha256('other')`],
    ['5 every leaf and node', `UPDATE log_nodes SET hash = sha256('other') WHERE level = 0 AND index = 0`],
    [
      '5 no checkpoint is smaller',
      `INSERT INTO log_checkpoints (origin, size, root, note, recorded_at) SELECT origin, 1, root, note, recorded_at FROM log_checkpoints LIMIT 1`,
    ],
    ['5 the leaves are one row without a gap', `DELETE FROM log_entries WHERE index = 1`],
    [
      '9 nothing is destroyed before its day',
      `INSERT INTO disposals (id, version, tender_id, state, tombstone, reason, ended_on, retained_until, proposed_by, proposed_at, destroyed, executed_at)
       SELECT gen_random_uuid(), 1, id, 'executed', '{}', '{}', '2026-05-01', '2041-05-01', gen_random_uuid(), platform_now(), '{}', platform_now() FROM tenders LIMIT 1`,
    ],
    ['9 what is gone was disposed of', `DELETE FROM audit_payloads WHERE entry_id = (SELECT id FROM audit_entries LIMIT 1)`],
    [
      '6 an entry is what its leaf says',
      `UPDATE audit_payloads SET payload = payload || ' ' WHERE entry_id = (SELECT id FROM audit_entries LIMIT 1)`,
    ],
    ['6 a published or opened tender', `UPDATE audit_entries SET type = 'tender.looked-at' WHERE type = 'tender.opened'`],
    [
      '6 whoever acted belongs',
      `UPDATE memberships SET until = since WHERE person_id = (SELECT person_id FROM bid_submissions LIMIT 1)`,
    ],
    ['7 no contract in a standstill', `UPDATE contracts SET signed_at = '2026-04-14T02:00:00Z'`],
    ['8 a message that is done', `DELETE FROM deliveries WHERE topic = 'tender.opened'`],
    ['10 a contract is the award', `UPDATE opened_bids SET price = price + 0.01`],
    [
      '11 a notice has both languages',
      `UPDATE tender_notices SET content = jsonb_set(content, '{title}', '{"zh":"一"}') WHERE version = 1`,
    ],
  ])('%s: found', async (name, fault) => {
    const found = await withFault(fault);
    expect(found.map((one) => one.slice(0, name.length))).toContain(name);
  });

  const withFault = (fault: string): Promise<string[]> =>
    planted(app, fault, async (sql) => (await invariants({ sql, config: app.config })).broken);

  it('1 every receipted file is on the disk: found', async () => {
    rmSync(join(app.config.dataDir, 'blobs', 'sha256'), { recursive: true });
    expect((await invariants(app)).broken).toEqual(['1 every receipted file is on the disk, byte for byte: 3']);
  });
});
