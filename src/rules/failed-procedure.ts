import type { SingleSourceGround } from './art-48-single-source.js';
import { breach, type Bilingual, type Breaches } from './breach.js';
import { civilDateOf, type Instant } from './moment.js';
import { countOn } from './thresholds.js';

/** The parts of the documents whose change would make the procurement another one. */
export const essentialFields = ['qualificationRequirements', 'specifications', 'criteria', 'budget', 'items'] as const;
export type EssentialField = (typeof essentialFields)[number];

/** Where what the failure turned upon was changed, its failure says nothing about the new requirements: no declaration mends that. */
const turnedUpon: Partial<Record<SingleSourceGround, readonly EssentialField[]>> = {
  noTender: ['qualificationRequirements', 'specifications', 'items'],
  noConformingTender: ['specifications', 'items'],
  noQualifiedSupplier: ['qualificationRequirements'],
  collusion: [],
};

export interface RequirementsCompared {
  /** Fields whose hashes differ. */
  differing: readonly EssentialField[];
  /** The price ceiling is higher than it was, or is gone. */
  ceilingRaised: boolean;
  /** Differences declared to be non-substantial, each with its reason. */
  declared: readonly { field: EssentialField; reason: string }[];
}

/** Art. 48(1), rulebook 1a: the names of the requirements that count as modified; empty where the failed procedure's stand. `at` is the moment of publication. */
export function modifiedRequirements(ground: SingleSourceGround, compared: RequirementsCompared, at: Instant): EssentialField[] {
  const min = countOn('justificationCharsMin', civilDateOf(at)).value;
  const essential = turnedUpon[ground] ?? [];
  return compared.differing.filter((field) => {
    if (essential.includes(field) || (field === 'budget' && compared.ceilingRaised)) return true;
    return !compared.declared.some((one) => one.field === field && [...one.reason].length >= min);
  });
}

/** What is known of the procedure that a ground rests on. */
export interface FailedProcedure {
  sameProcurer: boolean;
  /** It ended without award: declared failed, or cancelled. */
  endedWithoutAward: boolean;
  /** Its notice was public: open or invited tendering. */
  wasPublic: boolean;
  /** Bids in the box when the deadline had passed; null where it ended before. */
  bids: number | null;
  /** Bids that the evaluation took in; null where there was none. */
  conforming: number | null;
  /** Bidders that the evaluation found qualified; null where there was none. */
  qualified: number | null;
  /** Applications that stood at their deadline; null where there was no prequalification, or it ended before. */
  applications: number | null;
  /** Applicants found qualified; null where not every application was decided. */
  qualifiedApplicants: number | null;
  /** How many of the suppliers named as colluders did bid in it. */
  colludersAmongBidders: number;
  colluders: number;
}

const outcomes: Partial<Record<SingleSourceGround, (found: FailedProcedure) => boolean>> = {
  noTender: ({ bids, applications }) => bids === 0 || applications === 0,
  noConformingTender: ({ bids, conforming }) => bids !== null && bids > 0 && conforming === 0,
  noQualifiedSupplier: ({ bids, qualified, applications, qualifiedApplicants }) =>
    (bids !== null && bids > 0 && qualified === 0) || (applications !== null && applications > 0 && qualifiedApplicants === 0),
  collusion: ({ colluders, colludersAmongBidders }) => colluders > 0 && colluders === colludersAmongBidders,
};

const failures = {
  unknown: { zh: '平台没有该项目', en: 'the platform does not know this procedure' },
  sameProcurer: { zh: '不是该采购人的项目', en: 'it is not a procedure of this procuring entity' },
  notEnded: { zh: '该项目并未失败或终止', en: 'it has neither failed nor been cancelled' },
  notPublic: { zh: '该项目未公开进行', en: 'it was not a public procedure' },
  otherOutcome: { zh: '其结果与所称情形不符', en: 'its outcome is not what the ground says' },
} as const satisfies Record<string, Bilingual>;

/** Art. 48(1): a public procedure of the same entity ended without award, with the outcome that the ground names. Null: there is none. */
export function failedProcedureFits(ground: SingleSourceGround, found: FailedProcedure | null): Breaches {
  const outcome = outcomes[ground];
  if (outcome === undefined) return [];
  return failuresOf(found, outcome).map((code) =>
    breach(
      'single-source.failed-procedure-mismatch',
      { ground, code, reason: failures[code] },
      { pointer: '#/singleSource/failedTenderId' },
    ),
  );
}

function failuresOf(found: FailedProcedure | null, outcome: (found: FailedProcedure) => boolean): (keyof typeof failures)[] {
  if (found === null) return ['unknown'];
  return [
    ...(found.sameProcurer ? [] : (['sameProcurer'] as const)),
    ...(found.endedWithoutAward ? [] : (['notEnded'] as const)),
    ...(found.wasPublic ? [] : (['notPublic'] as const)),
    ...(outcome(found) ? [] : (['otherOutcome'] as const)),
  ];
}

/** Rulebook 1a: who colluded in the failed procedure, or stands in a control relation with one who did, is not its single source. */
export function sourceIsNoColluder(args: {
  supplierId: string;
  related: readonly string[];
  colluders: readonly string[];
}): Breaches {
  const { supplierId, related, colluders } = args;
  if (!colluders.some((one) => one === supplierId || related.includes(one))) return [];
  return [breach('single-source.colluder', { supplierId }, { pointer: '#/singleSource/supplierId' })];
}
