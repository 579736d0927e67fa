import { singleSourceNoticeHasEnded } from './art-48-single-source.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const blocking = { ...context, policy: { nationalConflicts: 'block' } as const };
const base = { evidence: ['sha256:…'], category: 'goods', estimatedValue: '500000.00' };
const failed = { ...base, ground: 'noTender', failedProcedureId: 'SHFTZ-2026-000001', requirementsModified: false };
const supplement = (originalValue: string, ...supplementValues: string[]) => ({
  ...base,
  ground: 'supplementary',
  originalValue,
  supplementValues,
});
const ask = (facts: object, law = context as typeof context | typeof blocking) =>
  evaluate(48, facts as Record<string, unknown>, law);
const rulesOf = (facts: object, law?: typeof blocking) => ask(facts, law).breaches.map((one) => `${one.rule} ${one.severity}`);

describe('article 48: single source', () => {
  it.each([
    [failed],
    [{ ...failed, ground: 'noConformingTender' }],
    [{ ...failed, ground: 'noQualifiedSupplier' }],
    [{ ...failed, ground: 'collusion' }],
    [{ ...base, ground: 'onlySupplier' }],
    [{ ...base, ground: 'prototype' }],
    [{ ...base, ground: 'prototype', category: 'services' }],
    [{ ...base, ground: 'emergency', causedByProcurer: false }],
    [{ ...base, ground: 'other' }],
    [supplement('1000000.00', '60000.00', '40000.00')],
  ])('allows %j', (facts) => {
    expect(ask(facts)).toMatchObject({ breaches: [], faults: [] });
  });

  it('① counts supplements together: ten per cent to the fen is within the law', () => {
    expect(ask(supplement('1000000.00', '60000.00', '40000.00')).computed['supplementShare']).toBe('0.1000');
    expect(ask(supplement('1000000.00')).computed['supplementShare']).toBe('0.0000');
    expect(ask(supplement('3.00', '0.20')).computed['supplementShare']).toBe('0.0667');
  });

  it('② a fen more is a conflict with national law: warned of, or refused by policy (P12)', () => {
    const over = supplement('1000000.00', '60000.00', '40000.01');
    expect(rulesOf(over)).toEqual(['single-source.supplement-over-tenth warning']);
    expect(rulesOf(over, blocking)).toEqual(['single-source.supplement-over-tenth refusal']);
    expect(ask(over).breaches[0]?.cites.force).toBe('national');
    expect(ask(over).breaches[0]?.facts).toEqual({ original: '1000000.00', supplement: '100000.01' });
    expect(rulesOf(supplement('1000000.00', '100000.00'), blocking)).toEqual([]);
  });

  it.each([
    ['2026-02-06T17:00:00+08:00', '2026-02-13'],
    ['2026-09-21T00:00:00+08:00', '2026-09-29'],
    ['2026-03-02T23:59:59.999999+08:00', '2026-03-09'],
    ['2026-03-01T16:00:00Z', '2026-03-09'],
  ])('③ a notice published at %s ends on %s', (noticePublishedAt, end) => {
    const answer = ask({ ...base, ground: 'onlySupplier', noticePublishedAt });
    expect(answer.computed['noticeEndsOn']).toBe(end);
    expect(answer).not.toHaveProperty('pending');
  });

  it('leaves the end pending where it falls in a year without calendar', () => {
    const answer = ask({ ...base, ground: 'onlySupplier', noticePublishedAt: '2026-12-30T09:00:00+08:00' });
    expect(answer).toMatchObject({
      computed: { noticeEndsOn: null, supplementShare: null },
      pending: ['calendarYearMissing'],
      breaches: [],
    });
  });

  it.each(['noTender', 'noConformingTender', 'noQualifiedSupplier', 'collusion'])(
    '④ refuses %s where the requirements were modified',
    (ground) => {
      expect(rulesOf({ ...failed, ground, requirementsModified: true })).toEqual(['single-source.requirements-modified refusal']);
    },
  );

  it('asks of no other ground whether requirements were modified or who caused it', () => {
    expect(rulesOf({ ...base, ground: 'onlySupplier', requirementsModified: true, causedByProcurer: true })).toEqual([]);
  });

  it.each([
    ['⑤ an emergency of the procurer’s own making', { ...base, ground: 'emergency', causedByProcurer: true }],
    ['no ground', base],
    ['a prototype of works: the article says goods and services', { ...base, ground: 'prototype', category: 'works' }],
  ])('refuses %s', (_, facts) => {
    expect(rulesOf(facts)).toEqual(['single-source.ground-missing refusal']);
  });

  it.each([
    [{ ...base, ground: 'onlySupplier', evidence: [] }, ['evidence']],
    [{ ...base, ground: 'other', evidence: [' '] }, ['evidence']],
    [{ ...failed, failedProcedureId: undefined }, ['failedProcedureId']],
    [{ ...failed, failedProcedureId: ' ', evidence: [] }, ['evidence', 'failedProcedureId']],
  ])('wants the evidence of %j', (facts, missing) => {
    const answer = ask(facts);
    expect(answer.breaches.map((one) => [one.rule, one.facts['missing']])).toEqual([['single-source.evidence-missing', missing]]);
  });

  it.each([
    [{ ...base, ground: 'supplementary' }, ['originalValue', 'supplementValues']],
    [supplement('0.00', '1.00'), ['originalValue']],
    [supplement('1.00', '1.005'), ['supplementValues/0']],
    [{ ...base, ground: 'emergency' }, ['causedByProcurer']],
    [{ ...failed, requirementsModified: undefined }, ['requirementsModified']],
    [{ ...base, ground: 'because' }, ['ground']],
    [{ ...base, ground: 'other', evidence: undefined, estimatedValue: 5 }, ['evidence', 'estimatedValue']],
    [{ ...base, ground: 'other', noticePublishedAt: '2026-03-02' }, ['noticePublishedAt']],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });

  it('lets nothing be awarded while the notice runs, nor where its end is unknown', () => {
    const at = (moment: string) => ({ ...context, at: moment });
    const published = '2026-02-06T09:00:00+08:00';
    const rules = (moment: string, from = published) => singleSourceNoticeHasEnded(from, at(moment)).map((one) => one.rule);
    expect(rules('2026-02-13T23:59:59.999999+08:00')).toEqual(['single-source.notice-running']);
    expect(rules('2026-02-14T00:00:00+08:00')).toEqual([]);
    expect(rules('2027-03-01T00:00:00+08:00', '2026-12-31T09:00:00+08:00')).toEqual(['calendar.year-missing']);
  });
});

