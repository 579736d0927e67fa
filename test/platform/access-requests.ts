import { createHash } from 'node:crypto';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import * as source from '../journeys/single-source.js';
import { contact, matter, reasons, request } from '../journeys/steps.js';
import type { Stage } from './access-stage.js';
import type { CallerName } from './access-table.js';

interface Content {
  body?: object | Buffer;
  headers?: Record<string, string>;
}

export type Sent = Content & { headers: Record<string, string> };

type Facts = Stage['facts'];

const text = { zh: '情况说明。', en: 'A statement.' };
const money = { amount: '9800000.00', currency: 'CNY' };
const later = '2026-07-01T09:30:00+08:00';
const finding = { bidId: '019f0000-0000-7000-8000-000000000001', qualified: true, scores: [] };

/** What each route is sent beside an If-Match that names no version; nothing where a line is missing. */
const requests: Record<string, (facts: Facts, caller: CallerName) => Content | Promise<Content>> = {
  'POST /dev/clock': () => ({ body: {} }),
  'POST /v1/rules/evaluate': () => ({ body: { article: 55, facts: { specifications: [] } } }),
  'PUT /v1/calendar/{year}': () => ({ body: {} }),
  'POST /v1/organizations': () => ({ body: {} }),
  'POST /v1/organizations/{id}/verification': () => ({ body: { basis: text } }),
  'POST /v1/organizations/{id}/verification-requests': () => ({ body: { statement: text } }),
  'POST /v1/organizations/{id}/licences': () => ({ body: expiredLicence }),
  'POST /v1/organizations/{id}/members': () => ({ body: { subject: 'nobody-yet', name: text, roles: ['auditor'] } }),
  'POST /v1/organizations/{id}/membership-requests': () => ({ body: { roles: ['auditor'], statement: text } }),
  'POST /v1/organizations/{id}/membership-requests/{requestId}/decision': () => ({ body: { decision: 'accepted' } }),
  'POST /v1/tenders': () => ({ body: {} }),
  'PATCH /v1/tenders/{id}': () => ({ body: { budgetYear: 2026 } }),
  'POST /v1/tenders/{id}/amendments': () => ({ body: { bidsCloseAt: later, reason: text } }),
  'POST /v1/tenders/{id}/invitation': () => ({ body: { bidsCloseAt: later } }),
  'POST /v1/tenders/{id}/cancellation': () => ({ body: { reason: text } }),
  'PUT /v1/tenders/{id}/sealing': ({ recipient }) => ({ body: { lock: 'A', recipient } }),
  'POST /v1/tenders/{id}/documents': () => fileOf('招标文件', 'another file'),
  'POST /v1/tenders/{id}/objections': () => ({ body: { reasons: text, evidence: ['检测报告'] } }),
  'POST /v1/tenders/{id}/objections/{objectionId}/review': () => ({ body: { outcome: 'rejected', reasons: text } }),
  'POST /v1/tenders/{id}/direct-award': ({ sourceId }) => ({
    body: source.directBody({ id: '', path: '', supplierId: sourceId }, '2026-04-28'),
  }),
  'POST /v1/tenders/{id}/applications': application,
  'PUT /v1/tenders/{id}/applications/mine': application,
  'POST /v1/tenders/{id}/applications/mine/documents': (_facts, caller) => fileOf(caller),
  'POST /v1/tenders/{id}/applications/{applicationId}/decision': () => ({ body: { outcome: 'qualified', reasons: text } }),
  'POST /v1/tenders/{id}/shortlist': () => ({ body: {} }),
  'POST /v1/tenders/{id}/bids': sealedBid,
  'PUT /v1/tenders/{id}/bids/mine': sealedBid,
  'POST /v1/tenders/{id}/opening/shares': ({ open }) => ({ body: { lock: 'A', identity: open.identities.A } }),
  'POST /v1/tenders/{id}/conflict-declarations': () => ({ body: { hasConflict: false } }),
  'POST /v1/tenders/{id}/evaluations': () => ({ body: { bids: [finding] } }),
  'POST /v1/tenders/{id}/awards': ({ bids }) => ({ body: { bidId: bids['supplier-shenda'], reasons } }),
  'POST /v1/tenders/{id}/failure': () => ({ body: { reason: 'illegality', explanation: text } }),
  'POST /v1/debriefs/{id}/answer': () => ({ body: { reasons: text } }),
  'POST /v1/tenders/{id}/contracts': () => ({ body: { awardId: finding.bidId, amount: money } }),
  'POST /v1/contracts/{id}/completion': () => ({ body: { kind: 'acceptance', on: '2026-04-28' } }),
  'POST /v1/contracts/{id}/breaches': () => ({ body: breachToCome }),
  'POST /v1/tenders/{id}/challenges': () => ({ body: { subject: 'documents', matters: [matter], request, contact } }),
  'POST /v1/challenges/{id}/completion-request': () => ({ body: { missing: text } }),
  'POST /v1/challenges/{id}/completion': () => ({ body: { request } }),
  'POST /v1/challenges/{id}/reply': () => ({ body: { grounds: text, rightToComplain: true } }),
  'POST /v1/challenges/{id}/messages': () => ({ body: { text } }),
  // Terms of its own for each side: the same from both would settle the case.
  'POST /v1/challenges/{id}/settlement': (_facts, caller) => ({ body: { terms: { zh: `和解条件 ${caller}`, en: caller } } }),
  'POST /v1/challenges/{id}/complaint': () => ({ body: { matters: [{ matter: '1' }], request } }),
  'POST /v1/complaints/{id}/acceptance': () => ({ body: {} }),
  'POST /v1/complaints/{id}/dismissal': () => ({ body: { ground: 'inadmissible', reasons: text } }),
  'POST /v1/complaints/{id}/recusal': () => ({ body: { reason: text } }),
  'POST /v1/complaints/{id}/suspension': () => ({ body: { reasons: text } }),
  'POST /v1/complaints/{id}/decision': () => ({ body: { outcome: 'rejected', reasons: text } }),
  'POST /v1/archive/tenders/{id}/disposals': () => ({ body: { reason: text } }),
};

