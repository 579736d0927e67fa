import { dutiesOf } from './exclusions.js';
import { startAwards, type AwardsApp } from './fixture.js';
import { awardedTender, awardTo, declareNoConflict, etagOfTender, events, openedTender, reasons, rulesOf } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const why = { zh: '多次催告后仍未签订合同。', en: 'Asked to sign several times, it did not.' };
const evidence = ['催告函 2026-03-10 sha256:ab'];
const text = { zh: '原厂停产，无法供货。', en: 'The maker has stopped production; it cannot deliver.' };
const winner = 'supplier-hujiang';

type Answer = { status: number; body: unknown; headers: Record<string, string> };
const read = async (path: string, by = 'procurer-wang'): Promise<Answer> => (await app.as(by))('get', path);
const etagAt = async (path: string): Promise<string> => (await read(path)).headers['etag'] ?? '';

async function notify(awardId: string, over: object = {}, by = 'procurer-wang'): Promise<Answer> {
  const path = `/v1/awards/${awardId}`;
  const tag = await etagAt(path);
  return (await app.as(by))('post', `${path}/contract-refusals`)
    .set('if-match', tag)
    .send({ ground: 'not-signed', reasons: why, evidence, ...over });
}
const idOf = (answer: Answer): string => {
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return (answer.body as { id: string }).id;
};
async function decide(id: string, refused = true, by = 'approver-li', tag?: string): Promise<Answer> {
  const path = `/v1/contract-refusals/${id}`;
  const match = tag ?? (await etagAt(path));
  return (await app.as(by))('post', `${path}/decision`).set('if-match', match).send({ refused, reasons: why });
}
const say = async (id: string, by = winner): Promise<Answer> =>
  (await app.as(by))('post', `/v1/contract-refusals/${id}/statement`).send({ text });
const refusedBy = (answer: Answer) => [answer.status, rulesOf(answer)];

const statesOf = async (tender: { id: string; bids: Record<string, string> }) => {
  const bids = await app.sql<{ id: string; state: string }>('SELECT id, state FROM opened_bids WHERE tender_id = $1', [
    tender.id,
  ]);
  const [row] = await app.sql<{ state: string }>('SELECT state FROM tenders WHERE id = $1', [tender.id]);
  return [
    row?.state,
    Object.fromEntries(Object.entries(tender.bids).map(([key, id]) => [key, bids.find((one) => one.id === id)?.state])),
  ];
};

/** 沪江 won on 2026-02-13; it may sign until 15 March. */
async function awarded() {
  await app.setClock('2026-02-13T10:00:00+08:00');
  return awardedTender(app);
}

/** Found to refuse on its own declaration, which it has confirmed. */
async function refused(awardId: string): Promise<void> {
  const id = idOf(await notify(awardId, { ground: 'declared' }));
  const [{ supplier } = { supplier: '' }] = await app.sql<{ supplier: string }>(
    `SELECT supplier.name ->> 'zh' AS supplier FROM awards award JOIN organizations supplier ON supplier.id = award.supplier_id WHERE award.id = $1`,
    [awardId],
  );
  idOf(await say(id, `supplier-${supplier}`));
  idOf(await decide(id));
}

