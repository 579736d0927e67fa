import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, look, opened, published, rulesOf, type Opened } from '../journeys/steps.js';

interface Flag {
  id: string;
  kind: string;
  facts: Record<string, unknown>;
}

const reasons = { zh: '两家供应商共用代理机构，已核实无串通。' };

describe('red flags', () => {
  let app: TestApp;
  let tender: Opened;
  const flags = async (query = ''): Promise<Flag[]> =>
    (done(await look(app, 'auditor-feng', `/v1/archive/red-flags${query}`)).body as unknown as { items: Flag[] }).items;

  beforeAll(async () => {
    app = await startTestApp();
    const contact = { name: '投标部', phone: '021-5555 0000', email: 'bid@agent.example' };
    await app.sql(
      `UPDATE organizations SET contact = $1 WHERE id IN (SELECT organization_id FROM memberships member
         JOIN people person ON person.id = member.person_id WHERE person.subject IN ('supplier-shenda', 'supplier-hujiang'))`,
      [contact],
    );
    const offered = await published(app);
    await app.drain();
    expect([await flags(), await app.sql('SELECT stage FROM red_flag_scans')]).toEqual([[], []]);
    const price = (amount: string): object => ({ price: { amount, currency: 'CNY' } });
    tender = await opened(app, offered, { 'supplier-hujiang': price('9900000.00'), 'supplier-rheinland': price('10000000.00') });
    await app.drain();
  }, 120_000);
  afterAll(() => app.close());

  it('are looked for after the opening only, and say what was seen', async () => {
    const found = await flags(`?tender=${tender.id}`);
    expect(new Set(found.map((one) => one.kind))).toEqual(new Set(['shared-contact', 'spaced-prices']));
    const shared = found.filter((one) => one.kind === 'shared-contact').map((one) => one.facts['what']);
    expect(shared.sort()).toEqual(['contact', 'email', 'phone']);
    expect(found.find((one) => one.kind === 'spaced-prices')?.facts['step']).toBe('100000.00');
    expect(await audited(app, 'red-flags.looked-for', tender.id)).toBe(1);
  });

  it('are found once, however often it is looked', async () => {
    const before = await flags();
    await app.sql('UPDATE red_flag_scans SET scanned_at = NULL');
    await app.drain();
    expect(await flags()).toEqual(before);
  });

  it('are closed by an auditor with what was found, once', async () => {
    const [{ id }] = (await flags('?kind=spaced-prices&state=open')) as [Flag];
    const path = `/v1/archive/red-flags/${id}`;
    expect((await act(app, 'auditor-feng', 'post', `${path}/closure`, {}, path)).status).toBe(422);
    expect((await act(app, 'supervisor-tang', 'post', `${path}/closure`, { reasons }, path)).status).toBe(403);
    expect((await act(app, 'auditor-feng', 'post', `${path}/closure`, { reasons })).status).toBe(428);
    const etag = (await look(app, 'auditor-feng', path)).headers['etag'] ?? '';
    const both = await Promise.all([1, 2].map(() => act(app, 'auditor-feng', 'post', `${path}/closure`, { reasons }, etag)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(rulesOf(await act(app, 'auditor-feng', 'post', `${path}/closure`, { reasons }, path))).toEqual([
      'archive.flag-closed',
    ]);
    expect(await audited(app, 'red-flag.closed', tender.id)).toBe(1);
    expect((await flags('?state=closed')).map((one) => one.id)).toEqual([id]);
    expect((await flags('?state=open')).map((one) => one.kind)).not.toContain('spaced-prices');
  });

  it('are nothing to others', async () => {
    expect((await look(app, 'procurer-wang', '/v1/archive/red-flags')).status).toBe(403);
    expect((await look(app, 'auditor-feng', '/v1/archive/red-flags/00000000-0000-7000-8000-000000000001')).status).toBe(404);
    expect((await look(app, 'auditor-feng', '/v1/archive/red-flags?kind=guilty')).status).toBe(422);
  });
});
