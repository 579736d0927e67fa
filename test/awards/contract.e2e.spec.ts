import { startAwards, type AwardsApp } from './fixture.js';
import { awardedTender, events, fulfil, offers, rulesOf } from './stories.js';
import { rounds, tellCounts } from '../prove.js';

tellCounts(`races of contract: ${rounds(1, 25).length} round(s) each`);

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

type Awarded = Awaited<ReturnType<typeof awardedTender>>;

const sign = async (tender: Awarded, over: Record<string, unknown> = {}, who = 'procurer-wang') =>
  (await app.as(who))('post', `/v1/tenders/${tender.id}/contracts`).send({
    awardId: tender.awardId,
    amount: { amount: '1100000.00', currency: 'CNY' },
    ...over,
  });

const hold = (tenderId: string, kind = 'contract') =>
  `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at)
   VALUES (gen_random_uuid(), '${tenderId}', '${kind}', 'challenge', gen_random_uuid(), platform_now())`;

const lateReason = {
  zh: '因质疑和投诉处理期间依法不得签订合同，处理结束后即签订。',
  en: 'No contract could be signed while a challenge and a complaint were open; it is signed at once after them.',
};

/** Awarded on 2026-02-13: the standstill ends with 2026-03-03. */
async function awarded(): Promise<Awarded> {
  await app.setClock('2026-02-13T10:00:00+08:00');
  return awardedTender(app);
}

describe('the standstill (rulebook P6)', () => {
  it('bars the contract to its last microsecond and not beyond', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-03T23:59:59.999999+08:00', true);
    const early = await sign(tender);
    expect([early.status, rulesOf(early)]).toEqual([409, ['contract.standstill-running']]);
    expect(early.body).toMatchObject({
      errors: [{ derivation: { result: '2026-03-03' }, cites: { article: 60, force: 'policy' } }],
    });
    await app.setClock('2026-03-04T00:00:00+08:00', true);
    const signed = await sign(tender, { number: 'HT-2026-1', period: { startsOn: '2026-03-05', endsOn: '2027-03-04' } });
    expect(signed.status).toBe(201);
    expect(signed.body).toMatchObject({
      state: 'signed',
      amount: { amount: '1100000.00' },
      publishBy: '2026-03-06',
      number: 'HT-2026-1',
    });
    const { id } = signed.body as { id: string };
    expect((await app.http('get', `/v1/contracts/${id}`)).body).toEqual(signed.body);
    expect((await app.http('get', `/v1/tenders/${tender.id}/contracts`)).body).toEqual({ items: [signed.body], next: null });
    expect(await app.sql('SELECT state FROM tenders WHERE id = $1', [tender.id])).toEqual([{ state: 'contracted' }]);
    expect(await app.sql(`SELECT kind FROM tender_notices WHERE tender_id = $1 AND kind = 'contract'`, [tender.id])).toHaveLength(
      1,
    );
    expect(await events(app, tender.id, 'contract.signed')).toMatchObject([
      { article: 53, payload: { amount: '1100000.00', publishBy: '2026-03-06' } },
    ]);
  });

  it('does not end while the calendar is missing, and ends when its year is loaded', async () => {
    await app.setClock('2026-12-28T10:00:00+08:00');
    const tender = await awardedTender(app);
    expect((await app.http('get', `/v1/awards/${tender.awardId}`)).body).toMatchObject({
      standstill: { endsOn: null },
      standstillEndsAt: null,
      pending: ['calendarYearMissing'],
    });
    await app.setClock('2027-02-10T10:00:00+08:00');
    expect(rulesOf(await sign(tender))).toEqual(['contract.standstill-running', 'calendar.year-missing', 'contract.signed-late']);
    await app.sql(
      `INSERT INTO calendar_years (year, version, days_off, days_worked, source, recorded_at) VALUES (2027, 1, '{2027-01-01}', '{}', 'test', platform_now())`,
    );
    expect((await sign(tender, { lateReason })).status).toBe(201);
    expect(await app.sql('SELECT standstill_ends_on FROM awards WHERE id = $1', [tender.awardId])).toEqual([
      { standstill_ends_on: '2027-01-08' },
    ]);
  });

  it('is kept by the database itself, whoever asks', async () => {
    const tender = await awarded();
    const insert = (amount: string) =>
      app.sql(
        `INSERT INTO contracts (id, version, tender_id, award_id, procurer_id, supplier_id, state, amount, signed_by, signed_at, publish_by_derivation, published_at, notice_version, warnings)
         SELECT gen_random_uuid(), 1, tender_id, id, procurer_id, supplier_id, 'signed', $2, decided_by, platform_now(), '{}', platform_now(), 1, '[]' FROM awards WHERE id = $1`,
        [tender.awardId, amount],
      );
    const refused = (rule: string) => expect.objectContaining({ code: 'P0LAW', message: rule }) as unknown;
    await expect(insert('1100000.00')).rejects.toEqual(refused('contract.standstill-running'));
    await app.setClock('2026-03-04T00:00:00+08:00');
    await app.sql(hold(tender.id, 'suspension'));
    await expect(insert('1100000.00')).rejects.toEqual(refused('contract.challenge-open'));
    await app.sql('UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1', [tender.id]);
    await expect(insert('1100000.01')).rejects.toEqual(refused('contract.amount-differs'));
    expect(await app.sql('SELECT id FROM contracts WHERE tender_id = $1', [tender.id])).toEqual([]);
  });
});

