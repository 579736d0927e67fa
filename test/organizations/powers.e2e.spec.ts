import { startTestApp, type Caller, type TestApp } from '../app.js';
import {
  act,
  answered,
  audited,
  awarded,
  contact,
  done,
  look,
  matter,
  opened,
  published,
  request,
  rulesOf,
  type Answered,
} from '../journeys/steps.js';
import { applicationBody, prequalifying } from '../prequalification/invited.js';
import { actFor, authoritiesOf, bidFor, end, grant, join, organizationId, paper, year } from './delegated.js';

let app: TestApp;
let shenda: string;
let hujiang: string;
let powers: string;
let lawyer: Caller;

const attorney = 'lawyer-tao';
const missing = ['organization.power-missing'];

beforeAll(async () => {
  app = await startTestApp();
  shenda = await organizationId(app, '上海申达');
  hujiang = await organizationId(app, '上海沪江');
  powers = `/v1/organizations/${shenda}/powers-of-attorney`;
  lawyer = await app.asSubject(attorney, 'supplier');
  await known(lawyer, '陶律师', 'Tao, attorney-at-law');
});
afterAll(() => app.close());
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterEach(async () => {
  for (const { id } of await app.sql<{ id: string }>('SELECT id FROM delegations WHERE ended_at IS NULL AND principal_id = $1', [
    shenda,
  ]))
    done(await end(app, `${powers}/${id}`, 'supplier-shenda'));
});

