import { startTestApp, type TestApp } from '../app.js';
import { openTogether } from '../custody/ceremony.js';
import {
  applicants,
  apply,
  decide,
  decisionDay,
  declareNone,
  invitedDraft,
  prequalifying,
  received,
  unmet,
} from '../prequalification/invited.js';
import {
  act,
  approved,
  audited,
  declare,
  done,
  evaluate,
  look,
  opened,
  publish,
  rulesOf,
  type Answered,
  type JourneyTender,
  type Opened,
} from './steps.js';
import {
  announce,
  approve,
  directly,
  drafted,
  openCoil,
  organizationOf,
  sameRequirements,
  type SourceTender,
} from './single-source.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.setClock('2026-03-02T09:00:00+08:00'));
afterAll(() => app.close());

const explanation = { zh: '按政府采购法第三十六条废标。', en: 'The procurement fails under article 36.' };

function fail({ path }: JourneyTender, code: string, reason: string): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `${path}/failure`, { code, reason, explanation }, path);
}

async function publishedCoil(): Promise<JourneyTender> {
  const tender = await approved(app, openCoil);
  done(await publish(app, tender));
  return tender;
}

/** Three bids in the box, opened and evaluated; what the evaluator found of each. */
async function evaluated(findings: object): Promise<Opened> {
  const tender = await opened(app, await publishedCoil(), {
    'supplier-shenda': { price: { amount: '700000.00', currency: 'CNY' } },
    'supplier-hujiang': { price: { amount: '710000.00', currency: 'CNY' } },
    'supplier-rheinland': { price: { amount: '720000.00', currency: 'CNY' } },
  });
  await declare(app, tender);
  const extra = Object.fromEntries(Object.keys(tender.bids).map((client) => [client, { scores: [], ...findings }]));
  done(await evaluate(app, tender, { extra }));
  return tender;
}

/** The single source that follows it, drafted and approved. */
async function following(ground: string, failed: JourneyTender, source: object = {}): Promise<SourceTender> {
  const tender = await drafted(app, ground, { source: { failedTenderId: failed.id, ...source }, over: sameRequirements });
  await approve(app, tender);
  return tender;
}

/** Announced, and awarded once the notice has run out. */
async function follows(ground: string, failed: JourneyTender, source: object = {}): Promise<void> {
  const tender = await following(ground, failed, source);
  done(await announce(app, tender));
  const { noticePeriod } = (await look(app, null, tender.path)).body['ruleProfile'] as {
    noticePeriod: { endsOn: string; endsAt: string };
  };
  await app.setClock(noticePeriod.endsAt);
  expect(done(await directly(app, tender, noticePeriod.endsOn)).body).toMatchObject({ state: 'active', bidId: null });
  expect(await audited(app, 'tender.awarded', tender.id)).toBe(1);
}

async function failureOf({ path }: JourneyTender): Promise<unknown> {
  const { items } = (await look(app, null, `${path}/notices?limit=100`)).body as unknown as {
    items: { kind: string; content: object }[];
  };
  return items.find((one) => one.kind === 'failure')?.content;
}

/** An invited tender for the coil, the deadline of its applications passed; `outcomes` decides them in turn. */
async function prequalified(applying: readonly string[], outcomes: readonly string[]): Promise<JourneyTender> {
  const tender = await prequalifying(app, invitedDraft({ ...openCoil, method: 'invited', bidsCloseAt: null }));
  for (const client of applying) done(await apply(app, tender, client));
  expect(rulesOf(await fail(tender, 'no-rece', 'no-applications'))).toEqual(['tender.failure-applications-unfounded']);
  await app.setClock(decisionDay);
  await declareNone(app, tender);
  const ids = Object.values(await received(app, tender));
  for (const [at, outcome] of outcomes.entries())
    done(await decide(app, tender, ids[at] as string, outcome === 'qualified' ? {} : notQualified));
  return tender;
}

const notQualified = { outcome: 'not-qualified', reasons: unmet, requirementIds: ['service'] };

