import { national, policy } from './rule-entry.js';

/** Refusals about who acts for whom without belonging to it: agencies by mandate (委托), people by power of attorney (授权委托书). */
export const delegationRules = {
  'organization.power-missing': policy(
    47,
    403,
    '没有该供应商对此项行为的有效授权委托书。',
    'There is no power of attorney of this supplier in force that covers this act.',
  ),
  'organization.attorney-is-official': policy(
    47,
    409,
    '在采购人、采购代理机构、开标保管、评审、审查、监督、审计或登记机构任职的人员，不得担任供应商的代理人。',
    'Nobody who buys, approves, evaluates, keeps a lock, reviews, supervises, audits or registers acts for a supplier.',
  ),
  'organization.delegation-ended': policy(
    47,
    409,
    '该委托或授权已经终止。',
    'This mandate or power of attorney has been ended already.',
  ),
  'tender.agency-is-supplier': national(
    47,
    '政府采购货物和服务招标投标管理办法 第8条',
    403,
    '采购代理机构及与其有管理关系的单位不得参加其代理的采购项目，也不得代理投标。',
    'A procurement agency, and whoever controls it or is controlled by it, neither takes part in a procurement that it runs nor bids there for others.',
  ),
};
