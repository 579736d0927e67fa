import { setAsideAward, setAsideEvaluation, setAsideLots } from '../../src/awards/set-aside.js';
import { systemActor } from '../../src/platform/actor.js';
import { UnitOfWork, type Work } from '../../src/platform/unit-of-work.js';
import { lockTender } from '../../src/tenders/tender-life.js';
import type { Tender } from '../../src/tenders/tender.entity.js';
import { rounds } from '../prove.js';
import { startAwards, type AwardsApp } from './fixture.js';
import { declareNoConflict, etagOfTender, events, fulfil, openedTender, reasons, rulesOf, type OpenedTender } from './stories.js';

let app: AwardsApp;
beforeAll(async () => {
  app = await startAwards();
}, 60_000);
afterAll(() => app.close());

const yuan = (amount: string) => ({ amount, currency: 'CNY' as const });
const titled = (zh: string, en: string) => ({ title: { zh, en } });
const content = {
  awardMethod: 'lowest-price',
  criteria: [],
  lots: [
    { id: 'mri', ...titled('磁共振', 'MRI'), budget: yuan('900000.00') },
    { id: 'ct', ...titled('计算机断层', 'CT') },
    { id: 'care', ...titled('维保', 'Maintenance') },
  ],
  items: [
    { id: 'scanner', lotId: 'mri', description: { zh: '主机', en: 'Scanner' } },
    { id: 'tube', lotId: 'ct', description: { zh: '球管', en: 'Tube' } },
  ],
};
const prices: Record<string, Record<string, string>> = {
  shenda: { mri: '500000.00', ct: '300000.00' },
  hujiang: { mri: '600000.00', ct: '250000.00', care: '100000.00' },
  rheinland: { mri: '700000.00', ct: '400000.00' },
};

type Lotted = OpenedTender & { prices: typeof prices };

async function opened(over: { content?: object; prices?: typeof prices; size?: 'small' } = {}): Promise<Lotted> {
  const offered = over.prices ?? prices;
  const offers = (['shenda', 'hujiang', 'rheinland'] as const).map((supplier) => ({
    supplier,
    price: '2000000.00',
    lots: Object.entries(offered[supplier] ?? {}).map(([id, amount]) => ({ id, price: yuan(amount) })),
    ...(over.size ? { size: over.size } : {}),
  }));
  return { ...(await openedTender(app, { offers, content: { ...content, ...over.content } })), prices: offered };
}

function findings(tender: Lotted, rejected: string[] = []): object[] {
  return Object.entries(tender.bids).flatMap(([supplier, bidId]) =>
    Object.keys(tender.prices[supplier] ?? {}).map((lotId) =>
      rejected.includes(`${supplier} ${lotId}`)
        ? { bidId, lotId, qualified: false, reasons: { zh: '缺少该包资质' }, scores: [] }
        : { bidId, lotId, qualified: true, scores: [] },
    ),
  );
}

async function evaluate(tender: Lotted, bids: object[] = findings(tender)) {
  return (await app.as('evaluator-chen'))('post', `/v1/tenders/${tender.id}/evaluations`).send({ bids });
}

async function evaluated(over: Parameters<typeof opened>[0] & { rejected?: string[] } = {}): Promise<Lotted> {
  const tender = await opened(over);
  await declareNoConflict(app, 'evaluator-chen', tender.id);
  expect((await evaluate(tender, findings(tender, over.rejected))).status).toBe(201);
  return tender;
}

interface LotReport {
  lotId: string;
  ranked: { bidId: string; rank: number }[];
  rejected: { bidId: string; breaches: { rule: string }[] }[];
}

async function reportOf(tender: Lotted): Promise<LotReport[]> {
  const answer = await (await app.as('procurer-wang'))('get', `/v1/tenders/${tender.id}/evaluation-report`);
  return (answer.body as { report: { lots: LotReport[] } }).report.lots;
}

