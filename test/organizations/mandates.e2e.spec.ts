import pg from 'pg';
import { mriTender } from '../../seeds/demo-data.js';
import { usccCheckCharacter } from '../../src/rules/uscc.js';
import { startTestApp, type Caller, type TestApp } from '../app.js';
import { freshDeal } from '../custody/ceremony.js';
import {
  act,
  approved,
  audited,
  awarded,
  challenge,
  done,
  draft,
  evaluate,
  look,
  opened,
  published,
  publish,
  reasons,
  rulesOf,
  submit,
  winner,
  type Answered,
} from '../journeys/steps.js';
import { announced, directly } from '../journeys/single-source.js';
import { until } from '../until.js';
import { actFor, authoritiesOf, end, grant, organizationId, rawBid, year } from './delegated.js';

let app: TestApp;
let hospital: string;
let port: string;
let agency: string;
let agent: Caller;
let mandates: string;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await organizationId(app, '上海临港公立医院');
  port = await organizationId(app, '上海自贸区港务管理中心');
  agency = await organizationId(app, '上海浦江招标代理有限公司');
  agent = await app.as('agent-shen');
  mandates = `/v1/organizations/${hospital}/mandates`;
});
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterEach(async () => {
  const standing = await app.sql<{ id: string }>(`SELECT id FROM delegations WHERE ended_at IS NULL AND principal_id = $1`, [
    hospital,
  ]);
  for (const { id } of standing) done(await end(app, `${mandates}/${id}`, 'procurer-wang'));
});

const mandate = (over: object = {}): Promise<string> =>
  grant(app, mandates, { agencyId: agency, scope: 'all', ...year, ...over }, 'procurer-wang');
const byAgent = (verb: 'get' | 'post' | 'patch' | 'put', path: string, body?: object, tagged?: string): Promise<Answered> =>
  actFor(agent, hospital, verb, path, body, tagged);
const refused = ['organization.mandate-missing'];
const basis = { zh: '核对营业执照', en: 'Business licence compared' };

let codes = 0;

/** An organisation registered and verified by the registrar, with one member. */
async function register(kinds: string[], subject: string, roles: string[], controls: string[] = []): Promise<string> {
  codes += 1;
  const first17 = `91310000MA1K1${String(codes).padStart(4, '0')}`;
  const identifier = `${first17}${usccCheckCharacter(first17)}`;
  const name = { zh: `机构${codes}`, en: `Organisation ${codes}` };
  const { id } = done(
    await act(app, 'registrar', 'post', '/v1/organizations', { kinds, name, scheme: 'CN-USCC', identifier, country: 'CN' }),
  ).body;
  const path = `/v1/organizations/${id}`;
  done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, controls }, path));
  done(await act(app, 'registrar', 'post', `${path}/members`, { subject, name, roles }));
  return id;
}

