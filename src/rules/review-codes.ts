import type { Bilingual } from './breach.js';

/** What a review came to: codes and English names of the EU's eForms `review-decision-type` (BT-790). */
export const reviewDecisionTypes = {
  accepted: { zh: '投诉成立', en: 'Accepted' },
  other: { zh: '其他', en: 'Other' },
  'rej-dl-passed': {
    zh: '驳回：已超过提出期限，投诉人不具备资格',
    en: 'Rejected, because the complainant does not have legal standing, as the deadline for submitting a review request has already passed',
  },
  'rej-ncomp': {
    zh: '驳回：审查机关无管辖权',
    en: 'Rejected, because the review body does not have the competence to conduct the review',
  },
  'rej-nirreg': { zh: '驳回：未发现违规', en: 'Rejected for no irregularities' },
  'rej-npaid': { zh: '驳回：未缴纳费用', en: 'Rejected, because the fee was not paid' },
  'rej-other': {
    zh: '驳回：因逾期以外的原因，投诉人不具备资格',
    en: 'Rejected, because the complainant does not have legal standing, for other reasons than the deadline for submitting a review request has already passed',
  },
  'rej-resolv': { zh: '驳回：问题已经解决', en: 'Rejected, because the problem has already been resolved' },
  'rej-signed': { zh: '驳回：合同已经签订', en: 'Rejected, because the contract has already been signed' },
} as const satisfies Record<string, Bilingual>;
export type ReviewDecisionType = keyof typeof reviewDecisionTypes;

/** What a review may order: codes and English names of `remedy-type` (BT-792). */
export const remedyTypes = {
  'alt-penalty': { zh: '替代性处罚', en: 'Alternative penalty' },
  damage: { zh: '损害赔偿', en: 'Damages' },
  ineffectiveness: { zh: '合同不生效力', en: 'Ineffectiveness' },
  interim: { zh: '临时措施', en: 'Interim measure' },
  'set-aside': { zh: '撤销', en: 'Set aside' },
} as const satisfies Record<string, Bilingual>;
export type RemedyType = keyof typeof remedyTypes;

type Outcome = 'upheld' | 'partly-upheld' | 'rejected' | 'dismissed';
type Ground = 'inadmissible' | 'no-factual-basis' | 'false-material' | 'evidence-illegal';

const byGround = {
  inadmissible: 'rej-other',
  'no-factual-basis': 'rej-nirreg',
  'false-material': 'other',
  'evidence-illegal': 'other',
} as const satisfies Record<Ground, ReviewDecisionType>;

/** The code under which an outcome is counted elsewhere. A dismissal is coded by its ground. */
export function reviewDecisionTypeOf(outcome: Outcome, ground: Ground | null): ReviewDecisionType {
  if (ground !== null) return byGround[ground];
  return outcome === 'rejected' ? 'rej-nirreg' : 'accepted';
}
