import { startAwards, type AwardsApp } from './fixture.js';
import {
  awardedTender,
  declareNoConflict,
  etagOfTender,
  evaluatedTender,
  events,
  findings,
  offers,
  openedTender,
  rulesOf,
} from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-02-13T10:00:00+08:00'));

const secret = '梯度线圈采用双层反向绕组并在零下四十度固化';
const withSecrets = offers.map((one) => ({
  ...one,
  secrets: {
    hujiang: [secret, '1,234,500.00', '1100000.00'],
    rheinland: ['Rheinland anneals the magnet for ninety hours in argon'],
    shenda: [],
  }[one.supplier],
}));
const leak = { zh: '中标人的线圈采用双层反向绕组，并在零下四十度固化', en: 'It costs 1 234 500 yuan' };
const harmless = { zh: '评审得分最高，报价1100000元', en: 'Highest evaluated score at CNY 1,100,000.00' };
const post = async (path: string, body: object, who = 'procurer-wang', etag?: string) => {
  const caller = (await app.as(who))('post', path);
  return (etag === undefined ? caller : caller.set('if-match', etag)).send(body);
};
const onTender = async (id: string, what: string, body: object, who?: string) =>
  post(`/v1/tenders/${id}/${what}`, body, who, await etagOfTender(app, id));

describe('what leaves tells nobody’s trade secret (采购法 art. 11)', () => {
  it('the reasons of an award, whose price is published with them', async () => {
    const tender = await evaluatedTender(app, { offers: withSecrets });
    const award = (reasons: object) => onTender(tender.id, 'awards', { bidId: tender.bids['hujiang'], reasons });
    const refused = await award(leak);
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['notice.trade-secret', 'notice.trade-secret']]);
    const hujiang = { owner: app.organizations['hujiang'], ownerName: { zh: 'hujiang', en: 'hujiang' }, label: '标注' };
    expect(refused.body).toMatchObject({
      errors: [
        { pointer: '#/reasons/zh', facts: { places: [{ ...hujiang, start: 4, end: 24, how: 'overlap', number: 1 }] } },
        { pointer: '#/reasons/en', facts: { places: [{ ...hujiang, start: 9, end: 18, how: 'number', number: 2 }] } },
      ],
    });
    expect(refused.text).not.toContain('固化');
    expect(refused.text).not.toContain('234');
    expect(await events(app, tender.id, 'tender.awarded')).toEqual([]);
    expect((await award(harmless)).status).toBe(201);
    expect(await events(app, tender.id, 'tender.awarded')).toHaveLength(1);
  });

  it('the findings on a bid, told to its bidder, as for its own secrets', async () => {
    const tender = await openedTender(app, { offers: withSecrets });
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const evaluate = (reasons: object) => {
      const bids = findings(tender).map((one) =>
        one['bidId'] === tender.bids['rheinland'] ? { ...one, qualified: false, scores: [], reasons } : one,
      );
      return post(`/v1/tenders/${tender.id}/evaluations`, { bids }, 'evaluator-chen');
    };
    const refused = await evaluate({ zh: `不及${secret}` });
    expect([refused.status, rulesOf(refused)]).toEqual([422, ['evaluation.trade-secret']]);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '#/bids/2/reasons/zh' }] });
    expect(
      (await evaluate({ zh: '其退火时间过长', en: 'It anneals the magnet for ninety hours in argon, too long' })).status,
    ).toBe(201);
  });

  it('the explanation of a failure and the reason of a cancellation', async () => {
    const tender = await openedTender(app, { offers: withSecrets, budget: '900000.00' });
    const failure = { code: 'all-rej', reason: 'over-budget', explanation: leak };
    expect(rulesOf(await onTender(tender.id, 'failure', failure))).toEqual(['notice.trade-secret', 'notice.trade-secret']);
    const cancellation = { code: 'chan-need', reason: leak };
    expect(rulesOf(await onTender(tender.id, 'cancellation', cancellation))).toEqual([
      'notice.trade-secret',
      'notice.trade-secret',
    ]);
    const honest = { zh: '采购任务取消', en: 'The need has ceased' };
    expect((await onTender(tender.id, 'cancellation', { ...cancellation, reason: honest })).status).toBe(201);
  });

  it('the terms of a contract and a correction', async () => {
    const tender = await awardedTender(app, { offers: withSecrets });
    await app.setClock('2026-03-06T10:00:00+08:00');
    const contract = { awardId: tender.awardId, amount: { amount: '1100000.00', currency: 'CNY' } };
    const refused = await post(`/v1/tenders/${tender.id}/contracts`, { ...contract, description: leak });
    expect(rulesOf(refused)).toEqual(['notice.trade-secret', 'notice.trade-secret']);
    expect(refused.body).toMatchObject({ errors: [{ pointer: '#/description/zh' }, { pointer: '#/description/en' }] });
    const correction = {
      noticeVersion: 1,
      corrections: [{ field: '/title/zh', before: '影像设备', after: `影像设备${secret}` }],
      reason: { zh: '更正名称', en: 'The name is corrected' },
    };
    expect(rulesOf(await onTender(tender.id, 'corrections', correction, 'approver-li'))).toEqual(['notice.trade-secret']);
    expect((await post(`/v1/tenders/${tender.id}/contracts`, { ...contract, description: harmless })).status).toBe(201);
  });
});
