import { bidPeriodIsLongEnough } from './art-51-bid-period.js';
import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const blocking = { ...context, policy: { nationalConflicts: 'block' } as const };
const sound = { justification: '本项目公告、文件与投标均经电子平台免费提供并全程留痕。', approver: 'person-2' };
const claims = (...grounds: string[]) => grounds.map((ground) => ({ ground, ...sound }));
const electronic = claims('eNotice', 'eDocuments', 'eSubmission');
const legalBasisRef = '沪府规〔2026〕1号 调整决定';
const period = (bidsCloseOn: string, reductions: object[] = [], more: object = {}) => ({
  documentsIssuedAt: '2026-03-02T09:00:00+08:00',
  bidsCloseAt: `${bidsCloseOn}T09:00:00+08:00`,
  reductions,
  ...more,
});
const ask = (facts: object, law: typeof context | typeof blocking = context) =>
  evaluate(51, facts as Record<string, unknown>, law);
const rulesOf = (facts: object, law?: typeof blocking) => ask(facts, law).breaches.map((one) => one.rule);
const refusalsOf = (facts: object) =>
  ask(facts)
    .breaches.filter((one) => one.severity === 'refusal')
    .map((one) => one.rule);

describe('article 51: the table of distances from 2026-03-02 (rulebook 1b)', () => {
  it.each([
    ['2026-04-11', 40],
    ['2026-04-10', 39],
    ['2026-04-06', 35],
    ['2026-04-01', 30],
    ['2026-03-27', 25],
    ['2026-03-22', 20],
    ['2026-03-12', 10],
    ['2026-03-11', 9],
  ])('%s is %d days away', (closes, days) => {
    expect(ask(period(closes)).computed['days']).toBe(days);
  });

  it.each([
    ['no claim', [], 40, '2026-04-11', '2026-04-13'],
    ['one electronic means', claims('eNotice'), 35, '2026-04-06', '2026-04-07'],
    ['the same means twice', claims('eNotice', 'eNotice'), 35, '2026-04-06', '2026-04-07'],
    ['two electronic means', claims('eDocuments', 'eSubmission'), 30, '2026-04-01', '2026-04-01'],
    ['all three', electronic, 25, '2026-03-27', '2026-03-27'],
    ['urgency', claims('urgency'), 10, '2026-03-12', '2026-03-12'],
    ['urgency and a means', claims('urgency', 'eNotice'), 10, '2026-03-12', '2026-03-12'],
    ['commercial goods by all three means', [...electronic, ...claims('commercial')], 10, '2026-03-12', '2026-03-12'],
    ['commercial goods by two means: not enough', claims('commercial', 'eNotice', 'eDocuments'), 30, '2026-04-01', '2026-04-01'],
    ['commercial goods alone: not enough', claims('commercial'), 40, '2026-04-11', '2026-04-13'],
  ])('%s', (_, reductions, daysMin, earliestOn, suggestedOn) => {
    expect(ask(period('2026-05-20', reductions)).computed).toEqual({ daysMin, days: 79, earliestOn, suggestedOn });
  });
});

describe('article 51: a year at most (policy)', () => {
  const told = (closes: string) => ask(period(closes)).breaches.filter((one) => one.rule === 'tender.bid-period-long');

  it('ends with the 365th day, to the microsecond, and not with the calendar that is known', () => {
    expect(ask({ ...period('2027-03-02'), bidsCloseAt: '2027-03-02T23:59:59.999999+08:00' }).computed['days']).toBe(365);
    expect(told('2027-03-02')).toEqual([]);
    expect(told('2027-03-03')).toMatchObject([
      {
        severity: 'refusal',
        pointer: '#/facts/bidsCloseAt',
        facts: { days: 366, daysMax: 365, latestOn: '2027-03-02' },
        derivation: { from: '2026-03-02', days: 365, force: 'policy', article: 51 },
      },
    ]);
  });
});

