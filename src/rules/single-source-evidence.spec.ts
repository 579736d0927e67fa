import { singleSourceGrounds } from './art-48-single-source.js';
import {
  evidenceNeeded,
  groundIsProved,
  isAtThreshold,
  methodIsApproved,
  originalContractFits,
  supplierIsSuitable,
  type StatedCase,
} from './single-source-evidence.js';

const at = '2026-03-02T09:00:00+08:00';
const parts = ['onlySupplier', 'supplementary', 'trial', 'emergency'];
const whole = (ground: StatedCase['ground']): StatedCase => ({
  ground,
  justification: '经公开调研，除该供应商外没有其他供应商能够提供。',
  evidence: evidenceNeeded[ground],
  unknownEvidence: [],
  parts,
  colluders: 1,
  noQuantityProduction: true,
  value: 1n,
  eventOn: '2026-03-02',
});
const missing = (given: StatedCase) => groundIsProved(given, at).map((one) => [one.rule, one.facts['missing'], one.pointer]);

describe('the circumstances of a ground (rulebook 1a)', () => {
  it.each(singleSourceGrounds)('%s is proved by what it needs, and by nothing less', (ground) => {
    expect(groundIsProved(whole(ground), at)).toEqual([]);
    const bare = groundIsProved({ ...whole(ground), evidence: [] }, at);
    expect(bare[0]?.facts['missing']).toEqual(evidenceNeeded[ground].map((kind) => `evidence:${kind}`));
    expect(bare[0]?.pointer).toBe('#/singleSource/evidence');
  });

  it.each([
    ['onlySupplier', 'onlySupplier'],
    ['supplementary', 'supplementary'],
    ['prototype', 'trial'],
    ['emergency', 'emergency'],
  ] as const)('%s states %s', (ground, part) => {
    expect(missing({ ...whole(ground), parts: [] })).toEqual([
      ['single-source.evidence-missing', [part], `#/singleSource/${part}`],
    ]);
  });

  it.each([
    [{ ...whole('other'), justification: '十九个字'.repeat(4) + '三个字' }, ['justification']],
    [{ ...whole('other'), unknownEvidence: [2] }, ['evidence/2/documentId']],
    [{ ...whole('prototype'), noQuantityProduction: false }, ['trial/noQuantityProduction']],
    [{ ...whole('collusion'), colluders: 0 }, ['colluders']],
    [{ ...whole('supplementary'), value: null }, ['valuation']],
  ])('finds what is missing (%#)', (given, wanted) => {
    expect(missing(given)).toEqual([['single-source.evidence-missing', wanted, `#/singleSource/${wanted[0]}`]]);
  });

  it('needs the documents of the rulebook', () => {
    expect(evidenceNeeded).toEqual({
      noTender: ['openingRecord'],
      noConformingTender: ['evaluationReport'],
      noQualifiedSupplier: ['qualificationResult'],
      collusion: ['collusionFinding'],
      onlySupplier: ['marketResearch', 'expertOpinion'],
      supplementary: ['originalContract'],
      prototype: ['researchContract', 'firstOfKindStatement'],
      emergency: ['eventRecord'],
      other: ['circumstances'],
    });
  });

  it('asks no ground for what another one needs', () => {
    expect(missing({ ...whole('other'), colluders: 0, value: null, noQuantityProduction: false, parts: [] })).toEqual([]);
  });

  it('takes an emergency of today, and none of tomorrow', () => {
    expect(groundIsProved({ ...whole('emergency'), eventOn: '2026-03-03' }, at).map((one) => one.facts['code'])).toEqual([
      'eventAhead',
    ]);
    expect(groundIsProved({ ...whole('other'), eventOn: '2026-03-03' }, at)).toEqual([]);
    expect(groundIsProved({ ...whole('emergency'), eventOn: null }, at)).toEqual([]);
  });
});

