import {
  essentialFields,
  failedProcedureFits,
  modifiedRequirements,
  sourceIsNoColluder,
  type EssentialField,
  type FailedProcedure,
} from './failed-procedure.js';

const at = '2026-03-02T09:00:00+08:00';
const reason = '仅修改文字表述，不改变任何实质性要求，不影响供应商参与。';
const declared = essentialFields.map((field) => ({ field, reason }));

describe('essential requirements', () => {
  const modified = (ground: Parameters<typeof modifiedRequirements>[0], differing: EssentialField[], more: object = {}) =>
    modifiedRequirements(ground, { differing, ceilingRaised: false, declared, ...more }, at);

  it('that do not differ are not modified', () => {
    expect(modified('noTender', [], { declared: [] })).toEqual([]);
  });

  it('that differ are, unless each difference is declared with its reason', () => {
    expect(modified('collusion', ['criteria', 'items'], { declared: [] })).toEqual(['criteria', 'items']);
    expect(modified('collusion', ['criteria', 'items'])).toEqual([]);
    expect(modified('collusion', ['criteria'], { declared: [{ field: 'criteria', reason: '笔误' }] })).toEqual(['criteria']);
    expect(modified('collusion', ['criteria'], { declared: [{ field: 'items', reason }] })).toEqual(['criteria']);
  });

  it.each([
    ['noTender', ['qualificationRequirements', 'specifications', 'items']],
    ['noConformingTender', ['specifications', 'items']],
    ['noQualifiedSupplier', ['qualificationRequirements']],
    ['collusion', []],
    ['other', []],
  ] as const)('on which %s turned cannot be declared away', (ground, wanted) => {
    expect(modified(ground, [...essentialFields])).toEqual(wanted);
  });

  it('④ never take a higher ceiling; a lower one may be declared', () => {
    expect(modified('noTender', ['budget'], { ceilingRaised: true })).toEqual(['budget']);
    expect(modified('noTender', ['budget'])).toEqual([]);
  });
});

describe('the failed procedure', () => {
  const found: FailedProcedure = {
    sameProcurer: true,
    endedWithoutAward: true,
    wasPublic: true,
    bids: 0,
    conforming: null,
    qualified: null,
    applications: null,
    qualifiedApplicants: null,
    colluders: 0,
    colludersAmongBidders: 0,
  };
  const codes = (ground: Parameters<typeof failedProcedureFits>[0], more: object | null) =>
    failedProcedureFits(ground, more && { ...found, ...more }).map((one) => one.facts['code']);

  it('is public, the same entity’s, and over', () => {
    expect(codes('noTender', {})).toEqual([]);
    expect(codes('noTender', null)).toEqual(['unknown']);
    expect(codes('noTender', { sameProcurer: false, endedWithoutAward: false, wasPublic: false })).toEqual([
      'sameProcurer',
      'notEnded',
      'notPublic',
    ]);
    expect(codes('onlySupplier', null)).toEqual([]);
  });

  it.each([
    ['noTender', { bids: 1 }, false],
    ['noTender', { bids: null }, false],
    ['noTender', { bids: null, applications: 0 }, true],
    ['noTender', { bids: null, applications: 2, qualifiedApplicants: 0 }, false],
    ['noConformingTender', { bids: 2, conforming: 0 }, true],
    ['noConformingTender', { bids: 2, conforming: 1 }, false],
    ['noConformingTender', { bids: 2 }, false],
    ['noConformingTender', { bids: 0, conforming: 0 }, false],
    ['noConformingTender', { bids: null, conforming: 0 }, false],
    ['noQualifiedSupplier', { bids: 1, qualified: 0 }, true],
    ['noQualifiedSupplier', { bids: 1, qualified: 1 }, false],
    ['noQualifiedSupplier', { bids: 0, qualified: 0 }, false],
    ['noQualifiedSupplier', { bids: null, qualified: 0 }, false],
    ['noQualifiedSupplier', { bids: null, applications: 2, qualifiedApplicants: 0 }, true],
    ['noQualifiedSupplier', { bids: null, applications: 4, qualifiedApplicants: 2 }, false],
    ['noQualifiedSupplier', { bids: null, applications: 2, qualifiedApplicants: null }, false],
    ['noQualifiedSupplier', { bids: null, applications: 0, qualifiedApplicants: 0 }, false],
    ['collusion', { colluders: 2, colludersAmongBidders: 2 }, true],
    ['collusion', { colluders: 2, colludersAmongBidders: 1 }, false],
    ['collusion', {}, false],
  ] as const)('%s with %j: %s', (ground, more, fits) => {
    expect(codes(ground, more)).toEqual(fits ? [] : ['otherOutcome']);
  });
});

describe('a colluder', () => {
  it.each([
    [['a'], [], 1],
    [['b'], ['b'], 1],
    [['b'], ['c'], 0],
    [[], ['c'], 0],
  ])('of %j with relations %j', (colluders, related, count) => {
    expect(sourceIsNoColluder({ supplierId: 'a', related, colluders })).toHaveLength(count);
  });
});

describe('what a refusal about the failed procedure points at', () => {
  it('the procedure, the ground and the reason in both languages', () => {
    expect(failedProcedureFits('noTender', null)).toMatchObject([
      {
        rule: 'single-source.failed-procedure-mismatch',
        pointer: '#/singleSource/failedTenderId',
        facts: {
          ground: 'noTender',
          code: 'unknown',
          reason: { zh: '平台没有该项目', en: 'the platform does not know this procedure' },
        },
      },
    ]);
    expect(sourceIsNoColluder({ supplierId: 'a', related: [], colluders: ['b', 'a'] })).toMatchObject([
      { rule: 'single-source.colluder', pointer: '#/singleSource/supplierId', facts: { supplierId: 'a' } },
    ]);
  });

  it('a reason of twenty characters and no fewer', () => {
    const declares = (text: string) =>
      modifiedRequirements(
        'collusion',
        { differing: ['criteria'], ceilingRaised: false, declared: [{ field: 'criteria', reason: text }] },
        at,
      );
    expect(declares('字'.repeat(20))).toEqual([]);
    expect(declares('字'.repeat(19))).toEqual(['criteria']);
    expect(declares('😀'.repeat(19))).toEqual(['criteria']);
    expect(
      modifiedRequirements(
        'collusion',
        { differing: ['criteria'], ceilingRaised: true, declared: [{ field: 'criteria', reason }] },
        at,
      ),
    ).toEqual([]);
  });
});
