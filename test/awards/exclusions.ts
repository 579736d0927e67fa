import type { TestApp } from '../app.js';
import {
  act,
  awarded,
  done,
  look,
  opened,
  published,
  sign,
  winner,
  type Answered,
  type JourneyTender,
  type Opened,
} from '../journeys/steps.js';

export interface Breached {
  contractId: string;
  breachId: string;
}

export const breachBody = {
  breachedOn: '2026-04-28',
  material: true,
  remediedInTime: false,
  evidence: ['验收报告2026-017'],
  description: { zh: '逾期未交付磁共振成像系统。', en: 'The imaging system was not delivered in time.' },
};

export const notice = {
  zh: '贵公司在前一合同中逾期未交货，构成重大实质性违约，拟拒绝参与本项目。',
  en: 'Your company failed to deliver under an earlier contract, a material breach; we intend to exclude it.',
};
export const ruling = { zh: '陈述理由不成立，决定拒绝参与。', en: 'The statement does not change the facts; it is excluded.' };
export const statement = {
  text: { zh: '延迟系港口封闭所致，已于次周交付。', en: 'The port was closed; delivery followed in the next week.' },
  evidence: ['提单 HLCU2026'],
};

export function recordBreach(app: TestApp, contractId: string, over: object = {}): Promise<Answered> {
  return act(app, 'procurer-wang', 'post', `/v1/contracts/${contractId}/breaches`, { ...breachBody, ...over });
}

/** A contract of the hospital with the winner of the demo, signed on 2026-04-28, and a breach of it on record. */
export async function breached(app: TestApp): Promise<Breached> {
  await app.setClock('2026-03-02T09:00:00+08:00');
  const first = await opened(app, await published(app));
  const awardId = await awarded(app, first);
  await app.setClock('2026-04-28T09:00:00+08:00');
  const contractId = done(await sign(app, first, awardId)).body.id;
  return { contractId, breachId: done(await recordBreach(app, contractId)).body.id };
}

/** A later procurement of the same hospital; its bids are opened on 2026-06-10. */
export async function laterTender(app: TestApp, over: object = {}): Promise<Opened> {
  await app.setClock('2026-04-29T09:00:00+08:00');
  const tender = await published(app, { bidsCloseAt: '2026-06-10T09:30:00+08:00', ...over });
  return opened(app, tender, {}, '2026-06-10T10:00:00+08:00');
}

export function notify(app: TestApp, tender: JourneyTender, body: object, by = 'procurer-wang'): Promise<Answered> {
  return act(app, by, 'post', `${tender.path}/exclusions`, { reasons: notice, ...body });
}

export async function notified(app: TestApp, tender: Opened, breachId: string): Promise<string> {
  return done(await notify(app, tender, { bidId: tender.bids[winner], breachId })).body.id;
}

export function state(app: TestApp, id: string, body: object = statement, by = winner): Promise<Answered> {
  return act(app, by, 'post', `/v1/exclusions/${id}/statement`, body);
}

export function decide(app: TestApp, id: string, over: object = {}, by = 'approver-li', tag?: string): Promise<Answered> {
  const path = `/v1/exclusions/${id}`;
  return act(app, by, 'post', `${path}/decision`, { exclude: true, reasons: ruling, ...over }, tag ?? path);
}

export async function dutiesOf(app: TestApp, clientId: string, kind: string): Promise<unknown[]> {
  const { items } = done(await look(app, clientId, '/v1/me/duties?limit=100')).body as unknown as { items: { kind: string }[] };
  return items.filter((one) => one.kind === kind);
}
