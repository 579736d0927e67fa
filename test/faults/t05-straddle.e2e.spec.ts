import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { deadline, justAfter, sealedFor, startBids, type BidsApp, type Box } from '../bids/box.js';
import { crowd, type CrowdMember } from '../bids/crowd.js';
import { direct } from '../bids/direct.js';
import { contentDigest } from '../content-digest.js';
import { counts, tellCounts } from '../prove.js';
import { until } from '../until.js';
import { nothingRuns } from './acts.js';
import { startApiProcess, type ApiProcess } from './api-process.js';
import { invariants } from './invariants.js';

interface Attempt {
  bidder: CrowdMember;
  token: string;
  file: Buffer;
  key: string;
  /** What the client was told; null where its connection or the process ended first. */
  answer: { status: number; body: BidReceipt & { type?: string } } | null;
}

/** T5: whoever is cut off in the rush at the deadline finds by its key what became of its bid: wholly there and timely, or not at all. */
describe('a rush across the deadline in which half is killed (T5, art. 51)', () => {
  let app: BidsApp;
  let tender: Box;
  let killed: ApiProcess | undefined;
  let lasting: ApiProcess | undefined;
  const submissions = counts(30, 100);

  beforeAll(async () => {
    app = await startBids();
    tender = await app.tender();
    [killed, lasting] = await Promise.all([startApiProcess(app), startApiProcess(app)]);
  }, 300_000);
  afterAll(async () => {
    await killed?.end();
    await lasting?.end();
    await app.close();
  });

  async function prepared(bidder: CrowdMember): Promise<Attempt> {
    const [token, file] = await Promise.all([app.tokenOf(bidder.subject, 'supplier'), sealedFor(tender)]);
    return { bidder, token, file, key: `straddle-${bidder.personId}`, answer: null };
  }

  async function send(at: string, one: Attempt, signal: AbortSignal | null = null): Promise<Attempt['answer']> {
    const sent = fetch(`${at}/v1/tenders/${tender.id}/bids`, {
      method: 'POST',
      body: new Uint8Array(one.file),
      signal,
      headers: {
        authorization: `Bearer ${one.token}`,
        'content-type': 'application/age',
        'content-digest': contentDigest(one.file),
        'idempotency-key': one.key,
      },
    });
    return sent.then(
      async (answer) => ({ status: answer.status, body: (await answer.json()) as BidReceipt }),
      () => null,
    );
  }

  it('a transaction opened before the deadline that inserts after it is late', async () => {
    await app.setClock('2026-04-13T00:59:00Z', true);
    const by = direct(app);
    const client = await by.session();
    const [bidder] = await crowd(app, 1);
    await client.query('BEGIN');
    await client.query('SELECT now(), platform_now()');
    await app.setClock(justAfter, true);
    await expect(by.submit(client, tender.id, bidder as CrowdMember, await sealedFor(tender))).rejects.toThrow('bid.late');
    await client.query('ROLLBACK');
    await by.end();
  });

  it('leaves every accepted bid timely and receipted, and every other found by its key', async () => {
    await app.setClock('2026-04-12T01:00:00Z', true);
    const [dying, standing] = [killed as ApiProcess, lasting as ApiProcess];
    const attempts = await Promise.all((await crowd(app, submissions)).map(prepared));
    await app.setClock('2026-04-13T00:59:58Z');
    const ends = pause(1_200).then(() => dying.child.kill('SIGKILL'));
    await Promise.all(
      attempts.map(async (one, at) => {
        await pause((at * 4_000) / submissions);
        // Of four, one goes to the process that dies, one hangs up on the other, and two wait for their answer.
        const hangsUp = at % 4 === 1 ? AbortSignal.timeout(1 + ((at * 37) % 120)) : null;
        one.answer = await send(at % 4 === 0 || at % 4 === 2 ? dying.address : standing.address, one, hangsUp).catch(() => null);
      }),
    );
    await ends;
    await until(() => nothingRuns(app), 'the end of the lost sessions');
    await until(
      async () => (await app.sql<{ past: boolean }>('SELECT platform_now() > $1 AS past', [justAfter]))[0]?.past === true,
      'the deadline',
    );
    const told = attempts.filter((one) => one.answer !== null);
    const lost = attempts.filter((one) => one.answer === null);
    const stored = await app.sql<{ id: string; person_id: string; at: string; sha256: string }>(
      `SELECT id, person_id, utc_text(received_at) AS at, encode(ct_sha256, 'hex') AS sha256 FROM bid_submissions WHERE tender_id = $1`,
      [tender.id],
    );
    for (const one of attempts) {
      const first = one.answer;
      const again = await send(standing.address, one);
      const row = stored.find((bid) => bid.person_id === one.bidder.personId);
      if (first?.status === 201) expect(again).toEqual(first);
      if (first !== null && first.status !== 201)
        expect([first.status, first.body.type, row]).toEqual([422, 'urn:ftz:rule:bid.late', undefined]);
      if (row === undefined) expect([again?.status, again?.body.type]).toEqual([422, 'urn:ftz:rule:bid.late']);
      else {
        expect(again).toMatchObject({ status: 201, body: { id: row.id, receivedAt: row.at, ciphertextSha256: row.sha256 } });
        expect([row.at < deadline, row.sha256]).toEqual([true, createHash('sha256').update(one.file).digest('hex')]);
      }
    }
    const accepted = told.filter((one) => one.answer?.status === 201).length;
    expect(lost.length).toBeGreaterThan(submissions / 4);
    expect([accepted > 0, stored.length > 0, stored.length < submissions]).toEqual([true, true, true]);
    expect(await invariants(app)).toMatchObject({ broken: [], asked: { bids: stored.length } });
    tellCounts(
      `T5: ${submissions} submissions, ${accepted} told they were received, ${told.length - accepted} late, ${lost.length} cut off (of whose bids ${stored.length - accepted} were received)`,
    );
  }, 180_000);
});