describe('the approval of another method (采购法 art. 27)', () => {
  const args = { ground: 'other', threshold: 400_000_000n, evidence: [] } as const;
  const rules = (more: object) => methodIsApproved({ ...args, value: 400_000_000n, ...more }).map((one) => one.facts['value']);

  it('is needed from the threshold on, and where the value is not known', () => {
    expect(rules({})).toEqual(['4000000.00']);
    expect(rules({ value: 399_999_999n })).toEqual([]);
    expect(rules({ value: null })).toEqual([null]);
    expect(isAtThreshold(400_000_000n, 400_000_000n)).toBe(true);
  });

  it('is there, or is not needed in an emergency', () => {
    expect(rules({ evidence: ['methodApproval'] })).toEqual([]);
    expect(rules({ ground: 'emergency' })).toEqual([]);
  });
});

describe('the proposed supplier', () => {
  const suitable = { isSupplier: true, isVerified: true, isTied: false };
  const codes = (supplier: typeof suitable | null) => supplierIsSuitable(supplier).map((one) => one.facts['code']);

  it('is a verified supplier that the procuring entity does not control', () => {
    expect(codes(suitable)).toEqual([]);
    expect(codes(null)).toEqual(['unknown']);
    expect(codes({ isSupplier: false, isVerified: false, isTied: true })).toEqual(['notSupplier', 'notVerified', 'tied']);
  });
});

describe('the original contract', () => {
  const fits = { sameProcurer: true, sameSupplier: true, terminated: false, isSupplement: false };
  const codes = (contract: typeof fits | null) => originalContractFits(contract).map((one) => one.facts['code']);

  it('is the same two parties’, stands, and is no supplement itself', () => {
    expect(codes(fits)).toEqual([]);
    expect(codes(null)).toEqual(['unknown']);
    expect(codes({ sameProcurer: false, sameSupplier: false, terminated: true, isSupplement: true })).toEqual([
      'sameProcurer',
      'sameSupplier',
      'terminated',
      'isSupplement',
    ]);
  });
});

describe('what a refusal about the source points at', () => {
  it('the evidence, the supplier, the contract, and why in both languages', () => {
    expect(methodIsApproved({ ground: 'other', value: 400_000_000n, threshold: 400_000_000n, evidence: [] })).toMatchObject([
      {
        rule: 'single-source.method-approval-missing',
        pointer: '#/singleSource/evidence',
        facts: { value: '4000000.00', threshold: '4000000.00' },
      },
    ]);
    expect(groundIsProved({ ...whole('emergency'), eventOn: '2026-03-03' }, at)).toMatchObject([
      {
        rule: 'single-source.ground-missing',
        pointer: '#/singleSource/emergency/eventOn',
        facts: { ground: 'emergency', reason: { zh: '所述事件尚未发生', en: 'the event has not happened yet' } },
      },
    ]);
    expect(groundIsProved({ ...whole('other'), evidence: [], unknownEvidence: [] }, at)[0]?.facts['ground']).toBe('other');
  });

  it('each failing of a supplier and of a contract has its own words', () => {
    const supplier = supplierIsSuitable({ isSupplier: false, isVerified: false, isTied: true });
    const contract = originalContractFits({ sameProcurer: false, sameSupplier: false, terminated: true, isSupplement: true });
    const all = [...supplier, ...supplierIsSuitable(null), ...contract, ...originalContractFits(null)];
    const words = all.map((one) => one.facts['reason'] as { zh: string; en: string });
    expect(new Set(words.map((one) => one.zh)).size).toBe(9);
    expect(new Set(words.map((one) => one.en)).size).toBe(9);
    for (const { zh, en } of words) expect([/^\p{Script=Han}/u.test(zh), /^[a-z]/.test(en)]).toEqual([true, true]);
    expect(
      supplier.every((one) => one.rule === 'single-source.supplier-unsuitable' && one.pointer === '#/singleSource/supplierId'),
    ).toBe(true);
    expect(
      contract.every(
        (one) =>
          one.rule === 'single-source.original-contract-mismatch' &&
          one.pointer === '#/singleSource/supplementary/originalContractId',
      ),
    ).toBe(true);
  });

  it('takes twenty characters of justification, and no fewer', () => {
    const short = (justification: string) => missing({ ...whole('other'), justification }).length;
    expect([short('字'.repeat(20)), short('字'.repeat(19)), short('😀'.repeat(19))]).toEqual([0, 1, 1]);
  });
});
