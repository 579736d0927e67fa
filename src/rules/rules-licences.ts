import { national, policy, type RuleEntry } from './rule-entry.js';

/** Refusals on the electronic licences that a procurement asks for (article 58). */
export const licenceRules = {
  'bid.licence-missing': national(
    58,
    '政府采购货物和服务招标投标管理办法 第63条',
    422,
    '投标人在{on}不具备采购文件要求的、有效且已核验的电子证照：{types}。',
    'On {on} the bidder holds no valid and verified electronic licence of the types that the documents ask for: {types}.',
  ),
  'licence.not-verified': policy(
    58,
    409,
    '电子证照未经登记机构核验通过（状态“{state}”）：{licences}。',
    'A registrar has not verified the electronic licence (state "{state}"): {licences}.',
  ),
} satisfies Record<string, RuleEntry>;