const takes = (tender: Lotted, lotId: string, supplier: string) => ({ lotId, bidId: tender.bids[supplier], reasons });
const explanation = { zh: '仅一家供应商投标。', en: 'One supplier alone bid for it.' };
const left = (lotId: string, code = 'one-admis') => ({ lotId, nonAward: { code, explanation } });

async function award(tender: Lotted, lots: object[], more: { etag?: string; by?: string; body?: object } = {}) {
  const match = more.etag ?? (await etagOfTender(app, tender.id));
  const caller = await app.as(more.by ?? 'procurer-wang');
  return caller('post', `/v1/tenders/${tender.id}/awards`)
    .set('if-match', match)
    .send(more.body ?? { lots });
}

interface Awarded {
  awards: { id: string; lotId: string; supplier: { id: string }; amount: object; items: { id: string }[] }[];
  nonAwards: object[];
}

/** 申达 has the MRI, 沪江 the CT, nobody the maintenance. */
async function awarded(over: Parameters<typeof evaluated>[0] = {}): Promise<Lotted & { awardIds: Record<string, string> }> {
  await app.setClock('2026-02-13T10:00:00+08:00');
  const tender = await evaluated(over);
  const answer = await award(tender, [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'hujiang'), left('care')]);
  expect([answer.status, rulesOf(answer)]).toEqual([201, []]);
  const ids = (answer.body as Awarded).awards.map((one): [string, string] => [one.lotId, one.id]);
  return { ...tender, awardIds: Object.fromEntries(ids) };
}

async function sign(tender: Lotted, awardIds: (string | undefined)[], amount: string, by = 'procurer-wang') {
  const [awardId, ...furtherAwardIds] = awardIds;
  return (await app.as(by))('post', `/v1/tenders/${tender.id}/contracts`).send({
    awardId,
    ...(furtherAwardIds.length > 0 ? { furtherAwardIds } : {}),
    amount: yuan(amount),
  });
}

const stateOf = async (tender: Lotted) =>
  (await app.sql<{ state: string }>('SELECT state FROM tenders WHERE id = $1', [tender.id]))[0]?.state;

const bidStates = async (tender: Lotted) => {
  const rows = await app.sql<{ id: string; state: string }>('SELECT id, state FROM opened_bids WHERE tender_id = $1', [
    tender.id,
  ]);
  return Object.fromEntries(
    Object.entries(tender.bids).map(([supplier, id]) => [supplier, rows.find((one) => one.id === id)?.state]),
  );
};

const act = (tender: Lotted, body: (work: Work, found: Tender) => Promise<unknown>) =>
  app.app.get(UnitOfWork).run(systemActor('test'), async (work) => {
    await body(work, await lockTender(work, tender.id));
  });

describe('evaluation lot by lot', () => {
  it('rejects a bid in one lot and ranks it in the other; each supplier is told of its lot', async () => {
    const tender = await evaluated({ rejected: ['shenda ct'] });
    expect((await reportOf(tender)).map(({ lotId, ranked, rejected }) => [lotId, ranked.length, rejected.length])).toEqual([
      ['mri', 3, 0],
      ['ct', 2, 1],
      ['care', 1, 0],
    ]);
    expect(await bidStates(tender)).toEqual({ shenda: 'opened', hujiang: 'opened', rheinland: 'opened' });
    expect(await events(app, tender.id, 'bid.rejected')).toMatchObject([
      { payload: { supplierId: app.organizations['shenda'], lotId: 'ct' } },
    ]);
    expect(await events(app, tender.id, 'tender.evaluated')).toMatchObject([
      { payload: { lots: [{ lotId: 'mri', ranked: 3 }, { lotId: 'ct', rejected: 1 }, { lotId: 'care' }] } },
    ]);
  });

  it('lets a bid fall with its last lot, over the lot’s own ceiling or of a size the lot is not for', async () => {
    const dear = { ...prices, rheinland: { mri: '900000.01' } };
    const lots = content.lots.map((one) => (one.id === 'ct' ? { ...one, reservedFor: 'micro-small' } : one));
    const tender = await evaluated({ prices: dear, content: { lots } });
    const rules = (await reportOf(tender)).map(({ rejected }) => rejected.flatMap((one) => one.breaches.map(({ rule }) => rule)));
    expect(rules).toEqual([['award.over-budget'], ['sme.reserved-for-others', 'sme.reserved-for-others'], []]);
    expect(await bidStates(tender)).toEqual({ shenda: 'opened', hujiang: 'opened', rheinland: 'rejected' });
  });

  it('asks for every bid in every lot that it is for, and in no other', async () => {
    const tender = await opened();
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const missing = await evaluate(tender, findings(tender).slice(1));
    expect([rulesOf(missing), missing.body]).toMatchObject([['evaluation.bids-missing'], { status: 422 }]);
    const bidId = tender.bids['shenda'];
    for (const [bid, pointer] of [
      [{ bidId, lotId: 'care', qualified: true, scores: [] }, '#/bids/7/lotId'],
      [{ bidId, qualified: true, scores: [] }, '#/bids/7/lotId'],
      [{ bidId, lotId: 'mri', qualified: true, scores: [] }, '#/bids/7/bidId'],
    ] as const)
      expect((await evaluate(tender, [...findings(tender), bid])).body).toMatchObject({ errors: [{ pointer }] });
    expect(await events(app, tender.id, 'evaluation.submitted')).toEqual([]);
  });
});

