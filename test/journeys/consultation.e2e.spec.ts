import { startTestApp, type TestApp } from '../app.js';
import { act, audited, awarded, challenge, done, look, opened, published, rulesOf, sign, type Answered } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 60: the procuring entity and the supplier are encouraged to settle by consultation', () => {
  it('a challenge of the result ends in terms that both have sent; no clock stood still for it, and the contract is free', async () => {
    const tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-20T09:00:00+08:00');
    const filed = done(await challenge(app, tender, 'result')).body;
    expect(filed).toMatchObject({ state: 'submitted', replyDueOn: '2026-04-29' });
    const at = `/v1/challenges/${filed.id}`;
    await app.setClock('2026-05-06T09:00:00+08:00');
    expect(rulesOf(await sign(app, tender, awardId))).toContain('contract.challenge-open');

    const say = (by: string, zh: string): Promise<Answered> => act(app, by, 'post', `${at}/messages`, { text: { zh } });
    const propose = (by: string, zh: string): Promise<Answered> => act(app, by, 'post', `${at}/settlement`, { terms: { zh } });
    done(await say('supplier-shenda', '我方希望了解技术性能的评分依据。'));
    done(await say('procurer-wang', '可以当面说明评分依据，并提供我方对贵方投标的评审意见。'));
    expect((await look(app, 'supplier-hujiang', `${at}/messages`)).status).toBe(404);
    expect(done(await propose('supplier-shenda', '采购人书面说明评分依据，我方撤回质疑。')).body.state).toBe('overdue');
    expect(done(await propose('procurer-wang', '采购人当面说明评分依据，供应商不再质疑。')).body.state).toBe('overdue');
    expect(rulesOf(await sign(app, tender, awardId))).toContain('contract.challenge-open');
    const settled = done(await propose('supplier-shenda', '采购人当面说明评分依据，供应商不再质疑。')).body;
    expect(settled).toMatchObject({
      state: 'settled',
      replyDueOn: filed['replyDueOn'],
      complaintLastDay: filed['complaintLastDay'],
    });

    expect(done(await look(app, 'procurer-wang', `${at}/messages`)).body['items']).toHaveLength(2);
    const closed = await act(app, 'supplier-shenda', 'post', `${at}/complaint`, { matters: [{ matter: '1' }] });
    expect([closed.status, rulesOf(closed)]).toEqual([409, ['challenge.wrong-state']]);
    done(await sign(app, tender, awardId));
    for (const [type, times] of Object.entries({ 'settlement.proposed': 2, 'challenge.settled': 1, 'contract.signed': 1 }))
      expect([type, await audited(app, type, tender.id)]).toEqual([type, times]);
  });
});
