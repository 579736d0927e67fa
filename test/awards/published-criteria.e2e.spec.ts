import { sha256 } from './committees.js';
import { startAwards, type AwardsApp } from './fixture.js';
import { awardTo, etagOfTender, evaluatedTender, offers, openedTender, rulesOf } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

describe('what bids are judged by', () => {
  const reason = { zh: '调整权重。', en: 'Other weights.' };
  const heavier = [
    { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '30', maxScore: '40' },
    { id: 'quality', name: { zh: '质量', en: 'Quality' }, kind: 'quality', weight: '70', maxScore: '100' },
  ];

  it('stands from the deadline on: no amendment changes it, nor does the database without one', async () => {
    const tender = await openedTender(app);
    for (const changes of [{ criteria: heavier }, { awardMethod: 'lowest-price' }, { evaluators: 3 }, { tieBreak: 'lot' }]) {
      const answer = await (
        await app.as('procurer-wang')
      )('post', `/v1/tenders/${tender.id}/amendment-proposals`)
        .set('if-match', await etagOfTender(app, tender.id))
        .send({ changes, reason });
      expect([answer.status, rulesOf(answer)]).toEqual([409, ['tender.deadline-passed']]);
      await expect(
        app.sql('UPDATE tenders SET content = content || $2 WHERE id = $1', [tender.id, JSON.stringify(changes)]),
      ).rejects.toThrow('tender.wrong-state');
    }
    const [row] = await app.sql<{ criteria: { weight: string }[] }>(
      `SELECT content->'criteria' AS criteria FROM tenders WHERE id = $1`,
      [tender.id],
    );
    expect(row?.criteria.map((one) => one.weight)).toEqual(['40', '60']);
  });
});

describe('a tie at the first rank', () => {
  const equal = {
    offers: offers.map((one) => ({ ...one, price: '1000000.00' })),
    scores: { shenda: 90, rheinland: 90, hujiang: 80 },
  };

  it('is broken by the lot where the documents say so; the draw is recorded and can be redone', async () => {
    const tender = await evaluatedTender(app, { ...equal, content: { tieBreak: 'lot' } });
    const answer = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
    const { tieDraw } = (
      answer.body as {
        report: {
          tieDraw: { secret: string; commitment: string; seed: string; bids: string[]; lots: { bidId: string; key: string }[] };
        };
      }
    ).report;
    const { secret, commitment, seed, bids, lots } = tieDraw;
    expect(sha256(secret)).toBe(commitment);
    expect(sha256(['sha256-order-1', tender.id, 'tie:1', secret, ...bids].join('\n'))).toBe(seed);
    const tied = ['shenda', 'rheinland'].map((one) => tender.bids[one] as string);
    const byLot = tied
      .map((bidId) => ({ bidId, key: sha256(`${seed}:${bidId}`) }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
    expect(lots).toEqual(byLot);
    const [first, second] = byLot.map((one) => (one.bidId === tender.bids['shenda'] ? 'shenda' : 'rheinland')) as [
      string,
      string,
    ];
    expect(rulesOf(await awardTo(app, tender, second))).toEqual(['award.not-best']);
    expect((await awardTo(app, tender, first)).status).toBe(201);
  });

  it('is not drawn for where nobody is tied', async () => {
    const tender = await evaluatedTender(app, { content: { tieBreak: 'lot' } });
    const answer = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
    expect((answer.body as { report: object }).report).not.toHaveProperty('tieDraw');
    expect((await awardTo(app, tender, 'hujiang')).status).toBe(201);
  });
});