/** Known to the platform by asking some organisation to be let in, which never answers. */
async function known(caller: Caller, zh: string, en: string): Promise<void> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM organizations WHERE name->>'zh' LIKE '莱茵%'`);
  const body = { applicant: { name: { zh, en } }, roles: ['supplier'], statement: { zh: '申请加入。' } };
  done(answered(await caller('post', `/v1/organizations/${rows[0]?.id}/membership-requests`).send(body)));
}

const power = (over: object = {}): Promise<string> =>
  grant(app, powers, { subject: attorney, acts: ['bid'], scope: 'all', ...year, evidence: paper, ...over }, 'supplier-shenda');
const byLawyer = (verb: 'get' | 'post' | 'put' | 'delete', path: string, body?: object, tagged?: string): Promise<Answered> =>
  actFor(lawyer, shenda, verb, path, body, tagged);

describe('a power of attorney (授权委托书)', () => {
  it('is given by an administrator of the supplier, read by its people, the person and overseers, and ended by either', async () => {
    const body = { subject: attorney, acts: ['bid', 'challenge'], scope: 'all', ...year, evidence: paper };
    const made = done(await act(app, 'supplier-shenda', 'post', powers, body));
    expect(made.body).toMatchObject({
      principalId: shenda,
      acts: ['bid', 'challenge'],
      scope: 'all',
      evidence: paper,
      endedAt: null,
    });
    const path = `${powers}/${made.body.id}`;
    for (const reader of ['supplier-shenda', 'registrar', 'auditor-feng'])
      expect((await look(app, reader, powers)).body).toHaveProperty('items.0.id', made.body.id);
    expect((await lawyer('get', path)).body).toMatchObject({ id: made.body.id });
    expect((await lawyer('get', powers)).body).toHaveProperty('items.0.id', made.body.id);
    for (const stranger of ['supplier-hujiang', 'procurer-wang']) {
      expect((await look(app, stranger, path)).status).toBe(404);
      expect((await look(app, stranger, powers)).status).toBe(404);
      expect((await end(app, path, stranger)).status).toBe(404);
      expect((await act(app, stranger, 'post', powers, body)).status).toBe(404);
    }
    await app.drain();
    expect((await lawyer('get', '/v1/me/inbox')).body).toHaveProperty('items.0.topic', 'power-of-attorney.granted');
    expect((await lawyer('delete', path)).status).toBe(200);
    expect(rulesOf(await end(app, path, 'supplier-shenda'))).toEqual(['organization.delegation-ended']);
    expect(await audited(app, 'power-of-attorney.granted')).toBe(1);
    expect(await audited(app, 'power-of-attorney.ended')).toBe(1);
  });

  it('names one known person who is no member, acts, a time to come and its paper', async () => {
    const body = { subject: attorney, acts: ['bid'], scope: 'all', ...year, evidence: paper };
    const of = (over: object): Promise<Answered> => act(app, 'supplier-shenda', 'post', powers, { ...body, ...over });
    expect(await of({ subject: 'nobody-knows' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/subject' }] } });
    expect(await of({ subject: 'supplier-shenda' })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/subject' }] } });
    expect(await of({ subject: undefined })).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/personId' }] } });
    expect(await of({ validTo: '2026-03-02T09:00:00+08:00' })).toMatchObject({ status: 422 });
    expect(await of({ scope: ['019f0000-0000-7000-8000-000000000001'] })).toMatchObject({
      body: { errors: [{ pointer: '#/scope/0' }] },
    });
    for (const over of [{ acts: ['tender'] }, { acts: [] }, { evidence: undefined }, { evidence: { ...paper, sha256: 'x' } }])
      expect([400, 422]).toContain((await of(over)).status);
    const hospital = await organizationId(app, '上海临港公立医院');
    expect((await act(app, 'procurer-wang', 'post', `/v1/organizations/${hospital}/powers-of-attorney`, body)).status).toBe(403);
  });
});

describe('an attorney', () => {
  it('bids for the supplier; the receipt is the supplier’s and the sealed record names the power', async () => {
    const tender = await published(app);
    const id = await power({ scope: [tender.id] });
    expect((await byLawyer('get', '/v1/me')).body).toMatchObject({
      organization: { id: shenda },
      roles: ['supplier'],
      authorities: [{ id }],
    });
    const bare = await actFor(await app.asSubject(attorney, 'procurer'), shenda, 'get', '/v1/me');
    expect(bare.body).toMatchObject({ organization: null, roles: [] });
    const receipt = done(await bidFor(lawyer, shenda, tender, 'supplier-shenda'));
    expect((await look(app, 'supplier-shenda', `${tender.path}/bids/mine`)).body).toHaveProperty('receipts.0');
    expect((await byLawyer('get', `${tender.path}/bids/mine`)).status).toBe(200);
    expect(await authoritiesOf(app, 'bid.submitted', tender.id)).toEqual([{ id, kind: 'power' }]);
    const hashes = await app.sql(
      `SELECT 1 FROM audit_entries entry JOIN audit_payloads body ON body.entry_id = entry.id WHERE entry.tender_id = $1 AND entry.sealed
          AND entry.leaf LIKE '%' || encode(sha256(body.salt || convert_to(body.payload, 'UTF8')), 'hex') || '%'`,
      [tender.id],
    );
    expect(hashes).toHaveLength(1);
    expect(receipt.status).toBe(201);
    const other = await published(app);
    expect(rulesOf(await bidFor(lawyer, shenda, other, 'supplier-shenda'))).toEqual(missing);
    expect((await bidFor(lawyer, hujiang, other, 'supplier-shenda')).status).toBe(403);
  });

  it('is refused a microsecond after the power ends, and once it was revoked', async () => {
    const tender = await published(app);
    const id = await power({ validTo: '2026-03-03T00:00:00+08:00' });
    await app.setClock('2026-03-03T00:00:00+08:00', true);
    expect(rulesOf(await bidFor(lawyer, shenda, tender, 'supplier-shenda'))).toEqual(missing);
    expect(rulesOf(await byLawyer('get', `${tender.path}/bids/mine`))).toEqual(missing);
    await app.setClock('2026-03-02T23:59:59.999999+08:00', true);
    expect((await bidFor(lawyer, shenda, tender, 'supplier-shenda')).status).toBe(201);
    done(await end(app, `${powers}/${id}`, 'supplier-shenda'));
    expect(rulesOf(await actFor(lawyer, shenda, 'delete', `${tender.path}/bids/mine`))).toEqual(missing);
  });

  it('and a revocation at the same time: the database lets one of them be first', async () => {
    const tender = await published(app);
    const id = await power();
    const [handed, ended] = await Promise.all([
      bidFor(lawyer, shenda, tender, 'supplier-shenda'),
      end(app, `${powers}/${id}`, 'supplier-shenda'),
    ]);
    expect(ended.status).toBe(200);
    if (handed.status !== 201) expect(rulesOf(handed)).toEqual(missing);
    const rows = await app.sql(
      `SELECT 1 FROM bid_submissions bid JOIN delegations one ON one.id = $2 WHERE bid.tender_id = $1 AND bid.received_at >= one.ended_at`,
      [tender.id, id],
    );
    expect(rows).toEqual([]);
  });

  it('bids for nobody by who is no member and holds no power, also past the service', async () => {
    const tender = await published(app);
    const [person] = await app.sql<{ id: string }>('SELECT id FROM people WHERE subject = $1', [attorney]);
    const insert = `INSERT INTO bid_submissions (id, tender_id, supplier_id, person_id, action, version, ct_sha256, ct_sha512, ct_bytes, received_at, idempotency_key, fingerprint)
      VALUES (gen_random_uuid(), $1, $2, $3, 'submission', 1, sha256('a'), sha512('a'), 9, now(), 'k', 'f')`;
    await expect(app.sql(insert, [tender.id, shenda, person?.id])).rejects.toThrow('organization.power-missing');
  });

  it('challenges and complains only where the power says so', async () => {
    const tender = await opened(app, await published(app));
    await awarded(app, tender);
    const letter = { subject: 'result', matters: [matter], request, contact };
    await power({ acts: ['bid'] });
    expect(rulesOf(await byLawyer('post', `${tender.path}/challenges`, letter))).toEqual(missing);
    const id = await power({ acts: ['challenge'], scope: [tender.id] });
    const claim = done(await byLawyer('post', `${tender.path}/challenges`, letter)).body;
    expect(await authoritiesOf(app, 'challenge.submitted', tender.id)).toEqual([{ id, kind: 'power' }]);
    expect((await byLawyer('get', `/v1/challenges/${claim.id}`)).status).toBe(200);
    expect(rulesOf(await byLawyer('post', `/v1/challenges/${claim.id}/complaint`, { matters: [{ matter: '1' }] }))).toEqual(
      missing,
    );
    const terms = { terms: { zh: '双方和解。', en: 'Settled.' } };
    expect(rulesOf(await byLawyer('post', `/v1/challenges/${claim.id}/settlement`, terms))).toEqual(missing);
    await app.setClock('2026-03-02T09:00:00+08:00');
    const elsewhere = await published(app);
    const strange = done(
      await act(app, 'supplier-shenda', 'post', `${elsewhere.path}/challenges`, { ...letter, subject: 'documents' }),
    ).body;
    expect(rulesOf(await byLawyer('get', `/v1/challenges/${strange.id}`))).toEqual(missing);
    expect(rulesOf(await byLawyer('post', `/v1/challenges/${strange.id}/withdrawal`, {}))).toEqual(missing);
  });

  it('does nothing for the supplier that is for its own people', async () => {
    await power({ acts: ['bid', 'apply', 'challenge', 'complain', 'sign'] });
    expect(rulesOf(await byLawyer('post', `/v1/organizations/${shenda}/licences`, {}))).toEqual(missing);
    expect(rulesOf(await byLawyer('post', powers, { subject: 'supplier-hujiang' }))).toEqual(missing);
    expect(rulesOf(await byLawyer('get', '/v1/me/inbox'))).toEqual(missing);
    expect((await byLawyer('get', '/v1/me/duties')).status).toBe(200);
  });

  it('of a bidder evaluates and reads none of the bids, whatever else the person is', async () => {
    const tender = await opened(app, await published(app));
    const bids = `${tender.path}/opened-bids`;
    const insider = await app.asSubject('broker-jin', 'procurer', 'supplier');
    await known(insider, '金某', 'Jin');
    await known(await app.asSubject('procurer-to-be', 'procurer'), '顾某', 'Gu');
    const id = await power({ subject: 'broker-jin', acts: ['challenge'] });
    const never = await power({ subject: 'procurer-to-be', validFrom: '2026-08-01T00:00:00+08:00' });
    done(await end(app, `${powers}/${never}`, 'supplier-shenda'));
    const hospital = await organizationId(app, '上海临港公立医院');
    await join(app, hospital, 'broker-jin', 'procurer');
    await join(app, hospital, 'procurer-to-be', 'procurer');
    expect((await look(app, 'procurer-zhao', bids)).status).toBe(200);
    expect(rulesOf(answered(await insider('get', bids)))).toEqual(['evaluation.conflict-declared']);
    done(await end(app, `${powers}/${id}`, 'supplier-shenda'));
    expect(rulesOf(answered(await insider('get', bids)))).toEqual(['evaluation.conflict-declared']);
    expect((await (await app.asSubject('procurer-to-be', 'procurer'))('get', bids)).status).toBe(200);
  });

  it('of an agency’s people bids for nobody in a tender the agency runs (代理投标)', async () => {
    const tender = await published(app);
    const hospital = await organizationId(app, '上海临港公立医院');
    const agency = await organizationId(app, '上海浦江招标代理有限公司');
    const mandates = `/v1/organizations/${hospital}/mandates`;
    await grant(app, mandates, { agencyId: agency, scope: [tender.id], ...year }, 'procurer-wang');
    const agent = await app.asSubject('agent-to-be', 'procurer', 'supplier');
    await known(agent, '代某', 'Dai');
    await power({ subject: 'agent-to-be', acts: ['bid'] });
    await join(app, agency, 'agent-to-be', 'procurer');
    expect(rulesOf(await bidFor(agent, shenda, tender, 'supplier-shenda'))).toEqual(['tender.agency-is-supplier']);
    const other = await published(app);
    expect((await bidFor(agent, shenda, other, 'supplier-shenda')).status).toBe(201);
  });

  it('applies for the supplier in invited tendering, and the record names the power', async () => {
    const tender = await prequalifying(app);
    const body = await applicationBody(app, 'supplier-shenda');
    await power({ acts: ['bid'] });
    expect(rulesOf(await byLawyer('post', `${tender.path}/applications`, body))).toEqual(missing);
    const id = await power({ acts: ['apply'] });
    expect((await byLawyer('post', `${tender.path}/applications`, body)).status).toBe(201);
    expect(await authoritiesOf(app, 'application.submitted', tender.id)).toEqual([{ id, kind: 'power' }]);
  });
});
