import type { Bilingual, Force } from '../rules/breach.js';

/** One kind of personal data: what, about whom, why, on what ground, how long, and who reads it. */
export interface PersonalDataKind {
  id: string;
  about: Bilingual;
  what: Bilingual;
  purpose: Bilingual;
  /** Articles of 个人信息保护法 are named from memory, and so are policy here. */
  basis: { document: string; force: Force };
  kept: Bilingual;
  readBy: Bilingual;
}

const duty = { document: '个人信息保护法 第13条第1款第3项（履行法定职责或法定义务所必需）', force: 'policy' } as const;
const fifteenYears = {
  zh: '随采购档案保存：采购结束之日起十五年，有法律保全的更长；期满经批准后销毁。',
  en: 'With the record of the procurement: fifteen years from its end, longer under a legal hold; then destroyed once that is approved.',
};
const parties = {
  zh: '有权查阅该采购项目的各方和监督、审计人员',
  en: 'Those who may read the procurement, supervisors and auditors',
};

/** What is kept about people (个人信息处理目录), for anybody to read. */
export const personalDataRegister: readonly PersonalDataKind[] = [
  {
    id: 'account',
    about: { zh: '平台用户', en: 'Users of the platform' },
    what: {
      zh: '姓名、身份提供方的用户标识、所属组织和角色',
      en: 'Name, subject at the identity provider, organisations and roles',
    },
    purpose: { zh: '确认谁有权为谁行事', en: 'To know who may act for whom' },
    basis: duty,
    kept: {
      zh: '在任期间及其参与的最后一个采购项目的保存期内',
      en: 'While in office, and as long as the last procurement it acted in is kept',
    },
    readBy: { zh: '本人、所属组织的管理员、登记员', en: 'The person, administrators of its organisation, registrars' },
  },
  {
    id: 'acts',
    about: { zh: '平台用户', en: 'Users of the platform' },
    what: { zh: '以其身份作出的行为、时间和内容', en: 'What was done in its name, when, and with what content' },
    purpose: { zh: '采购活动可追溯、不可篡改', en: 'So that a procurement can be traced and nothing altered unseen' },
    basis: duty,
    kept: {
      zh: `${fifteenYears.zh}日志叶子（加盐哈希）永久保存，不含姓名。`,
      en: `${fifteenYears.en} The leaves of the log (salted hashes) stay for good; they hold no name.`,
    },
    readBy: parties,
  },
  {
    id: 'contact',
    about: { zh: '供应商联系人、质疑和投诉的联系人', en: 'Contacts of suppliers, challenges and complaints' },
    what: { zh: '姓名、电话、电子邮箱、地址', en: 'Name, telephone, e-mail, address' },
    purpose: { zh: '送达与联络', en: 'To serve documents and to be in touch' },
    basis: duty,
    kept: fifteenYears,
    readBy: parties,
  },
  {
    id: 'notification',
    about: { zh: '平台用户', en: 'Users of the platform' },
    what: { zh: '通知邮箱和通知设置', en: 'The address for notices, and what is sent there' },
    purpose: { zh: '按本人意愿通知', en: 'To tell people as they wish to be told' },
    basis: { document: '个人信息保护法 第13条第1款第1项（本人同意）', force: 'policy' },
    kept: { zh: '直至本人更改或删除', en: 'Until the person changes or removes it' },
    readBy: { zh: '本人', en: 'The person' },
  },
  {
    id: 'principal',
    about: { zh: '供应商的负责人、控股股东', en: 'Principals and controlling owners of suppliers' },
    what: {
      zh: '姓名、身份证件号码的加密摘要（不存号码本身）',
      en: 'Name, and a keyed digest of the identity number; never the number',
    },
    purpose: { zh: '识别同一控制关系的供应商', en: 'To see suppliers under one control' },
    basis: duty,
    kept: {
      zh: '供应商登记期间及其参与项目的保存期内',
      en: 'While the supplier is registered, and as long as its procurements are kept',
    },
    readBy: { zh: '该供应商、登记员、审计人员', en: 'The supplier, registrars, auditors' },
  },
  {
    id: 'expert',
    about: { zh: '评审专家、评审委员会成员', en: 'Experts and members of committees' },
    what: { zh: '专业类别、工作单位、抽取和评审记录', en: 'Field, employer, draws and evaluations' },
    purpose: { zh: '随机抽取、回避与评审责任', en: 'Draws by lot, recusal, and answering for evaluations' },
    basis: duty,
    kept: fifteenYears,
    readBy: parties,
  },
];

/** Rights of the person, and how they are exercised here. */
export const personalDataRights = [
  {
    right: { zh: '查阅、复制', en: 'Access and copy' },
    how: 'GET /v1/me/personal-data',
    basis: { document: '个人信息保护法 第45条', force: 'policy' },
  },
  {
    right: { zh: '更正', en: 'Correction' },
    how: 'POST /v1/me/corrections',
    basis: { document: '个人信息保护法 第46条', force: 'policy' },
  },
  {
    right: {
      zh: '删除：法定保存期内不适用，期满销毁',
      en: 'Deletion: not within the time that the law sets; afterwards the record is destroyed',
    },
    how: 'POST /v1/archive/disposals/{id}/approvals',
    basis: { document: '个人信息保护法 第47条', force: 'policy' },
  },
] as const;
