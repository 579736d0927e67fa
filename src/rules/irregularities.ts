import type { Bilingual } from './breach.js';

/** What was irregular: codes and English names of the EU's eForms `irregularity-type` (BT-791). */
export const irregularityTypes = {
  'ab-low': { zh: '无正当理由否决异常低价投标', en: 'Unjustified rejection of abnormally low tenders' },
  'ar-split': { zh: '人为拆分合同', en: 'Artificial splitting of contracts' },
  'bid-rigging': {
    zh: '串通投标（经竞争执法机构、法院或其他有权机关认定）',
    en: 'Bid-rigging (established by a competition / anti-cartel office, a court or other competent body)',
  },
  'change-eval': {
    zh: '授予程序中进行谈判，包括评审期间修改中标投标',
    en: 'Negotiation during the award procedure, including modification of the winning tender during evaluation',
  },
  'conf-int': {
    zh: '影响采购结果的利益冲突',
    en: 'Conflict of interest with impact on the outcome of the procurement procedure',
  },
  'cp-mod-cond': {
    zh: '竞争性谈判中实质性修改公告或采购文件载明的条件',
    en: 'Competitive procedure with negotiation, with substantial modification of the conditions set out in the contract notice or tender specifications',
  },
  'elem-mod': {
    zh: '违反规则修改公告或采购文件载明的合同要素',
    en: 'Modifications of the contract elements set out in the contract notice or tender specifications, not in compliance with the relevant rules',
  },
  'eva-add-crit': {
    zh: '以未公布的附加标准评审',
    en: 'Evaluation using additional award criteria that were not published',
  },
  'eva-diff-crit': {
    zh: '评审标准与公告或采购文件载明的不同',
    en: 'Evaluation of tenders using award criteria that are different from the ones stated in the contract notice or tender specifications',
  },
  formal: { zh: '形式问题', en: 'Formal' },
  'ins-audit': { zh: '合同授予的留痕不足', en: 'Insufficient audit trail for the award of the contract' },
  'insuf-timl': {
    zh: '潜在投标人或申请人获取采购文件的时间不足',
    en: 'Insufficient time for potential tenderers/candidates to obtain the procurement documents',
  },
  'irr-involv': {
    zh: '申请人或投标人事先不当参与采购人的准备',
    en: 'Irregular prior involvement of candidates or tenderers with the buyer',
  },
  'mod-inco': {
    zh: '开标后修改或错误适用资格条件、技术规格',
    en: 'Selection criteria or technical specifications were modified after opening of tenders or were incorrectly applied',
  },
  'nc-proc-eap': {
    zh: '违反电子采购、集中采购程序',
    en: 'Non-compliance with the procedure for electronic and aggregated procurement',
  },
  'nc-timl': {
    zh: '违反投标或资格申请的期限规定',
    en: 'Non-compliance with time limits for receipt of tenders or time limits for receipt of requests to participate',
  },
  'ncompl-awcrit': {
    zh: '评审标准及权重表述不够详尽',
    en: 'Failure to describe in sufficient detail the award criteria and their weighting',
  },
  'ncompl-cn': {
    zh: '公告未载明技术规格、资格条件、评审标准（及权重）或合同履行条件',
    en: 'Failure to publish in the contract notice the technical specifications, selection criteria, award criteria (and their weighing), or contract performance conditions',
  },
  'ncompl-com': {
    zh: '未通知、公布澄清或补充信息',
    en: 'Failure to communicate and/or publish clarifications and/or additional information',
  },
  'ncompl-sub': {
    zh: '采购标的界定不充分或不明确',
    en: 'Insufficient or imprecise definition of the subject matter of the contract',
  },
  'no-notice': {
    zh: '未发布采购公告或无正当理由直接授予',
    en: 'Lack of publication of contract notice or unjustified direct award',
  },
  'noex-addinfo': {
    zh: '供应商及时请求的补充信息未在截止前六日提供而未延长期限',
    en: 'Failure to extend time limits for receipt of tenders or requests to participate where additional information, although requested by the economic operator in good time, is not supplied at the latest six days before the time limit',
  },
  'noex-timl': {
    zh: '采购文件有重大变更而未延长期限',
    en: 'Failure to extend time limits for receipt of tenders or requests to participate where significant changes are made to the procurement documents',
  },
  'nojust-nolots': { zh: '未说明不分包（标段）的理由', en: 'Lack of justification for not subdividing contract into lots' },
  'npub-limit': {
    zh: '未公布延长后的期限',
    en: 'Lack of publication of extended time limits for receipt of tenders or requests to participate',
  },
  other: { zh: '其他', en: 'Other' },
  'restr-not-tlim': {
    zh: '除时间不足外，对获取采购文件的限制',
    en: 'Restrictions to obtaining the procurement documents, other than insufficient time',
  },
  'unj-comp-pro': {
    zh: '无正当理由采用竞争性谈判、竞争性对话或创新伙伴程序',
    en: 'Unjustified use of competitive procedure with negotiation, competitive dialogue or innovative partnership',
  },
  'unj-excl': { zh: '无正当理由拒绝投标人或申请人', en: 'Unjustified exclusion of tenderers or candidates' },
  'unj-lim-subc': { zh: '无正当理由限制分包', en: 'Unjustified limitation of subcontracting' },
  'unj-na-ppr': { zh: '无正当理由不适用公共采购规则', en: 'Unjustified non-application of public procurement rules' },
  'unj-nrl': {
    zh: '因不当的国家、区域或地方偏好而具歧视性的规格、条件或标准',
    en: 'Use of technical specification, selection criterion, award criterion, exclusion criterion, or contract performance condition that are discriminatory because of unjustified national, regional or local preferences',
  },
  'unj-nrl-other': {
    zh: '因其他原因而具歧视性（限制供应商参与）的规格、条件或标准',
    en: 'Use of technical specifications, selection criteria, award criteria, exclusion criteria, or contract performance conditions that are discriminatory (i.e. restrict access for economic operators) for other reasons than unjustified national, regional or local preferences',
  },
} as const satisfies Record<string, Bilingual>;
export type IrregularityType = keyof typeof irregularityTypes;
export const irregularityCodes = Object.keys(irregularityTypes) as IrregularityType[];
