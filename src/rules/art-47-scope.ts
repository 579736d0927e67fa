import { breach, type Bilingual, type Breaches } from './breach.js';
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
  const codes = reasonsAgainst(scope);
  return [
    ...(excluded
      ? [breach('scope.security-excluded', { nationalSecurity: scope.nationalSecurity, stateSecret: scope.stateSecret })]
      : []),
    ...(codes.length > 0 ? [breach('scope.not-covered', { codes, reasons: codes.map((code) => reasonTexts[code]) })] : []),
  ];
}

const reasonTexts = {
  procurerType: {
    zh: '采购人不属于国家机关、事业单位、团体组织或指定实体',
    en: 'the buyer is no state organ, public institution, social organisation or designated entity',
  },
  designation: {
    zh: '采购实体的指定在公告之日无效',
    en: 'the designation of the entity is not in force on the day of the notice',
  },
  outsideFreeTradeZone: { zh: '不在上海自贸试验区内', en: 'outside the Shanghai free trade zone' },
  commercialPurpose: { zh: '为商业目的而非自身履职或公共服务', en: 'for commerce and not for own functions or public services' },
  notByContract: { zh: '未以合同方式取得', en: 'not acquired by contract' },
} as const satisfies Record<string, Bilingual>;

function reasonsAgainst({ procurer, inFreeTradeZone, purpose, byContract, noticeOn }: Scope): (keyof typeof reasonTexts)[] {
  const { type, designation } = procurer;
  const designated = designation !== null && designation.validFrom <= noticeOn && noticeOn <= designation.validTo;
  return [
    ...(type === 'other' ? (['procurerType'] as const) : []),
    ...(type === 'designatedEntity' && !designated ? (['designation'] as const) : []),
    ...(inFreeTradeZone ? [] : (['outsideFreeTradeZone'] as const)),
    ...(purpose === 'commercial' ? (['commercialPurpose'] as const) : []),
    ...(byContract ? [] : (['notByContract'] as const)),
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
