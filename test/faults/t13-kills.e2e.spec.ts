import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityToRecipient } from 'age-encryption';
import { demoIdentities } from '../../seeds/demo-custodians.js';
import type supertest from 'supertest';
import type { SessionOf } from '../../src/custody/held-share.js';
import { newId } from '../../src/platform/unit-of-work.js';
import { freshKey } from '../app.js';
import { hand, opensAt, sealedFor, type Box } from '../bids/box.js';
import { shareBody } from '../custody/ceremony.js';
import { until } from '../until.js';
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
import { planted } from './planted.js';
import { documentOf, offerOf, readable } from './told-offer.js';
import { openingFacts, type OpeningFacts } from './opening-facts.js';

const places = [
  ['A', 1],
  ['A', 2],
  ['B', 1],
  ['B', 2],
] as const;
const acts = ['a session is begun', ...places.map(([lock, index]) => `share ${lock}${index} is handed in`)] as const;
const last = acts.length - 1;
const seed = 13;

interface Point {
  /** Its place among the acts. */
  act: number;
  point: number;
  /** In every sample: the opening's own commit, before and after, and that of a session, after. */
  isAlways: boolean;
  /** A share was accepted and its request does not know: the process finds it in another way meanwhile, among the statements of the next request. */
  isAlone: boolean;
}

interface Case extends Stopped {
  act: number;
  box: Box;
  /** In which shares are handed in. */
  session: SessionOf | null;
  where: string;
  /** Shares that were acknowledged before. */
  before: object[];
}

/**
 * T13: the opening (art. 58) with the API, PostgreSQL or one of its backends killed at every statement, before it is run and after it: the
 * box is sealed or it is open, never half, and opened again it ends as it would have. What was acknowledged stays; what was not is repeated.
 */
