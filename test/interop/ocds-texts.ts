/** The source is English only. Chinese comes first here, so each text that we publish of it has its translation. */
const translations: Record<string, string> = {
  'Planned cycle lane improvements': '规划中的自行车道改善工程',
  'The authority plans to tender for improvements to the cycle lane in early 2010. This notice provides advanced notice of the intention to tender, and details to upcoming consultation events.':
    '采购人计划于2010年初就自行车道改善工程招标。本公告预告招标意向，并说明即将举行的咨询活动。',
  'Tenders solicited for work to build new cycle lanes in the centre of town.': '就市中心新建自行车道工程公开招标。',
  'Cycle lane improvements': '自行车道改善',
  'Budget allocation for highway maintenance, aligned with 2015 strategic plan. ': '公路养护预算拨款，与2015年战略规划一致。',
  'The 2009 Strategic Plan identifies a need for an improved cycle route in the centre of town.':
    '2009年战略规划指出，市中心需要改善自行车道。',
  'In open procedures, any interested economic operator may submit a tender in response to a contract notice. ':
    '公开招标中，任何有意参与的经营者均可根据采购公告投标。',
  'Construction work for highways': '公路建设工程',
  'Cycle path construction work': '自行车道建设工程',
  'The best proposal, subject to value for money requirements, will be accepted.':
    '在满足物有所值要求的前提下，接受最优投标方案。',
  'The tender period has been extended in accordance with council guidelines': '依据议会准则延长投标期限',
  'Award of contract to build new cycle lanes in the centre of town.': '市中心新建自行车道合同授予。',
  'AnyCorp Ltd has been awarded the contract to build new cycle lanes in the centre of town.':
    'AnyCorp有限公司中标市中心新建自行车道合同。',
  'AnyCorp Cycle Provision': 'AnyCorp自行车设施公司',
  'Beta Corp Construction': 'Beta Corp建筑公司',
  'AnyCorp Ltd': 'AnyCorp有限公司',
  'Beta Corp Ltd': 'Beta Corp有限公司',
  'Central Junction Cycle Scheme': '中央路口自行车道计划',
  'An open competitive tender is required by EU Rules': '欧盟规则要求公开竞争性招标',
  'Strategic outline procurement plan approval': '采购战略纲要计划审批',
  'Approval of the strategic outline procurement plan by the procurement steering group': '采购指导小组批准采购战略纲要计划',
  'Public consultation': '公众咨询',
  'A public consultation on the proposed cycle lane will be held at the council offices':
    '将在议会办公楼就拟建自行车道举行公众咨询',
  'Area Wide Cycle Improvements - Procurement Plan': '全区自行车设施改善——采购计划',
  'Cycle provision - Needs Assessment': '自行车设施——需求评估',
  'Consultation on cycle provision': '自行车设施征求意见',
  'Enquiry Responses': '询问答复',
  'Contract to build new cycle lanes in the centre of town.': '市中心新建自行车道合同。',
  'A contract has been signed between the Council and AnyCorp Ltd for construction of new cycle lanes in the centre of town.':
    '议会与AnyCorp有限公司签订了市中心新建自行车道合同。',
};

/** Throws for a text that has no translation: nothing of the source is published in half. */
export function both(en: string): { zh: string; en: string } {
  const zh = translations[en];
  if (zh === undefined) throw new Error(`no Chinese for: ${en}`);
  return { zh, en };
}

/** Texts of the source published as one. */
export function joined(...texts: string[]): { zh: string; en: string } {
  const all = texts.map(both);
  return { zh: all.map((one) => one.zh).join(''), en: all.map((one) => one.en).join(' ') };
}

/** The source names documents and has none of them: a stand-in file that carries the title and the description. */
export function standIn(mediaType: string, title: string, description: string): Buffer {
  if (mediaType === 'text/html')
    return Buffer.from(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><p>${description}</p></html>`,
    );
  if (mediaType !== 'application/pdf') throw new Error(`no stand-in for ${mediaType}`);
  const shown = `BT /F1 12 Tf 40 780 Td (${title}) Tj 0 -20 Td (${description}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  const body = objects.map((one, index) => `${index + 1} 0 obj\n${one}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n`, 'latin1');
}
