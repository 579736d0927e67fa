import { article, articles, rulesOf } from './articles.js';
import { breach, refusals } from './breach.js';
import { amountOn, amounts, countOn, counts, shareOn, shares } from './thresholds.js';
import { periodOn, periods } from './periods.js';
import { ruleIds, rules, type RuleId } from './rules.js';

/** The ids of the rulebook, copied by hand: clients know them. */
const rulebookIds = `scope.not-covered scope.security-excluded single-source.ground-missing single-source.evidence-missing
  single-source.requirements-modified single-source.supplement-over-tenth prequalification.notice-incomplete
  prequalification.limit-without-criteria prequalification.limit-not-published prequalification.must-invite-all
  prequalification.period-short prequalification.period-below-floor prequalification.urgency-unsubstantiated tender.bid-period-short
  tender.bid-period-reason-missing tender.bid-period-below-floor tender.bid-period-below-national tender.deadline-on-holiday
  valuation.incomplete valuation.splitting-suspected notice.english-missing notice.english-incomplete documents.fee-unjustified
  specification.brand-named specification.standard-not-considered exclusion.clause-missing exclusion.outside-window
  exclusion.evidence-missing exclusion.remedied exclusion.unrelated-unit debrief.not-unsuccessful debrief.before-award debrief.empty
  debrief.trade-secret archive.retention-locked licence.invalid sme.size-as-criterion sme.deduction-out-of-band
  sme.subcontract-not-consented complaint.reviewer-not-independent complaint.not-exhausted complaint.out-of-time complaint.new-matter
  challenge.out-of-time challenge.not-participant challenge.incomplete bid.late bid.not-sealed bid.still-sealed bid.transfer-incomplete
  calendar.year-missing`.split(/\s+/);

describe('the catalogue', () => {
  it('has every id of the rulebook', () => {
    expect(rulebookIds.filter((id) => !ruleIds.includes(id as RuleId))).toEqual([]);
  });

  it.each(Object.entries(rules))('%s is whole', (id, entry) => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$/);
    expect([403, 409, 422]).toContain(entry.status);
    expect(['refusal', 'warning']).toContain(entry.severity);
    expect(['plan', 'national', 'policy']).toContain(entry.force);
    expect(entry.article).toBeGreaterThanOrEqual(47);
    expect(entry.article).toBeLessThanOrEqual(61);
    expect(entry.document === '国发〔2023〕23号').toBe(entry.force === 'plan');
    expect(entry.document === '平台规则 / platform policy').toBe(entry.force === 'policy');
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    expect(names(entry.zh)).toEqual(names(entry.en));
    expect(entry.en).not.toMatch(/\p{Script=Han}/u);
  });

  it('fills its texts with the facts of the case, and shows what is missing as a dash', () => {
    const one = breach('tender.bid-period-short', { days: 39, daysMin: 40 }, { pointer: '#/bidsCloseAt' });
    expect(one.detail.en).toContain('39 days');
    expect(one.detail.zh).toContain('—');
    expect(one.cites).toEqual({ document: '国发〔2023〕23号', article: 51, force: 'plan' });
    expect(refusals([one, breach('tender.deadline-on-holiday')])).toEqual([one]);
  });
});

describe('the articles', () => {
  it('are 47 to 61, each in both languages, each enforced and each proved', () => {
    expect(articles.map((one) => one.number)).toEqual(Array.from({ length: 15 }, (_, index) => 47 + index));
    for (const { number, text, rules: enforcing, tests } of articles) {
      expect(text.zh).toMatch(/\p{Script=Han}/u);
      expect(text.en).toMatch(/^[A-Z]/);
      expect(text.en).not.toMatch(/\p{Script=Han}/u);
      expect(enforcing.length).toBeGreaterThan(0);
      expect(enforcing).toEqual(rulesOf(number));
      expect(tests.length).toBeGreaterThan(0);
    }
    expect([article(46), article(62), article(Number.NaN)]).toEqual([undefined, undefined, undefined]);
    expect(article(51)?.number).toBe(51);
  });

  it('share out the whole catalogue', () => {
    expect(articles.flatMap((one) => one.rules).sort()).toEqual([...ruleIds].sort());
  });
});

describe('numbers of law', () => {
  it('say their force and source, once per id and day', () => {
    for (const row of [...periods, ...amounts, ...shares, ...counts]) {
      expect(['plan', 'national', 'policy']).toContain(row.force);
      expect(row.source.length).toBeGreaterThan(0);
      expect(row.force === 'plan').toBe(row.source.startsWith('国发〔2023〕23号'));
      expect(row.force === 'policy').toBe(row.source.startsWith('平台规则'));
    }
  });

  it('presents nothing known only from memory as law (P10)', () => {
    const remembered = [...periods, ...amounts, ...shares, ...counts].filter((row) => row.source.includes('凭记忆'));
    expect(remembered.every((row) => row.force === 'policy')).toBe(true);
  });

  it('finds the row in force, and the first one for a day before it', () => {
    expect(periodOn('bidPeriodDaysMin', '2026-03-02')).toMatchObject({ value: 40, force: 'plan' });
    expect(periodOn('bidPeriodDaysMin', '2020-01-01').value).toBe(40);
    expect(amountOn('prequalificationGoodsServicesMin', '2026-03-02').value).toBe(200_000_000n);
    expect(amountOn('prequalificationWorksMin', '2026-03-02').value).toBe(5_000_000_000n);
    expect(shareOn('supplementShareMax', '1999-01-01').value).toBe(1000);
    expect(countOn('justificationCharsMin', '2026-03-02').value).toBe(20);
  });
});
