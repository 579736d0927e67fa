import { freshTag, tagOf } from './demo-tendering.js';
import type { Story } from './story.js';

const matter = {
  statement: { zh: '评分标准未按公告适用。', en: 'The published criteria were not applied.' },
  facts: { zh: '技术性能得分与公告所列参数不符。', en: 'The technical score does not fit the published parameters.' },
  legalBasis: { zh: '国发〔2023〕23号第六部分', en: 'Guofa [2023] No. 23, part six' },
  evidence: ['opening-minutes'],
};
const rejection = {
  zh: '评审报告显示评分符合公告标准，投诉缺乏事实依据。',
  en: 'The report shows that the scores follow the published criteria; the complaint has no basis in fact.',
};
const request = { zh: '请求重新评审。', en: 'To evaluate again.' };
const contact = { name: '法务部', phone: '021-00000001', email: 'legal@shenda.example', address: '上海市浦东新区' };

/** Challenge, reply, complaint, suspension, decision, and the contract that waited for them (arts. 60, 61). */
export async function review(story: Story, tenderId: string, awardId: string): Promise<string> {
  story.act('质疑与投诉', 'Challenge and complaint');
  const path = `/v1/tenders/${tenderId}`;
  await story.time('2026-04-20T10:00:00+08:00');
  await story.refused(
    'supplier-shenda',
    { zh: '逾期质疑采购文件', en: 'challenges the documents too late', article: 61 },
    'POST',
    `${path}/challenges`,
    { json: { subject: 'documents', matters: [matter], request, contact } },
    'challenge.out-of-time',
    true,
  );
  const challenge = await story.does(
    'supplier-shenda',
    { zh: '对中标结果提出质疑', en: 'challenges the result', article: 61 },
    'POST',
    `${path}/challenges`,
    { json: { subject: 'result', matters: [matter], request, requestedRemedies: ['evaluation-redone'], contact } },
    (body) => [
      `${String(body['state'])}, window ${JSON.stringify((body['window'] as { lastDay?: string } | undefined)?.lastDay)}, replyDueOn ${String(body['replyDueOn'])}`,
    ],
  );
  const filed = `/v1/challenges/${String(challenge.body['id'])}`;
  await story.time('2026-04-24T10:00:00+08:00');
  await story.does(
    'procurer-wang',
    { zh: '答复质疑', en: 'replies to the challenge', article: 60 },
    'POST',
    `${filed}/reply`,
    {
      json: {
        answers: [{ matter: '1', text: { zh: '评分符合公告标准。', en: 'The scores follow the published criteria.' } }],
        grounds: { zh: '评审报告及招标文件。', en: 'The evaluation report and the documents.' },
        rightToComplain: true,
      },
      ifMatch: await freshTag(story, 'procurer-wang', filed),
    },
    (body) => [String(body['state'])],
  );
  const reviewBodies = await organizationsByClient(story, ['reviewer-health', 'reviewer-xu']);
  const complaint = { matters: [{ matter: '1', facts: matter.facts }], request };
  await story.time('2026-04-30T10:00:00+08:00');
  await story.refused(
    'supplier-shenda',
    { zh: '向采购人的主管部门投诉', en: 'complains to the body above the procuring entity', article: 60 },
    'POST',
    `${filed}/complaint`,
    { json: { ...complaint, reviewBodyId: reviewBodies['reviewer-health'] } },
    'complaint.reviewer-not-independent',
  );
  const lodged = await story.does(
    'supplier-shenda',
    { zh: '向独立的审查机关投诉', en: 'complains to the independent review body', article: 60 },
    'POST',
    `${filed}/complaint`,
    { json: { ...complaint, reviewBodyId: reviewBodies['reviewer-xu'] } },
    (body) => [`${String(body['state'])}, decisionDueOn ${String(body['decisionDueOn'])}`],
  );
  const at = `/v1/complaints/${String(lodged.body['id'])}`;
  const reviewer = await assigned(story, at);
  await story.does(
    reviewer,
    { zh: '随机抽取的审查人员声明无利益冲突', en: 'drawn by lot to review it, declares that there is no conflict', article: 60 },
    'POST',
    `${at}/declaration`,
    { json: { conflict: false } },
    (body) => [String(body['state'])],
  );
  await story.does(
    reviewer,
    { zh: '受理', en: 'accepts it', article: 60 },
    'POST',
    `${at}/acceptance`,
    { json: {}, ifMatch: await freshTag(story, reviewer, at) },
    (body) => [String(body['state'])],
  );
  const why = { zh: '继续签约可能使救济落空。', en: 'Signing now could defeat the remedy.' };
  await story.refused(
    reviewer,
    { zh: '暂停超过三十日', en: 'suspends for more than thirty days', article: 60 },
    'POST',
    `${at}/suspension`,
    { json: { endsOn: '2026-07-01', reasons: why }, ifMatch: await freshTag(story, reviewer, at) },
    'complaint.suspension-too-long',
    true,
  );
  await story.does(
    reviewer,
    { zh: '暂停采购活动', en: 'suspends the procurement', article: 60 },
    'POST',
    `${at}/suspension`,
    { json: { endsOn: '2026-05-20', reasons: why }, ifMatch: await freshTag(story, reviewer, at) },
    (body) => [`suspension ${JSON.stringify(body['suspension'] ?? body['suspensionEndsOn'])}`],
  );
  const decision = {
    outcome: 'rejected',
    findings: [{ matter: '1', upheld: false, reasons: rejection }],
    reasons: rejection,
  };
  await story.refused(
    reviewer,
    { zh: '未听取陈述即作决定', en: 'decides before the parties were heard', article: 60 },
    'POST',
    `${at}/decision`,
    { json: decision, ifMatch: await freshTag(story, reviewer, at) },
    'complaint.not-heard',
  );
  await hearEverybody(story, at);
  await story.time('2026-05-11T10:00:00+08:00');
  await story.refused(
    'procurer-wang',
    { zh: '投诉未决即签约', en: 'signs while the complaint is open', article: 60 },
    'POST',
    `${path}/contracts`,
    {
      json: { awardId, amount: { amount: '10400000.00', currency: 'CNY' } },
      ifMatch: await freshTag(story, 'procurer-wang', path),
    },
    'contract.challenge-open',
  );
  await story.does(
    reviewer,
    { zh: '作出处理决定：驳回', en: 'decides: rejected', article: 60 },
    'POST',
    `${at}/decision`,
    { json: decision, ifMatch: await freshTag(story, 'reviewer-xu', at) },
    (body) => [String(body['state'])],
  );
  return signAndComplete(story, path, awardId);
}

