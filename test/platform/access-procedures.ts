import { createHash } from 'node:crypto';
import type { TestApp } from '../app.js';
import { declaredReviewer, reviews } from '../reviewers.js';
import { freshDeal } from '../custody/ceremony.js';
import { notify } from '../awards/exclusions.js';
import { begin } from '../bids/uploading.js';
import * as source from '../journeys/single-source.js';
import {
  act,
  approved,
  answered,
  challenge,
  declare,
  done,
  draft,
  evaluate,
  look,
  matter,
  opened,
  publish,
  published,
  reasons,
  request,
  sign,
  submit,
  type JourneyTender,
  type Opened,
} from '../journeys/steps.js';
import * as invited from '../prequalification/invited.js';
import { decidedCase } from './access-decided.js';
import {
  boughtAtOnce,
  brokenContract,
  forfeitureOf,
  inquired,
  livingContract,
  recused,
  refusalOf,
  secured,
  setBeside,
} from './access-beside.js';
import type { Ids, Stage } from './access-stage.js';

/** A document of the bid that is opened, and read in the tests of who may. */
const paper = {
  name: '技术方案.pdf',
  sha256: createHash('sha256').update('技术方案').digest('hex'),
  bytes: Buffer.from('技术方案').toString('base64'),
};

/** Every procedure, driven over HTTP as its people would; ends on 2026-04-28 with all of them standing side by side. */
export async function setProcedures(
  app: TestApp,
): Promise<Pick<Stage, 'subjects'> & { facts: Omit<Stage['facts'], 'licences'> }> {
  const early = await inMarch(app);
  const { awardOf, debriefId, contractId, challengeId, complaintId, recusalId, inquiryId, refusalId } = await inApril(app, early);
  const { wonTender, lostTender } = early;
  const late = await atTheEnd(app);
  const securityId = await secured(app, contractId);
  const beside = await setBeside(app, { open: late.facts.open, invited: early.invited });
  const ofBid = { bidId: lostTender.bids['supplier-shenda'] ?? '', sha256: paper.sha256 };
  return {
    subjects: {
      ...early.subjects,
      ...late.subjects,
      ...beside.subjects,
      open: { ...late.subjects.open, ...beside.ofOpen },
      invited: { ...early.subjects['invited'], ...beside.ofInvited },
      security: { id: securityId },
      forfeiture: { id: await forfeitureOf(app, securityId) },
      wonAward: { id: awardOf.won },
      refusal: { id: refusalId },
      recusal: { id: recusalId },
      inquiry: { id: inquiryId },
      awarded: {
        id: lostTender.id,
        memberId: lostTender.id,
        ...ofBid,
        sessionId: await openingSessionOf(app, lostTender.id),
      },
      contracted: { id: wonTender.id },
      award: { id: awardOf.lost },
      debrief: { id: debriefId },
      contract: { id: contractId },
      ...(await livingContract(app, contractId)),
      challenge: { id: challengeId },
      complaint: {
        id: complaintId,
        ...ofBid,
        requestId: await recusalAsked(app, complaintId),
        ...(await filesOf(app, complaintId)),
      },
    },
    facts: { ...late.facts, bids: early.lostTender.bids, exclusion: early.exclusion },
  };
}

async function openingSessionOf(app: TestApp, tenderId: string): Promise<string> {
  const rows = await app.sql<{ id: string }>(`SELECT id FROM share_sessions WHERE tender_id = $1 AND purpose = 'opening'`, [
    tenderId,
  ]);
  return rows[0]?.id ?? '';
}

interface March {
  subjects: Record<string, Ids>;
  invited: { path: string };
  exclusion: Stage['facts']['exclusion'];
  wonTender: Opened;
  lostTender: Opened;
}

