import type supertest from 'supertest';
import { startAwards, type AwardsApp } from './fixture.js';
import { dutiesOf } from './exclusions.js';
import { awardedTender, events, finalAcceptance, offers, rulesOf, type OpenedTender } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const cny = (amount: string) => ({ amount, currency: 'CNY' });
const secret = '梯度线圈采用双层反向绕组并在零下四十度固化';

interface Signed {
  tender: OpenedTender;
  path: string;
}

async function signed(over: Parameters<typeof awardedTender>[1] = {}): Promise<Signed> {
  await app.setClock('2026-02-13T10:00:00+08:00');
  const tender = await awardedTender(app, over);
  await app.setClock('2026-03-06T10:00:00+08:00');
  const wang = await app.as('procurer-wang');
  const body = { awardId: tender.awardId, amount: cny('1100000.00') };
  const answer = await wang('post', `/v1/tenders/${tender.id}/contracts`).send(body);
  if (answer.status !== 201) throw new Error(answer.text);
  return { tender, path: `/v1/contracts/${(answer.body as { id: string }).id}` };
}

async function act(who: string, path: string, body: object = {}, etag?: string): Promise<supertest.Response> {
  const caller = (await app.as(who))('post', path);
  return (etag === undefined ? caller : caller.set('if-match', etag)).send(body);
}
const look = async (who: string | null, path: string) =>
  who === null ? app.http('get', path) : (await app.as(who))('get', path);
const idOf = (answer: supertest.Response): string => {
  if (answer.status !== 201) throw new Error(answer.text);
  return (answer.body as { id: string }).id;
};

const moved = {
  touches: ['delivery-place'],
  basis: '合同第12条',
  description: { zh: '交货地点改为二号楼三层', en: 'Delivery moves to building two, third floor' },
  reasons: { zh: '机房改造', en: 'The machine room is being rebuilt' },
};
const more = (amount: string) => ({ ...moved, touches: ['quantity'], basis: '政府采购法第49条', added: cny(amount) });

