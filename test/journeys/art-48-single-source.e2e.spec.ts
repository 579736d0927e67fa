import { fulfil } from '../awards/stories.js';
import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import { act, approved, audited, declare, done, evaluate, look, opened, publish, rulesOf, type JourneyTender } from './steps.js';
import {
  announce,
  announced,
  approve,
  coil,
  directly,
  drafted,
  object,
  openCoil,
  organizationOf,
  review,
  sameRequirements,
  type SourceTender,
} from './single-source.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

async function published(over: object = {}): Promise<JourneyTender> {
  const tender = await approved(app, { ...openCoil, ...over });
  done(await publish(app, tender));
  return tender;
}

async function ended({ path }: JourneyTender): Promise<void> {
  if (['failed', 'cancelled'].includes((await look(app, null, path)).body.state)) return;
  const reason = { zh: '采购失败，终止采购。', en: 'The procurement failed and ends.' };
  done(await act(app, 'procurer-wang', 'post', `${path}/cancellation`, { code: 'other', reason }, path));
}

/** Nobody bids. */
async function withoutBids(over: object = {}): Promise<JourneyTender> {
  const tender = await published(over);
  await app.setClock('2026-04-13T10:00:00+08:00');
  await openTogether(app, tender.locked);
  await ended(tender);
  return tender;
}

const small = { price: { amount: '700000.00', currency: 'CNY' } };

/** Three bid; the evaluation takes nobody in. */
async function withBids(findings: object): Promise<JourneyTender> {
  const tender = await opened(app, await published(), {
    'supplier-shenda': small,
    'supplier-hujiang': { price: { amount: '710000.00', currency: 'CNY' } },
    'supplier-rheinland': { price: { amount: '720000.00', currency: 'CNY' } },
  });
  await declare(app, tender);
  const extra = Object.fromEntries(Object.keys(tender.bids).map((client) => [client, { scores: [], ...findings }]));
  done(await evaluate(app, tender, { extra }));
  await ended(tender);
  return tender;
}

/** The notice runs out, the source is awarded, the contract signed and completed. */
async function toItsEnd(tender: SourceTender, ground: string, amount = '780000.00'): Promise<void> {
  const price = { amount, currency: 'CNY' };
  const notice = done(await look(app, null, tender.path)).body['ruleProfile'] as {
    noticePeriod: { endsOn: string; endsAt: string };
  };
  const { endsOn, endsAt } = notice.noticePeriod;
  if (ground !== 'emergency') expect(rulesOf(await directly(app, tender, endsOn))).toContain('single-source.notice-running');
  await app.setClock(endsAt);
  const award = done(await directly(app, tender, endsOn, { price })).body;
  expect(award).toMatchObject({ state: 'active', bidId: null, amount: { amount } });
  const report = done(await look(app, null, `${tender.path}/single-source-report`)).body;
  expect(report['report']).toMatchObject({ ground: { code: ground }, value: { amount }, title: coil.title });
  const contract = { awardId: award.id, amount: price };
  const sign = () => act(app, 'procurer-wang', 'post', `${tender.path}/contracts`, contract, tender.path);
  expect(rulesOf(await sign())).toContain('contract.standstill-running');
  await app.setClock(award['standstillEndsAt'] as string);
  const signed = `/v1/contracts/${done(await sign()).body.id}`;
  const on = done(await look(app, null, signed)).body['signedAt'] as string;
  const completed = { kind: 'acceptance', on: new Date(Date.parse(on) + 28_800_000).toISOString().slice(0, 10) };
  await fulfil(app, signed, { on: completed.on, amount });
  done(await act(app, 'procurer-wang', 'post', `${signed}/completion`, completed, signed));
  expect((await look(app, null, tender.path)).body).toMatchObject({ state: 'completed', endedOn: completed.on });
}

/** A signed contract of a million, and what a supplement to it says. */
async function toAnOriginal(): Promise<object> {
  const first = await announced(app, 'other', { over: money('1000000.00') });
  await app.setClock('2026-03-10T09:00:00+08:00');
  const price = { price: { amount: '1000000.00', currency: 'CNY' } };
  const award = done(await directly(app, first, '2026-03-10', price)).body;
  await app.setClock(award['standstillEndsAt'] as string);
  const body = { awardId: award.id, amount: price.price };
  const originalContractId = done(await act(app, 'procurer-wang', 'post', `${first.path}/contracts`, body, first.path)).body.id;
  return {
    originalContractId,
    compatibility: { zh: '与在用设备互换。', en: 'Interchangeable with the system in use.' },
    inconvenience: { zh: '另购将重复投入。', en: 'Buying elsewhere would double the cost.' },
  };
}