describe('a procedure that failed, and its single source (arts. 48 and 53)', () => {
  it('nobody bid: the opening fails it by itself, and noTender follows', async () => {
    const tender = await publishedCoil();
    expect(rulesOf(await fail(tender, 'no-rece', 'no-bids'))).toEqual(['tender.wrong-state']);
    await app.setClock('2026-04-13T10:00:00+08:00');
    expect(rulesOf(await fail(tender, 'no-rece', 'no-bids'))).toEqual(['bid.still-sealed']);
    await openTogether(app, tender.locked);
    expect((await look(app, null, tender.path)).body.state).toBe('failed');
    expect(await failureOf(tender)).toMatchObject({
      code: 'no-rece',
      codeLabel: { en: 'No tenders, requests to participate or projects were received' },
      reason: 'no-bids',
      bids: { opened: 0 },
    });
    expect(rulesOf(await announce(app, await following('noConformingTender', tender)))).toEqual([
      'single-source.failed-procedure-mismatch',
    ]);
    await follows('noTender', tender);
  });

  it('every bid was rejected: declared, and noConformingTender follows', async () => {
    const tender = await evaluated({ qualified: false, reasons: { zh: '磁场强度不足。', en: 'The field is too weak.' } });
    expect(rulesOf(await fail(tender, 'one-admis', 'no-conforming-bids'))).toEqual(['tender.non-award-code-unfit']);
    done(await fail(tender, 'all-rej', 'no-conforming-bids'));
    expect(await failureOf(tender)).toMatchObject({ code: 'all-rej', bids: { opened: 3, valid: 0 } });
    expect(rulesOf(await announce(app, await following('noTender', tender)))).toEqual([
      'single-source.failed-procedure-mismatch',
    ]);
    await follows('noConformingTender', tender);
  });

  it('nobody who applied qualifies: declared, and noQualifiedSupplier follows', async () => {
    const tender = await prequalified(applicants, ['no', 'no']);
    expect(rulesOf(await fail(tender, 'all-rej', 'too-few-qualified'))).toEqual(['tender.failure-applications-unfounded']);
    const last = Object.values(await received(app, tender))[2] as string;
    done(await decide(app, tender, last, notQualified));
    expect(rulesOf(await fail(tender, 'no-rece', 'too-few-qualified'))).toEqual(['tender.non-award-code-unfit']);
    done(await fail(tender, 'all-rej', 'too-few-qualified'));
    expect(await failureOf(tender)).toMatchObject({
      code: 'all-rej',
      bids: null,
      applications: { received: 3, qualified: 0, undecided: 0 },
    });
    await app.drain();
    const told = await app.sql(`SELECT 1 FROM deliveries WHERE tender_id = $1 AND topic = 'tender.failed'`, [tender.id]);
    expect(told).toHaveLength(applicants.length + 1);
    expect(rulesOf(await announce(app, await following('noTender', tender)))).toEqual([
      'single-source.failed-procedure-mismatch',
    ]);
    await follows('noQualifiedSupplier', tender);
  });

  it('two qualify, fewer than three: it fails, and that is no ground for a single source', async () => {
    const tender = await prequalified(applicants, ['qualified', 'qualified', 'no']);
    expect(rulesOf(await act(app, 'procurer-wang', 'post', `${tender.path}/shortlist`, {}, tender.path))).toEqual([
      'prequalification.too-few-qualified',
    ]);
    done(await fail(tender, 'other', 'too-few-qualified'));
    for (const ground of ['noQualifiedSupplier', 'noTender'])
      expect(rulesOf(await announce(app, await following(ground, tender)))).toEqual(['single-source.failed-procedure-mismatch']);
  });

  it('three qualify: it has not failed', async () => {
    const tender = await prequalified(applicants, ['qualified', 'qualified', 'qualified']);
    expect(rulesOf(await fail(tender, 'other', 'too-few-qualified'))).toEqual(['tender.failure-applications-unfounded']);
    expect((await look(app, null, tender.path)).body.state).toBe('prequalification');
  });

  it('nobody applied: declared, and noTender follows', async () => {
    const tender = await prequalified([], []);
    done(await fail(tender, 'no-rece', 'no-applications'));
    expect(await failureOf(tender)).toMatchObject({ code: 'no-rece', applications: { received: 0 } });
    await follows('noTender', tender);
  });

  it('collusion: declared, and whoever colluded is not the source', async () => {
    const tender = await evaluated({ qualified: true });
    expect(rulesOf(await fail(tender, 'all-rej', 'collusion'))).toEqual(['tender.non-award-code-unfit']);
    done(await fail(tender, 'tch-pr-error', 'collusion'));
    const colluders = [await organizationOf(app, 'supplier-shenda'), await organizationOf(app, 'supplier-hujiang')];
    const guilty = await following('collusion', tender, { colluders, supplierId: colluders[1] });
    expect(rulesOf(await announce(app, guilty))).toEqual(['single-source.colluder']);
    await follows('collusion', tender, { colluders });
  });
});