describe('what an answer about article 48 points at', () => {
  const first = (facts: object) => ask(facts).breaches[0];

  it('names the ground that fails, and why', () => {
    expect(first({ ...base, ground: 'prototype', category: 'works' })).toMatchObject({
      rule: 'single-source.ground-missing',
      pointer: '#/facts/ground',
      facts: {
        ground: 'prototype',
        code: 'prototypeOfWorks',
        reason: { en: 'the prototype ground covers goods and services only' },
      },
    });
    expect(rulesOf({ ...base, ground: 'emergency', causedByProcurer: false, category: 'works' })).toEqual([]);
    expect(first({ ...base, ground: null })).toMatchObject({ facts: { ground: null, code: 'noGround' } });
    expect(rulesOf({ ...base, ground: null, evidence: [] })).toEqual(['single-source.ground-missing refusal']);
  });

  it('names the first thing that is missing', () => {
    expect(first({ ...failed, evidence: [], failedProcedureId: ' ' })).toMatchObject({
      pointer: '#/facts/evidence',
      facts: { ground: 'noTender', missing: ['evidence', 'failedProcedureId'] },
    });
    expect(first({ ...failed, failedProcedureId: null })).toMatchObject({ pointer: '#/facts/failedProcedureId' });
    expect(first({ ...failed, requirementsModified: true })).toMatchObject({
      rule: 'single-source.requirements-modified',
      pointer: '#/facts/requirementsModified',
      facts: { ground: 'noTender' },
    });
    expect(first(supplement('1.00', '0.11'))).toMatchObject({ pointer: '#/facts/supplementValues' });
  });

  it('asks for a number only where the ground needs it, and judges it only there', () => {
    const pointers = (facts: object) => ask(facts).faults.map((one) => one.pointer);
    expect(pointers({ ...failed, requirementsModified: undefined })).toEqual(['#/facts/requirementsModified']);
    expect(pointers({ ...base, ground: 'emergency' })).toEqual(['#/facts/causedByProcurer']);
    expect(pointers({ ...base, ground: 'supplementary' })).toEqual(['#/facts/originalValue', '#/facts/supplementValues']);
    expect(ask(supplement('0.00', '1.00')).faults).toEqual([
      {
        pointer: '#/facts/originalValue',
        detail: { zh: '原合同金额须大于零。', en: 'The original value must be above zero.' },
      },
    ]);
    const other = { ...base, ground: 'other' };
    expect(rulesOf({ ...other, originalValue: '1.00', supplementValues: ['9.00'] })).toEqual([]);
    expect(ask({ ...other, originalValue: '1.00' }).computed['supplementShare']).toBeNull();
    expect(ask({ ...other, supplementValues: ['9.00'] }).computed['supplementShare']).toBeNull();
    expect(rulesOf({ ...other, requirementsModified: true })).toEqual([]);
    expect(rulesOf({ ...other, causedByProcurer: true })).toEqual([]);
    expect(rulesOf({ ...base, ground: 'onlySupplier', category: 'works' })).toEqual([]);
    expect(rulesOf({ ...other, requirementsModified: true, failedProcedureId: null })).toEqual([]);
  });

  it('tells until when the notice runs, and which year is missing', () => {
    const at = (instant: string) => singleSourceNoticeHasEnded('2026-03-02T09:00:00+08:00', { ...context, at: instant });
    expect(at('2026-03-10T00:00:00+08:00')).toEqual([]);
    expect(at('2026-03-09T23:59:59.999999+08:00')).toMatchObject([
      {
        rule: 'single-source.notice-running',
        facts: { noticeEndsOn: '2026-03-09' },
        derivation: { from: '2026-03-02', days: 5, result: '2026-03-09' },
      },
    ]);
    expect(
      singleSourceNoticeHasEnded('2026-12-31T09:00:00+08:00', { ...context, at: '2027-03-01T09:00:00+08:00' }),
    ).toMatchObject([{ rule: 'calendar.year-missing', facts: { year: 2027 }, derivation: { from: '2026-12-31', result: null } }]);
  });
});