describe('one award act on all lots', () => {
  it('gives each lot to its best bid or to nobody; all are told once, by one notice and one standstill', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await evaluated();
    const answer = await award(tender, [left('care'), takes(tender, 'ct', 'hujiang'), takes(tender, 'mri', 'shenda')]);
    expect([answer.status, answer.body]).toMatchObject([
      201,
      {
        nonAwards: [{ lotId: 'care', code: 'one-admis', explanation }],
        awards: [
          { lotId: 'ct', amount: yuan('250000.00'), items: [{ id: 'tube' }], standstill: { endsOn: '2026-03-03' } },
          { lotId: 'mri', amount: yuan('500000.00'), items: [{ id: 'scanner' }] },
        ],
      },
    ]);
    const { awards } = answer.body as Awarded;
    expect((await app.http('get', `/v1/awards/${awards[0]?.id ?? ''}`)).body).toEqual(awards[0]);
    expect((await app.http('get', `/v1/tenders/${tender.id}/awards`)).body).toMatchObject({ items: [{}, {}] });
    expect(await bidStates(tender)).toEqual({ shenda: 'successful', hujiang: 'successful', rheinland: 'unsuccessful' });
    expect(await events(app, tender.id, 'tender.awarded')).toMatchObject([
      { article: 56, payload: { lots: [{ lotId: 'ct' }, { lotId: 'mri' }, { lotId: 'care', code: 'one-admis' }] } },
    ]);
    const { items } = (await app.http('get', `/v1/tenders/${tender.id}/notices`)).body as {
      items: { kind: string; version: number; summary: { zh: string; en: string }; content: object }[];
    };
    const [notice] = items.filter((one) => one.kind === 'award');
    expect(notice).toMatchObject({
      content: {
        amount: yuan('750000.00'),
        lots: [
          { lotId: 'mri', supplier: {}, amount: yuan('500000.00') },
          { lotId: 'ct' },
          { lotId: 'care', nonAward: { code: 'one-admis', codeLabel: { zh: '仅收到一份符合要求的投标、参与申请或方案' } } },
        ],
      },
    });
    expect(notice?.summary.zh).toContain('2个标包中标，中标总金额750000.00元，1个标包未授标');
    expect(notice?.summary.en).toContain('2 of 3 lots awarded at CNY 750000.00 in all');
    const page = await app.http('get', `/v1/tenders/${tender.id}/notices/${notice?.version ?? 0}`).set('accept', 'text/html');
    expect(page.text).toContain('仅一家供应商投标。');
    await app.drain();
    expect(
      await app.sql(`SELECT id FROM deliveries WHERE tender_id = $1 AND topic = 'tender.awarded'`, [tender.id]),
    ).toHaveLength(3);
  });

  it('is refused lot by lot, each with its pointer, and then nothing is written', async () => {
    await app.setClock('2026-06-01T09:00:00+08:00');
    const tender = await evaluated();
    const told = async (lots: object[]) =>
      ((await award(tender, lots)).body as { errors: { rule?: string; pointer: string }[] }).errors.map((one) =>
        [one.rule, one.pointer].join(' '),
      );
    const mri = takes(tender, 'mri', 'shenda');
    expect(await told([mri, takes(tender, 'ct', 'shenda'), takes(tender, 'care', 'hujiang')])).toEqual([
      'award.not-best #/lots/1/bidId',
      'award.too-few-bids #/lots/2',
    ]);
    const mute = { lotId: 'ct', bidId: tender.bids['hujiang'] };
    expect(await told([left('care', 'all-rej'), mute, mri])).toEqual([
      'award.reasons-missing #/lots/1/reasons',
      'tender.non-award-code-unfit #/lots/0/nonAward/code',
    ]);
    expect(await told([mri, left('care')])).toEqual(['award.lots-undecided #/lots']);
    expect(await told([mri, mri, left('ct'), left('care'), left('x')])).toEqual([
      'award.lot-decided #/lots/1/lotId',
      'award.lot-unknown #/lots/4/lotId',
    ]);
    expect(await told([left('mri', 'ins-fund'), left('ct', 'chan-need'), left('care')])).toEqual([
      'award.nothing-awarded #/lots',
    ]);
    expect(await told([mri, { ...mute, ...left('ct') }, left('care')])).toEqual([' #/lots/1']);
    const chinese = { lotId: 'care', nonAward: { code: 'one-admis', explanation: { zh: explanation.zh } } };
    expect(await told([mri, takes(tender, 'ct', 'hujiang'), chinese])).toEqual([
      'notice.english-incomplete #/lots/2/nonAward/explanation/en',
    ]);
    const whole = await award(tender, [], { body: { bidId: tender.bids['shenda'], reasons } });
    expect([whole.status, whole.body]).toMatchObject([422, { errors: [{ pointer: '#/lots' }] }]);
    expect((await award(tender, [mri], { by: 'procurer-port' })).status).toBe(404);
    expect((await award(tender, [mri], { etag: '"1-opened"' })).status).toBe(412);
    expect([await stateOf(tender), await events(app, tender.id, 'tender.awarded')]).toEqual(['evaluated', []]);
    expect(await app.sql('SELECT id FROM lot_non_awards WHERE tender_id = $1', [tender.id])).toEqual([]);
  });

  it('stays within the budget of the whole (art. 52)', async () => {
    const high = Object.fromEntries(
      Object.entries(prices).map(([who, of]) => [who, { ...of, mri: '890000.00', ct: '1200000.00' }]),
    );
    const tender = await evaluated({ prices: high });
    const over = await award(tender, [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'shenda'), left('care')]);
    expect([rulesOf(over), over.body]).toMatchObject([['award.over-budget'], { errors: [{ pointer: '#/lots' }] }]);
    const within = await award(tender, [takes(tender, 'mri', 'shenda'), left('ct', 'ins-fund'), left('care')]);
    expect(within.status).toBe(201);
  });

  it('passes over who has won as many lots as the documents allow, in their order', async () => {
    const cheap = { ...prices, hujiang: { mri: '450000.00', ct: '250000.00', care: '100000.00' } };
    const order = ['ct', 'mri', 'care'];
    const tender = await evaluated({ prices: cheap, content: { lotLimits: { awardMax: 1, order } } });
    const both = await award(tender, [takes(tender, 'mri', 'hujiang'), takes(tender, 'ct', 'hujiang'), left('care')]);
    expect([rulesOf(both), both.body]).toMatchObject([
      ['award.lot-limit-reached'],
      { errors: [{ pointer: '#/lots/0/bidId', cites: { article: 59 } }] },
    ]);
    const next = await award(tender, [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'hujiang'), left('care')]);
    expect([next.status, rulesOf(next)]).toEqual([201, []]);
  });

  it.each(rounds(1, 10))('made twice at once is made once (round %i)', async () => {
    const tender = await evaluated();
    const etag = await etagOfTender(app, tender.id);
    const lots = [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'hujiang'), left('care')];
    const answers = await Promise.all(
      ['procurer-wang', 'procurer-zhao', 'approver-li'].map((by) => award(tender, lots, { etag, by })),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([201, 412, 412]);
    expect(await app.sql('SELECT id FROM awards WHERE tender_id = $1', [tender.id])).toHaveLength(2);
  });

  it('is no award on lots in a tender that has none', async () => {
    const tender = (await openedTender(app)) as Lotted;
    await declareNoConflict(app, 'evaluator-chen', tender.id);
    const bids = Object.values(tender.bids).map((bidId) => ({
      bidId,
      qualified: true,
      scores: [{ criterionId: 'quality', score: 80 }],
    }));
    const ofLot = await evaluate(tender, [{ ...bids[0], lotId: 'mri' }, ...bids.slice(1)]);
    expect(ofLot.body).toMatchObject({ status: 422, errors: [{ pointer: '#/bids/0/lotId' }] });
    expect((await evaluate(tender, bids)).status).toBe(201);
    expect((await award(tender, [left('mri')])).body).toMatchObject({ status: 422, errors: [{ pointer: '#/lots' }] });
    expect((await award(tender, [], { body: { reasons } })).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '#/bidId' }],
    });
  });
});