describe('a mandate (委托)', () => {
  it('is given by an administrator of the procuring entity to a verified agency, read by both and ended by either', async () => {
    const body = { agencyId: agency, scope: 'all', ...year, evidence: { name: '委托协议.pdf', sha256: 'cd'.repeat(32) } };
    const made = done(await act(app, 'procurer-wang', 'post', mandates, body));
    expect(made.body).toMatchObject({ principalId: hospital, agencyId: agency, scope: 'all', endedAt: null });
    expect(made.body['acts']).toEqual(['tender', 'prequalification', 'award', 'challenge']);
    const path = `${mandates}/${made.body.id}`;
    for (const reader of ['procurer-zhao', 'agent-shen', 'registrar', 'auditor-feng']) {
      expect((await look(app, reader, path)).body).toMatchObject({ id: made.body.id });
      expect((await look(app, reader, `${mandates}?limit=1`)).body).toHaveProperty('items.0.id', made.body.id);
    }
    expect((await look(app, 'agent-shen', `/v1/organizations/${agency}/mandates`)).body).toHaveProperty(
      'items.0.id',
      made.body.id,
    );
    for (const stranger of ['procurer-port', 'supplier-shenda']) {
      expect((await look(app, stranger, path)).status).toBe(404);
      expect((await look(app, stranger, mandates)).status).toBe(404);
      expect((await end(app, path, stranger)).status).toBe(404);
    }
    expect((await end(app, path, 'procurer-zhao')).status).toBe(403);
    await app.drain();
    expect((await look(app, 'agent-shen', '/v1/me/inbox')).body).toHaveProperty('items.0.topic', 'mandate.granted');
    expect((await end(app, path, 'agent-shen')).body).toHaveProperty('endedAt', expect.any(String));
    expect(rulesOf(await end(app, path, 'procurer-wang'))).toEqual(['organization.delegation-ended']);
    expect((await look(app, 'procurer-wang', path)).body).toMatchObject({ id: made.body.id });
    expect([await audited(app, 'mandate.granted'), await audited(app, 'mandate.ended')]).toEqual([1, 1]);
    await expect(
      app.sql('UPDATE delegations SET ended_at = NULL, ended_by = NULL WHERE id = $1', [made.body.id]),
    ).rejects.toThrow('organization.delegation-ended');
  });

  it('is given by nobody else, to no other kind, for no tender of others and for no time that is over', async () => {
    const body = { agencyId: agency, scope: 'all', ...year };
    const of = async (by: string, over: object, path = mandates): Promise<Answered> =>
      act(app, by, 'post', path, { ...body, ...over });
    expect((await of('procurer-zhao', {})).status).toBe(403);
    expect((await of('procurer-port', {})).status).toBe(404);
    expect((await of('agent-shen', {})).status).toBe(404);
    const supplier = await organizationId(app, '上海申达');
    expect((await of('supplier-shenda', {}, `/v1/organizations/${supplier}/mandates`)).status).toBe(403);
    for (const agencyId of [supplier, hospital, '019f0000-0000-7000-8000-000000000001'])
      expect(await of('procurer-wang', { agencyId })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '#/agencyId' }] },
      });
    const foreign = done(await draft(app, {}, 'procurer-port')).body.id;
    const own = done(await draft(app)).body.id;
    const scoped = await of('procurer-wang', { scope: [own, foreign] });
    expect(scoped).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/scope/1' }] } });
    for (const validTo of ['2026-03-01T00:00:00+08:00', '2026-03-02T09:00:00+08:00'])
      expect(await of('procurer-wang', { validTo })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/validTo' }] } });
    for (const over of [{ scope: [] }, { scope: 'some' }, { acts: [] }, { acts: ['bid'] }, { validFrom: 'yesterday' }])
      expect([400, 422]).toContain((await of('procurer-wang', over)).status);
  });
});

