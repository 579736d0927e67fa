import { offsetType } from '../bids/uploading.js';
import { contentDigest } from '../content-digest.js';
import { offers, payloadOf } from '../../seeds/demo-data.js';
import { sealBid } from '../../src/bids/seal.js';
import { notice, ruling, statement } from '../awards/exclusions.js';
import { finalAcceptance } from '../awards/stories.js';
import * as source from '../journeys/single-source.js';
import { contact, matter, reasons, request } from '../journeys/steps.js';
import { paper, year } from '../organizations/delegated.js';
import { intention } from '../tenders/planned.js';
import { instalment, otherTitle, purchase, templateContent } from './access-beside.js';
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
const unknown = '019f0000-0000-7000-8000-000000000001';
const beforeItsDecision = {
  kind: 'litigation',
  authority: text,
  reference: '1',
  filedOn: '2020-01-02',
  evidence: ['受理通知书'],
};
const inspector = { name: '质检员', organization: '上海市质检院', side: 'inspection-body' };
const finding = { bidId: unknown, qualified: true, scores: [] };

export function principalOf(number: string): object {
  return { name: { zh: '王建国' }, identity: { kind: 'resident-id', country: 'CN', number } };
}

/** What each route is sent beside an If-Match that names no version; nothing where a line is missing. */
const requests: Record<string, (facts: Facts, caller: CallerName) => Content | Promise<Content>> = {
  'POST /dev/clock': () => ({ body: {} }),
  'POST /v1/rules/evaluate': () => ({ body: { article: 55, facts: { specifications: [] } } }),
  'PUT /v1/calendar/{year}': () => ({ body: {} }),
  'POST /v1/organizations': () => ({ body: {} }),
  'POST /v1/organizations/{id}/verification': () => ({ body: { basis: text } }),
  'POST /v1/organizations/{id}/verification-requests': () => ({ body: { statement: text } }),
  'POST /v1/organizations/{id}/licences': () => ({ body: expiredLicence }),
  'POST /v1/organizations/{id}/licences/{licenceId}/verification': () => ({ body: { decision: 'verified', basis: text } }),
  'POST /v1/organizations/{id}/principals': () => ({ body: principalOf('110105194912310021') }),
  'POST /v1/organizations/{id}/principals/{principalId}/verification': () => ({ body: { decision: 'verified', basis: text } }),
  'POST /v1/organizations/{id}/members': () => ({ body: { subject: 'nobody-yet', name: text, roles: ['auditor'] } }),
  'POST /v1/organizations/{id}/membership-requests': () => ({ body: { roles: ['auditor'], statement: text } }),
  'POST /v1/organizations/{id}/membership-requests/{requestId}/decision': () => ({ body: { decision: 'accepted' } }),
  'POST /v1/organizations/{id}/mandates': () => ({ body: { agencyId: unknown, scope: 'all', ...year } }),
  'POST /v1/organizations/{id}/powers-of-attorney': () => ({
    body: { personId: unknown, acts: ['bid'], scope: 'all', ...year, evidence: paper },
  }),
  'POST /v1/me/deputies': () => ({ body: { deputyPersonId: unknown, from: '2026-12-01', to: '2026-12-11' } }),
  'PUT /v1/me/notification-settings': () => ({ body: { language: 'zh', kinds: {} } }),
  'POST /v1/me/email-verifications': (_facts, caller) => ({ body: { email: `${caller}@procurement.example` } }),
  'POST /v1/me/email-verifications/{id}/confirmation': () => ({ body: { code: '00000000' } }),
  'POST /v1/registrars': () => ({ body: { subject: 'registrar', name: text } }),
  'POST /v1/registrar-proposals/{id}/decision': () => ({ body: { confirm: false, reason: text } }),
  'POST /v1/people/{id}/access-recoveries': () => ({
    body: { newSubject: 'asking-again', issuer: 'https://elsewhere.example', evidence: [recognition], reason: text },
  }),
  'POST /v1/access-recoveries/{id}/decision': () => ({ body: { confirm: false, reason: text } }),
  'POST /v1/outages': () => ({ body: { from: later, to: later, kind: 'power', description: text } }),
  'POST /v1/planned-notices': () => ({ body: { ...intention, plannedBidsCloseOn: intention.plannedNoticeOn } }),
  'PATCH /v1/planned-notices/{id}': () => ({ body: { plannedNoticeOn: '2026-12-01', reason: text } }),
  'POST /v1/planned-notices/{id}/withdrawal': () => ({ body: { reason: text } }),
  'POST /v1/templates': () => ({ body: { name: '模板', content: { method: 'auction' } } }),
  'PATCH /v1/templates/{id}': () => ({ body: { content: templateContent } }),
  'POST /v1/templates/{id}/drafts': () => ({ body: { nationalSecurity: false, stateSecret: false, title: text } }),
  'POST /v1/tenders': () => ({ body: {} }),
  'POST /v1/tenders/{id}/hand-over': () => ({ body: { toPersonId: unknown, reason: '调岗。' } }),
  'POST /v1/tenders/{id}/enquiries': () => ({ body: { text: { zh: '交货期能否延长？' } } }),
  'POST /v1/tenders/{id}/enquiries/{enquiryId}/answer': () => ({ body: { text } }),
  'POST /v1/tenders/{id}/amendment-proposals': () => ({ body: { changes: { title: otherTitle }, reason: text } }),
  'POST /v1/tenders/{id}/amendment-proposals/{proposalId}/rejection': () => ({ body: { reason: text } }),
  'POST /v1/tenders/{id}/corrections': () => ({ body: { noticeVersion: 1, corrections: [correction], reason: text } }),
  'PATCH /v1/tenders/{id}': () => ({ body: { budgetYear: 2026 } }),
  'POST /v1/tenders/{id}/amendments': () => ({ body: { bidsCloseAt: later, reason: text } }),
  'POST /v1/tenders/{id}/invitation': () => ({ body: { bidsCloseAt: later } }),
  'POST /v1/tenders/{id}/cancellation': () => ({ body: { reason: text } }),
  'PUT /v1/tenders/{id}/sealing': ({ deal }) => ({ body: deal }),
  'POST /v1/tenders/{id}/rehearsal': () => ({ body: {} }),
  'POST /v1/tenders/{id}/rehearsal/shares': ({ open }) => ({
    body: { session: unknown, lock: 'A', index: 1, commitment: commitmentOf(open), sealedShare: 'AAAA' },
  }),
  'POST /v1/tenders/{id}/rehearsal/confirmations': ({ open }) => ({
    body: { lock: 'A', index: 1, commitment: commitmentOf(open), rehearsalCommitment: commitmentOf(open) },
  }),
  'POST /v1/me/custodian-keys': () => ({ body: { recipient: 'age1' } }),
  'POST /v1/me/custodian-keys/{id}/proof': () => ({ body: { nonce: '' } }),
  'POST /v1/tenders/{id}/opening/sessions': () => ({ body: {} }),
  'POST /v1/tenders/{id}/documents': () => fileOf('招标文件', 'another file'),
  'POST /v1/tenders/{id}/documents/{documentId}/redactions': () => fileOf('公开版'),
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
  'POST /v1/tenders/{id}/uploads': () => ({ headers: { 'upload-length': '5000', 'repr-digest': contentDigest('') } }),
  'PATCH /v1/uploads/{id}': () => ({ body: Buffer.from('x'), headers: { 'content-type': offsetType, 'upload-offset': '1' } }),
  'POST /v1/tenders/{id}/bids/mine/confirmations': () => ({ body: { noticeVersion: 1 } }),
  'POST /v1/tenders/{id}/opening/shares': () => ({ body: { session: unknown, lock: 'A', index: 1, sealedShare: 'AAAA' } }),
  'POST /v1/tenders/{id}/conflict-declarations': () => ({ body: { hasConflict: false } }),
  'POST /v1/tenders/{id}/evaluations': () => ({ body: { bids: [finding] } }),
  'POST /v1/tenders/{id}/qualifications': () => ({ body: { bids: [{ bidId: finding.bidId, qualified: true }] } }),
  'POST /v1/tenders/{id}/price-opening': () => ({ body: { opensAt: later } }),
  'POST /v1/tenders/{id}/awards': ({ bids }) => ({ body: { bidId: bids['supplier-shenda'], reasons } }),
  'POST /v1/tenders/{id}/failure': () => ({ body: { reason: 'illegality', explanation: text } }),
  'POST /v1/debriefs/{id}/answer': () => ({ body: { reasons: text } }),
  'POST /v1/tenders/{id}/contracts': () => ({ body: { awardId: finding.bidId, amount: money } }),
  'POST /v1/contracts/{id}/completion': () => ({ body: { kind: 'acceptance', on: '2026-04-28' } }),
  'POST /v1/contracts/{id}/changes': () => ({ body: { ...purchase, touches: ['subject'] } }),
  'POST /v1/contracts/{id}/changes/{changeId}/decision': () => ({ body: { decision: 'published' } }),
  'POST /v1/contracts/{id}/acceptances': () => ({ body: { ...finalAcceptance('2026-04-28'), participants: [inspector] } }),
  'POST /v1/contracts/{id}/payments': () => ({ body: { ...instalment, amount: { amount: '99000000.00', currency: 'CNY' } } }),
  'POST /v1/contracts/{id}/payments/{paymentId}/settlement': () => ({ body: { on: '2026-04-28' } }),
  'POST /v1/contracts/{id}/breaches': () => ({ body: breachToCome }),
  'POST /v1/contracts/{id}/breaches/{breachId}/statement': () => ({ body: statement }),
  'POST /v1/tenders/{id}/exclusions': ({ exclusion }) => ({ body: { ...exclusion, reasons: notice } }),
  'POST /v1/exclusions/{id}/statement': () => ({ body: statement }),
  'POST /v1/exclusions/{id}/decision': () => ({ body: { exclude: true, reasons: ruling } }),
  'POST /v1/contracts/{id}/securities': () => ({ body: tooMuch }),
  'POST /v1/securities/{id}/refund': () => ({ body: { on: '2026-04-28' } }),
  'POST /v1/securities/{id}/forfeitures': () => ({
    body: { ground: 'contract-not-performed', reasons: notice, evidence: ['验收报告'] },
  }),
  'POST /v1/securities/{id}/extensions': () => ({ body: { validUntil: '2027-12-31', number: '保函2026-0428-1' } }),
  'POST /v1/forfeitures/{id}/statement': () => ({ body: { text } }),
  'POST /v1/forfeitures/{id}/decision': () => ({ body: { forfeit: true, reasons: ruling } }),
  'POST /v1/awards/{id}/contract-refusals': () => ({
    body: { ground: 'declared', reasons: notice, evidence: ['来函2026-04-14'] },
  }),
  'POST /v1/contract-refusals/{id}/statement': () => ({ body: { text } }),
  'POST /v1/contract-refusals/{id}/decision': () => ({ body: { refused: true, reasons: ruling } }),
  'POST /v1/awards/{id}/evidence': () => ({ body: { fact: 'sme-size', evidence: ['2025年度审计报告'] } }),
  'POST /v1/experts': () => ({ body: {} }),
  'POST /v1/tenders/{id}/committee': () => ({ body: { sessionAt: later, representatives: [] } }),
  'POST /v1/tenders/{id}/committee/members/{memberId}/replacement': () => ({ body: { reasons: text } }),
  'POST /v1/tenders/{id}/recusal-requests': () => ({ body: { personName: '专家甲', reasons: text } }),
  'POST /v1/recusal-requests/{id}/decision': () => ({ body: { recuse: false, reasons: text } }),
  'POST /v1/tenders/{id}/inquiries': () => ({ body: { class: 'ambiguity', bids: [unknown], question: text, dueAt: later } }),
  'POST /v1/inquiries/{id}/answer': () => ({ body: { text } }),
  'POST /v1/inquiries/{id}/opinions': () => ({ body: { accepts: true, reasons: text } }),
  'POST /v1/tenders/{id}/evaluation-report/signatures': () => ({ body: { agrees: true } }),
  'POST /v1/tenders/{id}/challenges': () => ({ body: { subject: 'documents', matters: [matter], request, contact } }),
  'POST /v1/challenges/{id}/completion-request': () => ({ body: { missing: text } }),
  'POST /v1/challenges/{id}/completion': () => ({ body: { request } }),
  'POST /v1/challenges/{id}/reply': () => ({ body: { grounds: text, rightToComplain: true } }),
  'POST /v1/challenges/{id}/knowledge-contest': () => ({ body: { knownOn: '2020-01-01', grounds: text, evidence: ['公告'] } }),
  'POST /v1/challenges/{id}/messages': () => ({ body: { text } }),
  // Terms of its own for each side: the same from both would settle the case.
  'POST /v1/challenges/{id}/settlement': (_facts, caller) => ({ body: { terms: { zh: `和解条件 ${caller}`, en: caller } } }),
  'POST /v1/challenges/{id}/complaint': () => ({ body: { matters: [{ matter: '1' }], request } }),
  'POST /v1/complaints/{id}/declaration': () => ({ body: { conflict: false } }),
  'POST /v1/complaints/{id}/recusal-requests': () => ({ body: { reasons: text } }),
  'POST /v1/complaints/{id}/recusal-requests/{requestId}/decision': () => ({ body: { recuse: false, reasons: text } }),
  'POST /v1/complaints/{id}/disclosures': () => ({ body: { item: `bid:${unknown}`, to: 'complainant', text, reasons: text } }),
  'POST /v1/complaints/{id}/assistants': () => ({
    body: { personId: unknown, capacity: 'expert', items: ['complaint'], until: later },
  }),
  'POST /v1/complaints/{id}/assistants/{assistantId}/declaration': () => ({ body: { conflict: false } }),
  'POST /v1/complaints/{id}/acceptance': () => ({ body: {} }),
  'POST /v1/complaints/{id}/dismissal': () => ({ body: { ground: 'inadmissible', reasons: text } }),
  'POST /v1/complaints/{id}/recusal': () => ({ body: { reason: text } }),
  'POST /v1/complaints/{id}/suspension': () => ({ body: { reasons: text } }),
  'POST /v1/complaints/{id}/remedies/{number}/completion': () => ({ body: { reasons: text } }),
  'POST /v1/complaints/{id}/outside-proceedings': () => ({ body: beforeItsDecision }),
  'POST /v1/complaints/{id}/outside-proceedings/{number}/outcome': () => ({
    body: { result: 'upheld', endedOn: later.slice(0, 10), statement: text, evidence: ['判决书'] },
  }),
  'POST /v1/complainant-flags/{id}/closure': () => ({ body: { reasons: text } }),
  'POST /v1/complaints/{id}/decision': () => ({ body: { outcome: 'rejected', reasons: text } }),
  'POST /v1/complaints/{id}/completion-request': () => ({ body: { missing: text } }),
  'POST /v1/complaints/{id}/completion': () => ({ body: { request } }),
  'POST /v1/complaints/{id}/transfer': () => ({ body: { reviewBodyId: unknown, reasons: text } }),
  'POST /v1/complaints/{id}/explanations': () => ({ body: { text } }),
  'POST /v1/complaints/{id}/rejoinder': () => ({ body: { text } }),
  'POST /v1/complaints/{id}/clock-stops': () => ({ body: { cause: 'test', reasons: text } }),
  'POST /v1/complaints/{id}/clock-stops/{n}/end': () => ({ body: {} }),
  'POST /v1/complaints/{id}/hearings': () => ({ body: { at: later, place: text, languages: ['zh'] } }),
  'POST /v1/complaints/{id}/hearings/{n}/minutes': () => ({ body: { text, attendance: [{ name: '沈达', present: true }] } }),
  'POST /v1/complaints/{id}/hearings/{n}/cancellation': () => ({ body: { reasons: text } }),
  'POST /v1/archive/tenders/{id}/disposals': () => ({ body: { reason: text } }),
  'POST /v1/archive/tenders/{id}/holds': () => ({ body: {} }),
  'POST /v1/archive/tenders/{id}/holds/{number}/release': () => ({ body: { reason: text } }),
  'POST /v1/archive/disposals/{id}/approvals': () => ({ body: {} }),
  'POST /v1/me/corrections': () => ({ body: {} }),
  'POST /v1/archive/red-flags/{id}/closure': () => ({ body: { reasons: text } }),
  'POST /v1/archive/disposals/{id}/refusal': () => ({ body: { reason: text } }),
};

