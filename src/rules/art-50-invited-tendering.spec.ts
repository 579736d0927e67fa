import { applicationPeriodApplies, applicationsStayOpenFiveWorkingDays } from './art-50-invited-tendering.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const base = {
  method: 'invited',
  category: 'goods',
  estimatedValue: '2000000.00',
  documentsIssuedAt: '2026-03-02T09:00:00+08:00',
  applicationsCloseAt: '2026-03-27T00:00:00+08:00',
};
const urgency = { justification: '台风毁坏现有设备，须在汛期内恢复供水，无法等待二十五日。', evidence: ['sha256:…'] };
const ask = (facts: object) => evaluate(50, facts as Record<string, unknown>, context);
const rulesOf = (facts: object) => ask(facts).breaches.map((one) => one.rule);
const period = (issued: string, closes: string, more: object = {}) => ({
  ...base,
  documentsIssuedAt: `${issued}T09:00:00+08:00`,
  applicationsCloseAt: `${closes}T17:00:00+08:00`,
  ...more,
});

describe('article 50: from what amount on', () => {
  it.each([
    ['invited', 'goods', '1999999.99', false],
    ['invited', 'goods', '2000000.00', true],
    ['invited', 'services', '1999999.99', false],
    ['invited', 'services', '2000000.00', true],
    ['invited', 'services', { amount: '2000000', currency: 'CNY' }, true],
    ['invited', 'works', '49999999.99', false],
    ['invited', 'works', '50000000.00', true],
    ['invited', 'works', null, true],
    ['other', 'goods', '9000000.00', false],
  ])('%s, %s of %j: %s', (method, category, estimatedValue, applies) => {
    expect(ask({ ...base, method, category, estimatedValue }).computed['applies']).toBe(applies);
  });

  it('judges no period it does not govern', () => {
    const answer = ask(period('2026-03-02', '2026-03-03', { estimatedValue: '1999999.99' }));
    expect(answer).toMatchObject({ breaches: [], computed: { applies: false, daysMin: null, days: 1, earliestOn: null } });
  });

  it('takes an unknown value for covered', () => {
    expect(applicationPeriodApplies('invited', 'works', null, '2026-03-02')).toBe(true);
  });
});

describe('article 50: for how long', () => {
  it.each([
    ['2026-03-02', '2026-03-27', '2026-03-12'],
    ['2026-08-22', '2026-09-16', '2026-09-01'],
    ['2026-02-01', '2026-02-26', '2026-02-11'],
  ])('issued %s: earliest %s, in urgency %s', (issued, usual, urgent) => {
    expect(ask(period(issued, usual))).toMatchObject({
      breaches: [],
      computed: { applies: true, daysMin: 25, days: 25, earliestOn: usual },
    });
    const inUrgency = ask(period(issued, urgent, { urgency }));
    expect(inUrgency).toMatchObject({ breaches: [], computed: { applies: true, daysMin: 10, days: 10, earliestOn: urgent } });
  });

  it.each([
    ['24 days', period('2026-03-02', '2026-03-26'), ['prequalification.period-short']],
    ['10 days without urgency', period('2026-03-02', '2026-03-12'), ['prequalification.period-short']],
    ['9 days', period('2026-03-02', '2026-03-11'), ['prequalification.period-below-floor']],
    ['9 days in urgency', period('2026-03-02', '2026-03-11', { urgency }), ['prequalification.period-below-floor']],
    ['before the documents', period('2026-03-02', '2026-02-27', { urgency }), ['prequalification.period-below-floor']],
    [
      'urgency without evidence',
      period('2026-03-02', '2026-03-12', { urgency: { ...urgency, evidence: [] } }),
      ['prequalification.urgency-unsubstantiated', 'prequalification.period-short'],
    ],
    [
      'urgency without words',
      period('2026-03-02', '2026-03-12', { urgency: { justification: '急', evidence: ['x'] } }),
      ['prequalification.urgency-unsubstantiated', 'prequalification.period-short'],
    ],
    [
      '9 days in empty urgency',
      period('2026-03-02', '2026-03-11', { urgency: {} }),
      ['prequalification.urgency-unsubstantiated', 'prequalification.period-below-floor'],
    ],
    ['urgency that nobody needs', period('2026-03-02', '2026-03-27', { urgency: {} }), []],
    ['a Saturday', period('2026-03-02', '2026-03-28'), ['tender.deadline-on-holiday']],
  ])('%s', (_, facts, rules) => {
    expect(rulesOf(facts)).toEqual(rules);
  });

  it('counts civil days of Shanghai from the issue: the last microsecond of the 24th day is short, the first of the 25th is not', () => {
    const closing = (applicationsCloseAt: string) => rulesOf({ ...base, applicationsCloseAt });
    expect(closing('2026-03-26T15:59:59.999999Z')).toEqual(['prequalification.period-short']);
    expect(closing('2026-03-26T16:00:00Z')).toEqual([]);
    expect(ask({ ...base, documentsIssuedAt: '2026-03-01T16:00:00Z' }).computed['earliestOn']).toBe('2026-03-27');
  });

  it('carries the derivation of the earliest day', () => {
    expect(ask(period('2026-03-02', '2026-03-26')).breaches[0]?.derivation).toMatchObject({
      from: '2026-03-02',
      days: 25,
      result: '2026-03-27',
      force: 'plan',
    });
    expect(ask(period('2026-03-02', '2026-03-11')).breaches[0]?.derivation).toMatchObject({ days: 10, result: '2026-03-12' });
  });

  it.each([
    [{ ...base, documentsIssuedAt: undefined }, ['documentsIssuedAt']],
    [{ ...base, applicationsCloseAt: '2026-03-27T17:00:00' }, ['applicationsCloseAt']],
    [{ ...base, estimatedValue: undefined, method: 'open' }, ['estimatedValue', 'method']],
    [{ ...base, estimatedValue: 2_000_000 }, ['estimatedValue']],
    [
      { ...base, urgency: { justification: 5, evidence: 'x', who: 1 } },
      ['urgency/who', 'urgency/justification', 'urgency/evidence'],
    ],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });
});