/** The procuring entity and the supplier whose result it is explain themselves; the complainant replies. */
async function hearEverybody(story: Story, complaint: string): Promise<void> {
  await story.time('2026-05-06T10:00:00+08:00');
  const explanations = [
    [
      'procurer-wang',
      '采购人提交书面说明',
      'explains itself',
      '各评审专家独立评分，记录完整。',
      'Each expert scored alone, on record.',
    ],
    [
      'supplier-rheinland',
      '中标人提交书面说明',
      'explains itself',
      '投标参数均有检测报告。',
      'Test reports bear out every parameter.',
    ],
  ] as const;
  for (const [client, zh, en, said, saidInEnglish] of explanations)
    await story.does(
      client,
      { zh, en, article: 60 },
      'POST',
      `${complaint}/explanations`,
      { json: { text: { zh: said, en: saidInEnglish } } },
      (body) => [String(body['kind'])],
    );
  await story.does(
    'supplier-shenda',
    { zh: '对书面说明作出答复', en: 'replies to the explanations', article: 60 },
    'POST',
    `${complaint}/rejoinder`,
    { json: { text: { zh: '检测报告未载明梯度强度。', en: 'The reports do not state the gradient strength.' } } },
    (body) => [String(body['kind'])],
  );
}

/** The client of the reviewer whom the draw hit. */
async function assigned(story: Story, complaint: string): Promise<string> {
  for (const client of ['reviewer-xu', 'reviewer-he']) {
    const [me, { body }] = [await story.api.send(client, 'GET', '/v1/me'), await story.api.send(client, 'GET', complaint)];
    if ((me.body['person'] as { id: string }).id === body['reviewerId']) return client;
  }
  throw new Error('nobody is assigned');
}

