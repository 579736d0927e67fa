import { breach, refusals, type Derivation } from './breach.js';

const derivation: Derivation = {
  article: 51,
  force: 'plan',
  from: '2026-03-02',
  days: 40,
  unit: 'calendarDays',
  result: '2026-04-11',
  arithmetic: { zh: '甲', en: 'A' },
};

describe('one breach', () => {
  it('carries what it was given, and nothing that it was not', () => {
    const facts = { days: 39, daysMin: 40, earliestOn: '2026-04-11' };
    expect(breach('tender.bid-period-short', facts, { pointer: '#/bidsCloseAt', derivation })).toMatchObject({
      rule: 'tender.bid-period-short',
      severity: 'refusal',
      pointer: '#/bidsCloseAt',
      facts,
      derivation,
    });
    const bare = breach('tender.bid-period-short');
    expect(bare.cites).toEqual({ document: '国发〔2023〕23号', article: 51, force: 'plan' });
    expect([Object.hasOwn(bare, 'pointer'), Object.hasOwn(bare, 'derivation')]).toEqual([false, false]);
    expect(bare.facts).toEqual({});
  });

  it('refuses or warns as its entry says, unless the case says otherwise', () => {
    expect(breach('tender.deadline-on-holiday').severity).toBe('warning');
    const other = breach('tender.bid-period-short', {}, { severity: 'warning' });
    expect(other.severity).toBe('warning');
    const refusal = breach('bid.late');
    expect(refusals([other, refusal])).toEqual([refusal]);
  });

  it('shows a fact in the language of the text: lists, both languages, and a dash for what is not there', () => {
    const told = (missing: unknown) => breach('tender.incomplete', { missing }).detail;
    const parts = [
      { zh: '甲', en: 'A' },
      { zh: '乙', en: 'B' },
    ];
    expect(told(parts).zh).toContain('甲、乙');
    expect(told(parts).en).toContain('A, B');
    expect(told(['x', 5]).zh).toContain('x、5');
    expect(told(['x', 5]).en).toContain('x, 5');
    for (const nothing of [null, undefined])
      expect([told(nothing).zh, told(nothing).en].every((text) => text.includes('—'))).toBe(true);
    expect(told(0).en).toContain('0');
    expect(told(false).en).toContain('false');
    expect(told({ de: 'x' }).en).toContain('[object Object]');
  });
});
