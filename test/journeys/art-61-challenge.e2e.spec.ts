import { startTestApp, type TestApp } from '../app.js';
import { audited, challenge, done, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 61: a supplier may challenge in writing within ten days of when it knew or should have known', () => {
  it('takes a challenge in the last microsecond and refuses it in the next, with the derivation, recorded', async () => {
    const tender = await published(app);
    await app.setClock('2026-03-19T23:59:59.999999+08:00', true);
    const filed = done(await challenge(app, tender, 'documents'));
    expect(filed.body.state).toBe('submitted');
    expect(await audited(app, 'challenge.submitted', tender.id)).toBe(1);
    await app.setClock('2026-03-20T00:00:00.000000+08:00', true);
    const late = await challenge(app, tender, 'documents', 'supplier-hujiang');
    expect({ status: late.status, rules: rulesOf(late) }).toEqual({ status: 422, rules: ['challenge.out-of-time'] });
    expect(late.body.errors?.[0]?.derivation).toMatchObject({ result: '2026-03-19' });
    expect(await audited(app, 'challenge.refused', tender.id)).toBe(1);
  });
});