describe('art. 48: single source, on one of its grounds and no other', () => {
  it.each(['onlySupplier', 'prototype', 'emergency', 'other'])('%s: from the notice to the accepted contract', async (ground) => {
    const tender = await announced(app, ground);
    expect((await look(app, null, tender.path)).body.state).toBe('invited');
    expect(await audited(app, 'single-source.announced', tender.id)).toBe(1);
    await toItsEnd(tender, ground);
    expect(await audited(app, 'tender.awarded', tender.id)).toBe(1);
  });

  it('noTender: a procedure that nobody bid in is followed by its single source', async () => {
    const failed = await withoutBids();
    const tender = await announced(app, 'noTender', { source: { failedTenderId: failed.id }, over: sameRequirements });
    await toItsEnd(tender, 'noTender');
  });

  it('noConformingTender: the evaluation took no bid in', async () => {
    const failed = await withBids({ qualified: false, reasons: { zh: '磁场强度不足。', en: 'The field is too weak.' } });
    const source = { failedTenderId: failed.id };
    const tender = await announced(app, 'noConformingTender', { source, over: sameRequirements });
    await toItsEnd(tender, 'noConformingTender');
  });

  it('noQualifiedSupplier: the evaluation found nobody qualified', async () => {
    const failed = await withBids({ qualified: false, reasons: { zh: '未取得许可证。', en: 'No licence.' } });
    const source = { failedTenderId: failed.id };
    const tender = await announced(app, 'noQualifiedSupplier', { source, over: sameRequirements });
    await toItsEnd(tender, 'noQualifiedSupplier');
  });

  it('collusion: who colluded is not the source', async () => {
    const failed = await withBids({ qualified: false, reasons: { zh: '串通投标。', en: 'Collusion.' } });
    const colluders = [await organizationOf(app, 'supplier-shenda'), await organizationOf(app, 'supplier-hujiang')];
    const source = { failedTenderId: failed.id, colluders };
    const supplierId = colluders[0] as string;
    const one = await drafted(app, 'collusion', { source: { ...source, supplierId }, over: sameRequirements });
    await approve(app, one);
    expect(rulesOf(await announce(app, one))).toEqual(['single-source.colluder']);
    await toItsEnd(await announced(app, 'collusion', { source, over: sameRequirements }), 'collusion');
  });

  it('④ refuses a failed procedure whose ceiling was raised by a fifth, and one with another outcome', async () => {
    const failed = await withoutBids();
    const source = {
      failedTenderId: failed.id,
      nonSubstantial: [{ field: 'budget', reason: '物价上涨，预算相应调整，不影响采购需求的实质内容。' }],
    };
    const raised = { ...sameRequirements, budget: { amount: '1080000.00', currency: 'CNY' } };
    const dearer = await drafted(app, 'noTender', { source, over: raised });
    await approve(app, dearer);
    expect(rulesOf(await announce(app, dearer))).toEqual(['single-source.requirements-modified']);
    const other = await drafted(app, 'noConformingTender', { source, over: sameRequirements });
    await approve(app, other);
    expect(rulesOf(await announce(app, other))).toEqual(['single-source.failed-procedure-mismatch']);
    const lower = { ...sameRequirements, budget: { amount: '880000.00', currency: 'CNY' } };
    await announced(app, 'noTender', { source, over: lower });
  });

  it('⑤ refuses an emergency of the procuring entity’s own making', async () => {
    const emergency = {
      eventOn: '2026-02-01',
      event: { zh: '预算下达过晚。', en: 'The budget came too late.' },
      whyNoOther: { zh: '来不及招标。', en: 'No time to tender.' },
      causedByProcurer: true,
    };
    const tender = await drafted(app, 'emergency', { source: { emergency } });
    await approve(app, tender);
    expect(rulesOf(await announce(app, tender))).toEqual(['single-source.ground-missing']);
  });

  it('supplementary: from the notice to the accepted contract', async () => {
    const source = { supplementary: await toAnOriginal() };
    await toItsEnd(await announced(app, 'supplementary', { source, over: money('60000.00') }), 'supplementary', '60000.00');
  });

  it('supplementary ① ②: supplements to one contract are added up, to the fen', async () => {
    const supplementary = await toAnOriginal();
    const supplement = (amount: string) => announced(app, 'supplementary', { source: { supplementary }, over: money(amount) });
    const warned = async ({ path }: SourceTender) =>
      ((await look(app, null, path)).body['warnings'] as { rule: string; facts: object }[]).map((one) => [one.rule, one.facts]);
    await supplement('60000.00');
    expect(await warned(await supplement('40000.00'))).toEqual([]);
    expect(await warned(await supplement('0.01'))).toEqual([
      ['single-source.supplement-over-tenth', { original: '1000000.00', supplement: '100000.01' }],
    ]);
  });

  it.each([
    ['2026-02-06T09:00:00+08:00', '2026-02-13'],
    ['2026-09-21T09:00:00+08:00', '2026-09-29'],
  ])('③ the notice published at %s runs until %s, as its derivation shows', async (at, endsOn) => {
    await app.setClock(at);
    const tender = await announced(app, 'onlySupplier');
    const { body } = await look(app, null, `${tender.path}/notices/1`);
    expect(body).toMatchObject({
      kind: 'single-source',
      content: { noticePeriod: { endsOn, force: 'policy', derivation: { days: 5 } } },
    });
    await app.setClock(`${endsOn}T23:59:59.999999+08:00`, true);
    expect(rulesOf(await directly(app, tender, endsOn))).toEqual(['single-source.notice-running']);
  });

  it('hears whoever could supply as well: an open objection bars the award, a rejected one does not, an upheld one ends it', async () => {
    const [heard, fallen] = [await announced(app, 'onlySupplier'), await announced(app, 'onlySupplier')];
    const rejected = done(await object(app, heard)).body;
    expect(rejected).toMatchObject({ state: 'open', reviewDueOn: '2026-03-16' });
    const upheld = done(await object(app, fallen)).body;
    await app.setClock('2026-03-10T09:00:00+08:00');
    expect(rulesOf(await directly(app, heard, '2026-03-10'))).toEqual(['single-source.objection-open']);
    done(await review(app, heard, rejected.id, 'rejected'));
    done(await review(app, fallen, upheld.id, 'upheld'));
    done(await directly(app, heard, '2026-03-10'));
    expect(rulesOf(await directly(app, fallen, '2026-03-10'))).toEqual(['single-source.objection-upheld']);
    const reason = { zh: '异议成立，改为公开招标。', en: 'The objection was upheld; it will be tendered openly.' };
    done(await act(app, 'procurer-wang', 'post', `${fallen.path}/cancellation`, { code: 'other', reason }, fallen.path));
  });
});

function money(amount: string): object {
  const value = { amount, currency: 'CNY' };
  return { budget: value, valuation: { contracts: [{ base: value }] } };
}
