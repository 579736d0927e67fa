import { startTestApp, type TestApp } from '../app.js';
import { act, audited, awarded, done, look, opened, published, rulesOf, sign, winner, type Answered } from '../journeys/steps.js';
import { told } from '../prequalification/invited.js';
import { dutiesOf, statement } from './exclusions.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const guarantee = {
  form: 'guarantee',
  issuer: '上海银行临港支行',
  number: '保函2026-0413',
  amount: { amount: '240000.00', currency: 'CNY' },
  validUntil: '2026-05-12',
};
const terms = {
  tenderSecurity: { amount: guarantee.amount, forms: ['guarantee'] },
  performanceSecurity: { share: '0.05', forms: ['guarantee'] },
};
const reasons = { zh: '中标后书面拒绝签订合同。', en: 'After the award it refused in writing to sign.' };
const evidence = ['拒签函 2026-04-15 sha256:ab'];

/** Awarded to 莱茵 on 2026-04-14; the securities by client. */
async function secured() {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const sealed = { security: guarantee };
  const all = { 'supplier-shenda': sealed, 'supplier-hujiang': sealed, [winner]: sealed };
  const tender = await opened(app, await published(app, { terms }), all);
  const awardId = await awarded(app, tender);
  const ids: Record<string, string> = {};
  for (const client of Object.keys(all)) {
    const { items } = done(await look(app, client, `${tender.path}/securities`)).body as unknown as { items: { id: string }[] };
    ids[client] = (items[0] as { id: string }).id;
  }
  return { tender, awardId, ids };
}

function notify(id: string | undefined, over: object = {}, by = 'procurer-wang'): Promise<Answered> {
  const path = `/v1/securities/${id}`;
  return act(app, by, 'post', `${path}/forfeitures`, { ground: 'contract-refused', reasons, evidence, ...over }, path);
}

function decide(id: string, forfeit = true, by = 'approver-li'): Promise<Answered> {
  const path = `/v1/forfeitures/${id}`;
  return act(app, by, 'post', `${path}/decision`, { forfeit, reasons }, path);
}

function refund(id: string | undefined, on: string): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `/v1/securities/${id}/refund`, { on }, `/v1/securities/${id}`);
}

const securityOf = async (id: string | undefined, by = winner): Promise<unknown> =>
  (await look(app, by, `/v1/securities/${id}`)).body;