const expiredLicence = {
  type: '医疗器械经营许可证',
  number: '沪药监械经营许20200001号',
  issuer: { zh: '上海市药品监督管理局' },
  holder: '上海临港公立医院',
  validFrom: '2020-01-01',
  validTo: '2021-12-31',
};

const breachToCome = {
  breachedOn: '2027-01-01',
  material: true,
  remediedInTime: false,
  evidence: ['验收报告'],
  description: text,
};

function application({ licences }: Facts, caller: CallerName): Content {
  const licenceId = licences[caller];
  const licence = licenceId === undefined ? {} : { licenceId };
  const statements = [
    { requirementId: 'device-licence', text: '许可证在有效期内。', ...licence },
    { requirementId: 'service', text: '在浦东设有服务站。' },
  ];
  return { body: { statements } };
}

/** The digest is another file's where one is given: the file is read, and refused. */
function fileOf(content: string, digestOf = content): Content {
  return {
    body: Buffer.from(`%PDF-1.7 ${content}`),
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('文件')}.pdf`,
      'content-digest': `sha-256=:${createHash('sha256').update(`%PDF-1.7 ${digestOf}`).digest('base64')}:`,
    },
  };
}

let sealing: Promise<Uint8Array> | null = null;

async function sealedBid({ open }: Facts): Promise<Content> {
  const offer = offers[0] as (typeof offers)[number];
  sealing ??= sealBid(payloadOf(open.id, offer), open.recipients.A, open.recipients.B);
  const sealed = Buffer.from(await sealing);
  const digest = `sha-256=:${createHash('sha256').update(sealed).digest('base64')}:`;
  return { body: sealed, headers: { 'content-type': 'application/age', 'content-digest': digest } };
}

/** Acts whose If-Match, where it is sent, would be asked for before what the row wants to see. */
const unmatched = ['POST /v1/tenders/{id}/bids', 'POST /v1/tenders/{id}/applications'];

export async function requestOf(route: string, facts: Facts, caller: CallerName): Promise<Sent> {
  const { body, headers = {} } = (await requests[route]?.(facts, caller)) ?? {};
  const match: Record<string, string> = route.startsWith('GET ') || unmatched.includes(route) ? {} : { 'if-match': '"0"' };
  return { ...(body === undefined ? {} : { body }), headers: { ...match, ...headers } };
}