describe('the reasons for a lot (art. 56)', () => {
  it('are asked by who lost it, with its own rank there, and by nobody who did not bid for it', async () => {
    const three = await awarded();
    const ask = async (by: string, lot: string) =>
      (await app.as(by))('post', `/v1/awards/${three.awardIds[lot] ?? ''}/debriefs`).send();
    expect((await ask('supplier-hujiang', 'mri')).body).toMatchObject({ ownResult: { rank: 2 } });
    expect((await ask('supplier-rheinland', 'ct')).body).toMatchObject({ ownResult: { rank: 3 } });
    expect(rulesOf(await ask('supplier-hujiang', 'ct'))).toEqual(['debrief.not-unsuccessful']);
  });
});

describe('contracts on lots', () => {
  const ready = async () => {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    return tender;
  };

  it('are signed one by one; the tender is contracted with the last, and completed with the last', async () => {
    const tender = await ready();
    const { mri, ct } = tender.awardIds;
    expect(rulesOf(await sign(tender, [mri], '500000.01'))).toEqual(['contract.amount-differs']);
    expect(rulesOf(await sign(tender, [mri, ct], '750000.00'))).toEqual(['contract.several-suppliers']);
    const twice = await sign(tender, [mri, mri], '500000.00');
    expect(twice.body).toMatchObject({ status: 422, errors: [{ pointer: '#/furtherAwardIds/0' }] });
    const first = await sign(tender, [mri], '500000.00');
    expect([first.status, first.body]).toMatchObject([
      201,
      { awardId: mri, awardIds: [mri], lotIds: ['mri'], items: [{ id: 'scanner' }] },
    ]);
    expect(await stateOf(tender)).toBe('awarded');
    expect(rulesOf(await sign(tender, [mri], '500000.00'))).toEqual(['contract.lot-signed']);
    const contracts = { mri: (first.body as { id: string }).id, ct: '' };
    expect((await app.http('get', `/v1/contracts/${contracts.mri}`)).body).toEqual(first.body);
    const complete = async (id: string, on: string, amount: string) => {
      await fulfil(app, `/v1/contracts/${id}`, { on, amount });
      return (await app.as('procurer-wang'))('post', `/v1/contracts/${id}/completion`).send({ kind: 'acceptance', on });
    };
    await app.setClock('2026-03-10T10:00:00+08:00');
    expect((await complete(contracts.mri, '2026-03-10', '500000.00')).body).toMatchObject({ state: 'accepted', lotIds: ['mri'] });
    expect(await stateOf(tender)).toBe('awarded');
    const second = await sign(tender, [ct], '250000.00');
    contracts.ct = (second.body as { id: string }).id;
    expect([second.status, await stateOf(tender)]).toEqual([201, 'contracted']);
    await app.setClock('2026-05-20T10:00:00+08:00');
    expect((await complete(contracts.ct, '2026-05-20', '250000.00')).status).toBe(201);
    expect(await app.sql('SELECT state, ended_on, retain_until FROM tenders WHERE id = $1', [tender.id])).toEqual([
      { state: 'completed', ended_on: '2026-05-20', retain_until: '2041-05-20' },
    ]);
    expect(await events(app, tender.id, 'contract.completed')).toMatchObject([
      { payload: { endedOn: null } },
      { payload: { endedOn: '2026-05-20', retainUntil: '2041-05-20' } },
    ]);
  });

  it('may be one over all lots of a supplier, at their sum', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const tender = await evaluated({ prices: { ...prices, shenda: { mri: '500000.00', ct: '200000.00' } } });
    const answer = await award(tender, [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'shenda'), left('care')]);
    const ids = (answer.body as Awarded).awards.map((one) => one.id);
    await app.setClock('2026-03-06T10:00:00+08:00');
    expect(rulesOf(await sign(tender, ids, '500000.00'))).toEqual(['contract.amount-differs']);
    const signed = await sign(tender, ids, '700000.00');
    expect([signed.status, signed.body]).toMatchObject([
      201,
      { awardIds: ids, lotIds: ['mri', 'ct'], amount: yuan('700000.00') },
    ]);
    expect(await stateOf(tender)).toBe('contracted');
    const [notice] = await app.sql<{ content: object }>(
      `SELECT content FROM tender_notices WHERE tender_id = $1 AND kind = 'contract'`,
      [tender.id],
    );
    expect(notice?.content).toMatchObject({ lots: [{ id: 'mri', title: { zh: '磁共振' } }, { id: 'ct' }] });
    await expect(
      app.sql('INSERT INTO contract_awards VALUES ($1, $2)', [ids[0], (signed.body as { id: string }).id]),
    ).rejects.toThrow();
  });

  it('are kept once a lot by the database itself, whoever asks', async () => {
    const tender = await ready();
    const insert = (lot: string, amount: string) =>
      app.sql(
        `INSERT INTO contracts (id, version, tender_id, award_id, procurer_id, supplier_id, state, amount, signed_by, signed_at, publish_by_derivation, published_at, notice_version, warnings)
         SELECT gen_random_uuid(), 1, tender_id, id, procurer_id, supplier_id, 'signed', $2, decided_by, platform_now(), '{}', platform_now(), 1, '[]' FROM awards WHERE id = $1`,
        [tender.awardIds[lot], amount],
      );
    await expect(insert('mri', '500000.01')).rejects.toMatchObject({ code: 'P0LAW', message: 'contract.amount-differs' });
    await insert('mri', '500000.00');
    await expect(insert('mri', '500000.00')).rejects.toMatchObject({ code: '23505' });
    await expect(
      app.sql(`INSERT INTO contract_awards (award_id, contract_id) SELECT $1, id FROM contracts WHERE tender_id = $2`, [
        tender.awardIds['ct'],
        tender.id,
      ]),
    ).rejects.toMatchObject({ code: 'P0LAW', message: 'contract.lot-signed' });
  });

  it.each(rounds(1, 10))('signed twice at once are signed once a lot (round %i)', async () => {
    const tender = await ready();
    const { mri, ct } = tender.awardIds;
    const answers = await Promise.all([
      sign(tender, [mri], '500000.00'),
      sign(tender, [mri], '500000.00', 'procurer-zhao'),
      sign(tender, [ct], '250000.00', 'approver-li'),
    ]);
    expect(answers.map((one) => one.status).sort()).toEqual([201, 201, 409]);
    expect(await stateOf(tender)).toBe('contracted');
  });
});

