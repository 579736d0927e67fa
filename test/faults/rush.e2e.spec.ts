import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { signedBytesOf } from '../../src/bids/bid-receipt.js';
import { sealBid } from '../../src/bids/seal.js';
import { ownerClient } from '../../src/platform/database.js';
import { isSignedBy } from '../../src/platform/signing-keys.js';
import { layData, layTender, type Data } from '../bench/data.js';
import { audience, startIssuer, type Issuer } from '../bench/issuer.js';
import { percentile } from '../bench/numbers.js';
import { answers, freePort, startProgram, stopProgram, type Program } from '../bench/programs.js';
import { createTestDatabase, type TestDatabase } from '../database.js';
import { counts, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { bidOf, fateOf, rush, type Answer, type RushBid, type Sent } from './rush.js';

const suppliers = counts(300, 10_000);
const lanes = 64;
const trialBids = Math.max(2 * lanes, suppliers / 10);

/** The last minute before a deadline, on the real API in its own process, a real database and the real clock (T5, T43; invariants 1 and 2). */
describe(`${suppliers} suppliers, and a deadline in their midst`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ftz-test-rush-'));
  let database: TestDatabase;
  let owner: pg.Client;
  let issuer: Issuer;
  let api: Program;
  let data: Data;
  let tenderId: string;
  let sent: Sent[];
  let keys: Record<string, unknown>[];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = await ownerClient(database.ownerUrl);
    issuer = await startIssuer();
    // The first trial warms the process up, the last one counts.
    data = await layData(owner, { tenders: 3, bidders: suppliers });
    const port = await freePort();
    api = startApi(port);
    await answers(api, `http://127.0.0.1:${port}/health/ready`);
    keys = ((await (await fetch(`http://127.0.0.1:${port}/v1/keys`)).json()) as { keys: typeof keys }).keys;
    const tokens = await Promise.all(data.bidders.map(({ subject }) => issuer.tokenOf(subject, 'supplier')));
    const file = Buffer.from(await sealBid(payloadOf('', offers[0] as never), data.recipients.A, data.recipients.B));
    const bidsFor = (tender: string, from: number, some: string[]): RushBid[] =>
      some.map((token, index) => bidOf(tender, token, file, from + index));

    // How fast this machine is just now says where the middle will be.
    let msEach = 0;
    for (const [number, tender] of data.tenders.entries()) {
      const trial = bidsFor(tender, (number + 1) * 1_000_000, tokens.slice(0, trialBids));
      const began = performance.now();
      await rush(port, trial, lanes, () => 'answered');
      msEach = (performance.now() - began) / trial.length;
    }
    tenderId = await layTender(owner, data, Math.ceil((msEach * suppliers) / 2));
    const started = performance.now();
    sent = await rush(port, bidsFor(tenderId, 0, tokens), lanes);
    const seconds = (performance.now() - started) / 1_000;
    const staging = join(folder, 'blobs', 'staging');
    await until(() => Promise.resolve(readdirSync(staging).length === 0), 'what killed clients had begun is over');
    await stopProgram(api);
    await tell(seconds);
  }, 1_200_000);

  afterAll(async () => {
    await stopProgram(api);
    issuer.close();
    await owner.end();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  function startApi(port: number): Program {
    const { PATH, HOME, TMPDIR } = process.env;
    return startProgram('src/main', folder, {
      ...{ PATH, HOME, TMPDIR, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder },
      ...{ DATABASE_URL: database.appUrl, OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: audience },
    });
  }

  const answered = (): Answer[] => sent.flatMap((one) => (one.how === 'answered' ? [one.answer] : []));
  const accepted = (): Answer[] => answered().filter(({ status }) => status === 201);
  const refused = (): Answer[] => answered().filter(({ status }) => status !== 201);
  const rows = async <Row>(sql: string, params: unknown[] = [tenderId]): Promise<Row[]> =>
    (await owner.query(sql, params)).rows as Row[];
  const deadline = async (): Promise<string> =>
    ((await rows<{ at: string }>('SELECT utc_text(bids_close_at) AS at FROM tenders WHERE id = $1'))[0] as { at: string }).at;

  async function tell(seconds: number): Promise<void> {
    const p = (some: Answer[], at: number): string =>
      `${Math.round(
        percentile(
          some.map(({ ms }) => ms),
          at,
        ),
      )} ms`;
    const [{ setting }] = (await rows<{ setting: string }>(`SELECT setting FROM pg_settings WHERE name = 'fsync'`, [])) as [
      { setting: string },
    ];
    const killed = sent.length - answered().length;
    tellCounts(
      `rush: ${sent.length} suppliers in ${seconds.toFixed(1)} s (fsync ${setting}, ${lanes} connections), ${accepted().length} received ` +
        `(p50 ${p(accepted(), 50)}, p99 ${p(accepted(), 99)}), ${refused().length} late (p99 ${p(refused(), 99)}), ${killed} killed`,
    );
  }

  it('has a middle: some are received, some are late, some are killed', () => {
    expect(sent).toHaveLength(suppliers);
    expect(accepted().length).toBeGreaterThan(suppliers / 20);
    expect(refused().length).toBeGreaterThan(suppliers / 20);
    expect(sent.filter(({ how }) => how !== 'answered')).toHaveLength(
      Array.from({ length: suppliers }, (_, index) => fateOf(index)).filter((how) => how !== 'answered').length,
    );
  });

  it('refuses nobody wrongly: every refusal is that the bid came at the deadline or after it', async () => {
    const at = await deadline();
    const others = refused().filter(({ status, body }) => status !== 422 || body.errors?.[0]?.rule !== 'bid.late');
    expect(others.map(({ status, body }) => ({ status, type: body.type }))).toEqual([]);
    for (const { body } of refused()) {
      expect(body.errors?.[0]?.facts).toMatchObject({ bidsCloseAt: at });
      expect((body.errors?.[0]?.facts?.['receivedAt'] ?? '') >= at).toBe(true);
    }
    const [told] = await rows<{ count: string }>(
      `SELECT count(*) FROM audit_entries WHERE tender_id = $1 AND type = 'bid.refused' AND sealed`,
    );
    expect(Number(told?.count)).toBeGreaterThanOrEqual(refused().length);
  });

  it('has every bid it acknowledged, once, with one leaf, a receipt that verifies, and its file', async () => {
    const at = await deadline();
    const key = (id: string): never => keys.find((one) => one['kid'] === id) as never;
    const receipts = accepted().map(({ body }) => body);
    for (const receipt of receipts) {
      expect(receipt.receivedAt < at).toBe(true);
      expect(isSignedBy(key(receipt.keyId), signedBytesOf(receipt), receipt.signature)).toBe(true);
    }
    const kept = await rows<{ id: string; sha256: string; received_at: string; leaves: number }>(
      `SELECT bid.id, encode(bid.ct_sha256, 'hex') AS sha256, bid.received_at, count(body.entry_id)::int AS leaves
         FROM bid_submissions bid
         LEFT JOIN audit_entries entry ON entry.subject_id = bid.id AND entry.type = 'bid.submitted'
          AND entry.leaf_hash = sha256('\\x00'::bytea || convert_to(entry.leaf, 'UTF8'))
         LEFT JOIN audit_payloads body ON body.entry_id = entry.id
          AND entry.leaf::json ->> 'sha256' = encode(sha256(body.salt || convert_to(body.payload, 'UTF8')), 'hex')
        WHERE bid.tender_id = $1 GROUP BY bid.id`,
    );
    const byId = new Map(kept.map((one) => [one.id, one]));
    expect(byId.size).toBe(kept.length);
    const differing = receipts.filter(({ id, ciphertextSha256, receivedAt }) => {
      const row = byId.get(id);
      return row?.sha256 !== ciphertextSha256 || row?.received_at !== receivedAt;
    });
    expect(differing).toEqual([]);
    expect(kept.filter(({ leaves }) => leaves !== 1)).toEqual([]);
    expect(kept.filter(({ received_at }) => received_at >= at)).toEqual([]);
    const unheard = new Set(sent.flatMap(({ how, bid }) => (how === 'gone' ? [bid.sha256] : [])));
    const known = new Set(receipts.map(({ ciphertextSha256 }) => ciphertextSha256));
    expect(kept.filter(({ sha256 }) => !known.has(sha256) && !unheard.has(sha256))).toEqual([]);
    const blob = (hex: string): Buffer => readFileSync(join(folder, 'blobs', 'sha256', hex.slice(0, 2), hex));
    for (const { sha256 } of kept) expect(createHash('sha256').update(blob(sha256)).digest('hex')).toBe(sha256);
  });

  it('leaves nothing of those that were late or killed', async () => {
    const all = await rows<{ sha256: string }>(`SELECT encode(ct_sha256, 'hex') AS sha256 FROM bid_submissions`, []);
    const root = join(folder, 'blobs', 'sha256');
    const files = readdirSync(root).flatMap((first) => readdirSync(join(root, first)));
    expect(files.sort()).toEqual(all.map(({ sha256 }) => sha256).sort());
    expect(readdirSync(join(folder, 'blobs', 'staging'))).toEqual([]);
  });
});