describe('an agency’s officer', () => {
  it('drafts, revises, publishes and amends for the procuring entity, which approves itself; the record names the mandate', async () => {
    const id = await mandate();
    expect((await byAgent('get', '/v1/me')).body).toMatchObject({
      organization: { id: hospital },
      authorities: [{ id, kind: 'mandate' }],
    });
    const written = done(await byAgent('post', '/v1/tenders', mriTender)).body;
    expect(written).toHaveProperty('procurer.id', hospital);
    const path = `/v1/tenders/${written.id}`;
    expect((await byAgent('get', path)).body).toMatchObject({ state: 'draft' });
    expect((await agent('get', path)).status).toBe(404);
    done(await byAgent('patch', path, { ...mriTender, title: { zh: '磁共振成像系统', en: 'MRI system' } }, path));
    const entry = { id, kind: 'mandate', agencyId: agency };
    for (const type of ['tender.drafted', 'tender.revised']) expect(await authoritiesOf(app, type, written.id)).toEqual([entry]);
    const [actor] = await app.sql(
      `SELECT 1 FROM audit_entries JOIN people ON people.id = actor_person_id
        WHERE tender_id = $1 AND type = 'tender.drafted' AND subject = 'agent-shen' AND actor_organization_id = $2`,
      [written.id, hospital],
    );
    expect(actor).toBeDefined();
    expect(rulesOf(await byAgent('post', `${path}/approval`, undefined, path))).toEqual(refused);

    const ready = await approved(app);
    done(await byAgent('post', `${ready.path}/publication`, undefined, ready.path));
    expect(await authoritiesOf(app, 'tender.published', ready.id)).toEqual([entry]);
    expect(await authoritiesOf(app, 'tender.approved', ready.id)).toEqual([undefined]);
    const why = { code: 'chan-need', reason: { zh: '采购任务取消。', en: 'The task was dropped.' } };
    done(await byAgent('post', `${ready.path}/cancellation`, why, ready.path));
    expect(await authoritiesOf(app, 'tender.cancelled', ready.id)).toEqual([entry]);
    await app.drain();
    expect((await look(app, 'agent-shen', '/v1/me/inbox')).body).toHaveProperty('items.0.tenderId', ready.id);
  });

  it('awards for the entity and signs nothing, unless the mandate says so', async () => {
    const tender = await opened(app, await published(app));
    await mandate();
    for (const clientId of ['evaluator-chen', 'procurer-wang'])
      done(await act(app, clientId, 'post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
    done(await byAgent('post', `${tender.path}/conflict-declarations`, { hasConflict: false }));
    expect((await byAgent('get', `${tender.path}/opened-bids`)).status).toBe(200);
    done(await evaluate(app, tender));
    await app.setClock('2026-04-14T09:00:00+08:00');
    const choice = { bidId: tender.bids[winner], reasons };
    const awardId = done(await byAgent('post', `${tender.path}/awards`, choice, tender.path)).body.id;
    expect(await authoritiesOf(app, 'tender.awarded', tender.id)).toMatchObject([{ agencyId: agency }]);
    const contract = { awardId, amount: { amount: '10400000.00', currency: 'CNY' } };
    expect(rulesOf(await byAgent('post', `${tender.path}/contracts`, contract, tender.path))).toEqual(refused);
    const claim = done(await challenge(app, tender, 'result')).body;
    const asked = `/v1/challenges/${claim.id}`;
    expect((await byAgent('get', asked)).status).toBe(200);
    expect(
      (await byAgent('post', `${asked}/messages`, { text: { zh: '请补充证据。', en: 'Please add evidence.' } })).status,
    ).toBe(201);
    expect(await authoritiesOf(app, 'challenge.message-sent', tender.id)).toHaveLength(1);
  });

  it('approves where the mandate says so, and never what the same person wrote', async () => {
    const colleague = {
      subject: 'agent-approver',
      name: { zh: '代理审批', en: 'Agent Approver' },
      roles: ['procurer', 'approver'],
    };
    done(await act(app, 'registrar', 'post', `/v1/organizations/${agency}/members`, colleague));
    const second = await app.asSubject('agent-approver', 'procurer', 'approver');
    await mandate({ acts: ['tender', 'approve'] });
    const approve = async (by: Caller, path: string): Promise<Answered> =>
      actFor(by, hospital, 'post', `${path}/approval`, undefined, path);
    const own = done(await actFor(second, hospital, 'post', '/v1/tenders', mriTender)).body.id;
    expect(rulesOf(await approve(second, `/v1/tenders/${own}`))).toEqual(['tender.approver-is-author']);
    const other = done(await byAgent('post', '/v1/tenders', mriTender)).body.id;
    expect((await approve(second, `/v1/tenders/${other}`)).status).toBe(201);
    expect((await approve(agent, `/v1/tenders/${own}`)).status).toBe(403);
  });

  it('has no mandate before it begins, from its end on, once ended, outside its tenders and for what it does not name', async () => {
    expect(rulesOf(await byAgent('post', '/v1/tenders', mriTender))).toEqual(refused);
    const first = done(await draft(app)).body.id;
    const second = done(await draft(app)).body.id;
    const patch = (id: string): Promise<Answered> => byAgent('patch', `/v1/tenders/${id}`, mriTender, `/v1/tenders/${id}`);
    const scoped = await mandate({
      scope: [first],
      validFrom: '2026-03-02T10:00:00+08:00',
      validTo: '2026-03-02T12:00:00+08:00',
    });
    await app.setClock('2026-03-02T09:59:59.999999+08:00', true);
    expect(rulesOf(await patch(first))).toEqual(refused);
    await app.setClock('2026-03-02T10:00:00+08:00', true);
    expect((await patch(first)).status).toBe(200);
    expect(rulesOf(await patch(second))).toEqual(refused);
    expect(rulesOf(await byAgent('post', '/v1/tenders', mriTender))).toEqual(refused);
    expect((await byAgent('get', `/v1/tenders/${second}`)).status).toBe(404);
    const { items } = done(await byAgent('get', '/v1/tenders?limit=100')).body as unknown as { items: { state: string }[] };
    expect(items.filter((one) => one.state === 'draft')).toEqual([]);
    const foreign = done(await draft(app, {}, 'procurer-port')).body.id;
    expect(rulesOf(await actFor(agent, port, 'get', `/v1/tenders/${foreign}`))).toEqual(refused);
    await app.setClock('2026-03-02T11:59:59.999999+08:00', true);
    expect((await patch(first)).status).toBe(200);
    await app.setClock('2026-03-02T12:00:00+08:00', true);
    expect(rulesOf(await patch(first))).toEqual(refused);
    await app.setClock('2026-03-02T11:00:00+08:00', true);
    done(await end(app, `${mandates}/${scoped}`, 'procurer-wang'));
    expect(rulesOf(await patch(first))).toEqual(refused);
    await mandate({ acts: ['award'] });
    expect(rulesOf(await patch(first))).toEqual(refused);
  });

  it('does nothing that is for the entity’s own people, and nothing once its agency is suspended', async () => {
    await mandate();
    const member = { subject: 'slips-in', name: { zh: '混入', en: 'Slips In' }, roles: ['procurer'] };
    expect(rulesOf(await byAgent('post', `/v1/organizations/${hospital}/members`, member))).toEqual(refused);
    expect(rulesOf(await byAgent('get', '/v1/me/inbox'))).toEqual(refused);
    expect(
      rulesOf(await byAgent('put', `/v1/tenders/${done(await draft(app)).body.id}/sealing`, { lock: 'A', recipient: 'age1' })),
    ).toEqual(refused);
    expect((await actFor(await app.as('supplier-shenda'), hospital, 'post', '/v1/tenders', mriTender)).status).toBe(403);
    const path = `/v1/organizations/${agency}`;
    const reason = { zh: '名录登记被撤销。', en: 'Struck off the register.' };
    done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, decision: 'suspended', reason }, path));
    expect(rulesOf(await byAgent('post', '/v1/tenders', mriTender))).toEqual(refused);
    done(await act(app, 'registrar', 'post', `${path}/verification`, { basis }, path));
    expect((await byAgent('post', '/v1/tenders', mriTender)).status).toBe(201);
  });

  it('and a revocation at the same time: one of them comes first, and both say so', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await mandate();
      const [drafted, ended] = await Promise.all([
        byAgent('post', '/v1/tenders', mriTender),
        end(app, `${mandates}/${id}`, 'procurer-wang'),
      ]);
      expect(ended.status).toBe(200);
      expect([201, 403]).toContain(drafted.status);
      if (drafted.status === 403) expect(rulesOf(drafted)).toEqual(refused);
      const late = await app.sql(
        `SELECT 1 FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id JOIN delegations one ON one.id = $1::uuid
          WHERE entry.type = 'tender.drafted' AND body.payload LIKE '%' || $1::text || '%' AND entry.recorded_at >= one.ended_at`,
        [id],
      );
      expect(late).toEqual([]);
    }
  });

  it('waits for a revocation under way, and is refused by it', async () => {
    const id = await mandate();
    const owner = new pg.Client({ connectionString: app.database.ownerUrl });
    await owner.connect();
    await owner.query('BEGIN');
    await owner.query('UPDATE delegations SET ended_at = platform_now(), ended_by = granted_by, version = 2 WHERE id = $1', [id]);
    const waiting = byAgent('post', '/v1/tenders', mriTender);
    const blocked = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await app.sql(blocked)).length > 0, 'the act waits for the lock');
    await owner.query('COMMIT');
    await owner.end();
    expect(rulesOf(await waiting)).toEqual(refused);
  });
});