describe('article 51: forty days', () => {
  it('forty days are enough; a deadline on a Saturday is warned of and the Monday suggested', () => {
    const answer = ask(period('2026-04-11'));
    expect(answer.breaches).toMatchObject([
      {
        rule: 'tender.deadline-on-holiday',
        severity: 'warning',
        pointer: '#/facts/bidsCloseAt',
        facts: { suggestedOn: '2026-04-13' },
      },
    ]);
    expect(answer.computed).toEqual({ daysMin: 40, days: 40, earliestOn: '2026-04-11', suggestedOn: '2026-04-13' });
    expect(rulesOf(period('2026-04-13'))).toEqual([]);
  });

  it('thirty-nine without a reason are refused, with the derivation', () => {
    const answer = ask(period('2026-04-10'));
    expect(answer.breaches.map((one) => one.rule)).toEqual(['tender.bid-period-short', 'tender.bid-period-reason-missing']);
    expect(answer.breaches[0]?.derivation).toMatchObject({
      article: 51,
      force: 'plan',
      from: '2026-03-02',
      days: 40,
      result: '2026-04-11',
    });
    expect(answer.computed).toMatchObject({ days: 39, earliestOn: '2026-04-11', suggestedOn: '2026-04-13' });
  });

  it.each([
    ['2026-08-22', '2026-10-01', '2026-10-08', ['tender.deadline-on-holiday']],
    ['2026-01-15', '2026-02-24', '2026-02-24', []],
  ])('issued %s: forty days are %s, suggested %s', (issued, earliestOn, suggestedOn, rules) => {
    const answer = ask({
      documentsIssuedAt: `${issued}T00:00:00+08:00`,
      bidsCloseAt: `${earliestOn}T23:59:59.999999+08:00`,
      reductions: [],
    });
    expect(answer.computed).toEqual({ daysMin: 40, days: 40, earliestOn, suggestedOn });
    expect(answer.breaches.map((one) => one.rule)).toEqual(rules);
  });

  it('counts date to date in Shanghai: any hour of the fortieth day is enough, no hour of the day before is (P3)', () => {
    const closing = (bidsCloseAt: string, documentsIssuedAt = '2026-03-01T16:00:00Z') =>
      refusalsOf({ documentsIssuedAt, bidsCloseAt, reductions: [] });
    expect(closing('2026-04-10T15:59:59.999999Z')).toContain('tender.bid-period-short');
    expect(closing('2026-04-10T16:00:00Z')).toEqual([]);
    expect(closing('2026-04-11T00:00:00+08:00', '2026-03-02T23:59:59.999999+08:00')).toEqual([]);
    expect(closing('2026-04-11T00:00:00+08:00', '2026-03-03T00:00:00+08:00')).toContain('tender.bid-period-short');
  });

  it('needs no calendar to test a minimum; only the suggestion stays pending', () => {
    const answer = ask({
      documentsIssuedAt: '2026-12-01T09:00:00+08:00',
      bidsCloseAt: '2027-01-10T09:00:00+08:00',
      reductions: [],
    });
    expect(answer).toMatchObject({
      breaches: [],
      computed: { days: 40, earliestOn: '2027-01-10', suggestedOn: null },
      pending: ['calendarYearMissing'],
    });
  });
});

