import type { Bilingual } from './breach.js';
import { ruleIds, rules, type RuleId } from './rules.js';

/** One article of the plan with what enforces it and what proves it. */
export interface ArticleText {
  number: number;
  document: string;
  /** The Chinese is the published text to the letter; the English is a working translation. */
  text: Bilingual;
  note: Bilingual;
  rules: readonly RuleId[];
  tests: readonly string[];
}

const note: Bilingual = {
  zh: '英文仅供参考，以中文为准。公布的中文本文有删减。',
  en: 'English for reference only; the Chinese text prevails. The published Chinese is itself abridged.',
};

/** Part six of 国发〔2023〕23号, the only place that quotes it. */
const texts: readonly { number: number; slug: string; zh: string; en: string }[] = [
  {
    number: 47,
    slug: 'scope',
    zh: '在上海自贸试验区内，国家机关、事业单位、团体组织和指定的其他采购实体，为了自身履职或提供公共服务需要，以合同方式取得货物、工程和服务，以及订立“建设—运营—移交”合同和公共工程特许合同，适用本方案相关规定（涉及国家安全和国家秘密的项目除外）。',
    en: 'Within the Shanghai Pilot Free Trade Zone, the relevant provisions of this plan apply where state organs, public institutions, social organisations and other designated procuring entities acquire goods, works and services by contract for their own functions or to provide public services, and where they conclude build-operate-transfer contracts and public works concession contracts (projects involving national security and state secrets excepted).',
  },
  {
    number: 48,
    slug: 'single-source',
    zh: '在上海自贸试验区进行的政府采购一般应实行公开竞争。对以下情形，可采用单一来源方式采购：无投标、无合格投标、无合格供应商或存在串通投标；只能由特定供应商提供；为保持技术一致性或避免重新采购，对原采购补充采购；有限试用或委托研发的首创性货物及服务；发生不可预见的紧急情况，不能从其他供应商处采购等。',
    en: 'Government procurement in the Shanghai Pilot Free Trade Zone shall in general be conducted by open competition. Single-source procurement may be used in the following circumstances: there is no tender, no conforming tender or no qualified supplier, or there is collusive tendering; only a particular supplier can supply; supplementary procurement to the original procurement, to preserve technical consistency or avoid procuring anew; prototype or first goods and services for limited trial or developed under commission; an unforeseeable emergency in which procurement from other suppliers is not possible, and the like.',
  },
  {
    number: 49,
    slug: 'prequalification-notice',
    zh: '政府采购实行有限竞争时，采购人应发布包括采购人信息、采购说明、资格要求等充分信息的资格预审公告，邀请供应商提交资格预审申请文件。如采购人有意选择有限数量的合格供应商投标，需说明相应选择标准和数量限额。',
    en: 'Where government procurement is conducted by limited competition, the procuring entity shall publish a prequalification notice with sufficient information, including information on the procuring entity, a description of the procurement and the qualification requirements, and invite suppliers to submit prequalification applications. Where the procuring entity intends to select a limited number of qualified suppliers to tender, it shall state the selection criteria and the limit on the number.',
  },
  {
    number: 50,
    slug: 'invited-tendering',
    zh: '政府采购实施邀请招标时，采购人应提前发布相关信息。开展200万元以上的货物、服务采购或5000万元以上的工程采购，采用邀请招标方式的采购人应设定提交资格预审申请文件的最后日期，一般应自资格预审文件发出之日起不少于25日，紧急情况下不少于10日。',
    en: 'Where government procurement is conducted by invited tendering, the procuring entity shall publish the relevant information in advance. For procurement of goods and services of CNY 2 million or more, or of works of CNY 50 million or more, a procuring entity that uses invited tendering shall set a final date for the submission of prequalification applications that in general is not less than 25 days from the day the prequalification documents are issued and, in urgent circumstances, not less than 10 days.',
  },
  {
    number: 51,
    slug: 'bid-period',
    zh: '政府采购实施招标时，采购人设定提交投标文件的最后日期，一般应自招标文件发出之日起不少于40日。符合特殊情形的，可以适当缩短期限，但不得少于10日。',
    en: 'Where government procurement is conducted by tendering, the final date that the procuring entity sets for the submission of tenders shall in general be not less than 40 days from the day the tender documents are issued. In special circumstances the period may be shortened as appropriate, but not to less than 10 days.',
  },
  {
    number: 52,
    slug: 'valuation',
    zh: '采购人编制政府采购预算时，应充分考虑以下因素：各类费用、佣金、利息等；选择性购买的价格；同一采购项下的所有合同。',
    en: 'When drawing up a government procurement budget, the procuring entity shall take full account of the following: fees, commissions, interest and the like of every kind; the price of optional purchases; all contracts under the same procurement.',
  },
  {
    number: 53,
    slug: 'publication',
    zh: '依法依规进行政府采购信息公开。尽可能免费向供应商提供招标文件，并鼓励以中英两种语言发布采购公告。',
    en: 'Government procurement information shall be disclosed in accordance with laws and regulations. Tender documents shall be provided to suppliers free of charge wherever possible, and publication of procurement notices in both Chinese and English is encouraged.',
  },
  {
    number: 54,
    slug: 'exclusion',
    zh: '采购人有证据证明有关供应商在参与政府采购活动前3年内，履行与采购人或与采购人存在管理关系单位的采购合同时，发生过重大实质性违约且未及时采取合理补救措施的，可以拒绝其参与采购活动，但应当在采购文件中载明。',
    en: "Where the procuring entity has evidence that, within the 3 years before taking part in the procurement, a supplier performing a procurement contract with the procuring entity, or with a unit that has a management relation with the procuring entity, committed a material and substantial breach and did not take reasonable remedial measures in time, it may refuse the supplier's participation in the procurement, but this shall be stated in the procurement documents.",
  },
  {
    number: 55,
    slug: 'specifications',
    zh: '采购人在编制政府采购需求时可以设置关于环境保护以及信息保护的技术要求。采购标的存在国际标准的，采购人可根据实际情况采用国际标准。',
    en: 'When drawing up government procurement requirements, the procuring entity may set technical requirements on environmental protection and on the protection of information. Where an international standard exists for the object of procurement, the procuring entity may adopt it according to the actual circumstances.',
  },
  {
    number: 56,
    slug: 'debrief',
    zh: '应未中标、成交供应商请求，采购人应向其答复未中标、成交的理由或中标、成交供应商的优势说明，答复内容不得涉及商业秘密。',
    en: 'At the request of a supplier that did not win, the procuring entity shall answer it with the reasons why it did not win or an explanation of the advantages of the winning supplier; the answer shall not involve trade secrets.',
  },
  {
    number: 57,
    slug: 'retention',
    zh: '采购人、采购代理机构应妥善保存政府采购项目每项采购活动的采购文件、记录和报告，不得伪造、变造、隐匿或者销毁。采购相关文件应从采购结束之日起至少保存15年。',
    en: 'Procuring entities and procurement agencies shall properly keep the procurement documents, records and reports of every procurement activity of a government procurement project and shall not forge, alter, conceal or destroy them. Documents relating to a procurement shall be kept for at least 15 years from the day the procurement ends.',
  },
  {
    number: 58,
    slug: 'licences',
    zh: '提升政府采购电子化采购平台的数字技术应用水平，推动采购流程透明化、规范化和智能化，推进电子证照应用。',
    en: 'The use of digital technology in electronic platforms for government procurement shall be raised, the procurement process shall be made more transparent, regular and intelligent, and the use of electronic licences and certificates shall be promoted.',
  },
  {
    number: 59,
    slug: 'small-suppliers',
    zh: '政府采购应便于中小企业参与，鼓励通过电子化方式进行采购。根据采购的规模、设计和结构，可对中小企业实施合同分包。',
    en: 'Government procurement shall facilitate participation by small and medium-sized enterprises, and procurement by electronic means is encouraged. According to the size, design and structure of the procurement, contracts may be subcontracted to small and medium-sized enterprises.',
  },
  {
    number: 60,
    slug: 'review',
    zh: '指定独立于采购人的审查主管机关，就供应商对政府采购活动提出的投诉进行审查。鼓励采购人和供应商通过磋商解决投诉。',
    en: 'A review authority independent of the procuring entity shall be designated to review complaints by suppliers about government procurement activities. Procuring entities and suppliers are encouraged to settle complaints through consultations.',
  },
  {
    number: 61,
    slug: 'challenge',
    zh: '供应商认为政府采购文件、采购过程和中标结果、成交结果使自身权益受到损害的，可以在知道或应知道其权益受到损害之日起10日内，以书面方式向采购人提出质疑。',
    en: 'A supplier that considers that the procurement documents, the procurement process or the award result have harmed its rights and interests may, within 10 days from the day it knew or should have known of the harm, submit a challenge in writing to the procuring entity.',
  },
];

export const articles: readonly ArticleText[] = texts.map(({ number, slug, zh, en }) => ({
  number,
  document: '国发〔2023〕23号',
  text: { zh, en },
  note,
  rules: rulesOf(number),
  tests: [`src/rules/art-${number}-${slug}.spec.ts`, `test/journeys/art-${number}-*.e2e.spec.ts`],
}));

/** An article of part six by its number, 47 to 61. */
export function article(number: number): ArticleText | undefined {
  return articles.find((one) => one.number === number);
}

/** Ids of the rules that enforce an article, in the catalogue's order. */
export function rulesOf(number: number): readonly RuleId[] {
  return ruleIds.filter((id) => rules[id].article === number);
}
