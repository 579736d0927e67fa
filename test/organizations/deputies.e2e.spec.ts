import { startTestApp, type TestApp } from '../app.js';
import { act, audited, done, draft, look, rulesOf, type Answered } from '../journeys/steps.js';
import { plan, announcePlan } from '../tenders/planned.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  await app.setClock('2026-03-02T09:00:00+08:00');
  await app.sql('UPDATE deputies SET ended_at = platform_now() WHERE ended_at IS NULL');
});
afterAll(() => app.close());

async function personOf(clientId: string): Promise<string> {
  return (done(await look(app, clientId, '/v1/me')).body['person'] as { id: string }).id;
}

async function name(by: string, deputy: string, from = '2026-03-02', to = '2026-03-06'): Promise<Answered> {
  return act(app, by, 'post', '/v1/me/deputies', { deputyPersonId: await personOf(deputy), from, to });
}

async function duties(clientId: string, tenderId: string): Promise<{ kind: string; onBehalfOf: string | null }[]> {
  const { items } = done(await look(app, clientId, '/v1/me/duties?limit=100')).body as unknown as {
    items: { kind: string; tenderId: string | null; onBehalfOf: string | null }[];
  };
  return items.filter((one) => one.tenderId === tenderId);
}

async function approve(path: string, by = 'approver-li'): Promise<Answered> {
  return act(app, by, 'post', `${path}/approval`, undefined, path);
}

describe('a deputy during leave (请假代理)', () => {
  it('sees what waits for the absent person, from the first day to the last, and no longer once it has ended', async () => {
    const { id } = done(await draft(app)).body;
    done(await approve(`/v1/tenders/${id}`));
    const { id: named } = done(await name('procurer-wang', 'procurer-zhao', '2026-03-03', '2026-03-04')).body;
    const seen: Record<string, unknown[]> = {};
    for (const at of [
      '2026-03-02T23:59:59+08:00',
      '2026-03-03T00:00:00+08:00',
      '2026-03-04T23:59:59+08:00',
      '2026-03-05T00:00:00+08:00',
    ]) {
      await app.setClock(at, true);
      seen[at] = await duties('procurer-zhao', id);
    }
    const wang = await personOf('procurer-wang');
    const waiting = [expect.objectContaining({ kind: 'tender.publish', onBehalfOf: wang }) as unknown];
    expect(Object.values(seen)).toEqual([[], waiting, waiting, []]);
    expect(await duties('procurer-wang', id)).toMatchObject([{ kind: 'tender.publish', onBehalfOf: null }]);
    await app.setClock('2026-03-03T09:00:00+08:00');
    const ended = await act2('delete', `/v1/me/deputies/${named}`, 'procurer-wang');
    expect(ended).toMatchObject({ status: 200, body: { endedAt: expect.stringMatching(/^2026-03-03/) as string } });
    expect(await duties('procurer-zhao', id)).toEqual([]);
    expect((await act2('delete', `/v1/me/deputies/${named}`, 'procurer-wang')).status).toBe(404);
    expect(await audited(app, 'deputy.named')).toBeGreaterThan(0);
    expect(await audited(app, 'deputy.ended')).toBe(1);
  });

  it('may not approve what the author made while it stands in, in the database either', async () => {
    const { id } = done(await draft(app)).body;
    const path = `/v1/tenders/${id}`;
    const { id: named } = done(await name('procurer-wang', 'approver-li')).body;
    const refused = await approve(path);
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['tender.approved-by-deputy']]);
    expect((await duties('approver-li', id)).map((one) => one.kind)).not.toContain('tender.approve');
    const bySql = app.sql(`UPDATE tenders SET state = 'approved', approved_by = $2, approved_at = platform_now() WHERE id = $1`, [
      id,
      await personOf('approver-li'),
    ]);
    await expect(bySql).rejects.toThrow('tender.approved-by-deputy');
    expect((await look(app, 'procurer-wang', path)).body.state).toBe('draft');
    done(await act2('delete', `/v1/me/deputies/${named}`, 'procurer-wang'));
    done(await approve(path));
  });

  it('may not approve what the absent person only revised', async () => {
    const { id } = done(await draft(app, {}, 'procurer-zhao')).body;
    const path = `/v1/tenders/${id}`;
    done(await act(app, 'procurer-wang', 'patch', path, { budgetYear: 2027 }, path));
    done(await name('procurer-wang', 'approver-li'));
    expect(rulesOf(await approve(path))).toEqual(['tender.approved-by-deputy']);
  });

  it('may not publish a planned notice of the absent person', async () => {
    const { id } = done(await plan(app)).body;
    done(await name('procurer-wang', 'approver-li'));
    expect(rulesOf(await announcePlan(app, id))).toEqual(['tender.approved-by-deputy']);
    await app.setClock('2026-03-07T00:00:00+08:00');
    done(await announcePlan(app, id));
  });

  it('is another person of the organisation with a role of the absent one', async () => {
    for (const [deputy, code] of [
      ['procurer-wang', 'self'],
      ['procurer-port', 'noSharedRole'],
      ['evaluator-chen', 'noSharedRole'],
    ] as const)
      expect(await name('procurer-wang', deputy)).toMatchObject({
        status: 422,
        body: { errors: [{ rule: 'deputy.unfit', pointer: '#/deputyPersonId', facts: { code } }] },
      });
    expect((await name('registrar', 'procurer-wang')).status).toBe(403);
    const unknown = { deputyPersonId: '019f0000-0000-7000-8000-000000000001', from: '2026-03-02', to: '2026-03-02' };
    expect(rulesOf(await act(app, 'procurer-wang', 'post', '/v1/me/deputies', unknown))).toEqual(['deputy.unfit']);
  });

  it.each([
    ['2026-02-01', '2026-03-01'],
    ['2026-03-05', '2026-03-04'],
    ['2026-03-02', '2027-03-04'],
  ])('stands in for a time that lies ahead and is not too long: %s to %s', async (from, to) => {
    expect((await name('procurer-wang', 'procurer-zhao', from, to)).body.errors).toMatchObject([{ pointer: '#/to' }]);
  });

  it('is listed for both, and ended by the absent person alone', async () => {
    const { id } = done(await name('procurer-wang', 'procurer-zhao')).body;
    for (const client of ['procurer-wang', 'procurer-zhao']) {
      const { items } = done(await look(app, client, '/v1/me/deputies')).body as unknown as { items: { id: string }[] };
      expect(items[0]).toMatchObject({ id, from: '2026-03-02', to: '2026-03-06', deputy: { name: { zh: '赵采购' } } });
    }
    const { items } = done(await look(app, 'approver-li', '/v1/me/deputies?limit=100')).body as unknown as {
      items: { id: string }[];
    };
    expect(items.map((one) => one.id)).not.toContain(id);
    expect((await act2('delete', `/v1/me/deputies/${id}`, 'procurer-zhao')).status).toBe(404);
  });
});

async function act2(verb: 'delete', path: string, clientId: string): Promise<Answered> {
  const answer = await (await app.as(clientId))(verb, path);
  return { status: answer.status, body: answer.body as Answered['body'], headers: {} };
}
