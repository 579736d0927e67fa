import { breach, type Breaches } from './breach.js';
import type { ArticleEvaluation } from './evaluate-types.js';
import type { CivilDate } from './moment.js';

export const procurerTypes = ['stateOrgan', 'publicInstitution', 'socialOrganisation', 'designatedEntity', 'other'] as const;
export const purposes = ['ownFunctions', 'publicService', 'commercial'] as const;
export const categories = ['goods', 'services', 'works'] as const;
export const contractForms = ['ordinary', 'buildOperateTransfer', 'publicWorksConcession'] as const;
export type Category = (typeof categories)[number];

export interface Scope {
  procurer: {
    type: (typeof procurerTypes)[number];
    /** The act that designates the entity, valid on both its days; null where there is none. */
    designation: { validFrom: CivilDate; validTo: CivilDate } | null;
  };
  inFreeTradeZone: boolean;
  purpose: (typeof purposes)[number];
  byContract: boolean;
  nationalSecurity: boolean;
  stateSecret: boolean;
  noticeOn: CivilDate;
}

/** Art. 47 (适用范围): who buys, where, what for and how; goods, services, works and both concession forms are all covered, at any amount. */
export function procurementIsCovered(scope: Scope): Breaches {
  const excluded = scope.nationalSecurity || scope.stateSecret;
  const reasons = reasonsAgainst(scope);
  return [
    ...(excluded
      ? [breach('scope.security-excluded', { nationalSecurity: scope.nationalSecurity, stateSecret: scope.stateSecret })]
      : []),
    ...(reasons.length > 0 ? [breach('scope.not-covered', { reasons }, { pointer: '#/procurer' })] : []),
  ];
}

function reasonsAgainst({ procurer, inFreeTradeZone, purpose, byContract, noticeOn }: Scope): string[] {
  const { type, designation } = procurer;
  const designated = designation !== null && designation.validFrom <= noticeOn && noticeOn <= designation.validTo;
  return [
    ...(type === 'other' ? ['procurerType'] : []),
    ...(type === 'designatedEntity' && !designated ? ['designation'] : []),
    ...(inFreeTradeZone ? [] : ['outsideFreeTradeZone']),
    ...(purpose === 'commercial' ? ['commercialPurpose'] : []),
    ...(byContract ? [] : ['notByContract']),
  ];
}

/** Article 47 over the API's facts. */
export const evaluate47: ArticleEvaluation = (facts) => {
  facts.only(
    'procurer',
    'inFreeTradeZone',
    'purpose',
    'category',
    'contractForm',
    'byContract',
    'nationalSecurity',
    'stateSecret',
    'noticeOn',
  );
  const procurer = facts.child('procurer');
  procurer.only('type', 'designation');
  const designation = procurer.childOrNull('designation');
  designation?.only('validFrom', 'validTo');
  facts.oneOf('category', categories);
  facts.oneOf('contractForm', contractForms);
  const breaches = procurementIsCovered({
    procurer: {
      type: procurer.oneOf('type', procurerTypes),
      designation: designation && { validFrom: designation.date('validFrom'), validTo: designation.date('validTo') },
    },
    inFreeTradeZone: facts.flag('inFreeTradeZone'),
    purpose: facts.oneOf('purpose', purposes),
    byContract: facts.flag('byContract'),
    nationalSecurity: facts.flag('nationalSecurity'),
    stateSecret: facts.flag('stateSecret'),
    noticeOn: facts.date('noticeOn'),
  });
  return { breaches, computed: { covered: breaches.length === 0 } };
};