describe('review of one lot (art. 60)', () => {
  const hold = (tender: Lotted) =>
    app.sql(
      `INSERT INTO procedure_holds (id, tender_id, kind, cause_kind, cause_id, placed_at, lot_ids)
       VALUES (gen_random_uuid(), $1, 'contract', 'challenge', gen_random_uuid(), platform_now(), '{mri}')`,
      [tender.id],
    );

  it('bars the contract on that lot alone', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    await hold(tender);
    const { mri, ct } = tender.awardIds;
    expect(rulesOf(await sign(tender, [mri], '500000.00'))).toEqual(['contract.challenge-open']);
    expect((await sign(tender, [ct], '250000.00')).status).toBe(201);
  });

  it('sets aside that lot, which is awarded again while the others stand and are contracted', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    const { ct } = tender.awardIds;
    expect((await sign(tender, [ct], '250000.00')).status).toBe(201);
    await expect(act(tender, (work, found) => setAsideLots(work, found, ['ct']))).rejects.toMatchObject({
      breaches: [{ rule: 'tender.lot-contracted', facts: { lots: ['ct'] } }],
    });
    await expect(act(tender, (work, found) => setAsideAward(work, found))).rejects.toMatchObject({
      breaches: [{ rule: 'tender.lot-contracted' }],
    });
    await act(tender, (work, found) => setAsideLots(work, found, ['mri']));
    expect(await stateOf(tender)).toBe('awarded');
    expect(await bidStates(tender)).toEqual({ shenda: 'opened', hujiang: 'successful', rheinland: 'opened' });
    const cancelled = await (
      await app.as('procurer-wang')
    )('post', `/v1/tenders/${tender.id}/cancellation`)
      .set('if-match', await etagOfTender(app, tender.id))
      .send({ code: 'chan-need', reason: explanation });
    expect([cancelled.status, rulesOf(cancelled)]).toEqual([409, ['tender.lot-contracted']]);
    expect(rulesOf(await award(tender, [takes(tender, 'mri', 'shenda'), takes(tender, 'ct', 'hujiang')]))).toEqual([
      'award.lot-decided',
    ]);
    const again = await award(tender, [takes(tender, 'mri', 'shenda')]);
    expect([again.status, again.body]).toMatchObject([201, { awards: [{ lotId: 'mri' }], nonAwards: [] }]);
    expect(await bidStates(tender)).toEqual({ shenda: 'successful', hujiang: 'successful', rheinland: 'unsuccessful' });
    expect(await events(app, tender.id, 'award.set-aside')).toMatchObject([{ article: 60, payload: { lotId: 'mri' } }]);
    const more = await award(tender, [takes(tender, 'mri', 'shenda')]);
    expect(rulesOf(more)).toEqual(['award.lot-decided']);
  });

  it('leaves the tender contracted where the lot is then taken by nobody', async () => {
    const tender = await awarded();
    await app.setClock('2026-03-06T10:00:00+08:00');
    expect((await sign(tender, [tender.awardIds['ct']], '250000.00')).status).toBe(201);
    await act(tender, (work, found) => setAsideLots(work, found, ['mri', 'care']));
    const again = await award(tender, [left('mri', 'chan-need'), left('care')]);
    expect([again.status, again.body]).toMatchObject([201, { awards: [], nonAwards: [{ lotId: 'mri' }, { lotId: 'care' }] }]);
    expect(await stateOf(tender)).toBe('contracted');
  });

  it('sets aside everything where every result falls, and the evaluation after it', async () => {
    const tender = await awarded();
    await act(tender, (work, found) => setAsideLots(work, found, ['mri', 'ct', 'care']));
    expect([await stateOf(tender), await bidStates(tender)]).toEqual([
      'evaluated',
      { shenda: 'opened', hujiang: 'opened', rheinland: 'opened' },
    ]);
    expect(await app.sql(`SELECT id FROM lot_non_awards WHERE tender_id = $1 AND state = 'active'`, [tender.id])).toEqual([]);
    await act(tender, (work, found) => setAsideEvaluation(work, found));
    expect((await evaluate(tender)).body).toMatchObject({ round: 2 });
  });
});