describe('article 51: special circumstances', () => {
  it.each([
    ['25 days by three electronic means', period('2026-03-27', electronic), []],
    ['24 days by three electronic means', period('2026-03-26', electronic), ['tender.bid-period-short']],
    ['20 days in urgency', period('2026-03-20', claims('urgency'), { legalBasisRef }), ['tender.bid-period-below-national']],
    ['20 days', period('2026-03-22', claims('urgency')), ['tender.deadline-on-holiday']],
    [
      '19 days',
      period('2026-03-21', claims('urgency'), { legalBasisRef }),
      ['tender.bid-period-below-national', 'tender.deadline-on-holiday'],
    ],
    ['10 days', period('2026-03-12', claims('urgency'), { legalBasisRef }), ['tender.bid-period-below-national']],
    [
      '10 days without a legal basis',
      period('2026-03-12', claims('urgency')),
      ['tender.bid-period-reason-missing', 'tender.bid-period-below-national'],
    ],
    [
      '10 days with a blank legal basis',
      period('2026-03-12', claims('urgency'), { legalBasisRef: ' ' }),
      ['tender.bid-period-reason-missing', 'tender.bid-period-below-national'],
    ],
    [
      '17 days without any reason',
      period('2026-03-19'),
      ['tender.bid-period-short', 'tender.bid-period-reason-missing', 'tender.bid-period-below-national'],
    ],
    ['9 days whatever is claimed', period('2026-03-11', claims('urgency'), { legalBasisRef }), ['tender.bid-period-below-floor']],
    ['9 days', period('2026-03-11'), ['tender.bid-period-below-floor']],
    ['the day of issue', period('2026-03-02'), ['tender.bid-period-below-floor']],
    ['before the issue', period('2026-02-27'), ['tender.bid-period-below-floor']],
  ])('%s', (_, facts, rules) => {
    expect(rulesOf(facts)).toEqual(rules);
  });

  it('below twenty days national law warns, or refuses by policy (P2, P12)', () => {
    const facts = period('2026-03-12', claims('urgency'), { legalBasisRef });
    expect(ask(facts).breaches).toMatchObject([
      { severity: 'warning', cites: { document: '政府采购法 第35条', force: 'national' } },
    ]);
    expect(ask(facts, blocking).breaches).toMatchObject([{ rule: 'tender.bid-period-below-national', severity: 'refusal' }]);
    expect(rulesOf(period('2026-03-23', claims('urgency')), blocking)).toEqual([]);
    expect(ask({ ...facts, category: 'works' }).breaches).toMatchObject([{ cites: { document: '招标投标法 第24条' } }]);
  });

  it.each([
    [{ ...sound, justification: '全流程电子化' }, ['reductions/0/justification']],
    [{ ...sound, justification: '一二三四五六七八九十一二三四五六七八九' }, ['reductions/0/justification']],
    [{ approver: 'person-2' }, ['reductions/0/justification']],
    [{ ...sound, approver: ' ' }, ['reductions/0/approver']],
    [{}, ['reductions/0/justification', 'reductions/0/approver']],
  ])('a claim lacks its grounds: %j', (claim, missing) => {
    const answer = ask(period('2026-04-07', [{ ground: 'eNotice', ...claim }]));
    expect(answer.breaches.map((one) => [one.rule, one.facts['missing']])).toEqual([
      ['tender.bid-period-reason-missing', missing],
    ]);
    expect(answer.computed['daysMin']).toBe(35);
  });

  it('twenty characters of justification are enough, and nobody asks for any at forty days', () => {
    const twenty = { ...sound, justification: '一二三四五六七八九十一二三四五六七八九十' };
    expect(rulesOf(period('2026-04-07', [{ ground: 'eNotice', ...twenty }]))).toEqual([]);
    expect(rulesOf(period('2026-04-13', [{ ground: 'eNotice' }]))).toEqual([]);
  });

  it.each([
    ['2026-04-22', true],
    ['2026-04-23', false],
    ['2025-06-01', true],
    ['2025-05-31', false],
  ])('a planned notice of %s before a notice of 2026-06-01 counts: %s', (plannedNoticeOn, counts) => {
    const facts = {
      documentsIssuedAt: '2026-06-01T09:00:00+08:00',
      bidsCloseAt: '2026-06-11T09:00:00+08:00',
      reductions: [{ ground: 'plannedNotice', plannedNoticeOn, ...sound }],
      noticePublishedOn: '2026-06-01',
      legalBasisRef,
    };
    const answer = ask(facts);
    expect(answer.computed['daysMin']).toBe(counts ? 10 : 40);
    expect(refusalsOf(facts)).toEqual(counts ? [] : ['tender.bid-period-short', 'tender.bid-period-reason-missing']);
    if (!counts) expect(answer.breaches[1]?.facts['missing']).toEqual(['reductions/0/plannedNoticeOn']);
  });

  it('a claim that does not count hurts nobody where the others suffice', () => {
    expect(rulesOf(period('2026-04-07', claims('eNotice', 'commercial')))).toEqual([]);
    const short = ask(period('2026-04-03', claims('eNotice', 'commercial')));
    expect(short.breaches.map((one) => one.facts['missing'])).toEqual([undefined, ['reductions/1/ground']]);
  });

  it('is approved by another than the author (four eyes)', () => {
    const facts = {
      documentsIssuedAt: '2026-03-02T09:00:00+08:00',
      bidsCloseAt: '2026-04-07T09:00:00+08:00',
      noticePublishedOn: null,
      category: null,
      legalBasisRef: null,
    };
    const reductions = [{ ground: 'eNotice', plannedNoticeOn: null, ...sound } as const];
    const rules = (author: string | null) =>
      bidPeriodIsLongEnough({ ...facts, reductions, author }, context).map((one) => one.rule);
    expect([rules('person-1'), rules(null)]).toEqual([[], []]);
    expect(rules('person-2')).toEqual(['tender.approver-is-author']);
    const unapproved = [{ ground: 'eNotice', plannedNoticeOn: null, ...sound, approver: null } as const];
    expect(bidPeriodIsLongEnough({ ...facts, reductions: unapproved, author: null }, context).map((one) => one.rule)).toEqual([
      'tender.bid-period-reason-missing',
    ]);
  });
});

