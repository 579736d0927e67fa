import type supertest from 'supertest';
import { instantOf, microsOf } from '../../src/rules/moment.js';
import type { Caller } from '../app.js';
import { counts, tellCounts } from '../prove.js';
import { awardedTender, resultLetter, rulesOf, startDocket, type DocketApp } from './docket.js';

const runs = counts(20, 1_000);
/** The first instant after the standstill, which is the first that is too late for a challenge. */
const endsAt = '2026-06-12T16:00:00.000000Z';
const leadMsMax = 2_000;
const triesMax = 500;

/** The statuses of challenge and contract, and why the one that lost did. */
const lawful = {
  challenge: [201, 409, ['contract.challenge-open']],
  contract: [422, 201, ['challenge.out-of-time']],
};

interface Run {
  challenged: supertest.Response;
  signed: supertest.Response;
}

describe('a contract raced with a challenge at the last instant of the standstill (T34, design D9)', () => {
  let app: DocketApp;
  let supplier: Caller;
  let procurer: Caller;

  beforeAll(async () => {
    app = await startDocket();
    [supplier, procurer] = [await app.as('supplier-shenda'), await app.as('procurer-wang')];
  }, 60_000);
  afterAll(() => app.close());

  it(
    'has exactly one lawful outcome, and either side may win',
    async () => {
      const won = { challenge: 0, contract: 0 };
      // Begins so early that the challenge comes first, and closes in on the instant: whoever has just won loses a fifth of its lead.
      let leadMs = 200;
      for (let run = 0; run < runs; run += 1) {
        const winner = winnerOf(await raced(leadMs));
        won[winner] += 1;
        leadMs = Math.min(leadMsMax, winner === 'challenge' ? leadMs * 0.8 : leadMs / 0.8 + 1);
      }
      expect(await standing()).toEqual({ both: 0, neither: 0, early: 0, late: 0, runs });
      expect(Math.min(won.challenge, won.contract)).toBeGreaterThanOrEqual(runs / 10);
      tellCounts(`contract raced with challenge: ${runs} runs, the challenge won ${won.challenge}, the contract ${won.contract}`);
    },
    counts(120_000, 3_600_000),
  );

  /** Both knock at once, the clock running towards the end of the standstill; whoever would sign knocks until the standstill is over. */
  async function raced(leadMs: number): Promise<Run> {
    await app.setClock('2026-06-01T09:00:00+08:00', true);
    const { id, awardId } = await awardedTender(app);
    await app.setClock(instantOf((microsOf(endsAt) as bigint) - BigInt(Math.round(leadMs * 1_000))));
    const [challenged, signed] = await Promise.all([
      supplier('post', `/v1/tenders/${id}/challenges`).send(resultLetter),
      knocking(id, awardId),
    ]);
    return { challenged, signed };
  }

  async function knocking(tenderId: string, awardId: string): Promise<supertest.Response> {
    const body = { awardId, amount: { amount: '1100000.00', currency: 'CNY' } };
    for (let tries = 1; ; tries += 1) {
      const answer = await procurer('post', `/v1/tenders/${tenderId}/contracts`).send(body);
      if (tries === triesMax || !rulesOf(answer).includes('contract.standstill-running')) return answer;
    }
  }

  function winnerOf({ challenged, signed }: Run): 'challenge' | 'contract' {
    const winner = challenged.status === 201 ? 'challenge' : 'contract';
    const lost = winner === 'challenge' ? signed : challenged;
    expect([challenged.status, signed.status, rulesOf(lost)]).toEqual(lawful[winner]);
    return winner;
  }

  /** What stands in the database: tenders with both, with neither, contracts before the end, challenges after it. */
  async function standing(): Promise<object | undefined> {
    const rows = await app.sql<object>(
      `SELECT count(*) FILTER (WHERE contract.id IS NOT NULL AND challenge.id IS NOT NULL)::int AS both,
              count(*) FILTER (WHERE contract.id IS NULL AND challenge.id IS NULL)::int AS neither,
              count(*) FILTER (WHERE contract.signed_at < $1)::int AS early,
              count(*) FILTER (WHERE challenge.received_at >= $1)::int AS late, count(*)::int AS runs
         FROM tenders LEFT JOIN contracts contract ON contract.tender_id = tenders.id LEFT JOIN challenges challenge ON challenge.tender_id = tenders.id
        WHERE EXISTS (SELECT FROM awards WHERE tender_id = tenders.id)`,
      [endsAt],
    );
    return rows[0];
  }
});