describe('the results of the lots', () => {
  interface Result {
    id: string;
    lotId: string;
    contractId: string | null;
  }
  const results = async (tender: Lotted, query = '') => {
    const answer = await app.http('get', `/v1/tenders/${tender.id}/lot-results${query}`);
    expect(answer.status).toBe(200);
    return answer.body as { items: Result[]; next: string | null };
  };

  it('are for everybody, in the order of the notice, with supplier and price, or why nobody takes the lot', async () => {
    await app.setClock('2026-02-13T10:00:00+08:00');
    const undecided = await evaluated();
    expect(await results(undecided)).toEqual({ items: [], next: null });
    const tender = await awarded();
    const { items } = await results(tender);
    const [mri, ct, care] = items;
    expect(mri).toEqual({
      id: tender.awardIds['mri'],
      lotId: 'mri',
      lotTitle: { zh: '磁共振', en: 'MRI' },
      outcome: 'awarded',
      award: {
        id: tender.awardIds['mri'],
        supplier: { id: app.organizations['shenda'], name: { zh: 'shenda', en: 'shenda' } },
        amount: yuan('500000.00'),
      },
      nonAward: null,
      contractId: null,
      decidedAt: expect.stringMatching(/^2026-02-13T02:00:/) as string,
      noticeVersion: 1,
    });
    expect([ct?.lotId, items.length]).toEqual(['ct', 3]);
    expect(care).toMatchObject({
      lotId: 'care',
      outcome: 'not-awarded',
      award: null,
      nonAward: {
        code: 'one-admis',
        codeLabel: { zh: expect.any(String) as string, en: expect.any(String) as string },
        explanation,
      },
    });
    expect((await app.http('get', '/v1/tenders/019f0000-0000-7000-8000-000000000001/lot-results')).status).toBe(404);
  });

  it('come by pages, also where the last one read has fallen meanwhile, and name the contract', async () => {
    const tender = await awarded();
    const first = await results(tender, '?limit=1');
    expect([first.items[0]?.lotId, first.next]).toEqual(['mri', tender.awardIds['mri']]);
    await act(tender, (work, found) => setAsideLots(work, found, ['mri']));
    const second = await results(tender, `?limit=1&after=${first.next}`);
    expect(second.items.map((one) => one.lotId)).toEqual(['ct']);
    const third = await results(tender, `?limit=1&after=${second.next}`);
    expect([third.items.map((one) => one.lotId), third.next]).toEqual([['care'], null]);
    await app.setClock('2026-03-06T10:00:00+08:00');
    const contract = await sign(tender, [tender.awardIds['ct']], '250000.00');
    const { items } = await results(tender);
    expect(items.map((one) => [one.lotId, one.contractId])).toEqual([
      ['ct', (contract.body as { id: string }).id],
      ['care', null],
    ]);
  });
});

describe('a tender whose lots all fail', () => {
  it('fails as a whole, and not while one lot stands', async () => {
    const fail = async (tender: Lotted) =>
      (await app.as('procurer-wang'))('post', `/v1/tenders/${tender.id}/failure`)
        .set('if-match', await etagOfTender(app, tender.id))
        .send({ reason: 'too-few-bids', code: 'other', explanation });
    const standing = await evaluated();
    await declareNoConflict(app, 'procurer-wang', standing.id);
    expect(rulesOf(await fail(standing))).toEqual(['tender.failure-unfounded']);
    const few = await evaluated({
      prices: { shenda: { mri: '1.00' }, hujiang: { mri: '2.00', ct: '1.00' }, rheinland: { ct: '2.00' } },
    });
    const failed = await fail(few);
    expect([failed.status, failed.body]).toMatchObject([201, { state: 'failed' }]);
  });
});