describe('national law at any amount: five working days from the notice', () => {
  const rules = (published: string, closes: string) =>
    applicationsStayOpenFiveWorkingDays(published, closes, context.calendar).map((one) => one.rule);

  it.each([
    ['2026-03-02T09:00:00+08:00', '2026-03-08T23:59:59.999999+08:00', ['prequalification.period-below-national']],
    ['2026-03-02T09:00:00+08:00', '2026-03-09T00:00:00+08:00', []],
    ['2026-12-30T09:00:00+08:00', '2027-01-20T00:00:00+08:00', ['calendar.year-missing']],
  ])('published %s, closing %s: %j', (published, closes, wanted) => {
    expect(rules(published, closes)).toEqual(wanted);
  });
});

describe('what a refusal about the application period points at', () => {
  const found = (facts: object) => ask(facts).breaches.map(({ rule, pointer, facts: told }) => ({ rule, pointer, told }));
  const pointer = '#/facts/applicationsCloseAt';

  it('the deadline, its days and the earliest day', () => {
    expect(found(period('2026-03-02', '2026-03-26'))).toEqual([
      { rule: 'prequalification.period-short', pointer, told: { days: 24, daysMin: 25, earliestOn: '2026-03-27' } },
    ]);
    expect(found(period('2026-03-02', '2026-03-11', { urgency }))).toEqual([
      { rule: 'prequalification.period-below-floor', pointer, told: { days: 9, daysMin: 10, earliestOn: '2026-03-12' } },
    ]);
  });

  it('what an urgency lacks', () => {
    const lacks = (more: object) => found(period('2026-03-02', '2026-03-26', { urgency: { ...urgency, ...more } }))[0];
    const rule = 'prequalification.urgency-unsubstantiated';
    expect(lacks({ justification: '字'.repeat(19) })).toEqual({
      rule,
      pointer: '#/facts/urgency',
      told: { missing: ['justification'] },
    });
    expect(found(period('2026-03-02', '2026-03-26', { urgency: { ...urgency, justification: '字'.repeat(20) } }))).toEqual([]);
    expect(lacks({ justification: null })).toEqual({ rule, pointer: '#/facts/urgency', told: { missing: ['justification'] } });
    expect(lacks({ evidence: [] })).toEqual({ rule, pointer: '#/facts/urgency', told: { missing: ['evidence'] } });
    expect(lacks({ justification: '', evidence: [] })?.told).toEqual({ missing: ['justification', 'evidence'] });
  });

  it('the five working days of every application', () => {
    const { calendar } = context;
    const closing = (closes: string) => applicationsStayOpenFiveWorkingDays('2026-03-02T09:00:00+08:00', closes, calendar);
    expect(closing('2026-03-09T00:00:00+08:00')).toEqual([]);
    expect(closing('2026-03-08T23:59:59.999999+08:00')).toMatchObject([
      {
        rule: 'prequalification.period-below-national',
        pointer: '#/applicationsCloseAt',
        facts: { workingDaysMin: 5, earliestOn: '2026-03-09' },
        derivation: { from: '2026-03-02', result: '2026-03-09' },
      },
    ]);
    expect(applicationsStayOpenFiveWorkingDays('2026-12-31T09:00:00+08:00', '2027-02-01T09:00:00+08:00', calendar)).toMatchObject(
      [
        {
          rule: 'calendar.year-missing',
          pointer: '#/applicationsCloseAt',
          facts: { year: 2027 },
          derivation: { from: '2026-12-31', result: null },
        },
      ],
    );
  });
});
