import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CompareRecord } from '../../src/archive/compare-record.js';
import { append, rootOf } from '../../src/platform/merkle.js';
import { sequencedHead } from '../../src/log/log.queries.js';
import { leafHashOf } from '../../src/platform/audit-leaf.js';
import { Reads } from '../../src/platform/reads.js';
import { invariants } from '../faults/invariants.js';
import { done, draft } from '../journeys/steps.js';
import { behind } from './behind.js';
import { signedByThief } from './trees.js';
import { askRaw, logOrigin, startWitnessed, type Witnessed } from './witness-process.js';

/**
 * The whole of T16: one who owns the database rewrites a leaf with its payload, hashes the whole tree anew, and signs it with the stolen key of the log.
 * Nothing within the database is at odds with anything else; what was signed and cosigned before is.
 */
describe('a log rewritten whole and signed with the stolen key (T16, art. 57)', () => {
  let on: Witnessed;
  let before: { size: number; root: Buffer };

  beforeAll(async () => {
    on = await startWitnessed();
    for (let at = 0; at < 3; at += 1) done(await draft(on.app));
    await on.app.drain();
    before = (await sequencedHead(on.app.app.get(Reads))) as typeof before;
    await rewriteAll();
  }, 240_000);
  afterAll(() => on.close());

  it('is at one with itself: neither the invariants of the tree nor the places of the leaves tell', async () => {
    const after = (await sequencedHead(on.app.app.get(Reads))) as typeof before;
    expect([after.size, after.root.equals(before.root)]).toEqual([before.size, false]);
    const { broken } = await invariants(on.app);
    expect(broken.filter((one) => !one.startsWith('5 the tree is what every checkpoint'))).toEqual([]);
  });

  it('the comparing finds it by the checkpoints that were kept, and by the rows whose seals the rewritten payload does not name', async () => {
    const found = await on.app.app.get(CompareRecord).cycle();
    const kinds = found.map(({ kind, table }) => `${kind} ${table}`);
    expect(kinds).toEqual(expect.arrayContaining(['changed log_checkpoints', 'unproven tenders']));
    expect(kinds.filter((one) => !one.startsWith('unproven ') && one !== 'changed log_checkpoints')).toEqual([]);
  }, 120_000);

  it('with the checkpoints rewritten as well, the signer refuses the tree: it has signed another of that size', async () => {
    await behind(on.app, `UPDATE log_checkpoints SET root = root_at(size)`);
    done(await draft(on.app));
    await on.app.drain();
    expect(((await on.app.http('get', '/health/ready')).body as { alarms: string[] }).alarms).toContain('log.signer-refused');
  }, 120_000);

  it('and signed by the thief, the witness refuses it: 422, and an alarm stands', async () => {
    const head = (await sequencedHead(on.app.app.get(Reads))) as typeof before;
    const note = signedByThief(on.dataDir, logOrigin, head);
    const proof = Buffer.alloc(32, 1).toString('base64');
    expect((await askRaw(on.witness.url, `old ${before.size}\n${proof}\n\n${note}`)).status).toBe(422);
    rmSync(join(on.dataDir, 'log-signer'), { recursive: true });
    await on.app.drain();
    expect(((await on.app.http('get', '/health/ready')).body as { alarms: string[] }).alarms).toContain('log.witness-refused');
  }, 120_000);

  /** One draft is said to be of another article; every hash above it follows. */
  async function rewriteAll(): Promise<void> {
    const leaves = await on.app.sql<{ id: string; type: string; leaf: string; payload: string; salt: Buffer }>(
      `SELECT entry.id, type, leaf, payload, salt FROM log_entries log JOIN audit_entries entry ON entry.id = log.entry_id
         JOIN audit_payloads body ON body.entry_id = entry.id ORDER BY log.index`,
    );
    const victim = leaves.findLast((one) => one.type === 'tender.drafted') as (typeof leaves)[0];
    const payload = victim.payload.replace(/"rows":\{[^}]*\},?/, '');
    expect(payload).not.toBe(victim.payload);
    const digest = (name: string): string => createHash(name).update(victim.salt).update(payload).digest('hex');
    const leaf = victim.leaf
      .replace(/"sha256":"[0-9a-f]+"/, `"sha256":"${digest('sha256')}"`)
      .replace(/"sha512":"[0-9a-f]+"/, `"sha512":"${digest('sha512')}"`);
    const hex = (bytes: Buffer): string => `decode('${bytes.toString('hex')}', 'hex')`;
    const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    const changes = [
      `UPDATE audit_payloads SET payload = ${literal(payload)} WHERE entry_id = '${victim.id}'`,
      `UPDATE audit_entries SET leaf = ${literal(leaf)}, leaf_hash = ${hex(leafHashOf(leaf))} WHERE id = '${victim.id}'`,
    ];
    let frontier: Buffer[] = [];
    for (const [size, one] of leaves.entries()) {
      const grown = append(size, frontier, leafHashOf(one.id === victim.id ? leaf : one.leaf));
      frontier = grown.frontier;
      changes.push(`UPDATE log_entries SET leaf_hash = ${hex((grown.nodes[0] as { hash: Buffer }).hash)} WHERE index = ${size}`);
      for (const { level, index, hash } of grown.nodes)
        changes.push(`UPDATE log_nodes SET hash = ${hex(hash)} WHERE level = ${level} AND index = ${index}`);
      changes.push(`UPDATE log_roots SET root = ${hex(rootOf(frontier))} WHERE size = ${size + 1}`);
    }
    await behind(on.app, changes.join(';\n'));
  }
});