async function signAndComplete(story: Story, path: string, awardId: string): Promise<string> {
  story.act('合同与验收', 'Contract and acceptance');
  await story.time('2026-05-12T10:00:00+08:00');
  await story.refused(
    'procurer-wang',
    { zh: '按另一金额签约', en: 'signs for another amount' },
    'POST',
    `${path}/contracts`,
    {
      json: { awardId, amount: { amount: '10500000.00', currency: 'CNY' } },
      ifMatch: await freshTag(story, 'procurer-wang', path),
    },
    'contract.amount-differs',
  );
  const contract = await story.does(
    'procurer-wang',
    { zh: '签订并公告合同', en: 'signs and publishes the contract', article: 53 },
    'POST',
    `${path}/contracts`,
    {
      json: { awardId, amount: { amount: '10400000.00', currency: 'CNY' } },
      ifMatch: await freshTag(story, 'procurer-wang', path),
    },
    (body) => [`${String(body['state'])}, publishBy ${String(body['publishBy'])}`],
  );
  await story.time('2026-12-01T10:00:00+08:00');
  await acceptAndPay(story, `/v1/contracts/${String(contract.body['id'])}`);
  await story.does(
    'procurer-wang',
    { zh: '办结合同', en: 'completes the contract', article: 57 },
    'POST',
    `/v1/contracts/${String(contract.body['id'])}/completion`,
    { json: { kind: 'acceptance', on: '2026-11-30' }, ifMatch: tagOf(contract) },
    (body) => [String(body['state'])],
  );
  return String(contract.body['id']);
}

/** 验收、付款: one person plans the payment, another approves it. */
async function acceptAndPay(story: Story, contract: string): Promise<void> {
  const acceptance = {
    extent: 'final',
    outcome: 'accepted',
    heldOn: '2026-11-30',
    subject: { zh: '磁共振成像系统一套', en: 'One MRI system' },
    participants: [
      { name: '王采购', organization: '临港新片区中心医院', side: 'procurer' },
      { name: '莱茵工程师', organization: '莱茵医疗', side: 'supplier' },
    ],
    findings: [{ requirement: '梯度强度不低于45 mT/m', met: true }],
  };
  await story.does(
    'procurer-wang',
    { zh: '最终验收合格', en: 'accepts delivery', article: 57 },
    'POST',
    `${contract}/acceptances`,
    { json: acceptance },
    (body) => [`${String(body['extent'])}: ${String(body['outcome'])}`],
  );
  const payment = {
    title: { zh: '验收后付清全款', en: 'Paid in full after acceptance' },
    amount: { amount: '10400000.00', currency: 'CNY' },
    from: '2026-11-30',
    isFinal: true,
  };
  const planned = await story.does(
    'procurer-wang',
    { zh: '登记付款', en: 'plans the payment', article: 59 },
    'POST',
    `${contract}/payments`,
    { json: payment },
    (body) => [`dueOn ${String(body['dueOn'])}`],
  );
  const path = `${contract}/payments/${String(planned.body['id'])}`;
  const approved = await story.does(
    'approver-li',
    { zh: '批准付款', en: 'approves the payment', article: 59 },
    'POST',
    `${path}/approval`,
    { ifMatch: tagOf(planned) },
    (body) => [String(body['state'])],
  );
  await story.does(
    'procurer-wang',
    { zh: '支付', en: 'pays', article: 59 },
    'POST',
    `${path}/settlement`,
    { json: { on: '2026-12-01' }, ifMatch: tagOf(approved) },
    (body) => [String(body['state'])],
  );
}

async function organizationsByClient(story: Story, clients: string[]): Promise<Record<string, string>> {
  const found = await Promise.all(
    clients.map(async (client) => [client, await story.api.send(client, 'GET', '/v1/me')] as const),
  );
  return Object.fromEntries(
    found.map(([client, answer]) => [client, String((answer.body['organization'] as { id?: string } | undefined)?.id)]),
  );
}
