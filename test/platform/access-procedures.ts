import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { TestApp } from '../app.js';
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
  matter,
  opened,
  publish,
  reasons,
  request,
  sign,
  submit,
  type Opened,
} from '../journeys/steps.js';
import * as invited from '../prequalification/invited.js';
import type { Ids, Stage } from './access-stage.js';

/** Every procedure, driven over HTTP as its people would; ends on 2026-04-28 with all of them standing side by side. */
export async function setProcedures(
  app: TestApp,
): Promise<Pick<Stage, 'subjects'> & { facts: Omit<Stage['facts'], 'licences'> }> {
  const early = await inMarch(app);
  const { awardOf, debriefId, contractId, challengeId, complaintId } = await inApril(app, early);
  const { wonTender, lostTender } = early;
  const late = await atTheEnd(app);
  return {
    subjects: {
      ...early.subjects,
      ...late.subjects,
      awarded: { id: lostTender.id },
      contracted: { id: wonTender.id },
      award: { id: awardOf.lost },
      debrief: { id: debriefId },
      contract: { id: contractId },
      challenge: { id: challengeId },
      complaint: { id: complaintId },
    },
    facts: { ...late.facts, bids: early.lostTender.bids },
  };
}

interface March {
  subjects: Record<string, Ids>;
  wonTender: Opened;
  lostTender: Opened;
}

/** Two prequalifications, one of them up to its invitation, and two open tenders up to the opening of their bids. */
async function inMarch(app: TestApp): Promise<March> {
  const documents: Record<string, string> = {};
  const withDocument = async (path: string): Promise<void> => {
    documents[path] = await source.addEvidence(app, path, '招标文件');
  };
  const invitedTenders = [];
  for (let made = 0; made < 2; made += 1) {
    const tender = await approved(app, invited.invitedDraft(), withDocument);
    done(await publish(app, tender));
    for (const client of invited.applicants) done(await invited.apply(app, tender, client));
    const file = await invited.upload(
      app,
      'supplier-shenda',
      `${tender.path}/applications/mine/documents`,
      Buffer.from('%PDF-1.7 业绩证明'),
    );
    invitedTenders.push({ tender, documentId: done(answered(file)).body.id });
  }
  const [deciding, inviting] = invitedTenders as [(typeof invitedTenders)[number], (typeof invitedTenders)[number]];
  const won = await approved(app);
  done(await publish(app, won));
  const lost = await approved(app, { bidsCloseAt: '2026-04-14T09:30:00+08:00' });
  done(await publish(app, lost));
  await app.setClock(invited.decisionDay);
  for (const { tender } of invitedTenders) await invited.declareNone(app, tender);
  for (const id of Object.values(await invited.received(app, inviting.tender)))
    done(await invited.decide(app, inviting.tender, id));
  done(await invited.shortlist(app, inviting.tender));
  done(await invited.invite(app, inviting.tender));
  const applicationId = (await invited.received(app, deciding.tender))['supplier-shenda'] as string;
  const wonTender = await opened(app, won);
  const lostTender = { ...lost, bids: {} };
  return {
    subjects: {
      deciding: { id: deciding.tender.id, applicationId, documentId: deciding.documentId },
      invited: { id: inviting.tender.id, documentId: documents[inviting.tender.path] as string },
    },
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
}

/** 申达 wins one tender and signs; it loses the other, asks why, challenges and complains. */
async function inApril(app: TestApp, early: March): Promise<April> {
  const { wonTender } = early;
  await declare(app, wonTender);
  done(await evaluate(app, wonTender, { scores: { 'supplier-shenda': '99' } }));
  await app.setClock('2026-04-14T09:00:00+08:00');
  const won = await award(app, wonTender, 'supplier-shenda');
  const lostTender = await opened(app, early.lostTender, {}, '2026-04-14T10:00:00+08:00');
  early.lostTender = lostTender;
  await declare(app, lostTender);
  done(await evaluate(app, lostTender));
  const lost = await award(app, lostTender, 'supplier-rheinland');
  const debriefId = done(await act(app, 'supplier-shenda', 'post', `/v1/awards/${lost}/debriefs`)).body.id;
  await app.setClock('2026-04-20T09:00:00+08:00');
  const challengeId = done(await challenge(app, lostTender, 'result')).body.id;
  const complaintId = await complained(app, challengeId);
  await app.setClock('2026-04-28T09:00:00+08:00');
  const contractId = done(await sign(app, wonTender, won, '9800000.00')).body.id;
  return { awardOf: { won, lost }, debriefId, contractId, challengeId, complaintId };
}

async function award(app: TestApp, tender: Opened, best: string): Promise<string> {
  const body = { bidId: tender.bids[best], reasons };
  return done(await act(app, 'procurer-wang', 'post', `${tender.path}/awards`, body, tender.path)).body.id;
}

/** The procuring entity replies, the supplier complains; gives the complaint's id. */
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
  return done(await act(app, 'supplier-shenda', 'post', `${path}/complaint`, body)).body.id;
}

/** What stands at the beginning of its procedure: a draft, an open tender with a sealed bid, applications still coming in, single sources. */
async function atTheEnd(
  app: TestApp,
): Promise<Pick<Stage, 'subjects'> & { facts: Pick<Stage['facts'], 'recipient' | 'open' | 'sourceId'> }> {
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
  const closedCase = await complained(app, done(await challenge(app, open, 'documents')).body.id);
  done(await act(app, 'supplier-shenda', 'post', `/v1/complaints/${closedCase}/withdrawal`));
  const unanswered = done(await challenge(app, open, 'documents')).body.id;
  const applying = await invited.prequalifying(app, { applicationsCloseAt: '2026-05-29T09:30:00+08:00' });
  done(await invited.apply(app, applying, 'supplier-shenda'));
  const announced = await source.announced(app, 'onlySupplier');
  const objectionId = done(await source.object(app, announced)).body.id;
  const sourced = await source.announced(app, 'emergency');
  done(await source.directly(app, sourced, '2026-04-28'));
  return {
    subjects: {
      draft: { id: drafted, documentId: draftDocument, version: '1' },
      open: { id: open.id, documentId: openDocument, version: '1' },
      receipt: { id: receiptId },
      closedCase: { id: closedCase },
      unanswered: { id: unanswered },
      applying: { id: applying.id },
      source: { id: announced.id, objectionId },
      sourced: { id: sourced.id },
    },
    facts: { recipient: await identityToRecipient(await generateX25519Identity()), open, sourceId: announced.supplierId },
  };
}
