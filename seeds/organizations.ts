import type { OrganizationBody } from '../src/organizations/organization.dto.js';
import { usccCheckCharacter } from '../src/rules/uscc.js';

/** The organisations of the demonstration, by key. Names and codes are invented; the check characters are right. */
export type SeededOrganization = OrganizationBody & { parentKey?: string };

function creditCode(first17: string): Pick<OrganizationBody, 'scheme' | 'identifier' | 'country'> {
  return { scheme: 'CN-USCC', identifier: `${first17}${usccCheckCharacter(first17)}`, country: 'CN' };
}

export const organizations: Record<string, SeededOrganization> = {
  health: {
    ...creditCode('11310000002420000'),
    kinds: ['review-body'],
    name: { zh: '上海市卫生健康委员会（演示）', en: 'Shanghai Health Commission (demo)' },
    entityType: 'stateOrgan',
    inZone: false,
  },
  hospital: {
    ...creditCode('12310000000000001'),
    kinds: ['procuring-entity'],
    name: { zh: '上海临港公立医院', en: 'Lingang Public Hospital, Shanghai' },
    entityType: 'publicInstitution',
    inZone: true,
    parentKey: 'health',
    address: {
      zh: '上海自贸试验区临港新片区环湖西二路1号',
      en: '1 Huanhu West 2nd Road, Lingang, Shanghai Pilot Free Trade Zone',
    },
    contact: { name: '采购科', phone: '021-00000000', email: 'procurement@hospital.example' },
  },
  port: {
    ...creditCode('12310000000000002'),
    kinds: ['procuring-entity'],
    name: { zh: '上海自贸区港务管理中心', en: 'Port Administration Centre of the Shanghai Free Trade Zone' },
    entityType: 'publicInstitution',
    inZone: true,
    address: { zh: '上海自贸试验区洋山港区1号', en: '1 Yangshan Port, Shanghai Pilot Free Trade Zone' },
    contact: {
      name: '工程部',
      phone: '021-00000002',
      email: 'works@port.example',
      faxNumber: '021-00000003',
      url: 'https://port.example/procurement',
    },
  },
  shenda: {
    ...creditCode('91310000MA1K00000'),
    kinds: ['supplier'],
    name: { zh: '上海申达医疗设备有限公司', en: 'Shanghai Shenda Medical Equipment Co., Ltd.' },
    smeSize: 'medium',
  },
  hujiang: {
    ...creditCode('91310115MA1K00009'),
    kinds: ['supplier'],
    name: { zh: '上海沪江仪器有限公司', en: 'Shanghai Hujiang Instruments Co., Ltd.' },
    smeSize: 'small',
  },
  rheinland: {
    scheme: 'DE-HRB',
    identifier: 'HRB 12345 Köln',
    country: 'DE',
    kinds: ['supplier'],
    name: { zh: '莱茵医疗技术有限公司', en: 'Rheinland Medizintechnik GmbH' },
    smeSize: 'large',
  },
  finance: {
    ...creditCode('11310000002420001'),
    kinds: ['review-body'],
    name: { zh: '上海市财政局政府采购监督处（演示）', en: 'Shanghai Finance Bureau, procurement supervision (demo)' },
    entityType: 'stateOrgan',
  },
  notary: {
    ...creditCode('12310000000000003'),
    kinds: ['custodian'],
    name: { zh: '上海市公证处（演示）', en: 'Shanghai Notary Office (demo)' },
  },
  exchange: {
    ...creditCode('12310000000000004'),
    kinds: ['custodian'],
    name: { zh: '上海市公共资源交易中心（演示）', en: 'Shanghai Public Resources Exchange (demo)' },
  },
  audit: {
    ...creditCode('11310000002420002'),
    kinds: ['auditor'],
    name: { zh: '上海市审计局（演示）', en: 'Shanghai Audit Bureau (demo)' },
    entityType: 'stateOrgan',
  },
  agency: {
    ...creditCode('91310000MA1K00017'),
    kinds: ['agency'],
    name: { zh: '上海浦江招标代理有限公司（演示）', en: 'Pujiang Procurement Agency, Shanghai (demo)' },
    address: { zh: '上海市浦东新区世纪大道100号', en: '100 Century Avenue, Pudong, Shanghai' },
  },
};