describe('article 51: facts', () => {
  it.each([
    [{ ...period('2026-04-13'), documentsIssuedAt: undefined }, ['documentsIssuedAt']],
    [{ ...period('2026-04-13'), bidsCloseAt: '2026-04-13T09:00:00' }, ['bidsCloseAt']],
    [{ ...period('2026-04-13'), reductions: undefined }, ['reductions']],
    [period('2026-04-13', [{ ground: 'recurring', ...sound }]), ['reductions/0/ground']],
    [period('2026-04-13', [{ ground: 'plannedNotice', ...sound }]), ['reductions/0/plannedNoticeOn', 'noticePublishedOn']],
    [
      period('2026-04-13', [{ ground: 'urgency', ...sound, colour: 'red' }], { category: 'goods ' }),
      ['reductions/0/colour', 'category'],
    ],
    [period('2026-04-13', [7 as never]), ['reductions/0']],
  ])('finds the faults of %j', (facts, pointers) => {
    expect(ask(facts).faults.map((one) => one.pointer)).toEqual(pointers.map((name) => `#/facts/${name}`));
  });
});

describe('article 51: documents issued after their notice', () => {
  const later = (noticePublishedOn: string, ...grounds: string[]) =>
    ask(period('2026-04-11', claims(...grounds), { noticePublishedOn }));

  it('count their days from the issue', () => {
    expect(later('2026-02-25').computed).toMatchObject({ daysMin: 40, days: 40, earliestOn: '2026-04-11' });
  });

  it('are no electronic documents from the day of the notice, alone or for commercial goods', () => {
    expect(later('2026-03-02', 'eDocuments').computed['daysMin']).toBe(35);
    expect(later('2026-03-01', 'eDocuments').computed['daysMin']).toBe(40);
    expect(later('2026-03-02', 'commercial', 'eNotice', 'eDocuments', 'eSubmission').computed['daysMin']).toBe(10);
    expect(later('2026-03-01', 'commercial', 'eNotice', 'eDocuments', 'eSubmission').computed['daysMin']).toBe(30);
  });
});