describe('the opening, killed at its statements (T13, art. 58)', () => {
  let rig: KillRig;
  let whole: Box;
  let sealed: OpeningFacts;
  let opened: OpeningFacts;
  const enumerated: Enumerated[] = [];

  beforeAll(async () => {
    rig = await startKillRig();
    await auditorWithKey();
    [whole] = (await boxes(1)) as [Box];
    sealed = await openingFacts(rig.app, whole.id);
    await undisturbed(whole, enumerated);
    opened = await openingFacts(rig.app, whole.id);
  }, 300_000);
  afterAll(() => rig.end());

  it('undisturbed it opens, and the log has every statement that passed on the wire', async () => {
    expect(sealed).toMatchObject({
      state: 'open',
      opened: false,
      bids: [],
      minutes: null,
      notices: 0,
      identities: 0,
      kept: 0,
      fileKeys: 0,
      entries: {},
    });
    expect(opened).toMatchObject({
      state: 'opened',
      opened: true,
      notices: 1,
      identities: 1,
      kept: 1,
      fileKeys: 2,
      securities: 1,
    });
    expect(opened.bids.map((one) => [one.supplier, one.state, one.price, one.documents.length, one.rule])).toEqual([
      ['hujiang', 'defective', null, 0, 'bid.wrong-tender'],
      ['shenda', 'opened', '1960000.00', 1, null],
    ]);
    expect(opened.entries).toEqual({ 'tender.opened': 1, 'bid.opened': 1, 'bid.found-defective': 1 });
    for (const { wire, log } of enumerated) expect(log).toEqual(wire);
    const again: Enumerated[] = [];
    await undisturbed(((await boxes(1)) as [Box])[0], again);
    expect(again.map((one) => one.wire)).toEqual(enumerated.map((one) => one.wire));
  });

  it.each([
    'DELETE FROM opening_minutes',
    "DELETE FROM opened_bids WHERE state = 'defective'",
    'DELETE FROM securities',
    'DELETE FROM released_identities',
    'DELETE FROM opened_documents',
    'DELETE FROM opened_file_keys',
    'DELETE FROM tender_notices',
    "DELETE FROM outbox WHERE topic = 'bid.opened'",
    "DELETE FROM audit_entries WHERE type = 'tender.opened'",
    'UPDATE tenders SET opened_at = NULL',
    "UPDATE tenders SET state = 'closed'",
  ])('half an opening is neither sealed nor open: %s', async (fault) => {
    const half = await planted(rig.app, fault, (sql) => openingFacts({ sql }, whole.id));
    expect(half).not.toEqual(opened);
    expect(half).not.toEqual(sealed);
  });

  it.each(victims)(
    'killed: %s',
    async (victim) => {
      const drawn = sampleOf(points().length, togetherMax - 3, seed + victims.indexOf(victim));
      const chosen = points().filter((one, at) => drawn.points.includes(at + 1) || one.isAlways);
      const together = chosen.filter((one) => !one.isAlone);
      for (let at = 0; at < together.length; at += togetherMax) await struck(victim, together.slice(at, at + togetherMax));
      for (const one of chosen.filter((each) => each.isAlone)) await struck(victim, [one]);
      tellCounts(`killed at the opening, ${victim}: ${drawn.says} points, and three at commits`);
    },
    counts(180_000, 7_200_000),
  );

  it('a document that lies on the disk as it is would be seen', () => {
    const { dataDir } = rig.app.config;
    const name = join(dataDir, 'blobs', 'staging', newId());
    writeFileSync(name, `x${documentOf(whole)}`);
    expect(readable(dataDir, documentOf(whole))).toEqual([name]);
    rmSync(name);
    expect(readable(dataDir, documentOf(whole))).toEqual([]);
  });

  it('a last share whose answer was lost opens the box without a repeat', async () => {
    const [box] = (await boxes(1)) as [Box];
    const statement = (enumerated[last]?.wire.indexOf('COMMIT') ?? -1) + 1;
    const lost = await ledTo({ act: last, point: 2 * statement, isAlways: false, isAlone: true }, box);
    expect(await rig.strike('PostgreSQL', [lost])).toEqual([503]);
    await until(async () => (await openingFacts(rig.app, box.id)).opened, 'the opening');
    expect(await openingFacts(rig.app, box.id)).toEqual(opened);
  });

  /** Before and after each statement of each act. */
  function points(): Point[] {
    return enumerated.flatMap(({ wire }, act) =>
      wire.flatMap((statement, index) => {
        const isCommit = statement === 'COMMIT' && index === wire.lastIndexOf('COMMIT');
        const [before, after] = [2 * index + 1, 2 * index + 2];
        const isAlone = act > 0 && index === wire.indexOf('COMMIT');
        return [
          { act, point: before, isAlways: isCommit && act === last, isAlone: false },
          { act, point: after, isAlways: isCommit && (act === 0 || act === last), isAlone },
        ];
      }),
    );
  }

  async function struck(victim: Victim, chosen: readonly Point[]): Promise<void> {
    const made = await boxes(chosen.length);
    const cases = [];
    for (const [at, point] of chosen.entries()) cases.push(await ledTo(point, made[at] as Box));
    const seen = await rig.strike(victim, cases);
    for (const [at, one] of cases.entries()) {
      expect([one.where, seen[at]]).toEqual([one.where, victim === 'API' ? 'socket hang up' : 503]);
      await isWholeAfter(victim, one);
    }
  }

  /** Everything before the act, acknowledged. */
  async function ledTo({ act, point }: Point, box: Box): Promise<Case> {
    const session = act === 0 ? null : await begin(box);
    for (let done = 1; done < act; done += 1) await acknowledged(asking(box, done, session));
    const { statement, when } = stopOf(point);
    const where = `${acts[act]}, ${when} statement ${statement}: ${enumerated[act]?.wire[statement - 1]}`;
    return { act, point, box, session, where, before: await sharesOf(box), ask: asking(box, act, session) };
  }

  async function isWholeAfter(victim: Victim, { act, box, session, where, before, ask }: Case): Promise<void> {
    const { app } = rig;
    const found = await openingFacts(app, box.id);
    expect([where, found]).toEqual([where, act === last && found.opened ? opened : sealed]);
    expect(await sharesOf(box)).toEqual(expect.arrayContaining(before));
    expect([where, (await invariants(app, box.id)).broken]).toEqual([where, []]);
    expect([where, readable(app.config.dataDir, documentOf(box))]).toEqual([where, []]);

    const repeated = await acknowledged(ask);
    if (act > 0 && (victim !== 'API' || found.opened)) {
      const answer = enumerated[act]?.answer.body as object;
      expect([where, repeated.body]).toEqual([where, { ...answer, tenderId: box.id, session: session?.id }]);
    }
    const lives = victim === 'API' ? null : (session ?? (repeated.body as SessionOf));
    await openedInTheEnd(box, lives, lives ? act : 0);
    expect([where, await openingFacts(app, box.id)]).toEqual([where, opened]);
    expect([where, (await invariants(app, box.id)).broken]).toEqual([where, []]);
  }

  /** The rest of the shares in the session that still lives; all of them in a new one where it does not. */
  async function openedInTheEnd(box: Box, lives: SessionOf | null, done: number): Promise<void> {
    if ((await openingFacts(rig.app, box.id)).opened) return;
    const session = lives ?? (await begin(box));
    for (let act = done + 1; act <= last; act += 1) await acknowledged(asking(box, act, session));
  }

  async function begin(box: Box): Promise<SessionOf> {
    return (await acknowledged(asking(box, 0, null))).body as SessionOf;
  }

  async function acknowledged(ask: Ask): Promise<supertest.Response> {
    const answer = await ask(rig.api());
    expect([answer.status, answer.text]).toEqual([201, answer.text]);
    return answer;
  }

  function sharesOf(box: Box): Promise<object[]> {
    return rig.app.sql(
      `SELECT share.id, share.lock, share.index, share.taken FROM session_shares share JOIN share_sessions session ON session.id = share.session_id
        WHERE session.tender_id = $1`,
      [box.id],
    );
  }

  /** An auditor for whom the keys are released. */
  async function auditorWithKey(): Promise<void> {
    const recipient = await identityToRecipient(demoIdentities['auditor-feng'] as string);
    await rig.app.sql(
      `INSERT INTO custodian_keys (id, person_id, recipient, nonce_sha256, challenged_at, proved_at) VALUES ($1, $2, $3, '', platform_now(), platform_now())`,
      [newId(), await rig.app.person('auditor-feng'), recipient],
    );
  }

  /** Boxes with a bid of 申达 in its second version, one of 沪江 for another tender, and a withdrawn one of 莱茵; their moment has come. */
  async function boxes(count: number): Promise<Box[]> {
    const { app } = rig;
    // Later than everybody became a member.
    await app.setClock('2026-04-12T02:00:00Z');
    const [shenda, hujiang, rheinland] = [
      await app.as('supplier-shenda'),
      await app.as('supplier-hujiang'),
      await app.as('supplier-rheinland'),
    ];
    const made: Box[] = [];
    for (let at = 0; at < count; at += 1) {
      const box = await app.tender();
      made.push(box);
      const statuses = [
        (await hand(shenda, 'post', box, await sealedFor(box))).status,
        (await hand(hujiang, 'post', box, await sealedFor(box, '1.00', { tenderId: newId() }))).status,
        (await hand(rheinland, 'post', box, await sealedFor(box, '2.00'))).status,
        (await rheinland('delete', `/v1/tenders/${box.id}/bids/mine`)).status,
        (await hand(shenda, 'put', box, await sealedFor(box, '1960000.00', offerOf(box)))).status,
      ];
      expect(statuses).toEqual([201, 201, 201, 200, 200]);
    }
    await app.setClock(opensAt, true);
    return made;
  }

  /** All the acts, each enumerated. */
  async function undisturbed(box: Box, into: Enumerated[]): Promise<void> {
    const first = await rig.enumerate(asking(box, 0, null));
    into.push(first);
    const session = first.answer.body as SessionOf;
    for (let act = 1; act <= last; act += 1) into.push(await rig.enumerate(asking(box, act, session)));
    expect(into.map(({ answer }) => answer.status)).toEqual(acts.map(() => 201));
  }

  /** One of the acts on a box, always the same request. */
  function asking(box: Box, act: number, session: SessionOf | null): Ask {
    const key = freshKey();
    const place = places[act - 1];
    const path = `/v1/tenders/${box.id}/opening/${place ? 'shares' : 'sessions'}`;
    const body = place
      ? shareBody(box.locked, place[0], place[1], session as SessionOf)
      : Promise.resolve({ client: box.locked.holders.A[0] as string, body: {} });
    return async (at) => {
      const { client, body: said } = await body;
      return (await at.as(client))('post', path, key).send(said);
    };
  }
});