describe('a winner that does not sign', () => {
  it('is told by its procuring entity alone, with evidence, once its time to sign is over', async () => {
    const { awardId } = await awarded();
    await app.setClock('2026-03-15T23:59:59.999999+08:00', true);
    expect(refusedBy(await notify(awardId))).toEqual([409, ['contract-refusal.time-to-sign-runs']]);
    await app.setClock('2026-03-16T00:00:00+08:00', true);
    for (const wrong of [{ evidence: [] }, { evidence: [''] }, { reasons: { zh: why.zh } }, { ground: 'displeasure' }])
      expect((await notify(awardId, wrong)).status).toBe(422);
    expect((await notify(awardId, {}, 'procurer-port')).status).toBe(404);
    expect((await notify(awardId, {}, winner)).status).toBe(403);
    const path = `/v1/awards/${awardId}/contract-refusals`;
    const body = { ground: 'not-signed', reasons: why, evidence };
    const caller = await app.as('procurer-wang');
    expect((await caller('post', path).send(body)).status).toBe(428);
    const tag = await etagAt(`/v1/awards/${awardId}`);
    const both = await Promise.all([1, 2].map(() => caller('post', path).set('if-match', tag).send(body)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(refusedBy(await notify(awardId))).toEqual([409, ['contract-refusal.open']]);
    const { items } = (await read(path)).body as { items: object[] };
    expect(items).toMatchObject([{ state: 'notified', ground: 'not-signed', statementDueOn: '2026-03-23', evidence }]);
    for (const stranger of ['supplier-shenda', 'procurer-port']) expect((await read(path, stranger)).status).toBe(404);
  });

  it('is heard, found to refuse by another person, and its award falls for the next in rank', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-16T09:00:00+08:00');
    const id = idOf(await notify(tender.awardId));
    expect(await dutiesOf(app, winner, 'contract-refusal.state')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'contract-refusal', id }, dueOn: '2026-03-23' }),
    );
    expect(refusedBy(await decide(id))).toEqual([409, ['contract-refusal.not-heard']]);
    expect((await say(id, 'supplier-shenda')).status).toBe(404);
    expect((await say(id)).body).toMatchObject({ state: 'stated', statement: { text, evidence: [] } });
    expect(refusedBy(await say(id))).toEqual([409, ['contract-refusal.wrong-state']]);
    expect((await read(`/v1/contract-refusals/${id}`, 'supplier-shenda')).status).toBe(404);
    expect((await decide(id, true, 'approver-li', '"1-notified"')).status).toBe(412);
    const tag = await etagAt(`/v1/contract-refusals/${id}`);
    const both = await Promise.all([1, 2].map(() => decide(id, true, 'approver-li', tag)));
    expect(both.map((one) => one.status).sort()).toEqual([201, 412]);
    expect(refusedBy(await decide(id))).toEqual([409, ['contract-refusal.wrong-state']]);
    expect(await statesOf(tender)).toEqual(['evaluated', { shenda: 'opened', hujiang: 'unsuccessful', rheinland: 'opened' }]);
    expect((await read(`/v1/awards/${tender.awardId}`)).body).toMatchObject({ state: 'refused' });
    const [found] = await events(app, tender.id, 'contract-refusal.confirmed');
    const noticeVersion = found?.payload['noticeVersion'] as number;
    expect(found).toMatchObject({ article: 60, payload: { awardId: tender.awardId, ground: 'not-signed', reasons: why } });
    expect((await app.http('get', `/v1/tenders/${tender.id}/notices/${noticeVersion}`)).body).toMatchObject({
      kind: 'contract-refusal',
      content: { awardId: tender.awardId, supplier: { id: app.organizations['hujiang'] }, reasons: why },
    });
    await app.drain();
    const told = await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'contract-refusal.confirmed'`, [
      tender.id,
    ]);
    expect(told).toHaveLength(3);
    expect(refusedBy(await awardTo(app, tender, 'hujiang'))).toEqual([422, ['award.winner-refused']]);
    expect(refusedBy(await awardTo(app, tender, 'rheinland'))).toEqual([422, ['award.not-best']]);
    const next = await awardTo(app, tender, 'shenda');
    expect(next.body).toMatchObject({ state: 'active', supplier: { id: app.organizations['shenda'] } });
    expect((next.body as { standstill: { endsOn: string } }).standstill.endsOn > '2026-03-26').toBe(true);
    expect(await statesOf(tender)).toEqual([
      'awarded',
      { shenda: 'successful', hujiang: 'unsuccessful', rheinland: 'unsuccessful' },
    ]);
  });

  it('has its time to speak to the end, is not judged by the author of the notice, and is let go where it has a good reason', async () => {
    const { awardId, id: tenderId } = await awarded();
    await app.setClock('2026-03-16T09:00:00+08:00');
    const id = idOf(await notify(awardId));
    await app.setClock('2026-03-23T23:59:59.999999+08:00', true);
    expect(refusedBy(await decide(id))).toEqual([409, ['contract-refusal.not-heard']]);
    await app.setClock('2026-03-24T00:00:00+08:00', true);
    expect(refusedBy(await say(id))).toEqual([409, ['contract-refusal.statement-late']]);
    expect(await events(app, tenderId, 'contract-refusal.stated')).toEqual([]);
    const late = await app.sql(`SELECT 1 FROM audit_entries WHERE type = 'contract-refusal.statement-refused'`);
    expect(late.length).toBeGreaterThan(0);
    expect(await dutiesOf(app, 'approver-li', 'contract-refusal.decide')).toContainEqual(
      expect.objectContaining({ subject: { kind: 'contract-refusal', id } }),
    );
    const byAuthor = (subject: string) =>
      app.sql(`UPDATE contract_refusals SET notified_by = (SELECT id FROM people WHERE subject = $2) WHERE id = $1`, [
        id,
        subject,
      ]);
    await byAuthor('approver-li');
    expect(refusedBy(await decide(id, false))).toEqual([403, ['contract-refusal.same-person']]);
    await byAuthor('procurer-wang');
    expect((await decide(id, false, 'approver-port')).status).toBe(404);
    expect((await decide(id, false)).body).toMatchObject({ state: 'dropped', noticeVersion: null });
    expect((await read(`/v1/awards/${awardId}`)).body).toMatchObject({ state: 'active' });
    expect(await events(app, tenderId, 'contract-refusal.dropped')).toHaveLength(1);
    expect((await notify(awardId)).status).toBe(201);
  });

  it('has not refused while a review keeps it from signing, nor once it has signed', async () => {
    const { awardId, id: tenderId } = await awarded();
    await app.setClock('2026-03-16T09:00:00+08:00');
    const hold = (kind: string) =>
      app.sql(
        `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at)
         VALUES (gen_random_uuid(), $1, $2, 'complaint', gen_random_uuid(), platform_now())`,
        [tenderId, kind],
      );
    const release = () => app.sql('UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1', [tenderId]);
    await hold('contract');
    expect(refusedBy(await notify(awardId))).toEqual([409, ['contract.challenge-open']]);
    await release();
    const id = idOf(await notify(awardId));
    idOf(await say(id));
    await hold('suspension');
    expect(refusedBy(await decide(id))).toEqual([409, ['tender.suspended']]);
    await release();
    const lateReason = {
      zh: '采购人的场地在三月中旬前尚未具备安装条件，双方约定顺延签约。',
      en: 'The site was not ready until mid-March, so that both agreed to sign later.',
    };
    const contract = { awardId, amount: { amount: '1100000.00', currency: 'CNY' }, lateReason };
    idOf(await (await app.as('procurer-wang'))('post', `/v1/tenders/${tenderId}/contracts`).send(contract));
    expect(refusedBy(await decide(id))).toEqual([409, ['contract.lot-signed']]);
    expect((await decide(id, false)).status).toBe(201);
    await expect(app.sql(`UPDATE awards SET state = 'refused' WHERE id = $1`, [awardId])).rejects.toThrow('contract.lot-signed');
  });

  it('may say so at once; whoever invokes a refusal that is not on record is refused', async () => {
    const tender = await awarded();
    const cancel = async () =>
      (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/cancellation`)
        .set('if-match', await etagOfTender(app, tender.id))
        .send({ code: 'no-signed', reason: why });
    expect(refusedBy(await cancel())).toEqual([422, ['tender.non-award-code-unfit']]);
    await refused(tender.awardId);
    expect(refusedBy(await notify(tender.awardId))).toEqual([
      409,
      ['contract-refusal.open', 'award.wrong-state', 'contract-refusal.time-to-sign-runs', 'contract.standstill-running'],
    ]);
    expect([(await cancel()).status, (await statesOf(tender))[0]]).toEqual([201, 'cancelled']);
  });
});

