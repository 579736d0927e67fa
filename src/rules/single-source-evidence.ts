import type { SingleSourceGround } from './art-48-single-source.js';
import { breach, type Bilingual, type Breaches } from './breach.js';
import { civilDateOf, type CivilDate, type Instant } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { countOn } from './thresholds.js';

export const evidenceKinds = [
  'openingRecord',
  'evaluationReport',
  'qualificationResult',
  'collusionFinding',
  'marketResearch',
  'expertOpinion',
  'originalContract',
  'researchContract',
  'firstOfKindStatement',
  'eventRecord',
  'circumstances',
  'methodApproval',
  'otherDocument',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Rulebook 1a: what each ground must prove by documents. */
export const evidenceNeeded: Readonly<Record<SingleSourceGround, readonly EvidenceKind[]>> = {
  noTender: ['openingRecord'],
  noConformingTender: ['evaluationReport'],
  noQualifiedSupplier: ['qualificationResult'],
  collusion: ['collusionFinding'],
  onlySupplier: ['marketResearch', 'expertOpinion'],
  supplementary: ['originalContract'],
  prototype: ['researchContract', 'firstOfKindStatement'],
  emergency: ['eventRecord'],
  other: ['circumstances'],
};

/** The part of the draft that states a ground's own circumstances, named as the draft names it; the other grounds state a linked procedure or nothing more. */
const partNeeded: Partial<Record<SingleSourceGround, string>> = {
  onlySupplier: 'onlySupplier',
  supplementary: 'supplementary',
  prototype: 'trial',
  emergency: 'emergency',
};

export interface StatedCase {
  ground: SingleSourceGround;
  justification: string;
  /** Kinds of the documents that are there. */
  evidence: readonly EvidenceKind[];
  /** Indexes of entries that name no document of this tender. */
  unknownEvidence: readonly number[];
  /** Names of the parts that are stated. */
  parts: readonly string[];
  /** The suppliers that the finding names, for `collusion`. */
  colluders: number;
  noQuantityProduction: boolean;
  /** In fen; null where it is not known: a supplement without value has no share. */
  value: Fen | null;
  /** For `emergency`. */
  eventOn: CivilDate | null;
}

/** Art. 48, rulebook 1a: the circumstances of the ground are stated and proved. `at` is the moment of publication. */
export function groundIsProved(given: StatedCase, at: Instant): Breaches {
  const { ground } = given;
  const missing = [
    ...([...given.justification].length >= countOn('justificationCharsMin', civilDateOf(at)).value ? [] : ['justification']),
    ...given.unknownEvidence.map((index) => `evidence/${index}/documentId`),
    ...evidenceNeeded[ground].filter((kind) => !given.evidence.includes(kind)).map((kind) => `evidence:${kind}`),
    ...partMissing(given),
    ...(ground === 'collusion' && given.colluders === 0 ? ['colluders'] : []),
    ...(ground === 'supplementary' && given.value === null ? ['valuation'] : []),
  ];
  const [first] = missing;
  return [
    ...(first === undefined
      ? []
      : [breach('single-source.evidence-missing', { ground, missing }, { pointer: pointerTo(first) })]),
    ...eventLiesBehind(given, at),
  ];
}

function partMissing({ ground, parts, noQuantityProduction }: StatedCase): string[] {
  const part = partNeeded[ground];
  if (part !== undefined && !parts.includes(part)) return [part];
  return ground === 'prototype' && !noQuantityProduction ? ['trial/noQuantityProduction'] : [];
}

function pointerTo(first: string): string {
  return `#/singleSource/${first.startsWith('evidence:') ? 'evidence' : first}`;
}

function eventLiesBehind({ ground, eventOn }: StatedCase, at: Instant): Breaches {
  if (ground !== 'emergency' || eventOn === null || eventOn <= civilDateOf(at)) return [];
  const reason = { zh: '所述事件尚未发生', en: 'the event has not happened yet' };
  return [
    breach(
      'single-source.ground-missing',
      { ground, code: 'eventAhead', reason },
      { pointer: '#/singleSource/emergency/eventOn' },
    ),
  ];
}

/**
 * Government Procurement Law art. 27: from the open-tendering threshold on another method needs the finance department's approval first. An
 * unknown value counts as at the threshold (art. 52); an emergency needs none (财库〔2026〕12号, second-hand).
 */
export function methodIsApproved(args: {
  ground: SingleSourceGround;
  value: Fen | null;
  threshold: Fen;
  evidence: readonly EvidenceKind[];
}): Breaches {
  const { ground, value, threshold, evidence } = args;
  if (ground === 'emergency' || evidence.includes('methodApproval') || !isAtThreshold(value, threshold)) return [];
  const facts = { value: value === null ? null : formatMoney(value), threshold: formatMoney(threshold) };
  return [breach('single-source.method-approval-missing', facts, { pointer: '#/singleSource/evidence' })];
}

/** Rulebook G7: at the threshold is above it; so is a value that is not known (art. 52). */
export function isAtThreshold(value: Fen | null, threshold: Fen): boolean {
  return value === null || value >= threshold;
}

export interface SourceSupplier {
  isSupplier: boolean;
  isVerified: boolean;
  /** It is the procuring entity, or stands in a control relation with it. */
  isTied: boolean;
}

const supplierFailures = {
  unknown: { zh: '平台没有该组织', en: 'the platform does not know this organisation' },
  notSupplier: { zh: '该组织不是供应商', en: 'this organisation is no supplier' },
  notVerified: { zh: '该组织尚未核验', en: 'this organisation has not been verified' },
  tied: { zh: '该组织与采购人存在管理关系', en: 'this organisation stands in a control relation with the procuring entity' },
} as const satisfies Record<string, Bilingual>;

/** The proposed supplier is a verified supplier of its own. Null: there is no such organisation. */
export function supplierIsSuitable(supplier: SourceSupplier | null): Breaches {
  const failing = supplier === null ? (['unknown'] as const) : failuresOf(supplier);
  return failing.map((code) =>
    breach(
      'single-source.supplier-unsuitable',
      { code, reason: supplierFailures[code] },
      { pointer: '#/singleSource/supplierId' },
    ),
  );
}

function failuresOf({ isSupplier, isVerified, isTied }: SourceSupplier): (keyof typeof supplierFailures)[] {
  return [
    ...(isSupplier ? [] : (['notSupplier'] as const)),
    ...(isVerified ? [] : (['notVerified'] as const)),
    ...(isTied ? (['tied'] as const) : []),
  ];
}

export interface OriginalContract {
  sameProcurer: boolean;
  sameSupplier: boolean;
  terminated: boolean;
  /** It was itself a supplement: its own original is the one to count from. */
  isSupplement: boolean;
}

const contractFailures = {
  unknown: { zh: '平台没有该合同', en: 'the platform does not know this contract' },
  sameProcurer: { zh: '不是该采购人的合同', en: 'it is not a contract of this procuring entity' },
  sameSupplier: { zh: '原合同的供应商不是拟定供应商', en: 'its supplier is not the proposed one' },
  terminated: { zh: '原合同已终止', en: 'it has been terminated' },
  isSupplement: { zh: '该合同本身是添购合同', en: 'it is itself a supplement' },
} as const satisfies Record<string, Bilingual>;

/** Art. 48(3), 采购法 art. 31: a supplement goes to the supplier of the original contract. Null: there is no such contract. */
export function originalContractFits(contract: OriginalContract | null): Breaches {
  const failing: (keyof typeof contractFailures)[] =
    contract === null
      ? ['unknown']
      : [
          ...(contract.sameProcurer ? [] : (['sameProcurer'] as const)),
          ...(contract.sameSupplier ? [] : (['sameSupplier'] as const)),
          ...(contract.terminated ? (['terminated'] as const) : []),
          ...(contract.isSupplement ? (['isSupplement'] as const) : []),
        ];
  return failing.map((code) =>
    breach(
      'single-source.original-contract-mismatch',
      { code, reason: contractFailures[code] },
      { pointer: '#/singleSource/supplementary/originalContractId' },
    ),
  );
}
