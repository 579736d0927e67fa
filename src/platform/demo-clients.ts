import type { Bilingual } from '../rules/breach.js';
import type { Role } from './actor.js';

/** A person of the demonstration: its client id is also its subject. The secrets are public; production refuses the embedded issuer. */
export interface DemoClient {
  clientId: string;
  clientSecret: string;
  name: Bilingual;
  /** Key of its organisation in seeds/organizations.ts; null for a person of the platform; `unknown` for one the platform does not know yet. */
  organization: string | null;
  roles: readonly Role[];
}

function client(clientId: string, zh: string, en: string, organization: string | null, ...roles: Role[]): DemoClient {
  return { clientId, clientSecret: `demo-secret-${clientId}`, name: { zh, en }, organization, roles };
}

export const demoClients: readonly DemoClient[] = [
  client('registrar', '登记员', 'Registrar', null, 'registrar'),
  client('procurer-wang', '王采购', 'Wang Caigou', 'hospital', 'procurer'),
  client('procurer-zhao', '赵采购', 'Zhao Caigou', 'hospital', 'procurer'),
  client('approver-li', '李审批', 'Li Shenpi', 'hospital', 'procurer', 'approver'),
  client('custodian-hospital', '孙保管', 'Sun Baoguan', 'hospital', 'custodian'),
  client('custodian-hospital-wu', '吴保管', 'Wu Baoguan', 'hospital', 'custodian'),
  client('custodian-notary', '公证员周', 'Notary Zhou', 'notary', 'custodian'),
  client('custodian-notary-zheng', '公证员郑', 'Notary Zheng', 'notary', 'custodian'),
  client('custodian-exchange', '交易中心蒋', 'Jiang of the Exchange', 'exchange', 'custodian'),
  client('custodian-exchange-chu', '交易中心褚', 'Chu of the Exchange', 'exchange', 'custodian'),
  client('evaluator-chen', '陈评审', 'Chen Pingshen', 'hospital', 'evaluator'),
  client('evaluator-lin', '林评审', 'Lin Pingshen', 'hospital', 'evaluator'),
  client('evaluator-gu', '顾评审', 'Gu Pingshen', 'hospital', 'evaluator'),
  client('procurer-port', '港务采购员', 'Port Procurer', 'port', 'procurer'),
  client('approver-port', '港务审批员', 'Port Approver', 'port', 'procurer', 'approver'),
  client('supplier-shenda', '申达投标员', 'Shenda Bidder', 'shenda', 'supplier'),
  client('supplier-hujiang', '沪江投标员', 'Hujiang Bidder', 'hujiang', 'supplier'),
  client('supplier-rheinland', '莱茵投标员', 'Rheinland Bidder', 'rheinland', 'supplier'),
  client('reviewer-xu', '徐审查', 'Xu Shencha', 'finance', 'reviewer'),
  client('reviewer-he', '何审查', 'He Shencha', 'finance', 'reviewer'),
  client('supervisor-tang', '唐监督', 'Tang Jiandu', 'finance', 'supervisor'),
  client('reviewer-health', '卫健审查员', 'Health Commission Reviewer', 'health', 'reviewer'),
  client('auditor-feng', '冯审计', 'Feng Shenji', 'audit', 'auditor'),
  client('agent-shen', '沈代理', 'Shen Daili', 'agency', 'procurer'),
  client('registrar-ye', '叶登记', 'Ye Dengji', null, 'registrar'),
  client('newcomer-qian', '钱新来', 'Qian Xinlai', 'unknown', 'supplier'),
  client('newcomer-dubois', '杜波依斯', 'Camille Dubois', 'unknown', 'supplier'),
];
