import { startTestApp, type TestApp } from '../app.js';
import { act, done, draft, look, type Answered } from '../journeys/steps.js';

let app: TestApp;
let id: string;
beforeAll(async () => {
  app = await startTestApp();
  id = done(await draft(app)).body.id;
  await app.drain();
});
afterAll(() => app.close());

const read = (path: string): Promise<Answered> => look(app, 'auditor-feng', `/v1/archive/tenders/${path}`);

describe('the archive of a tender', () => {
  it('is read by pages', async () => {
    const first = done(await read(`${id}?limit=1`)).body as unknown as { items: { index: number }[]; log: { size: number } };
    expect(first.items).toHaveLength(1);
    const last = done(await read(`${id}?limit=100&after=${first.log.size}`)).body as unknown as { items: unknown[] };
    expect(last.items).toEqual([]);
  });

  it.each([
    'after=1e300',
    'after=99999999999999999999',
    'after=-1',
    'after=',
    'after=1&after=2',
    'limit=0x10',
    'limit=1e1',
    'limit=101',
  ])('refuses %s', async (query) => {
    expect((await read(`${id}?${query}`)).status).toBe(422);
  });

  it('of what is no id is not there', async () => {
    expect((await read('x')).status).toBe(404);
    const body = { reason: { zh: '到期', en: 'Over' } };
    expect((await act(app, 'auditor-feng', 'post', '/v1/archive/tenders/x/disposals', body)).status).toBe(404);
  });
});

describe('an id in capitals', () => {
  it('names the same thing, and the trail says it in the form of the record', async () => {
    const declared = { hasConflict: false };
    done(await act(app, 'procurer-wang', 'post', `/v1/tenders/${id.toUpperCase()}/conflict-declarations`, declared));
    const [entry] = await app.sql<{ leaf: string }>(`SELECT leaf FROM audit_entries WHERE type = 'conflict.declared'`);
    expect(entry?.leaf).toContain(id);
    expect(entry?.leaf).not.toContain(id.toUpperCase());
  });
});