describe('keeping a tender security', () => {
  it('is for a ground of law that fits, with evidence, by its procuring entity', async () => {
    const { ids } = await secured();
    for (const [client, ground] of [
      ['supplier-shenda', 'contract-refused'],
      [winner, 'contract-not-performed'],
    ] as const) {
      const refused = await notify(ids[client], { ground });
      expect([refused.status, rulesOf(refused)]).toEqual([422, ['security.forfeiture-ungrounded']]);
    }
    for (const wrong of [{ evidence: [] }, { reasons: { zh: reasons.zh } }, { ground: 'displeasure' }])
      expect((await notify(ids[winner], wrong)).status).toBe(422);
    expect((await notify(ids[winner], {}, 'procurer-port')).status).toBe(404);
    expect((await notify(ids[winner], {}, winner)).status).toBe(403);
    const path = `/v1/securities/${ids[winner]}/forfeitures`;
    expect((await act(app, 'procurer-wang', 'post', path, { ground: 'contract-refused', reasons, evidence })).status).toBe(428);
    expect((await notify(ids['supplier-shenda'], { ground: 'withdrawn-after-deadline' })).status).toBe(201);
  });

  it('hears the supplier first, is decided by another, told in writing and open to challenge', async () => {
    const { tender, ids } = await secured();
    const notice = done(await notify(ids[winner])).body;
    expect(notice).toMatchObject({ state: 'notified', ground: 'contract-refused', statementDueOn: '2026-04-21', evidence });
    expect(rulesOf(await notify(ids[winner]))).toEqual(['security.forfeiture-open']);
    expect(rulesOf(await decide(notice.id))).toEqual(['security.forfeiture-not-heard']);
    expect(rulesOf(await refund(ids[winner], '2026-04-14'))).toEqual(['security.forfeiture-open']);
    expect(await dutiesOf(app, winner, 'security.state')).toMatchObject([{ subject: { id: notice.id }, dueOn: '2026-04-21' }]);
    expect(await dutiesOf(app, 'approver-li', 'security.decide-forfeiture')).toEqual([]);
    const path = `/v1/forfeitures/${notice.id}`;
    expect((await act(app, 'supplier-shenda', 'post', `${path}/statement`, { text: statement.text })).status).toBe(404);
    const said = done(await act(app, winner, 'post', `${path}/statement`, { text: statement.text })).body;
    expect(said).toMatchObject({ state: 'stated', statement: { text: statement.text, evidence: [] } });
    const twice = await act(app, winner, 'post', `${path}/statement`, { text: statement.text });
    expect(rulesOf(twice)).toEqual(['security.forfeiture-state']);
    expect(await dutiesOf(app, 'approver-li', 'security.decide-forfeiture')).toMatchObject([{ subject: { id: notice.id } }]);
    for (const stranger of ['supplier-shenda', 'procurer-port']) expect((await look(app, stranger, path)).status).toBe(404);
    const tag = (await look(app, 'approver-li', path)).headers['etag'] ?? '';
    const approver = await app.as('approver-li');
    const both = await Promise.all(
      [true, false].map((forfeit) => approver('post', `${path}/decision`).set('if-match', tag).send({ forfeit, reasons })),
    );
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(rulesOf(await decide(notice.id))).toEqual(['security.forfeiture-state']);
    await app.drain();
    for (const topic of [
      'security.forfeiture-notified',
      both[0]?.status === 201 ? 'security.forfeited' : 'security.forfeiture-dropped',
    ])
      expect(await told(app, tender, topic, winner)).toBe(1);
    expect(await audited(app, 'security.forfeiture-stated', tender.id)).toBe(1);
  });

  it('once decided stops the refund for good, and may be challenged', async () => {
    const { tender, ids } = await secured();
    const { id } = done(await notify(ids[winner])).body;
    await app.setClock('2026-04-21T23:59:59.999999+08:00', true);
    expect(rulesOf(await decide(id))).toEqual(['security.forfeiture-not-heard']);
    await app.setClock('2026-04-22T00:00:00+08:00', true);
    const before = await audited(app, 'security.statement-refused');
    const late = await act(app, winner, 'post', `/v1/forfeitures/${id}/statement`, { text: statement.text });
    expect(rulesOf(late)).toEqual(['security.statement-late']);
    expect(await audited(app, 'security.statement-refused')).toBe(before + 1);
    expect(done(await decide(id)).body).toMatchObject({ state: 'forfeited', decision: { forfeit: true, reasons } });
    expect(await securityOf(ids[winner])).toMatchObject({ forfeiture: 'forfeited', refundDueOn: null, overdue: false });
    expect(rulesOf(await refund(ids[winner], '2026-04-22'))).toEqual(['security.forfeiture-open']);
    const matter = {
      statement: { zh: '不予退还保证金没有依据。', en: 'There is no ground for keeping the security.' },
      facts: { zh: '未拒绝签约。', en: 'It did not refuse to sign.' },
      legalBasis: { zh: '招标投标法实施条例第74条', en: 'Regulation on tendering, art. 74' },
      evidence: [`forfeiture:${id}`],
    };
    const contact = { name: '法务部', phone: '021-00000001', email: 'legal@rhein.example', address: '上海市浦东新区' };
    const request = { zh: '请求退还保证金。', en: 'To refund the security.' };
    const body = { subject: 'process', matters: [matter], request, contact, knownOn: '2026-04-22' };
    expect((await act(app, winner, 'post', `${tender.path}/challenges`, body)).status).toBe(201);
  });

  it('that is dropped lets the refund’s time begin again, and is not decided by its author', async () => {
    const { ids, tender } = await secured();
    const loser = ids['supplier-shenda'];
    const { id } = done(await notify(loser, { ground: 'withdrawn-after-deadline' })).body;
    expect(await securityOf(loser, 'supplier-shenda')).toMatchObject({ forfeiture: 'notified', refundDueOn: null });
    await app.setClock('2026-04-27T09:00:00+08:00');
    const person = await app.sql<{ id: string }>(`SELECT id FROM people WHERE subject = 'approver-li'`);
    await app.sql('UPDATE security_forfeitures SET notified_by = $1 WHERE id = $2', [person[0]?.id, id]);
    expect(rulesOf(await decide(id, false))).toEqual(['security.forfeiture-same-person']);
    await app.sql(
      `UPDATE security_forfeitures SET notified_by = (SELECT id FROM people WHERE subject = 'procurer-wang') WHERE id = $1`,
      [id],
    );
    done(await decide(id, false));
    expect(await audited(app, 'security.forfeiture-dropped', tender.id)).toBe(1);
    expect(await securityOf(loser, 'supplier-shenda')).toMatchObject({
      forfeiture: 'dropped',
      refundDueOn: '2026-05-07',
      derivation: { from: '2026-04-27' },
      overdue: false,
    });
    expect((await refund(loser, '2026-04-27')).body).toMatchObject({ refund: { warnings: [] } });
    expect(rulesOf(await notify(loser, { ground: 'withdrawn-after-deadline' }))).toEqual(['security.already-refunded']);
  });
});

