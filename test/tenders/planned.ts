import type { TestApp } from '../app.js';
import { act, done, type Answered } from '../journeys/steps.js';

/** A hospital's intention to buy imaging systems. */
export const intention = {
  title: { zh: '2026年医学影像设备采购意向', en: 'Planned purchase of medical imaging equipment in 2026' },
  description: {
    zh: '拟采购3.0T磁共振成像系统一套，含安装调试、操作培训及三年质保。',
    en: 'One 3.0 T magnetic resonance imaging system with installation, training and three years of warranty.',
  },
  category: 'goods',
  nationalSecurity: false,
  stateSecret: false,
  itemClass: 'A02320700',
  budget: { amount: '12000000.00', currency: 'CNY' },
  plannedNoticeOn: '2026-06-01',
  plannedBidsCloseOn: '2026-06-12',
  documentsAddress: { zh: '本平台该项目页面。', en: 'On this platform, at the procurement.' },
  expressionOfInterest: {
    zh: '有意参与的供应商可向采购科登记。',
    en: 'Interested suppliers may register with the procurement office.',
  },
};

export function plan(app: TestApp, over: object = {}, by = 'procurer-wang'): Promise<Answered> {
  return act(app, by, 'post', '/v1/planned-notices', { ...intention, ...over });
}

export function announcePlan(app: TestApp, id: string, by = 'approver-li'): Promise<Answered> {
  const path = `/v1/planned-notices/${id}`;
  return act(app, by, 'post', `${path}/publication`, undefined, path);
}

/** Written and published; gives its id. */
export async function planned(app: TestApp, over: object = {}): Promise<string> {
  const { id } = done(await plan(app, over)).body;
  done(await announcePlan(app, id));
  return id;
}

export function withdrawPlan(app: TestApp, id: string, by = 'procurer-wang', reason: object = fallen): Promise<Answered> {
  const path = `/v1/planned-notices/${id}`;
  return act(app, by, 'post', `${path}/withdrawal`, { reason }, path);
}

const fallen = { zh: '预算调整，本项目暂不采购。', en: 'The budget was changed; this will not be bought for now.' };
