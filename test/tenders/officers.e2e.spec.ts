import { startTestApp, type TestApp } from '../app.js';
import { act, approved, audited, done, draft, look, publish, rulesOf, type Answered } from '../journeys/steps.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const alone = { itemClass: null };
const reason = '王采购调岗，项目移交赵采购继续办理。';

async function personOf(clientId: string): Promise<string> {
  return (done(await look(app, clientId, '/v1/me')).body['person'] as { id: string }).id;
}

async function handOver(path: string, to: string, by = 'procurer-wang'): Promise<Answered> {
  return act(app, by, 'post', `${path}/hand-over`, { toPersonId: await personOf(to), reason }, path);
}

async function hasDuty(clientId: string, tenderId: string): Promise<boolean> {
  const { items } = done(await look(app, clientId, '/v1/me/duties?limit=100')).body as unknown as {
    items: { kind: string; tenderId: string | null }[];
  };
  return items.some((one) => one.kind === 'tender.publish' && one.tenderId === tenderId);
}

describe('a hand-over (移交)', () => {
  it('moves what waits for the officer in charge and leaves who wrote and approved it', async () => {
    const tender = await approved(app, alone);
    const before = await app.sql('SELECT created_by, approved_by FROM tenders WHERE id = $1', [tender.id]);
    expect([await hasDuty('procurer-wang', tender.id), await hasDuty('procurer-zhao', tender.id)]).toEqual([true, false]);
    const answer = done(await handOver(tender.path, 'procurer-zhao')).body;
    expect(answer).toMatchObject({ officerPersonId: await personOf('procurer-zhao') });
    expect([await hasDuty('procurer-wang', tender.id), await hasDuty('procurer-zhao', tender.id)]).toEqual([false, true]);
    expect(await app.sql('SELECT created_by, approved_by FROM tenders WHERE id = $1', [tender.id])).toEqual(before);
    const { body } = done(await look(app, 'approver-li', `${tender.path}/officers`));
    expect(body['items']).toMatchObject([
      { personId: await personOf('procurer-wang'), reason: null },
      { personId: await personOf('procurer-zhao'), reason, name: { zh: '赵采购' } },
    ]);
    const entries = await app.sql<{ payload: string }>(
      `SELECT payload FROM audit_payloads JOIN audit_entries ON id = entry_id WHERE tender_id = $1 AND type = 'tender.handed-over'`,
      [tender.id],
    );
    expect(entries.map((one) => JSON.parse(one.payload) as unknown)).toMatchObject([
      { payload: { from: await personOf('procurer-wang'), to: await personOf('procurer-zhao'), reason } },
    ]);
    done(await publish(app, tender));
    done(await handOver(tender.path, 'procurer-wang', 'procurer-zhao'));
  });

  it('goes to a procurement officer of the entity who has neither approved it nor is in charge', async () => {
    const { path } = await approved(app, alone);
    for (const [to, code] of [
      ['approver-li', 'approvedIt'],
      ['procurer-wang', 'sameOfficer'],
      ['procurer-port', 'notMember'],
      ['evaluator-chen', 'notMember'],
    ] as const)
      expect(await handOver(path, to)).toMatchObject({
        status: 422,
        body: { errors: [{ rule: 'tender.officer-unfit', pointer: '#/toPersonId', facts: { code } }] },
      });
    const [tender] = await app.sql<{ id: string; approved_by: string }>(
      'SELECT id, approved_by FROM tenders ORDER BY id DESC LIMIT 1',
    );
    const bySql = app.sql(
      `INSERT INTO tender_officers (id, tender_id, person_id, handed_over_by, reason, since)
       VALUES (gen_random_uuid(), $1, $2, $2, '移交', platform_now())`,
      [tender?.id, tender?.approved_by],
    );
    await expect(bySql).rejects.toThrow('tender.officer-unfit');
  });

  it('bars who took it over from approving it, also after handing it on', async () => {
    const { id } = done(await draft(app, alone)).body;
    const path = `/v1/tenders/${id}`;
    done(await handOver(path, 'approver-li'));
    done(await handOver(path, 'procurer-zhao', 'approver-li'));
    const refused = await act(app, 'approver-li', 'post', `${path}/approval`, undefined, path);
    expect([refused.status, rulesOf(refused)]).toEqual([403, ['tender.approver-is-officer']]);
    const bySql = app.sql(`UPDATE tenders SET state = 'approved', approved_by = $2, approved_at = platform_now() WHERE id = $1`, [
      id,
      await personOf('approver-li'),
    ]);
    await expect(bySql).rejects.toThrow('tender.approver-is-officer');
  });

  it('is made by the officer in charge or an approver, not by another colleague nor another organisation', async () => {
    const { id } = done(await draft(app, alone)).body;
    const path = `/v1/tenders/${id}`;
    const colleague = await handOver(path, 'procurer-zhao', 'procurer-zhao');
    expect([colleague.status, rulesOf(colleague)]).toEqual([403, ['tender.hand-over-by-other']]);
    expect((await handOver(path, 'procurer-zhao', 'procurer-port')).status).toBe(404);
    expect((await handOver(path, 'procurer-zhao', 'supplier-shenda')).status).toBe(403);
    expect((await look(app, 'procurer-port', `${path}/officers`)).status).toBe(404);
    const wang = await app.as('procurer-wang');
    const body = { toPersonId: await personOf('procurer-zhao'), reason };
    expect((await wang('post', `${path}/hand-over`).send(body)).status).toBe(428);
    done(await handOver(path, 'procurer-zhao', 'approver-li'));
    expect(await audited(app, 'tender.handed-over', id)).toBe(1);
  });

  it('happens once where two are made at once, and not after the end', async () => {
    const { id } = done(await draft(app, alone)).body;
    const path = `/v1/tenders/${id}`;
    const etag = (await look(app, 'procurer-wang', path)).headers['etag'] as string;
    const wang = await app.as('procurer-wang');
    const answers = await Promise.all(
      ['procurer-zhao', 'approver-li'].map(async (to) =>
        wang('post', `${path}/hand-over`)
          .set('if-match', etag)
          .send({ toPersonId: await personOf(to), reason }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412]);
    const end = { code: 'chan-need', reason: { zh: '需求取消。', en: 'No longer needed.' } };
    done(await act(app, 'procurer-wang', 'post', `${path}/cancellation`, end, path));
    expect(rulesOf(await handOver(path, 'procurer-wang', 'approver-li'))).toContain('tender.wrong-state');
  });
});