function commitmentOf({ locked }: Facts['open']): string | undefined {
  return locked.deals.A.shares[0]?.commitment;
}

const recognition = { sha256: 'ef'.repeat(32), title: text };
const correction = { field: '/title/en', before: 'What is not there', after: 'What is there' };
const tooMuch = { form: 'guarantee', issuer: '上海银行', number: '保函', amount: money, validUntil: '2027-04-30' };

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
      'content-digest': contentDigest(`%PDF-1.7 ${digestOf}`),
    },
  };
}

let sealing: Promise<Uint8Array> | null = null;

async function sealedBid({ open }: Facts): Promise<Content> {
  const offer = offers[0] as (typeof offers)[number];
  sealing ??= sealBid(payloadOf(open.id, offer), open.recipients.A, open.recipients.B);
  const sealed = Buffer.from(await sealing);
  const digest = contentDigest(sealed);
  return { body: sealed, headers: { 'content-type': 'application/age', 'content-digest': digest } };
}

/** Acts whose If-Match, where it is sent, would be asked for before what the row wants to see. */
const unmatched = ['POST /v1/tenders/{id}/bids', 'POST /v1/tenders/{id}/applications'];

export async function requestOf(route: string, facts: Facts, caller: CallerName): Promise<Sent> {
  const { body, headers = {} } = (await requests[route]?.(facts, caller)) ?? {};
  const match: Record<string, string> = route.startsWith('GET ') || unmatched.includes(route) ? {} : { 'if-match': '"0"' };
  return { ...(body === undefined ? {} : { body }), headers: { ...match, ...headers } };
}