/** Two prequalifications, one of them up to its invitation, two open tenders up to the opening of their bids, and a contract that 申达 breaks. */
async function inMarch(app: TestApp): Promise<March> {
  const documents: Record<string, string> = {};
  const withDocument = async (path: string): Promise<void> => {
    documents[path] = await source.addEvidence(app, path, '招标文件');
  };
  const invitedTenders = [];
  for (let made = 0; made < 2; made += 1) {
    const tender = await approved(app, invited.invitedDraft(), withDocument);
    done(await publish(app, tender));
    invitedTenders.push(tender);
  }
  const [deciding, inviting] = invitedTenders as [JourneyTender, JourneyTender];
  const won = await published(app, { terms: { performanceSecurity: { share: '0.05', forms: ['guarantee'] } } });
  const lost = await published(app, { bidsCloseAt: '2026-04-14T09:30:00+08:00' });
  const sourced = await boughtAtOnce(app, 'supplier-shenda');
  await app.setClock('2026-03-20T09:00:00+08:00');
  const broken = await brokenContract(app, sourced);
  for (const tender of invitedTenders) for (const client of invited.applicants) done(await invited.apply(app, tender, client));
  const proof = Buffer.from('%PDF-1.7 业绩证明');
  const file = await invited.upload(app, 'supplier-shenda', `${deciding.path}/applications/mine/documents`, proof);
  await app.setClock(invited.decisionDay);
  for (const tender of invitedTenders) await invited.declareNone(app, tender);
  for (const id of Object.values(await invited.received(app, inviting))) done(await invited.decide(app, inviting, id));
  done(await invited.shortlist(app, inviting));
  done(await invited.invite(app, inviting));
  const applicationId = (await invited.received(app, deciding))['supplier-shenda'] as string;
  const exclusionId = done(await notify(app, deciding, { applicationId, breachId: broken.breachId })).body.id;
  const wonTender = await opened(app, won);
  const lostTender = { ...lost, bids: {} };
  return {
    subjects: {
      deciding: { id: deciding.id, applicationId, documentId: done(answered(file)).body.id },
      invited: { id: inviting.id, documentId: documents[inviting.path] as string },
      sourced: { id: sourced.id },
      breach: { id: broken.contractId, breachId: broken.breachId },
      exclusion: { id: exclusionId },
    },
    invited: inviting,
    exclusion: { applicationId, breachId: broken.breachId },
    wonTender,
    lostTender,
  };
}

interface April {
  awardOf: { won: string; lost: string };
  debriefId: string;
  contractId: string;
  challengeId: string;
  complaintId: string;
  recusalId: string;
  inquiryId: string;
  refusalId: string;
}

/** 申达 wins one tender and signs; it loses the other, asks why, challenges and complains. */
async function inApril(app: TestApp, early: March): Promise<April> {
  const { wonTender } = early;
  await declare(app, wonTender);
  done(await evaluate(app, wonTender, { scores: { 'supplier-shenda': '99' } }));
  await app.setClock('2026-04-14T09:00:00+08:00');
  const won = await award(app, wonTender, 'supplier-shenda');
  const refusalId = await refusalOf(app, won);
  const lostTender = await opened(
    app,
    early.lostTender,
    { 'supplier-shenda': { documents: [paper] } },
    '2026-04-14T10:00:00+08:00',
  );
  early.lostTender = lostTender;
  await declare(app, lostTender);
  const recusalId = await recused(app, lostTender);
  const inquiryId = await inquired(app, lostTender, '2026-04-14T11:00:00+08:00');
  done(await evaluate(app, lostTender));
  const lost = await award(app, lostTender, 'supplier-rheinland');
  const debriefId = done(await act(app, 'supplier-shenda', 'post', `/v1/awards/${lost}/debriefs`)).body.id;
  await app.setClock('2026-04-20T09:00:00+08:00');
  const challengeId = done(await challenge(app, lostTender, 'result')).body.id;
  const complaintId = await complained(app, challengeId);
  await app.setClock('2026-04-28T09:00:00+08:00');
  const contractId = done(await sign(app, wonTender, won, '9800000.00')).body.id;
  return { awardOf: { won, lost }, debriefId, contractId, challengeId, complaintId, recusalId, inquiryId, refusalId };
}

async function award(app: TestApp, tender: Opened, best: string): Promise<string> {
  const body = { bidId: tender.bids[best], reasons };
  return done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body, tender.path)).body.id;
}

/** The procuring entity replies, the supplier complains, the only reviewer has declared; gives the complaint's id. */
async function complained(app: TestApp, challengeId: string): Promise<string> {
  const path = `/v1/challenges/${challengeId}`;
  const reply = {
    answers: [{ matter: '1', text: { zh: '评分符合标准。', en: 'The scores fit.' } }],
    grounds: { zh: '评审报告。', en: 'The report.' },
    rightToComplain: true,
  };
  done(await act(app, 'procurer-wang', 'post', `${path}/reply`, reply, path));
  const body = {
    matters: [{ matter: '1', facts: matter.facts }],
    request,
    reviewBodyId: await invited.organizationOf(app, 'reviewer-xu'),
  };
  await reviews(app, 'reviewer-he', false);
  const { id } = done(await act(app, 'supplier-shenda', 'post', `${path}/complaint`, body)).body;
  await declaredReviewer(app, id);
  return id;
}

