import type supertest from 'supertest';
import type { BidReceipt } from '../../src/bids/bid-receipt.js';
import { freshKey } from '../app.js';
import { hand, sealedFor, type Box } from '../bids/box.js';
import { direct } from '../bids/direct.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { invariants } from './invariants.js';
import {
  startKillRig,
  togetherMax,
  victims,
  type Ask,
  type Enumerated,
  type KillRig,
  type Stopped,
  type Victim,
} from './kill-rig.js';
import { stopOf } from './statements.js';

const bidder = 'supplier-shenda';
const acts = ['a bid is handed in', 'it is replaced', 'it is withdrawn'] as const;
const seed = 33;

interface Point {
  act: number;
  point: number;
}

interface Case extends Stopped {
  act: number;
  box: Box;
  where: string;
}

interface Kept {
  id: string;
  version: number;
  receivedAt: string;
}

/**
 * A sealed bid, its replacement and its withdrawal (art. 51, 58) with the API, PostgreSQL or one of its backends killed at every statement, and
 * inside the one that receives the bid, at every table it writes: it is there wholly or not at all, and its bidder finds out by its key.
 */
describe('the submission, killed at its statements (T33, art. 51, 58)', () => {
  let rig: KillRig;
  let tables: string[];
  const enumerated: Enumerated[] = [];

  beforeAll(async () => {
    rig = await startKillRig();
    await rig.app.setClock('2026-04-12T02:00:00Z');
    await undisturbed(enumerated);
    tables = await tablesWritten();
  }, 300_000);
  afterAll(() => rig.end());

  it('undisturbed, the log has every statement that passed on the wire', async () => {
    for (const { wire, log } of enumerated) expect(log).toEqual(wire);
    const again: Enumerated[] = [];
    await undisturbed(again);
    expect(again.map((one) => one.wire)).toEqual(enumerated.map((one) => one.wire));
    expect(enumerated.map(({ wire }) => wire.filter((one) => one.includes('submit_bid(')).length)).toEqual([1, 1, 1]);
    expect(tables).toEqual(expect.arrayContaining(['audit_entries', 'audit_payloads', 'bid_submissions']));
  });

  it.each(victims)(
    'killed between statements: %s',
    async (victim) => {
      const all = enumerated.flatMap(({ wire }, act) =>
        wire.flatMap((_, at) => [2 * at + 1, 2 * at + 2].map((point) => ({ act, point }))),
      );
      const drawn = sampleOf(all.length, togetherMax, seed + victims.indexOf(victim));
      const chosen = all.filter((_, at) => drawn.points.includes(at + 1));
      for (let at = 0; at < chosen.length; at += togetherMax) await struck(victim, chosen.slice(at, at + togetherMax));
      tellCounts(`killed at the submission, ${victim}: ${drawn.says} points`);
    },
    counts(180_000, 3_600_000),
  );

  it.each(victims)(
    'killed inside the statement that receives: %s',
    async (victim) => {
      const all = acts.flatMap((_, act) => tables.map((table) => ({ act, table })));
      const drawn = sampleOf(all.length, 1, seed + victims.indexOf(victim));
      for (const { act, table } of all.filter((_, at) => drawn.points.includes(at + 1))) {
        const { where, ...one } = await ledTo({ act, point: 0 }, await rig.app.tender());
        const seen = await rig.strikeInside(victim, table, one.ask);
        // The statement of a killed API goes on without it; that of a killed server does not.
        const found = [victim === 'API' ? act + 1 : act];
        await isWholeAfter(victim, { ...one, where: `${where}, about to write ${table}` }, seen, found);
      }
      tellCounts(`killed inside the submission, ${victim}: ${drawn.says} tables of acts`);
    },
    counts(180_000, 3_600_000),
  );

  async function struck(victim: Victim, chosen: readonly Point[]): Promise<void> {
    const cases: Case[] = [];
    for (const point of chosen) cases.push(await ledTo(point, await rig.app.tender()));
    const seen = await rig.strike(victim, cases);
    for (const [at, one] of cases.entries()) await isWholeAfter(victim, one, seen[at] as number | string);
  }

  async function ledTo({ act, point }: Point, box: Box): Promise<Case> {
    for (let done = 0; done < act; done += 1) await acknowledged(await asking(box, done), done);
    const { statement, when } = stopOf(point);
    const where = `${acts[act]}, ${when} statement ${statement}: ${enumerated[act]?.wire[statement - 1]}`;
    return { act, point, box, where, ask: await asking(box, act) };
  }

  /** Wholly or not at all; the repeat tells of the stored one, or does it, and from then on it is there once. */
  async function isWholeAfter(
    victim: Victim,
    { act, box, where, ask }: Case,
    seen: number | string,
    could = [act, act + 1],
  ): Promise<void> {
    expect([where, seen]).toEqual([where, victim === 'API' ? 'socket hang up' : 503]);
    const found = await kept(box);
    expect([where, could]).toEqual([where, expect.arrayContaining([found.length])]);
    expect([where, (await invariants(rig.app, box.id)).broken]).toEqual([where, []]);
    const receipt = (await acknowledged(ask, act)).body as BidReceipt;
    const { id, version, receivedAt } = receipt;
    const after = await kept(box);
    expect([where, after.length, after.at(-1)]).toEqual([where, act + 1, { id, version, receivedAt }]);
    expect(after.slice(0, found.length)).toEqual(found);
    expect((await ask(rig.app)).text).toBe(JSON.stringify(receipt));
    expect([where, (await invariants(rig.app, box.id)).broken]).toEqual([where, []]);
  }

  async function undisturbed(into: Enumerated[]): Promise<void> {
    const box = await rig.app.tender();
    for (let act = 0; act < acts.length; act += 1) into.push(await rig.enumerate(await asking(box, act)));
    expect(into.map(({ answer }) => answer.status)).toEqual(statuses);
  }

  const statuses = [201, 200, 200];

  async function acknowledged(ask: Ask, act: number): Promise<supertest.Response> {
    const answer = await ask(rig.api());
    expect([answer.status, answer.text]).toEqual([statuses[act], answer.text]);
    return answer;
  }

  /** One of the acts on a box, always the same request. */
  async function asking(box: Box, act: number): Promise<Ask> {
    const key = freshKey();
    const file = await sealedFor(box);
    return async (at) => {
      const caller = await at.as(bidder);
      return act === 2
        ? caller('delete', `/v1/tenders/${box.id}/bids/mine`, key)
        : hand(caller, act === 0 ? 'post' : 'put', box, file, key);
    };
  }

  /** The bidder's acts, as the database has them. */
  function kept(box: Box): Promise<Kept[]> {
    return rig.app.sql(
      'SELECT id, version, utc_text(received_at) AS "receivedAt" FROM bid_submissions WHERE tender_id = $1 ORDER BY version',
      [box.id],
    );
  }

  /** As the locks of the service's own statement tell it. */
  async function tablesWritten(): Promise<string[]> {
    const { app } = rig;
    const box = await app.tender();
    const by = direct(app);
    const session = await by.session();
    await session.query('BEGIN');
    const [{ pid } = { pid: 0 }] = (await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
    const who = { organizationId: app.organizations['shenda'] as string, personId: await app.person(bidder) };
    expect(await by.submit(session, box.id, who, await sealedFor(box))).toMatchObject({ outcome: 'made' });
    const locks = await app.sql<{ name: string }>(
      `SELECT relation::regclass::text AS name FROM pg_locks JOIN pg_class ON pg_class.oid = relation
        WHERE pid = $1 AND mode = 'RowExclusiveLock' AND relkind = 'r' ORDER BY 1`,
      [pid],
    );
    await by.end();
    return locks.map((one) => one.name);
  }
});
