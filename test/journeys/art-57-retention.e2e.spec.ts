import { startTestApp, type TestApp } from '../app.js';
import { leafHashOf, salted } from '../../src/platform/audit-leaf.js';
import { fulfil } from '../awards/stories.js';
import { act, audited, awarded, done, look, opened, published, rulesOf, sign } from './steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

interface Entry {
  index: number;
  leaf: string;
  leafHash: string;
  payload: string;
  salt: string;
}

describe('art. 57: documents, records and reports are kept for at least 15 years from the end, unaltered', () => {
  it('keeps the record to the day, and every entry re-hashes', async () => {
    const tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    const contract = `/v1/contracts/${done(await sign(app, tender, awardId)).body.id}`;
    await app.setClock('2026-12-31T09:00:00+08:00');
    await fulfil(app, contract, { on: '2026-12-31', amount: '10400000.00' });
    done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'acceptance', on: '2026-12-31' }, contract));
    await app.drain();
    const path = `/v1/archive/tenders/${tender.id}`;
    const archive = done(await look(app, 'auditor-feng', `${path}?limit=100`)).body;
    expect(archive['retainUntil']).toBe('2041-12-31');
    const entries = archive['items'] as unknown as Entry[];
    expect(entries.length).toBeGreaterThan(15);
    for (const { leaf, leafHash, payload, salt } of entries) {
      expect(leafHashOf(leaf).toString('hex')).toBe(leafHash);
      expect((JSON.parse(leaf) as { sha256: string }).sha256).toBe(salted('sha256', Buffer.from(salt, 'hex'), payload));
    }
    const reason = { zh: '保存期满', en: 'The period is over' };
    await app.setClock('2041-12-31T23:00:00+08:00');
    const early = await act(app, 'auditor-feng', 'post', `${path}/disposals`, { reason });
    expect({ status: early.status, rules: rulesOf(early) }).toEqual({ status: 403, rules: ['archive.retention-locked'] });
    expect(await audited(app, 'disposal.refused', tender.id)).toBe(1);
    await app.setClock('2042-01-01T00:00:01+08:00');
    expect(done(await act(app, 'auditor-feng', 'post', `${path}/disposals`, { reason })).body.state).toBe('proposed');
    expect(await audited(app, 'disposal.proposed', tender.id)).toBe(1);
  });
});