/** Something disclosed to the complainant, and an assistant of the reviewer. */
async function filesOf(app: TestApp, complaintId: string): Promise<Ids> {
  const at = `/v1/complaints/${complaintId}`;
  const { items } = done(await look(app, 'reviewer-xu', `${at}/file`)).body as unknown as {
    items: { ref: string; kind: string }[];
  };
  const item = items.find((one) => one.kind === 'report')?.ref;
  const told = { zh: '评分已复核。', en: 'The scores were checked.' };
  const disclosure = { item, to: 'complainant', text: told, reasons: told };
  const personId = (done(await look(app, 'approver-port', '/v1/me')).body['person'] as { id: string }).id;
  const assistant = { personId, capacity: 'translator', items: ['complaint'], until: '2026-07-01T09:30:00+08:00' };
  return {
    ref: 'complaint',
    disclosureId: done(await act(app, 'reviewer-xu', 'post', `${at}/disclosures`, disclosure)).body.id,
    assistantId: done(await act(app, 'reviewer-xu', 'post', `${at}/assistants`, assistant)).body.id,
  };
}

async function recusalAsked(app: TestApp, complaintId: string): Promise<string> {
  const body = { reasons: { zh: '审查人员曾任采购人顾问。', en: 'The reviewer advised the procuring entity.' } };
  return done(await act(app, 'procurer-wang', 'post', `/v1/complaints/${complaintId}/recusal-requests`, body)).body.id;
}

/** Accepted, its clock stopped, explained, and a hearing called and cancelled: gives its parts. */
async function underReview(app: TestApp, id: string): Promise<Ids> {
  const at = `/v1/complaints/${id}`;
  const review = async (what: string, body: object): Promise<unknown> =>
    done(await act(app, 'reviewer-xu', 'post', `${at}/${what}`, body, at));
  const text = { zh: '地基承载力', en: 'The bearing of the ground' };
  await review('acceptance', {});
  await review('clock-stops', { cause: 'test', reasons: text });
  await review('hearings', { at: '2026-05-20T14:00:00+08:00', place: text, languages: ['zh'] });
  await review('hearings/1/cancellation', { reasons: text });
  done(await act(app, 'procurer-wang', 'post', `${at}/explanations`, { text }));
  return { id, n: '1' };
}

/** What stands at the beginning of its procedure: a draft, an open tender with a sealed bid, applications still coming in, single sources. */
async function atTheEnd(app: TestApp) {
  const custodians = {
    A: await invited.organizationOf(app, 'custodian-hospital'),
    B: await invited.organizationOf(app, 'custodian-notary'),
  };
  const bidsCloseAt = '2026-06-10T09:30:00+08:00';
  const drafted = done(await draft(app, { custodians, bidsCloseAt })).body.id;
  const draftDocument = await source.addEvidence(app, `/v1/tenders/${drafted}`, '招标文件');
  let openDocument = '';
  const open = await approved(app, { bidsCloseAt }, async (path) => {
    openDocument = await source.addEvidence(app, path, '招标文件');
  });
  done(await publish(app, open));
  const receiptId = done(await submit(app, open, 'supplier-shenda')).body.id;
  const [upload, uploadOver] = [await begunUpload(app, open), await begunUpload(app, open)];
  const closedCase = await complained(app, done(await challenge(app, open, 'documents')).body.id);
  done(await act(app, 'supplier-shenda', 'post', `/v1/complaints/${closedCase}/withdrawal`));
  const acceptedCase = await underReview(app, await complained(app, done(await challenge(app, open, 'documents')).body.id));
  const decided = await decidedCase(app, open, complained);
  const unanswered = done(await challenge(app, open, 'documents')).body.id;
  const applying = await invited.prequalifying(app, { applicationsCloseAt: '2026-05-29T09:30:00+08:00' });
  done(await invited.apply(app, applying, 'supplier-shenda'));
  const announced = await source.announced(app, 'onlySupplier');
  const objectionId = done(await source.object(app, announced)).body.id;
  return {
    subjects: {
      draft: { id: drafted, documentId: draftDocument, version: '1' },
      open: { id: open.id, documentId: openDocument, version: '1', redactionId: open.id },
      receipt: { id: receiptId },
      upload: { id: upload },
      uploadOver: { id: uploadOver },
      closedCase: { id: closedCase },
      acceptedCase,
      ...decided,
      unanswered: { id: unanswered },
      applying: { id: applying.id },
      source: { id: announced.id, objectionId },
    },
    facts: {
      deal: await freshDeal(app, drafted, 'A'),
      open,
      sourceId: announced.supplierId,
    },
  };
}

async function begunUpload(app: TestApp, tender: Pick<JourneyTender, 'id'>): Promise<string> {
  const answer = await begin(await app.as('supplier-shenda'), tender, Buffer.from('age-encryption.org/v1'));
  return done(answered(answer)).body.id;
}