describe('a contract', () => {
  const ready = async (): Promise<Awarded> => {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    return tender;
  };

  it('waits for every open challenge', async () => {
    const tender = await ready();
    await app.sql(hold(tender.id));
    const refused = await sign(tender);
    expect([refused.status, rulesOf(refused)]).toEqual([409, ['contract.challenge-open']]);
    await app.sql('UPDATE procedure_holds SET released_at = platform_now() WHERE tender_id = $1', [tender.id]);
    expect((await sign(tender)).body).toMatchObject({ publishBy: '2026-03-10' });
  });

  it('is at the price of the bid, for the parties of the award', async () => {
    const tender = await ready();
    expect(rulesOf(await sign(tender, { amount: { amount: '1099999.99', currency: 'CNY' } }))).toEqual([
      'contract.amount-differs',
    ]);
    expect((await sign(tender, {}, 'procurer-port')).status).toBe(404);
    expect((await sign(tender, { awardId: tender.id })).status).toBe(404);
    const backwards = await sign(tender, { period: { startsOn: '2026-04-02', endsOn: '2026-04-01' } });
    expect([backwards.status, backwards.body]).toMatchObject([422, { errors: [{ pointer: '#/period/endsOn' }] }]);
  });

  it('names its items at the unit price of the bid that won, itself, and how far it may be extended', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const unitPrice = { amount: '550000.00', currency: 'CNY' as const };
    const items = [
      { id: 'unknown-item', unitPrice },
      { id: 'a', unitPrice },
    ];
    const tender = await awardedTender(app, {
      offers: offers.map((one) => (one.supplier === 'hujiang' ? { ...one, items } : one)),
      content: {
        contractPeriod: { from: '2026-03-05', to: '2027-03-04', maxExtentOn: '2028-03-04' },
        items: [
          {
            id: 'a',
            description: { zh: '探测器', en: 'Detector' },
            quantity: '2',
            unitPrice: { amount: '600000.00', currency: 'CNY' },
          },
          { id: 'b', description: { zh: '安装', en: 'Installation' } },
        ],
      },
    });
    await app.setClock('2026-03-06T10:00:00+08:00');
    const sold = [
      { id: 'a', description: { zh: '探测器', en: 'Detector' }, quantity: '2', unitPrice },
      { id: 'b', description: { zh: '安装', en: 'Installation' }, unitPrice: null },
    ];
    expect((await app.http('get', `/v1/awards/${tender.awardId}`)).body).toMatchObject({ items: sold });
    const period = { startsOn: '2026-03-05', endsOn: '2027-03-04', maxExtentOn: '2028-03-05' };
    const title = { zh: '影像设备采购合同', en: 'Contract for imaging equipment' };
    const beyond = await sign(tender, { period, title: { zh: title.zh } });
    expect([beyond.status, rulesOf(beyond)]).toEqual([422, ['contract.extension-unannounced', 'notice.english-incomplete']]);
    const backwards = await sign(tender, { period: { ...period, maxExtentOn: '2027-03-04' } });
    expect([backwards.status, backwards.body]).toMatchObject([422, { errors: [{ pointer: '#/period/maxExtentOn' }] }]);
    expect(await events(app, tender.id, 'contract.signed')).toEqual([]);
    const announced = { ...period, maxExtentOn: '2028-03-04' };
    const signed = await sign(tender, { period: announced, title });
    expect(signed.status).toBe(201);
    expect(signed.body).toMatchObject({ title, description: null, period: announced, items: sold });
    expect((await app.http('get', `/v1/tenders/${tender.id}/contracts`)).body).toEqual({ items: [signed.body], next: null });
    const notices = await app.sql<{ kind: string; content: object }>(
      `SELECT kind, content FROM tender_notices WHERE tender_id = $1 AND kind IN ('award', 'contract') ORDER BY version`,
      [tender.id],
    );
    expect(notices).toMatchObject([
      { kind: 'award', content: { items: sold } },
      { kind: 'contract', content: { items: sold, contractTitle: title, period: announced } },
    ]);
    expect(await events(app, tender.id, 'contract.signed')).toHaveLength(1);
  });

  it('is signed within thirty days of the award notice, or later with a published reason (采购法 art. 46)', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-16T00:00:00+08:00', true);
    const late = await sign(tender);
    expect([late.status, rulesOf(late)]).toEqual([422, ['contract.signed-late']]);
    expect(late.body).toMatchObject({
      errors: [
        {
          pointer: '#/lateReason',
          cites: { document: '政府采购法 第46条', article: 60, force: 'national' },
          derivation: { from: '2026-02-13', days: 30, result: '2026-03-15' },
        },
      ],
    });
    expect(rulesOf(await sign(tender, { lateReason: { zh: '来不及', en: 'There was no time for it, we regret.' } }))).toEqual([
      'contract.signed-late',
    ]);
    expect(rulesOf(await sign(tender, { lateReason: { zh: lateReason.zh } }))).toEqual(['notice.english-incomplete']);
    expect(await app.sql('SELECT id FROM contracts WHERE tender_id = $1', [tender.id])).toEqual([]);
    const signed = await sign(tender, { lateReason });
    expect([signed.status, signed.body]).toMatchObject([
      201,
      { lateReason, warnings: [{ rule: 'contract.signed-late', severity: 'warning', derivation: { result: '2026-03-15' } }] },
    ]);
    expect((await app.http('get', `/v1/contracts/${(signed.body as { id: string }).id}`)).body).toEqual(signed.body);
    const [notice] = await app.sql<{ content: object }>(
      `SELECT content FROM tender_notices WHERE tender_id = $1 AND kind = 'contract'`,
      [tender.id],
    );
    expect(notice?.content).toMatchObject({ lateReason, warnings: [{ rule: 'contract.signed-late' }] });
    expect(await events(app, tender.id, 'contract.signed')).toMatchObject([
      { payload: { lateReason, warnings: ['contract.signed-late'] } },
    ]);
  });

  it('on the thirtieth day is in time, and keeps no reason that it does not need', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-15T23:59:59.999999+08:00', true);
    expect((await sign(tender, { lateReason })).body).toMatchObject({ state: 'signed', lateReason: null, warnings: [] });
  });

  it('honours an entity tag that was sent', async () => {
    const tender = await ready();
    const wang = await app.as('procurer-wang');
    const body = { awardId: tender.awardId, amount: { amount: '1100000.00', currency: 'CNY' } };
    const stale = await wang('post', `/v1/tenders/${tender.id}/contracts`).set('if-match', '"1-opened"').send(body);
    expect(stale.status).toBe(412);
  });

  it.each(rounds(1, 25))('signed twice at once is signed once (round %i)', async () => {
    const tender = await ready();
    const answers = await Promise.all([sign(tender), sign(tender, {}, 'procurer-zhao'), sign(tender, {}, 'approver-li')]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 409, 409]);
    expect(await app.sql('SELECT id FROM contracts WHERE tender_id = $1', [tender.id])).toHaveLength(1);
  });

  it('raced with a challenge that got the lock first is refused', async () => {
    const tender = await ready();
    const owner = await app.connect();
    await owner.query('BEGIN');
    await owner.query('SELECT 1 FROM tenders WHERE id = $1 FOR UPDATE', [tender.id]);
    await owner.query(hold(tender.id));
    const racing = sign(tender).then((answer) => answer);
    await app.untilBlocked();
    await owner.query('COMMIT');
    expect(rulesOf(await racing)).toEqual(['contract.challenge-open']);
    await owner.end();
  });
});