describe('an agency and what it must be apart from', () => {
  it('supplies nothing where it has the mandate, nor does who belongs to it', async () => {
    const both = await register(['agency', 'supplier'], 'agent-and-supplier', ['procurer', 'supplier']);
    const bidder = await app.asSubject('agent-and-supplier', 'supplier', 'procurer');
    const tender = await published(app);
    await mandate({ agencyId: both });
    const bid = await rawBid(bidder, tender.path);
    expect(rulesOf(bid)).toEqual(['tender.agency-is-supplier']);
    const child = await register(['supplier'], 'child-of-agency', ['supplier']);
    const path = `/v1/organizations/${both}`;
    done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, controls: [child] }, path));
    expect(rulesOf(await rawBid(await app.asSubject('child-of-agency', 'supplier'), tender.path))).toEqual([
      'tender.agency-is-supplier',
    ]);
    expect((await submit(app, tender, 'supplier-shenda')).status).toBe(201);
  });

  it('acts no more in a tender in which it has bid', async () => {
    const both = await register(['agency', 'supplier'], 'bids-first', ['procurer', 'supplier']);
    const bidder = await app.asSubject('bids-first', 'supplier', 'procurer');
    const tender = await approved(app);
    done(await publish(app, tender));
    expect((await rawBid(bidder, tender.path)).status).toBe(201);
    await mandate({ agencyId: both });
    const why = { code: 'chan-need', reason: { zh: '采购任务取消。', en: 'The task was dropped.' } };
    const cancelled = await actFor(bidder, hospital, 'post', `${tender.path}/cancellation`, why, tender.path);
    expect(rulesOf(cancelled)).toEqual(['tender.agency-is-supplier']);
  });

  it('is awarded nothing directly (单一来源) where it has the mandate', async () => {
    const tender = await announced(app, 'other');
    const path = `/v1/organizations/${tender.supplierId}`;
    const kinds = ['supplier', 'agency'];
    done(await act(app, 'registrar', 'post', `${path}/verification`, { basis, kinds }, path));
    await mandate({ agencyId: tender.supplierId, scope: [tender.id] });
    await app.setClock('2026-03-10T09:00:00+08:00');
    expect(rulesOf(await directly(app, tender, '2026-03-10'))).toEqual(['tender.agency-is-supplier']);
    expect(await audited(app, 'tender.awarded', tender.id)).toBe(0);
  });

  it('keeps one of the two locks at most', async () => {
    const keeper = await register(['agency', 'custodian'], 'keeps-a-lock', ['procurer', 'custodian']);
    await mandate({ agencyId: keeper });
    const custodian = await app.asSubject('keeps-a-lock', 'procurer', 'custodian');
    const twice = await actFor(custodian, hospital, 'post', '/v1/tenders', {
      ...mriTender,
      custodians: { A: keeper, B: keeper },
    });
    expect(twice).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/custodians/B' }] } });
    const { id } = done(
      await actFor(custodian, hospital, 'post', '/v1/tenders', { ...mriTender, custodians: { A: hospital, B: keeper } }),
    ).body;
    const sealing = await freshDeal(app, id, 'A');
    expect(rulesOf(await actFor(custodian, hospital, 'put', `/v1/tenders/${id}/sealing`, sealing))).toEqual(refused);
  });

  it('reviews no complaint in a tender it runs, nor does a body above or below it (art. 60)', async () => {
    const tender = await opened(app, await published(app));
    const reviewed = await register(['agency', 'review-body'], 'agency-reviewer', ['reviewer']);
    await mandate({ agencyId: reviewed });
    await awarded(app, tender);
    const claim = done(await challenge(app, tender, 'result')).body;
    await app.setClock('2026-05-20T09:00:00+08:00');
    const complaint = await act(app, 'supplier-shenda', 'post', `/v1/challenges/${claim.id}/complaint`, {
      matters: [{ matter: '1' }],
      reviewBodyId: reviewed,
    });
    expect(rulesOf(complaint)).toContain('complaint.reviewer-not-independent');
    const finance = await organizationId(app, '上海市财政局');
    const other = await act(app, 'supplier-shenda', 'post', `/v1/challenges/${claim.id}/complaint`, {
      matters: [{ matter: '1' }],
      reviewBodyId: finance,
    });
    expect(rulesOf(other)).not.toContain('complaint.reviewer-not-independent');
  });
});
