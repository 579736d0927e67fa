import { startTestApp, type TestApp } from '../app.js';
import { demoHolders } from '../../seeds/demo-custodians.js';
import { act, audited, done, look, opened, published, rulesOf } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('art. 58: an electronic platform that is transparent and takes electronic licences', () => {
  it('opens sealed bids with two people of each lock, not before the time, and publishes signed minutes', async () => {
    const tender = await published(app);
    for (const client of demoHolders.two.B)
      expect(rulesOf(await act(app, client, 'post', `${tender.path}/opening/sessions`, {}))).toContain('opening.too-early');
    expect(rulesOf(await look(app, null, `${tender.path}/opening`))).toContain('bid.still-sealed');
    await opened(app, tender);
    const opening = done(await look(app, null, `${tender.path}/opening`)).body;
    expect((opening['minutes'] as { bids: unknown[] }).bids).toHaveLength(3);
    expect(opening['signature']).toMatch(/^[\w-]{86}$/);
    expect(await audited(app, 'tender.opened', tender.id)).toBe(1);
  });

  it('takes a valid electronic licence and refuses an expired one', async () => {
    const me = done(await look(app, 'supplier-shenda', '/v1/me')).body['organization'] as { id: string };
    const licence = {
      type: '医疗器械经营许可证',
      number: '沪械01号',
      issuer: { zh: '上海市药品监督管理局' },
      holder: '上海申达医疗设备有限公司',
      validFrom: '2020-01-01',
    };
    const path = `/v1/organizations/${me.id}/licences`;
    expect(rulesOf(await act(app, 'supplier-shenda', 'post', path, { ...licence, validTo: '2026-03-01' }))).toContain(
      'licence.invalid',
    );
    done(await act(app, 'supplier-shenda', 'post', path, { ...licence, validTo: '2030-01-01' }));
    expect(await audited(app, 'licence.added')).toBe(1);
  });
});
