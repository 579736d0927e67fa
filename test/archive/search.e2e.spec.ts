import { startTestApp, type TestApp } from '../app.js';
import { personId } from '../challenges/docket.js';
import { act, audited, awarded, done, draft, look, opened, published, sign, winner, type Opened } from '../journeys/steps.js';
import { organizationOf } from '../prequalification/invited.js';

interface Found {
  items: { id: string; referenceNumber: string; amount: string; suppliers: { name: { zh: string } }[]; rules: string[] }[];
  next: string | null;
}

describe('the auditors search the archive', () => {
  let app: TestApp;
  let tender: Opened;
  let other: string;
  const search = async (query: string, by = 'auditor-feng'): Promise<Found> =>
    done(await look(app, by, `/v1/archive/search?${query}`)).body as unknown as Found;
  const ids = async (query: string): Promise<string[]> => (await search(query)).items.map((one) => one.id);

  beforeAll(async () => {
    app = await startTestApp();
    tender = await opened(app, await published(app));
    const awardId = await awarded(app, tender);
    await app.setClock('2026-04-28T09:00:00+08:00');
    done(await sign(app, tender, awardId));
    other = done(await draft(app, { title: { zh: '=保洁服务', en: 'Cleaning' }, itemClass: null })).body.id;
  }, 120_000);
  afterAll(() => app.close());

  it('by supplier, officer, rule, amount, day and words', async () => {
    const [supplier, loser] = [await organizationOf(app, winner), await organizationOf(app, 'supplier-hujiang')];
    expect([await ids(`supplier=${supplier}`), await ids(`supplier=${loser}`)]).toEqual([[tender.id], [tender.id]]);
    expect(await ids(`officer=${await personId(app, 'approver-li')}`)).toEqual([tender.id]);
    expect(await ids(`officer=${await personId(app, 'evaluator-chen')}`)).toEqual([tender.id]);
    expect(await ids(`officer=${await personId(app, 'procurer-zhao')}`)).toEqual([]);
    expect(await ids('amountFrom=10400000.00&amountTo=10400000.00')).toEqual([tender.id]);
    expect(await ids('from=2026-03-02&to=2026-03-02')).toEqual([tender.id]);
    expect(await ids('from=2026-03-03')).toEqual([]);
    expect(await ids(`q=${encodeURIComponent('保洁')}`)).toEqual([other]);
    const [found] = (await search('amountFrom=1')).items.filter((one) => one.id === tender.id);
    expect(found).toMatchObject({
      amount: '10400000.00',
      suppliers: [{ name: { zh: expect.stringContaining('莱茵') as string } }],
    });
  });

  it('by a rule that was overridden', async () => {
    const warning = [{ rule: 'tender.bid-period-below-national', severity: 'warning', facts: {} }];
    await app.sql('UPDATE tenders SET warnings = $2 WHERE id = $1', [other, JSON.stringify(warning)]);
    expect(await ids('rule=tender.bid-period-below-national')).toEqual([other]);
    expect(await ids('rule=tender.no-such-rule')).toEqual([]);
  });

  it('by pages, newest first', async () => {
    const first = await search('limit=1');
    expect(first.items.map((one) => one.id)).toEqual([other]);
    expect((await search(`limit=1&after=${first.next}`)).items.map((one) => one.id)).toEqual([tender.id]);
  });

  it.each(['supplier=x', 'rule=%27', 'amountFrom=-1', 'from=2026-02-30', 'q=', 'limit=0', 'unknown=1'])(
    'refuses %s',
    async (query) => {
      expect((await look(app, 'auditor-feng', `/v1/archive/search?${query}`)).status).toBe(422);
    },
  );

  it('and export what they find, as CSV without formulas and as JSON lines; recorded', async () => {
    const file = async (query: string) => (await app.as('auditor-feng'))('get', `/v1/archive/search/export?${query}`);
    const csv = await file('format=csv');
    expect(csv.headers['content-type']).toContain('text/csv');
    const lines = csv.text.split('\r\n');
    expect(lines[0]?.startsWith('\uFEFF"referenceNumber')).toBe(true);
    expect(lines).toHaveLength(4);
    expect(csv.text).toContain(`"'=保洁服务"`);
    const { text } = await file(`format=jsonl&q=${encodeURIComponent('保洁')}`);
    expect(JSON.parse(text.trim())).toMatchObject({ id: other });
    expect((await file('format=xlsx')).status).toBe(422);
    expect((await file('format=csv&q=%00')).body).toMatchObject({ status: 400, errors: [{ pointer: '#/q' }] });
    expect(await audited(app, 'archive.exported')).toBe(2);
  });

  it('and see who has read what', async () => {
    const { items } = done(await look(app, 'supervisor-tang', '/v1/archive/accesses')).body as unknown as {
      items: { type: string; personId: string; name: { zh: string } }[];
    };
    const auditor = await personId(app, 'auditor-feng');
    expect(items.map((one) => [one.type, one.personId])).toEqual([
      ['archive.exported', auditor],
      ['archive.exported', auditor],
    ]);
    expect(items[0]?.name.zh).toBe('冯审计');
    const none = done(await look(app, 'supervisor-tang', `/v1/archive/accesses?tender=${other}`)).body as unknown as Found;
    expect(none.items).toEqual([]);
  });

  it('and nobody else does', async () => {
    for (const path of ['search', 'search/export?format=csv', 'accesses'])
      expect((await look(app, 'procurer-wang', `/v1/archive/${path}`)).status).toBe(403);
    expect((await act(app, 'auditor-feng', 'post', '/v1/archive/search', {})).status).toBe(404);
  });
});
