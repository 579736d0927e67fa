import { calendarOf, knownYears } from './calendar.js';
import { defaultPolicy, evaluate } from './evaluate.js';

const context = { at: '2026-03-02T09:00:00+08:00', calendar: calendarOf(knownYears), policy: defaultPolicy };
const hospital = {
  procurer: { type: 'publicInstitution' },
  inFreeTradeZone: true,
  purpose: 'publicService',
  category: 'goods',
  contractForm: 'ordinary',
  byContract: true,
  nationalSecurity: false,
  stateSecret: false,
  noticeOn: '2026-03-02',
};
const ask = (facts: object) => evaluate(47, facts as Record<string, unknown>, context);
const designated = (validFrom: string, validTo: string) => ({
  procurer: { type: 'designatedEntity', designation: { validFrom, validTo } },
});

describe('article 47: who and what is covered', () => {
  it.each([
    ['① a public hospital buys a scanner in Lingang', {}],
    [
      '② a state organ concludes a build-operate-transfer contract',
      { procurer: { type: 'stateOrgan' }, category: 'works', contractForm: 'buildOperateTransfer' },
    ],
    ['a concession', { contractForm: 'publicWorksConcession', category: 'works' }],
    [
      'a social organisation buys services for its own functions',
      { procurer: { type: 'socialOrganisation' }, purpose: 'ownFunctions', category: 'services' },
    ],
    ['an entity designated until the day of the notice', designated('2026-01-01', '2026-03-02')],
    ['an entity designated from the day of the notice', designated('2026-03-02', '2026-12-31')],
  ])('%s: covered', (_, change) => {
    expect(ask({ ...hospital, ...change })).toMatchObject({ computed: { covered: true }, breaches: [], faults: [] });
  });

  it.each([
    ['③ an enterprise on no list', { procurer: { type: 'other' } }, ['procurerType']],
    ['③ an entity that nobody designated', { procurer: { type: 'designatedEntity' } }, ['designation']],
    ['④ a designation that ended the day before the notice', designated('2026-01-01', '2026-03-01'), ['designation']],
    ['a designation that begins the day after the notice', designated('2026-03-03', '2026-12-31'), ['designation']],
    ['outside the zone', { inFreeTradeZone: false }, ['outsideFreeTradeZone']],
    ['for resale', { purpose: 'commercial' }, ['commercialPurpose']],
    ['without a contract', { byContract: false }, ['notByContract']],
    [
      'all at once',
      { procurer: { type: 'other' }, inFreeTradeZone: false, purpose: 'commercial', byContract: false },
      ['procurerType', 'outsideFreeTradeZone', 'commercialPurpose', 'notByContract'],
    ],
  ])('%s: not covered', (_, change, reasons) => {
    const answer = ask({ ...hospital, ...change });
    expect(answer.computed).toEqual({ covered: false });
    expect(answer.breaches.map((one) => [one.rule, one.facts['codes']])).toEqual([['scope.not-covered', reasons]]);
  });

  it.each([[{ stateSecret: true }], [{ nationalSecurity: true }], [{ stateSecret: true, nationalSecurity: true }]])(
    '⑤ is excluded by %j whatever else is true',
    (change) => {
      const answer = ask({ ...hospital, ...change });
      expect(answer.computed).toEqual({ covered: false });
      expect(answer.breaches.map((one) => one.rule)).toEqual(['scope.security-excluded']);
    },
  );

  it('reports every fact that is missing, wrong or unknown, and judges nothing', () => {
    const answer = ask({ procurer: { type: 'king', designation: { validFrom: '2026-02-30' } }, colour: 'red' });
    expect(answer.breaches).toEqual([]);
    expect(answer.faults.map((one) => one.pointer).sort()).toEqual(
      [
        'byContract',
        'category',
        'colour',
        'contractForm',
        'inFreeTradeZone',
        'nationalSecurity',
        'noticeOn',
        'procurer/designation/validFrom',
        'procurer/designation/validTo',
        'procurer/type',
        'purpose',
        'stateSecret',
      ].map((name) => `#/facts/${name}`),
    );
  });
});

describe('what a refusal about the scope tells', () => {
  it('names what excludes it, and why in both languages', () => {
    const [security] = ask({ ...hospital, nationalSecurity: true }).breaches;
    expect(security).toMatchObject({ rule: 'scope.security-excluded', facts: { nationalSecurity: true, stateSecret: false } });
    const [outside] = ask({ ...hospital, inFreeTradeZone: false, byContract: false }).breaches;
    const told = outside?.facts as { codes: string[]; reasons: { zh: string; en: string }[] };
    expect(told.codes).toHaveLength(2);
    expect(told.reasons).toHaveLength(2);
    for (const { zh, en } of told.reasons) expect([zh.length > 0, en.length > 0]).toEqual([true, true]);
  });
});
