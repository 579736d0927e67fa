import { tradeSecret } from './demo-data.js';
import { freshTag, tagOf } from './demo-tendering.js';
import type { Story } from './story.js';

/** Scores, award, standstill, debrief (arts. 53, 56, 59). The dearer bid wins on quality. */
export async function award(
  story: Story,
  tenderId: string,
  { winner, loser, other }: Record<'winner' | 'loser' | 'other', string>,
): Promise<string> {
  story.act('评审、中标与答复', 'Evaluation, award and debrief');
  await story.time('2026-04-14T09:00:00+08:00');
  const path = `/v1/tenders/${tenderId}`;
  const findings = [
    { bidId: winner, qualified: true, scores: [{ criterionId: 'quality', score: '96' }] },
    { bidId: loser, qualified: true, scores: [{ criterionId: 'quality', score: '78' }] },
    { bidId: other, qualified: true, scores: [{ criterionId: 'quality', score: '70' }] },
  ];
  await story.refused(
    'evaluator-chen',
    { zh: '未声明利益冲突即评审', en: 'evaluates without declaring its interests', article: 58 },
    'POST',
    `${path}/evaluations`,
    { json: { bids: findings } },
    'evaluation.conflict-undeclared',
  );
  await story.does(
    'evaluator-chen',
    { zh: '声明无利益冲突', en: 'declares that it has no conflict' },
    'POST',
    `${path}/conflict-declarations`,
    { json: { hasConflict: false } },
    (body) => [`hasConflict ${String(body['hasConflict'])}`],
  );
  await story.does(
    'evaluator-chen',
    { zh: '提交评分', en: 'submits its scores', article: 58 },
    'POST',
    `${path}/evaluations`,
    { json: { bids: findings } },
    (body) => [`evaluation ${String(body['id'])}`],
  );
  await story.does(
    'procurer-wang',
    { zh: '声明无利益冲突', en: 'declares that it has no conflict' },
    'POST',
    `${path}/conflict-declarations`,
    { json: { hasConflict: false } },
    (body) => [`hasConflict ${String(body['hasConflict'])}`],
  );
  const reasons = { zh: '综合得分最高。', en: 'The highest overall score.' };
  await story.refused(
    'procurer-wang',
    { zh: '授予非最优投标', en: 'awards to a bid that is not the best' },
    'POST',
    `${path}/awards`,
    { json: { bidId: loser, reasons }, ifMatch: await freshTag(story, 'procurer-wang', path) },
    'award.not-best',
  );
  const made = await story.does(
    'procurer-wang',
    { zh: '作出中标决定并公告', en: 'makes and publishes the award', article: 53 },
    'POST',
    `${path}/awards`,
    { json: { bidId: winner, reasons }, ifMatch: await freshTag(story, 'procurer-wang', path) },
    (body) => [
      `${String(body['state'])}: ${JSON.stringify(body['amount'] ?? body['price'])}, standstillEndsAt ${String(body['standstillEndsAt'])}`,
    ],
  );
  const awardId = String(made.body['id']);
  await story.refused(
    'procurer-wang',
    { zh: '停顿期内签约', en: 'signs during the standstill', article: 61 },
    'POST',
    `${path}/contracts`,
    {
      json: { awardId, amount: { amount: '10400000.00', currency: 'CNY' } },
      ifMatch: await freshTag(story, 'procurer-wang', path),
    },
    'contract.standstill-running',
  );
  await story.refused(
    'supplier-rheinland',
    { zh: '中标人请求说明未中标理由', en: 'asks for the reasons although it won', article: 56 },
    'POST',
    `/v1/awards/${awardId}/debriefs`,
    {},
    'debrief.not-unsuccessful',
  );
  const asked = await story.does(
    'supplier-shenda',
    { zh: '请求说明未中标理由', en: 'asks why it was not successful', article: 56 },
    'POST',
    `/v1/awards/${awardId}/debriefs`,
    {},
    (body) => [`dueOn ${String(body['dueOn'])}`],
  );
  const debrief = `/v1/debriefs/${String(asked.body['id'])}`;
  await story.refused(
    'procurer-wang',
    { zh: '答复中泄露商业秘密', en: 'answers with a trade secret', article: 56 },
    'POST',
    `${debrief}/answer`,
    { json: { advantages: { zh: `中标人的${tradeSecret}。`, en: 'Its process is finer.' } }, ifMatch: tagOf(asked) },
    'debrief.trade-secret',
  );
  await story.does(
    'procurer-wang',
    { zh: '说明理由', en: 'gives the reasons', article: 56 },
    'POST',
    `${debrief}/answer`,
    {
      json: {
        reasons: {
          zh: '技术性能得分较低：梯度强度仅达下限。',
          en: 'A lower technical score: the gradient only just meets the minimum.',
        },
      },
      ifMatch: tagOf(asked),
    },
    (body) => [JSON.stringify(body['answer'] ?? body['reasons'])],
  );
  return awardId;
}
