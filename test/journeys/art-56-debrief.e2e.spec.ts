import { startTestApp, type TestApp } from '../app.js';
import { tradeSecret } from '../../seeds/demo-data.js';
import {
  act,
  audited,
  awarded,
  declare,
  done,
  evaluate,
  look,
  opened,
  published,
  reasons,
  rulesOf,
  winner,
  type Answered,
} from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 56: an unsuccessful supplier that asks is told the reasons or the winner’s advantages, without trade secrets', () => {
  it('tells the loser, not the winner, and never a secret', async () => {
    const tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    const winnerAsks = await act(app, 'supplier-rheinland', 'post', `/v1/awards/${awardId}/debriefs`);
    expect({ status: winnerAsks.status, rules: rulesOf(winnerAsks) }).toEqual({
      status: 403,
      rules: ['debrief.not-unsuccessful'],
    });
    const asked = done(await act(app, 'supplier-shenda', 'post', `/v1/awards/${awardId}/debriefs`));
    expect(asked.body['dueOn']).toBe('2026-04-17');
    const path = `/v1/debriefs/${asked.body.id}`;
    const leaking = await act(app, 'procurer-wang', 'post', `${path}/answer`, { advantages: { zh: `其${tradeSecret}。` } }, path);
    expect(rulesOf(leaking)).toContain('debrief.trade-secret');
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${path}/answer`, {}, path))).toContain('debrief.empty');
    done(
      await act(
        app,
        'procurer-wang',
        'post',
        `${path}/answer`,
        { reasons: { zh: '技术性能得分较低。', en: 'A lower technical score.' } },
        path,
      ),
    );
    expect(await audited(app, 'debrief.answered', tender.id)).toBe(1);
  });

  it('lets a procurement whose bids are all over the published budget fail, with its reasons told to all who bid', async () => {
    await app.setClock('2026-03-02T09:00:00+08:00');
    const tender = await opened(app, await published(app, { budget: { amount: '8000000.00', currency: 'CNY' } }));
    await declare(app, tender);
    done(await evaluate(app, tender));
    const award = { bidId: tender.bids[winner], reasons };
    const over = await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, award, tender.path);
    expect(rulesOf(over)).toEqual(['award.too-few-bids', 'award.over-budget']);
    const fail = (code: string, reason: string): Promise<Answered> =>
      act(
        app,
        'procurer-wang',
        'post',
        `${tender.path}/failure`,
        { code, reason, explanation: { zh: '全部报价均超过采购预算。', en: 'Every price is over the budget.' } },
        tender.path,
      );
    expect(rulesOf(await fail('no-rece', 'no-bids'))).toEqual(['tender.failure-unfounded']);
    done(await fail('all-rej', 'over-budget'));
    const notices = done(await look(app, null, `${tender.path}/notices`)).body['items'] as { kind: string }[];
    expect(notices.at(-1)).toMatchObject({ kind: 'failure', content: { reason: 'over-budget', bids: { overBudget: 3 } } });
    expect((await look(app, null, tender.path)).body.state).toBe('failed');
    expect(await audited(app, 'tender.failed', tender.id)).toBe(1);
    await app.drain();
    expect(await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'tender.failed'`, [tender.id])).toHaveLength(
      4,
    );
  });
});