describe('a performance security', () => {
  it('is kept where the contract is not performed', async () => {
    const { tender, awardId, ids } = await secured();
    await app.setClock('2026-04-28T09:00:00+08:00');
    const contract = `/v1/contracts/${done(await sign(app, tender, awardId)).body.id}`;
    const given = { ...guarantee, amount: { amount: '520000.00', currency: 'CNY' }, validUntil: '2027-04-30' };
    const { id } = done(await act(app, 'procurer-wang', 'post', `${contract}/securities`, given)).body;
    expect(rulesOf(await notify(id))).toEqual(['security.forfeiture-ungrounded']);
    const forfeiture = done(await notify(id, { ground: 'contract-not-performed' })).body;
    const { items } = done(await look(app, winner, `/v1/securities/${id}/forfeitures`)).body as unknown as { items: object[] };
    expect(items).toMatchObject([{ id: forfeiture.id, securityId: id }]);
    done(await act(app, winner, 'post', `/v1/forfeitures/${forfeiture.id}/statement`, { text: statement.text }));
    done(await decide(forfeiture.id));
    await app.setClock('2026-07-01T09:00:00+08:00');
    done(await act(app, 'procurer-wang', 'post', `${contract}/completion`, { kind: 'termination', on: '2026-06-30' }));
    expect(await securityOf(id)).toMatchObject({ forfeiture: 'forfeited', refundDueOn: null });
    expect(await securityOf(ids[winner])).toMatchObject({ forfeiture: null, refundDueOn: '2026-05-08', overdue: true });
  });
});

describe('a security that runs out too soon', () => {
  it('is a duty of both sides a week before, and lasts longer once the paper is there', async () => {
    const { ids, tender } = await secured();
    const [id, path] = [ids[winner] as string, `/v1/securities/${ids[winner]}`];
    const due = async (by: string) =>
      ((await dutiesOf(app, by, 'security.extend')) as { subject: { id: string } }[]).filter((one) => one.subject.id === id);
    await app.setClock('2026-05-04T23:59:59.999999+08:00', true);
    expect(await due(winner)).toEqual([]);
    await app.setClock('2026-05-05T00:00:00+08:00', true);
    for (const side of [winner, 'procurer-wang'])
      expect(await due(side)).toMatchObject([{ dueOn: '2026-05-12', overdue: false }]);
    for (const other of ['supplier-shenda', 'procurer-port']) expect(await due(other)).toEqual([]);
    const extend = (validUntil: string, by = 'procurer-wang') =>
      act(app, by, 'post', `${path}/extensions`, { validUntil, number: '保函2026-0413-1' }, path);
    expect(rulesOf(await extend('2026-05-12'))).toEqual(['security.extension-not-later']);
    expect((await extend('2026-07-31', winner)).status).toBe(403);
    expect((await extend('2026-07-31', 'procurer-port')).status).toBe(404);
    expect(
      (await act(app, 'procurer-wang', 'post', `${path}/extensions`, { validUntil: '2026-07-31', number: '1' })).status,
    ).toBe(428);
    expect(done(await extend('2026-07-31')).body).toMatchObject({ validUntil: '2026-07-31' });
    expect(await due(winner)).toEqual([]);
    expect(await audited(app, 'security.extended', tender.id)).toBe(1);
    done(await notify(id));
    expect(rulesOf(await extend('2026-08-31'))).toEqual(['security.forfeiture-open']);
  });
});
