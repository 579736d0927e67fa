import { calendarOf, knownYears } from './calendar.js';
import {
  directAwardIsLawful,
  noticeEndIsKnown,
  noticePeriodOf,
  objectionIsInTime,
  reviewIsInTime,
  sourceMayBeAwarded,
  supplementaryReviewDue,
} from './single-source-procedure.js';

const calendar = calendarOf(knownYears);
const publishedAt = '2026-02-06T09:00:00+08:00';
const period = (more: object = {}) =>
  noticePeriodOf({ ground: 'onlySupplier', atThreshold: true, publishedAt, calendar, ...more });

describe('the notice of a single source', () => {
  it.each([
    ['onlySupplier', true, 'national'],
    ['onlySupplier', false, 'policy'],
    ['other', true, 'policy'],
  ])('for %s, at the threshold: %s, runs five working days by %s', (ground, atThreshold, force) => {
    const found = period({ ground, atThreshold });
    expect(found).toMatchObject({ force, endsOn: '2026-02-13', endsAt: '2026-02-13T16:00:00.000000Z' });
    expect(found.derivation).toMatchObject({ force, days: 5, from: '2026-02-06' });
  });

  it('bars nothing in an emergency', () => {
    expect(period({ ground: 'emergency' })).toMatchObject({ force: 'policy', endsOn: '2026-02-06', endsAt: publishedAt });
  });

  it('waits for the calendar (P11)', () => {
    const unknown = period({ publishedAt: '2026-12-30T09:00:00+08:00' });
    expect(unknown).toMatchObject({ endsOn: null, endsAt: null });
    expect(noticeEndIsKnown(unknown, calendar)).toMatchObject([{ rule: 'calendar.year-missing', facts: { year: 2027 } }]);
    expect(noticeEndIsKnown(period(), calendar)).toEqual([]);
  });
});

describe('an objection', () => {
  const { derivation, endsAt } = period();
  const rules = (receivedAt: string) =>
    objectionIsInTime({ receivedAt, endsAt: endsAt as string, derivation }).map((one) => one.rule);

  it('is in time to the last microsecond of the notice', () => {
    expect(rules('2026-02-13T23:59:59.999999+08:00')).toEqual([]);
    expect(rules('2026-02-14T00:00:00+08:00')).toEqual(['single-source.objection-late']);
  });

  it('is reviewed within five working days after the notice, else with a warning', () => {
    const due = supplementaryReviewDue(derivation, calendar);
    // 14 February is worked in exchange, Spring Festival ends on the 23rd.
    expect(due).toMatchObject({ result: '2026-02-27', force: 'policy', parts: [{ result: '2026-02-13' }] });
    expect(reviewIsInTime('2026-02-27T23:59:59.999999+08:00', due)).toEqual([]);
    expect(reviewIsInTime('2026-02-28T00:00:00+08:00', due)).toMatchObject([
      { rule: 'single-source.review-overdue', severity: 'warning' },
    ]);
    expect(reviewIsInTime('2030-01-01T00:00:00+08:00', { ...due, result: null })).toEqual([]);
  });
});

describe('the direct award', () => {
  const { derivation } = period();
  const award = {
    supplierId: 'a',
    proposedId: 'a',
    price: 100n,
    ceiling: 100n,
    heldOn: '2026-02-14',
    publishedOn: '2026-02-06',
    today: '2026-02-14',
    sides: ['procurer', 'supplier'] as const,
  };
  const found = (more: object = {}) =>
    directAwardIsLawful({ ...award, ...more }).map((one) => [one.rule, one.facts['missing'] ?? null]);

  it.each([
    ['2026-02-13T15:59:59.999999Z', 0, 0, ['single-source.notice-running']],
    ['2026-02-13T16:00:00.000000Z', 0, 0, []],
    ['2026-02-13T16:00:00.000000Z', 1, 1, ['single-source.objection-open', 'single-source.objection-upheld']],
  ])('at %s with %s open and %s upheld objections', (now, open, upheld, wanted) => {
    const endsAt = '2026-02-13T16:00:00.000000Z';
    const rules = sourceMayBeAwarded({ now, endsAt, derivation, objections: { open, upheld } }).map((one) => one.rule);
    expect(rules).toEqual(wanted);
  });

  it('goes to the proposed supplier, within the ceiling to the fen', () => {
    expect(found()).toEqual([]);
    expect(found({ supplierId: 'b', price: 101n })).toEqual([
      ['single-source.other-supplier', null],
      ['single-source.price-over-value', null],
    ]);
  });

  it.each([
    [{ sides: ['expert'] }, ['people:procurer', 'people:supplier']],
    [{ heldOn: '2026-02-05' }, ['heldOn']],
    [{ heldOn: '2026-02-15' }, ['heldOn']],
  ])('rests on a negotiation that is on record (%j)', (more, wanted) => {
    expect(found(more)).toEqual([['single-source.negotiation-incomplete', wanted]]);
  });
});

describe('what a refusal about a single source points at', () => {
  it('the notice and its derivation', () => {
    const { derivation, endsAt } = period();
    const receivedAt = '2026-02-14T00:00:00+08:00';
    expect(objectionIsInTime({ receivedAt, endsAt: endsAt as string, derivation })).toMatchObject([
      { facts: { receivedAt, noticeEndsOn: '2026-02-13' }, derivation },
    ]);
    expect(
      sourceMayBeAwarded({ now: publishedAt, endsAt: endsAt as string, derivation, objections: { open: 2, upheld: 0 } }),
    ).toMatchObject([{ facts: { noticeEndsOn: '2026-02-13' }, derivation }, { facts: { count: 2 } }]);
    const due = supplementaryReviewDue(derivation, calendar);
    expect(due).toMatchObject({ article: 48, unit: 'workingDays', days: 5, from: '2026-02-13' });
    expect(reviewIsInTime('2026-02-28T00:00:00+08:00', due)).toMatchObject([{ facts: { dueOn: '2026-02-27' }, derivation: due }]);
    const unknown = period({ publishedAt: '2026-12-30T09:00:00+08:00' });
    expect(noticeEndIsKnown(unknown, calendar)[0]?.derivation).toBe(unknown.derivation);
    expect(period({ ground: 'emergency' }).derivation).toMatchObject({
      article: 48,
      force: 'policy',
      days: 0,
      result: '2026-02-06',
    });
  });

  it('the supplier, the price and the negotiation', () => {
    const lawful = {
      supplierId: 'a',
      proposedId: 'a',
      price: 10_000n,
      ceiling: 10_000n,
      heldOn: '2026-02-06',
      publishedOn: '2026-02-06',
      today: '2026-02-06',
      sides: ['supplier', 'procurer'] as const,
    };
    expect(directAwardIsLawful(lawful)).toEqual([]);
    expect(directAwardIsLawful({ ...lawful, supplierId: 'b', price: 10_001n, sides: ['procurer'] })).toMatchObject([
      { rule: 'single-source.other-supplier', pointer: '#/supplierId', facts: { proposed: 'a' } },
      { rule: 'single-source.price-over-value', pointer: '#/price', facts: { price: '100.01', ceiling: '100.00' } },
      { rule: 'single-source.negotiation-incomplete', pointer: '#/negotiation', facts: { missing: ['people:supplier'] } },
    ]);
    expect(directAwardIsLawful({ ...lawful, sides: ['supplier'] })[0]?.facts['missing']).toEqual(['people:procurer']);
  });
});
