import { startBids, type BidsApp } from '../bids/box.js';
import { done, draft } from '../journeys/steps.js';
import { counts, sampleOf, tellCounts } from '../prove.js';
import { compiled } from './api-process.js';
import { eachWriteFails, writesDuring } from './failing-writes.js';
import { startOnOwnServer, type OnOwnServer } from './kill-rig.js';
import { holdAt, statementsOf, stopOf } from './statements.js';
import { mayTrace, type Call } from './strace.js';
import { differencesOf, treeFacts } from './tree-facts.js';
import { turnsOf, type Turns } from './turns.js';
import { startWireProxy, type WireProxy } from './wire-proxy.js';
import { killed } from './worker-process.js';

const seed = 19;
const none = (): boolean => false;

/**
 * The sequencer and the signer of checkpoints, killed at every statement, before and after, or with every write to the server's files failing once
 * (EIO): the next turn finds all of it, indices are contiguous and each event has one leaf.
 */
describe('the sequencer and the signer, struck at every point (T19, art. 57)', () => {
  let rig: OnOwnServer<BidsApp>;
  let proxy: WireProxy;
  let turns: Turns;
  let statements: string[] = [];

  beforeAll(async () => {
    await compiled('worker');
    rig = await startOnOwnServer(startBids);
    proxy = await startWireProxy(rig.app.database.appUrl);
    turns = turnsOf(new URL('sequencer-child.mjs', import.meta.url), rig.app, proxy);
    await rig.app.drain();
  }, 600_000);
  afterAll(async () => {
    await turns.end();
    await proxy.close();
    await rig.end();
  });

  it('undisturbed, its statements are those that the server’s log has', async () => {
    await work();
    const turn = await turns.next();
    const from = rig.own.logEnd();
    const told = await statementsOf(proxy, none, () => turn.go().ended);
    statements = told.map((one) => one.statement);
    const backends = new Set(told.map((one) => one.backend));
    expect(rig.own.statementsSince(from, backends)).toHaveLength(statements.length);
    expect(statements.filter((one) => /^(START TRANSACTION|COMMIT)/.test(one))).toHaveLength(4);
    expect(statements.length).toBeGreaterThan(14);
    await whole();
  }, 180_000);

  it.each([
    ['the process', 2],
    ['PostgreSQL', 1],
    ['its backend', 1],
  ] as const)(
    'killed: %s',
    async (victim, small) => {
      const drawn = sampleOf(2 * statements.length, small, seed + victim.length);
      for (const point of drawn.points) {
        await work();
        const turn = await turns.next();
        const held = holdAt(proxy, stopOf(point), none);
        const { ended } = turn.go();
        const backend = await Promise.race([held, ended.then(() => Promise.reject(new Error(`point ${point} was not reached`)))]);
        if (victim === 'PostgreSQL') rig.own.kill();
        if (victim === 'its backend') process.kill(backend, 'SIGKILL');
        if (victim === 'the process') await killed(turn.child);
        else await rig.own.recovered();
        await ended;
        await turns.again();
      }
      await whole();
      tellCounts(`sequencer and signer killed at their statements, ${victim}: ${drawn.says} points`);
    },
    counts(300_000, 7_200_000),
  );

  it(
    'every write to the files of its backends fails once: EIO',
    async () => {
      if (!mayTrace('I/O errors under the sequencer')) return;
      const writes = await writesOfATurn();
      await eachWriteFails("the sequencer's backends", rig, proxy, { writes, seed }, async (fails) => {
        await work();
        const turn = await turns.next();
        await fails(() => turn.go().ended);
        await turns.again();
      });
      await whole();
    },
    counts(300_000, 7_200_000),
  );

  /** Entries that wait, and a checkpoint that is due after them. */
  async function work(): Promise<void> {
    for (let at = 0; at < 3; at += 1) done(await draft(rig.app));
  }

  /** Contiguous, one leaf for each entry, every node and root as the RFC has it, each checkpoint that of its tree. */
  async function whole(): Promise<void> {
    const facts = await treeFacts(rig.app);
    expect(facts).toMatchObject({ entries: facts.leaves, last: facts.leaves, owed: 0, other: 0, published: facts.leaves });
    expect(await differencesOf(rig.app)).toEqual([]);
  }

  async function writesOfATurn(): Promise<Call[]> {
    await work();
    const turn = await turns.next();
    return writesDuring(rig, proxy, async () => expect(await turn.go().ended).toBe(0));
  }
});
