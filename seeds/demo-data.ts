/** The procurement of the demonstration: a hospital of the zone buys an MRI system. */
export const mriTender = {
  method: 'open',
  category: 'goods',
  title: { zh: '3.0T磁共振成像系统采购', en: 'Purchase of a 3.0 T magnetic resonance imaging system' },
  description: {
    zh: '采购3.0T磁共振成像系统一套，含安装调试、操作培训及三年质保。',
    en: 'One 3.0 T magnetic resonance imaging system with installation, training and three years of warranty.',
  },
  purpose: 'publicService',
  contractForm: 'ordinary',
  nationalSecurity: false,
  stateSecret: false,
  qualificationRequirements: {
    zh: '具有医疗器械经营许可证，或在所在国依法取得的同等许可。',
    en: 'A medical device licence, or the equivalent lawfully obtained in the country of establishment.',
  },
  specifications: [
    {
      text: {
        zh: '磁场强度不低于3.0T，梯度强度不低于45mT/m。',
        en: 'Field strength of at least 3.0 T, gradient of at least 45 mT/m.',
      },
      standard: 'IEC 60601-2-33:2022',
    },
    {
      text: {
        zh: '患者影像数据的存储和传输应符合信息安全要求。',
        en: 'Storage and transfer of patient images meet information security requirements.',
      },
      standard: 'ISO/IEC 27001:2022',
    },
  ],
  criteria: [
    { id: 'price', name: { zh: '价格', en: 'Price' }, kind: 'price', weight: '40', maxScore: '100' },
    { id: 'quality', name: { zh: '技术性能', en: 'Technical merit' }, kind: 'quality', weight: '60', maxScore: '100' },
  ],
  awardMethod: 'weighted-score',
  evaluators: 1,
  smePlan: { priceDeduction: '0.10' },
  itemClass: 'A02320700',
  budgetYear: 2026,
  budget: { amount: '12000000.00', currency: 'CNY' },
  valuation: {
    contracts: [
      {
        base: { amount: '10800000.00', currency: 'CNY' },
        fees: { amount: '200000.00', currency: 'CNY' },
        options: [{ amount: '1000000.00', currency: 'CNY' }],
      },
    ],
  },
  exclusionClause: {
    zh: '参与本项目前三年内在履行与采购人的合同时有重大实质性违约且未及时补救的供应商，可以拒绝其参与。',
    en: 'A supplier with a material breach of a contract with the procuring entity in the three years before taking part, not remedied in time, may be refused.',
  },
  bidsCloseAt: '2026-04-13T09:30:00+08:00',
} as const;

export const tradeSecret = '梯度线圈绕制工艺参数为7.25微米';

export interface DemoOffer {
  client: string;
  price: string;
  offer: { zh: string; en: string };
  secrets: { label: string; text: string }[];
}

export const offers: DemoOffer[] = [
  {
    client: 'supplier-shenda',
    price: '9800000.00',
    offer: { zh: '申达S300，含三年全保。', en: 'Shenda S300 with three years of full cover.' },
    secrets: [],
  },
  {
    client: 'supplier-hujiang',
    price: '11200000.00',
    offer: { zh: '沪江HJ-3T，含三年质保。', en: 'Hujiang HJ-3T with three years of warranty.' },
    secrets: [],
  },
  {
    client: 'supplier-rheinland',
    price: '10400000.00',
    offer: { zh: '莱茵MR-3，含四年全保。', en: 'Rheinland MR-3 with four years of full cover.' },
    secrets: [{ label: '工艺 process', text: tradeSecret }],
  },
];

export function payloadOf(tenderId: string, offer: DemoOffer): Record<string, unknown> {
  return {
    format: 'ftz-bid-1',
    tenderId,
    price: { amount: offer.price, currency: 'CNY' },
    offer: offer.offer,
    answers: { quality: offer.offer.zh },
    tradeSecrets: offer.secrets,
    documents: [],
  };
}