const yuan = (amount: string) => ({ amount, currency: 'CNY' as const });
const lot = (id: string, zh: string, en: string) => ({ id, title: { zh, en } });
const lots = [lot('mri', '磁共振', 'MRI'), lot('ct', '计算机断层', 'CT')];
const prices: Record<string, Record<string, string>> = {
  shenda: { mri: '500000.00', ct: '300000.00' },
  hujiang: { mri: '600000.00', ct: '250000.00' },
  rheinland: { mri: '700000.00', ct: '400000.00' },
};

/** 申达 takes the MRI, 沪江 the CT. */
async function lotted() {
  await app.setClock('2026-02-13T10:00:00+08:00');
  const offers = (['shenda', 'hujiang', 'rheinland'] as const).map((supplier) => ({
    supplier,
    price: '2000000.00',
    lots: Object.entries(prices[supplier] ?? {}).map(([id, amount]) => ({ id, price: yuan(amount) })),
  }));
  const tender = await openedTender(app, { offers, content: { awardMethod: 'lowest-price', criteria: [], lots } });
  await declareNoConflict(app, 'evaluator-chen', tender.id);
  const bids = Object.values(tender.bids).flatMap((bidId) =>
    lots.map(({ id }) => ({ bidId, lotId: id, qualified: true, scores: [] })),
  );
  idOf(await (await app.as('evaluator-chen'))('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids }));
  const decideLots = async (decisions: object[]): Promise<Answer> =>
    (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/awards`)
      .set('if-match', await etagOfTender(app, tender.id))
      .send({ lots: decisions });
  const takes = (lotId: string, supplier: string) => ({ lotId, bidId: tender.bids[supplier], reasons });
  const { awards } = (await decideLots([takes('mri', 'shenda'), takes('ct', 'hujiang')])).body as {
    awards: { id: string; lotId: string }[];
  };
  const awardOf = (lotId: string) => awards.find((one) => one.lotId === lotId)?.id as string;
  const sign = async (lotId: string, amount: string) =>
    (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/contracts`).send({
      awardId: awardOf(lotId),
      amount: yuan(amount),
    });
  return { ...tender, awardOf, decideLots, takes, sign };
}
const left = { lotId: 'mri', nonAward: { code: 'no-signed', explanation: why } };

describe('a winner that does not sign for its lot', () => {
  it('loses that lot alone, which the next in rank takes; the others are contracted as before', async () => {
    const tender = await lotted();
    await refused(tender.awardOf('mri'));
    expect(await statesOf(tender)).toEqual(['awarded', { shenda: 'unsuccessful', hujiang: 'successful', rheinland: 'opened' }]);
    const again = await tender.decideLots([tender.takes('mri', 'shenda')]);
    expect([...refusedBy(again), (again.body as { errors: { pointer: string }[] }).errors[0]?.pointer]).toEqual([
      422,
      ['award.winner-refused'],
      '#/lots/0/bidId',
    ]);
    expect(refusedBy(await tender.decideLots([tender.takes('mri', 'rheinland')]))).toEqual([422, ['award.not-best']]);
    const next = await tender.decideLots([tender.takes('mri', 'hujiang')]);
    expect(next.body).toMatchObject({ awards: [{ lotId: 'mri', supplier: { id: app.organizations['hujiang'] } }] });
    expect(await statesOf(tender)).toEqual([
      'awarded',
      { shenda: 'unsuccessful', hujiang: 'successful', rheinland: 'unsuccessful' },
    ]);
    await app.setClock('2026-03-06T10:00:00+08:00');
    expect((await tender.sign('ct', '250000.00')).status).toBe(201);
    expect(refusedBy(await tender.sign('mri', '500000.00'))).toEqual([409, ['award.wrong-state']]);
  });

  it('leaves it to nobody where the entity so decides, by the code that only a refusal of this lot bears', async () => {
    const tender = await lotted();
    await refused(tender.awardOf('ct'));
    const more = await tender.decideLots([{ ...left, lotId: 'ct' }, tender.takes('mri', 'hujiang')]);
    expect(refusedBy(more)).toEqual([409, ['award.lot-decided']]);
    expect((await tender.decideLots([{ ...left, lotId: 'ct' }])).body).toMatchObject({
      nonAwards: [{ lotId: 'ct', code: 'no-signed' }],
    });
    await app.setClock('2026-03-06T10:00:00+08:00');
    expect((await tender.sign('mri', '500000.00')).status).toBe(201);
    expect((await statesOf(tender))[0]).toBe('contracted');
  });

  it('takes the tender back to its evaluation where no lot is left decided, and bears the code in no other lot', async () => {
    const tender = await lotted();
    await refused(tender.awardOf('mri'));
    await refused(tender.awardOf('ct'));
    expect(await statesOf(tender)).toEqual(['evaluated', { shenda: 'opened', hujiang: 'unsuccessful', rheinland: 'opened' }]);
    const next = await tender.decideLots([tender.takes('mri', 'hujiang'), tender.takes('ct', 'shenda')]);
    expect([next.status, rulesOf(next)]).toEqual([201, []]);
  });
});