describe('a change of the contract (采购法 arts. 49 and 50)', () => {
  it('that costs nothing is published at once, and everybody reads it', async () => {
    const { tender, path } = await signed();
    const made = await act('procurer-wang', `${path}/changes`, moved);
    expect([made.status, made.body]).toMatchObject([201, { state: 'published', number: 1, added: cny('0.00') }]);
    expect((await look(null, `${path}/changes`)).body).toEqual({ items: [made.body], next: null });
    expect((await look(null, `${path}/changes/${idOf(made)}`)).body).toEqual(made.body);
    const [notice] = await app.sql<{ content: object }>(
      `SELECT content FROM tender_notices WHERE tender_id = $1 AND kind = 'contract-change'`,
      [tender.id],
    );
    expect(notice?.content).toMatchObject({ ...moved, amount: cny('1100000.00') });
    const { items } = (await look(null, `/v1/tenders/${tender.id}/notices`)).body as { items: { title: { zh: string } }[] };
    expect(items.at(-1)?.title.zh).toBe('合同变更公告：影像设备');
    expect(await events(app, tender.id, 'contract.changed')).toMatchObject([{ article: 53, payload: { number: 1 } }]);
  });

  it('leaves the substance alone, comes in both languages, and tells no secret', async () => {
    const { path } = await signed({
      offers: offers.map((one) => ({ ...one, secrets: one.supplier === 'hujiang' ? [secret] : [] })),
    });
    const refused = async (over: object, who = 'procurer-wang') => {
      const answer = await act(who, `${path}/changes`, { ...moved, ...over });
      return [answer.status, rulesOf(answer)];
    };
    expect(await refused({ touches: ['unit-price', 'contact'] })).toEqual([422, ['contract.change-substantial']]);
    expect(await refused({ touches: ['quantity'] })).toEqual([422, ['contract.addition-mixed']]);
    expect(await refused({ added: cny('1.00') })).toEqual([422, ['contract.addition-mixed']]);
    expect(await refused({ reasons: { zh: '机房改造' } })).toEqual([422, ['notice.english-incomplete']]);
    expect(await refused({ description: { zh: `按${secret}调整`, en: 'Adjusted' } })).toEqual([422, ['notice.trade-secret']]);
    expect((await act('procurer-port', `${path}/changes`, moved)).status).toBe(404);
    expect((await act('procurer-wang', `${path}/changes`, moved, '"7-signed"')).status).toBe(412);
    expect((await look(null, `${path}/changes`)).body).toEqual({ items: [], next: null });
  });

  it('waits while the procurement is suspended', async () => {
    const { tender, path } = await signed();
    const id = idOf(await act('procurer-wang', `${path}/changes`, more('100.00')));
    await app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at)
       VALUES (gen_random_uuid(), $1, 'suspension', 'complaint', gen_random_uuid(), platform_now())`,
      [tender.id],
    );
    expect(rulesOf(await act('procurer-wang', `${path}/changes`, moved))).toEqual(['tender.suspended']);
    const publish = await act('approver-li', `${path}/changes/${id}/decision`, { decision: 'published' }, '"1-proposed"');
    expect([publish.status, rulesOf(publish)]).toEqual([409, ['tender.suspended']]);
  });

  it('that adds to the amount stays within a tenth in sum, and is published by a second person', async () => {
    const { tender, path } = await signed();
    expect(rulesOf(await act('procurer-wang', `${path}/changes`, more('110000.01')))).toEqual(['contract.addition-over-tenth']);
    const first = idOf(await act('procurer-wang', `${path}/changes`, more('60000.00')));
    const second = idOf(await act('procurer-wang', `${path}/changes`, more('50000.01')));
    for (const stranger of [null, 'supplier-shenda', 'procurer-port']) {
      expect((await look(stranger, `${path}/changes`)).body).toEqual({ items: [], next: null });
      expect((await look(stranger, `${path}/changes/${first}`)).status).toBe(404);
    }
    expect((await look('supplier-hujiang', `${path}/changes/${first}`)).body).toMatchObject({ state: 'proposed' });
    expect(await dutiesOf(app, 'approver-li', 'contract-change.decide')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'contract-change', id: first } }),
    );
    const decide = (id: string, who: string, body: object = { decision: 'published' }, etag = '"1-proposed"') =>
      act(who, `${path}/changes/${id}/decision`, body, etag);
    expect((await act('approver-li', `${path}/changes/${first}/decision`, { decision: 'published' })).status).toBe(428);
    expect((await decide(first, 'procurer-port')).status).toBe(404);
    const own = await decide(first, 'procurer-wang');
    expect([own.status, rulesOf(own)]).toEqual([403, ['tender.approver-is-author']]);
    const both = await Promise.all([decide(first, 'approver-li'), decide(second, 'procurer-zhao')]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 422]);
    expect(both.flatMap(rulesOf)).toEqual(['contract.addition-over-tenth']);
    const [left] = both[0]?.status === 201 ? [second] : [first];
    expect((await decide(left as string, 'approver-li', { decision: 'rejected' })).body).toMatchObject({
      errors: [{ pointer: '#/reason' }],
    });
    const rejection = { zh: '超出限额', en: 'Over the bound' };
    expect((await decide(left as string, 'approver-li', { decision: 'rejected', reason: rejection })).body).toMatchObject({
      state: 'rejected',
      rejection,
    });
    const again = await decide(left as string, 'approver-li', { decision: 'published' }, '"2-rejected"');
    expect([again.status, rulesOf(again)]).toEqual([409, ['contract.wrong-state']]);
    expect(await events(app, tender.id, 'contract.changed')).toHaveLength(1);
    expect(await events(app, tender.id, 'contract-change.rejected')).toMatchObject([{ article: 57, payload: { rejection } }]);
    const { items } = (await look(null, `/v1/tenders/${tender.id}/timeline?limit=100`)).body as { items: { type: string }[] };
    expect(items.filter((one) => one.type.startsWith('contract-change'))).toEqual([]);
  });

  it('is kept by the database itself within a tenth and by two people', async () => {
    const { path } = await signed();
    const insert = (added: string, decidedBy: string) =>
      app.sql(
        `INSERT INTO contract_changes (id, version, contract_id, tender_id, number, state, touches, basis, description, reasons, added, proposed_by, proposed_at,
            decided_by, decided_at, notice_version)
         SELECT gen_random_uuid(), 1, id, tender_id, 9, 'published', '{quantity}', '', '{}', '{}', $2, signed_by, signed_at, ${decidedBy}, signed_at, 1
           FROM contracts WHERE id = $1`,
        [path.split('/').at(-1), added],
      );
    await expect(insert('1.00', 'signed_by')).rejects.toThrow('contract_changes_four_eyes');
    const another = `(SELECT id FROM people WHERE subject = 'approver-li')`;
    await expect(insert('110000.01', another)).rejects.toThrow('contract.addition-over-tenth');
    await insert('110000.00', another);
  });
});

describe('acceptance (验收, 采购法 art. 41)', () => {
  it('is reported in parts and finally, between the parties', async () => {
    const { tender, path } = await signed();
    await app.setClock('2026-04-16T10:00:00+08:00');
    const accept = (over: object, who = 'procurer-wang') =>
      act(who, `${path}/acceptances`, { ...finalAcceptance('2026-04-16'), ...over });
    expect((await accept({}, 'procurer-port')).status).toBe(404);
    expect((await accept({}, 'supplier-hujiang')).status).toBe(403);
    expect((await accept({ heldOn: '2026-04-17' })).body).toMatchObject({ status: 422, errors: [{ pointer: '#/heldOn' }] });
    expect((await accept({ heldOn: '2026-03-05' })).status).toBe(422);
    const unmet = [{ requirement: '图像分辨率', met: false, note: { zh: '低于要求' } }];
    expect((await accept({ findings: unmet })).body).toMatchObject({ status: 422, errors: [{ pointer: '#/outcome' }] });
    const alone = await accept({ participants: [{ name: '胡江', organization: '沪江医疗', side: 'supplier' }] });
    expect([alone.status, rulesOf(alone)]).toEqual([422, ['acceptance.procurer-absent']]);
    const defects = { extent: 'partial', outcome: 'accepted-with-defects', findings: unmet, remedyBy: '2026-04-23' };
    expect((await accept(defects)).body).toMatchObject({ number: 1, extent: 'partial', remedyBy: '2026-04-23' });
    const both = await Promise.all([accept({}), accept({}, 'procurer-zhao')]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.flatMap(rulesOf)).toEqual(['acceptance.already-final']);
    for (const party of ['procurer-wang', 'supplier-hujiang', 'auditor-feng']) {
      const { items } = (await look(party, `${path}/acceptances`)).body as { items: { number: number; findings: unknown }[] };
      expect(items.map((one) => one.number)).toEqual([1, 2]);
      expect(items[0]?.findings).toEqual(unmet);
    }
    for (const stranger of ['supplier-shenda', 'procurer-port', 'reviewer-xu'])
      expect((await look(stranger, `${path}/acceptances`)).status).toBe(404);
    expect(await events(app, tender.id, 'acceptance.recorded')).toMatchObject([
      { article: 57, payload: { extent: 'partial' } },
      { payload: { extent: 'final', outcome: 'accepted', heldOn: '2026-04-16' } },
    ]);
  });
});

describe('payment (保障中小企业款项支付条例 art. 9)', () => {
  const plan = (path: string, over: object = {}, who = 'procurer-wang') =>
    act(who, `${path}/payments`, {
      title: { zh: '到货款', en: 'On delivery' },
      amount: cny('600000.00'),
      from: '2026-04-16',
      ...over,
    });

  it('has a last day, is approved by a second person, and is overdue for both sides to see', async () => {
    const { tender, path } = await signed();
    expect((await plan(path, {}, 'procurer-port')).status).toBe(404);
    expect((await plan(path, { from: '2026-03-05' })).body).toMatchObject({ status: 422, errors: [{ pointer: '#/from' }] });
    const long = await plan(path, { days: 31 });
    expect([long.status, rulesOf(long)]).toEqual([422, ['payment.days-too-many']]);
    const planned = await plan(path);
    expect(planned.body).toMatchObject({
      state: 'planned',
      dueOn: '2026-05-16',
      overdue: false,
      derivation: { from: '2026-04-16', days: 30, force: 'national' },
    });
    const one = `${path}/payments/${idOf(planned)}`;
    expect((await look('supplier-hujiang', one)).body).toEqual(planned.body);
    for (const stranger of ['supplier-shenda', 'procurer-port', 'reviewer-xu'])
      expect((await look(stranger, one)).status).toBe(404);
    expect(await dutiesOf(app, 'approver-li', 'payment.approve')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'contract-payment', id: idOf(planned) }, dueOn: '2026-05-16' }),
    );
    const settle = (on: string, etag = '"2-approved"') =>
      act('procurer-wang', `${one}/settlement`, { on, reference: '支付凭证77' }, etag);
    const early = await settle('2026-03-06', '"1-planned"');
    expect([early.status, rulesOf(early)]).toEqual([409, ['payment.wrong-state']]);
    expect((await act('approver-li', `${one}/approval`)).status).toBe(428);
    const own = await act('procurer-wang', `${one}/approval`, {}, '"1-planned"');
    expect([own.status, rulesOf(own)]).toEqual([403, ['tender.approver-is-author']]);
    const approvals = await Promise.all([
      act('approver-li', `${one}/approval`, {}, '"1-planned"'),
      act('procurer-zhao', `${one}/approval`, {}, '"1-planned"'),
    ]);
    expect(approvals.map((answer) => answer.status).sort()).toEqual([201, 412]);
    await app.setClock('2026-05-16T23:59:59.999999+08:00', true);
    await app.drain();
    expect((await look('supplier-hujiang', one)).body).toMatchObject({ overdue: false });
    expect(await events(app, tender.id, 'payment.lapsed')).toEqual([]);
    await app.setClock('2026-05-17T00:00:00+08:00');
    await app.drain();
    await app.drain();
    expect((await look('supplier-hujiang', `${path}/payments`)).body).toMatchObject({ items: [{ overdue: true }] });
    expect(await events(app, tender.id, 'payment.lapsed')).toMatchObject([{ article: 59, payload: { dueOn: '2026-05-16' } }]);
    expect(await dutiesOf(app, 'procurer-wang', 'payment.settle')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'contract-payment', id: idOf(planned) }, overdue: true }),
    );
    expect((await settle('2026-05-18', '"3-approved"')).body).toMatchObject({ status: 422, errors: [{ pointer: '#/on' }] });
    expect((await settle('2026-03-05', '"3-approved"')).status).toBe(422);
    expect((await settle('2026-05-17', '"3-approved"')).body).toMatchObject({
      state: 'paid',
      overdue: false,
      payment: { on: '2026-05-17', warnings: [{ rule: 'payment.late', facts: { dueOn: '2026-05-16' } }] },
    });
    expect(await events(app, tender.id, 'payment.made')).toMatchObject([{ payload: { on: '2026-05-17', amount: '600000.00' } }]);
  });

  it('comes to what the contract costs, additions counted, and the final one says why it is less', async () => {
    const { path } = await signed();
    expect(rulesOf(await plan(path, { amount: cny('1100000.01') }))).toEqual(['payment.over-contract']);
    const change = idOf(await act('procurer-wang', `${path}/changes`, more('100000.00')));
    expect(
      (await act('approver-li', `${path}/changes/${change}/decision`, { decision: 'published' }, '"1-proposed"')).status,
    ).toBe(201);
    idOf(await plan(path, { amount: cny('700000.00') }));
    expect(rulesOf(await plan(path, { amount: cny('500000.01') }))).toEqual(['payment.over-contract']);
    const final = { amount: cny('499000.00'), isFinal: true };
    expect(rulesOf(await plan(path, final))).toEqual(['payment.final-differs']);
    const deduction = { zh: '逾期交货违约金', en: 'Damages for late delivery' };
    const both = await Promise.all([plan(path, { ...final, deduction }), plan(path, { ...final, deduction }, 'procurer-zhao')]);
    expect(both.map((one) => one.status).sort()).toEqual([201, 409]);
    expect(both.flatMap(rulesOf)).toEqual(['payment.after-final']);
    expect(rulesOf(await plan(path))).toEqual(['payment.after-final']);
  });

  it('follows the terms that the documents announced, for a small supplier never over sixty days', async () => {
    const content = { terms: { payment: { days: 90 } } };
    const small = await signed({ content });
    expect((await plan(small.path, { days: 61 })).body).toMatchObject({ errors: [{ facts: { days: 61, daysMax: 60 } }] });
    expect((await plan(small.path, { days: 60 })).body).toMatchObject({ dueOn: '2026-06-15' });
    const large = await signed({ content, offers: offers.map((one) => ({ ...one, size: 'large' })) });
    expect((await plan(large.path)).body).toMatchObject({ dueOn: '2026-07-15' });
    expect(rulesOf(await plan(large.path, { days: 91, amount: cny('1.00') }))).toEqual(['payment.days-too-many']);
  });
});
