import type { FastifyReply } from 'fastify';
import { noticePage, prefersPage, sendsPage } from './notice-page.js';
import type { PlannedNoticeAnswer } from './planned-notices.queries.js';
import type { Text } from './tender.entity.js';

/** A planned notice (采购意向公开) as the client accepts it; a draft only as JSON. Throws Refusal 406 where a published one is wanted as neither. */
export function plannedNoticeIn(
  accept: string | undefined,
  answer: PlannedNoticeAnswer,
  reply: FastifyReply,
): PlannedNoticeAnswer | string {
  const { publishedAt, contentSha256, version: _row, ...content } = answer;
  if (publishedAt === null || contentSha256 === null || !prefersPage(accept)) return answer;
  sendsPage(reply);
  return noticePage({ ...headed(answer), publishedAt, contentSha256, content });
}

/** In English where the notice has English. */
function headed({ title, procurer, plannedNoticeOn }: PlannedNoticeAnswer): { title: Text; summary: Text } {
  const zh = { title: `采购意向公开：${title.zh}`, summary: `${procurer.name.zh}，预计${plannedNoticeOn}发布采购公告。` };
  if (title.en === undefined) return { title: { zh: zh.title }, summary: { zh: zh.summary } };
  const buyer = procurer.name.en ?? procurer.name.zh;
  return {
    title: { zh: zh.title, en: `Planned procurement: ${title.en}` },
    summary: { zh: zh.summary, en: `${buyer}: the notice of the procurement is expected about ${plannedNoticeOn}.` },
  };
}