describe('after the contract', () => {
  async function contracted(): Promise<{ tender: Awarded; id: string }> {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    return { tender, id: ((await sign(tender)).body as { id: string }).id };
  }

  it('acceptance ends the procurement and starts its fifteen years (art. 57)', async () => {
    const { tender, id } = await contracted();
    await app.setClock('2028-02-29T10:00:00+08:00');
    const complete = async (on: string, who = 'procurer-wang') =>
      (await app.as(who))('post', `/v1/contracts/${id}/completion`).send({
        kind: 'acceptance',
        on,
        statement: { zh: '验收合格' },
      });
    expect((await complete('2028-02-29', 'procurer-port')).status).toBe(404);
    expect((await complete('2026-03-05')).body).toMatchObject({ status: 422, errors: [{ pointer: '#/on' }] });
    expect((await complete('2028-03-02')).status).toBe(422);
    const unfulfilled = await complete('2028-02-29');
    expect([unfulfilled.status, rulesOf(unfulfilled)]).toEqual([409, ['contract.acceptance-missing', 'contract.payment-open']]);
    await fulfil(app, `/v1/contracts/${id}`, { on: '2028-02-29', amount: '1100000.00' });
    expect(rulesOf(await complete('2028-02-28'))).toEqual(['contract.acceptance-missing']);
    await app.setClock('2028-03-01T10:00:00+08:00');
    expect((await complete('2028-02-29')).body).toMatchObject({ state: 'accepted', completion: { on: '2028-02-29' } });
    const again = await complete('2028-02-29');
    expect([again.status, rulesOf(again)]).toEqual([409, ['contract.wrong-state']]);
    expect((again.body as { detail: string }).detail).toContain('accepted');
    expect(await app.sql('SELECT state, ended_on, retain_until FROM tenders WHERE id = $1', [tender.id])).toEqual([
      { state: 'completed', ended_on: '2028-02-29', retain_until: '2043-02-28' },
    ]);
    expect(await events(app, tender.id, 'contract.completed')).toMatchObject([
      { article: 57, payload: { retainUntil: '2043-02-28' } },
    ]);
  });

  it('a breach is put on record, and the supplier is told', async () => {
    const { tender, id } = await contracted();
    const body = {
      breachedOn: '2026-03-06',
      material: true,
      remediedInTime: false,
      evidence: ['sha256:ab'],
      description: { zh: '逾期交货' },
    };
    const record = async (over: Record<string, unknown>, who = 'procurer-wang') =>
      (await app.as(who))('post', `/v1/contracts/${id}/breaches`).send({ ...body, ...over });
    expect((await record({}, 'procurer-port')).status).toBe(404);
    expect((await record({ breachedOn: '2026-03-07' })).status).toBe(422);
    expect((await record({ breachedOn: '2026-02-30' })).body).toMatchObject({ errors: [{ pointer: '#/breachedOn' }] });
    const recorded = await record({});
    expect([recorded.status, recorded.body]).toMatchObject([201, { supplierId: app.organizations['hujiang'], material: true }]);
    const list = async (who: string) => (await app.as(who))('get', `/v1/contracts/${id}/breaches`);
    expect((await list('supplier-hujiang')).body).toEqual({ items: [recorded.body], next: null });
    for (const stranger of ['supplier-shenda', 'reviewer-xu']) expect((await list(stranger)).status).toBe(404);
    await app.drain();
    expect(
      await app.sql(`SELECT id FROM deliveries WHERE topic = 'contract.breached' AND organization_id = $1`, [
        app.organizations['hujiang'],
      ]),
    ).toHaveLength(1);
    expect(await events(app, tender.id, 'contract.breached')).toMatchObject([{ article: 54 }]);
  });
});
