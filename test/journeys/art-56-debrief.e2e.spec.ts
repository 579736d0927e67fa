import { startTestApp, type TestApp } from '../app.js';
import { tradeSecret } from '../../seeds/demo-data.js';
import { act, audited, awarded, done, opened, published, rulesOf } from './steps.js';

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
});
