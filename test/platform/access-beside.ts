import type { TestApp } from '../app.js';
import { recordBreach } from '../awards/exclusions.js';
import * as source from '../journeys/single-source.js';
import { act, done, reasons, type JourneyTender, type Opened } from '../journeys/steps.js';
import { organizationOf } from '../prequalification/invited.js';
import { plan, planned } from '../tenders/planned.js';
import type { Ids } from './access-stage.js';

export const templateContent = { method: 'open', category: 'goods', awardMethod: 'weighted-score' };
export const otherTitle = { zh: '医用磁共振成像系统采购（含培训）', en: 'Purchase of an MRI system with training' };

interface Standing {
  open: JourneyTender;
  /** Invited, and its bids are awaited. */
  invited: { path: string };
}

/** What stands beside a procedure: plans, a template, questions, and an amendment that waits for approval. */
export async function setBeside(app: TestApp, { open, invited }: Standing) {
  const template = { name: '医疗设备公开招标模板', content: templateContent };
  const change = { changes: { title: otherTitle }, reason: reasons };
  const proposal = await act(app, 'procurer-wang', 'post', `${open.path}/amendment-proposals`, change, open.path);
  const idOf = async (by: string, path: string, body: object): Promise<string> =>
    done(await act(app, by, 'post', path, body)).body.id;
  const question = { text: { zh: '磁体孔径能否放宽至68厘米？', en: 'May the bore be 68 cm?' } };
  return {
    subjects: {
      plannedDraft: { id: done(await plan(app)).body.id },
      planned: { id: await planned(app) },
      template: { id: await idOf('procurer-wang', '/v1/templates', template), number: '1' },
    } satisfies Record<string, Ids>,
    ofOpen: {
      enquiryId: await idOf('supplier-shenda', `${open.path}/enquiries`, question),
      proposalId: done(proposal).body.id,
    },
    ofInvited: { enquiryId: await idOf('supplier-shenda', `${invited.path}/enquiries`, question) },
  };
}

export interface Bought {
  id: string;
  path: string;
  awardId: string;
}

/** Directly from one supplier, in an emergency. */
export async function boughtAtOnce(app: TestApp, from: string): Promise<Bought> {
  const supplierId = await organizationOf(app, from);
  const { id, path } = await source.announced(app, 'emergency', { source: { supplierId } });
  const award = done(await source.directly(app, { id, path, supplierId }, '2026-03-02'));
  return { id, path, awardId: award.body.id };
}

/** The contract on it, signed and broken on the same day. */
export async function brokenContract(app: TestApp, { path, awardId }: Bought): Promise<{ contractId: string; breachId: string }> {
  const contract = { awardId, amount: { amount: '780000.00', currency: 'CNY' } };
  const contractId = done(await act(app, 'procurer-wang', 'post', `${path}/contracts`, contract, path)).body.id;
  const breachId = done(await recordBreach(app, contractId, { breachedOn: '2026-03-20' })).body.id;
  return { contractId, breachId };
}

/** The performance security for a contract. */
export async function secured(app: TestApp, contractId: string): Promise<string> {
  const guarantee = {
    form: 'guarantee',
    issuer: '上海银行临港支行',
    number: '保函2026-0428',
    amount: { amount: '100000.00', currency: 'CNY' },
    validUntil: '2027-04-30',
  };
  return done(await act(app, 'procurer-wang', 'post', `/v1/contracts/${contractId}/securities`, guarantee)).body.id;
}

/** That the security is to be kept. */
export async function forfeitureOf(app: TestApp, securityId: string): Promise<string> {
  const path = `/v1/securities/${securityId}`;
  const reasons = { zh: '逾期未交付，合同未履行。', en: 'Nothing was delivered; the contract is not performed.' };
  const body = { ground: 'contract-not-performed', reasons, evidence: ['催告函2026-11'] };
  return done(await act(app, 'procurer-wang', 'post', `${path}/forfeitures`, body, path)).body.id;
}

/** That a winner is taken to refuse: nobody has decided, so it may still sign. */
export async function refusalOf(app: TestApp, awardId: string): Promise<string> {
  const path = `/v1/awards/${awardId}`;
  const reasons = { zh: '来函称暂不签约。', en: 'It writes that it does not sign for now.' };
  const body = { ground: 'declared', reasons, evidence: ['来函2026-04-14'] };
  return done(await act(app, 'procurer-wang', 'post', `${path}/contract-refusals`, body, path)).body.id;
}

/** A request for a recusal by 申达, decided at once: the evaluation waits for it. */
export async function recused(app: TestApp, tender: Opened): Promise<string> {
  const asked = { personName: '陈评审', reasons: { zh: '曾与莱茵共事。' } };
  const { id } = done(await act(app, 'supplier-shenda', 'post', `${tender.path}/recusal-requests`, asked)).body;
  const path = `/v1/recusal-requests/${id}`;
  done(await act(app, 'approver-li', 'post', `${path}/decision`, { recuse: false, reasons }, path));
  return id;
}

/** A question to 申达 about its bid, answered and judged. */
export async function inquired(app: TestApp, tender: Opened, dueAt: string): Promise<string> {
  const asked = { class: 'ambiguity', bids: [tender.bids['supplier-shenda']], question: reasons, dueAt };
  const inquiry = done(await act(app, 'evaluator-chen', 'post', `${tender.path}/inquiries`, asked)).body;
  const { id } = (inquiry['bids'] as { id: string }[])[0] as { id: string };
  done(await act(app, 'supplier-shenda', 'post', `/v1/inquiries/${id}/answer`, { text: reasons }));
  done(await act(app, 'evaluator-chen', 'post', `/v1/inquiries/${id}/opinions`, { accepts: true, reasons }));
  return id;
}

/** An additional purchase under the contract, and what is paid on delivery. */
export const purchase = {
  touches: ['quantity'],
  basis: '政府采购法第49条',
  description: { zh: '增加线圈一个', en: 'One more coil' },
  reasons: { zh: '科室增加', en: 'Another department' },
  added: { amount: '100000.00', currency: 'CNY' },
};
export const instalment = {
  title: { zh: '到货款', en: 'On delivery' },
  amount: { amount: '1000000.00', currency: 'CNY' },
  from: '2026-04-28',
};

/** A change that waits for a second person, and a payment that does. */
export async function livingContract(app: TestApp, id: string): Promise<Record<'change' | 'payment', Ids>> {
  const path = `/v1/contracts/${id}`;
  const changeId = done(await act(app, 'procurer-wang', 'post', `${path}/changes`, purchase)).body.id;
  const paymentId = done(await act(app, 'procurer-wang', 'post', `${path}/payments`, instalment)).body.id;
  return { change: { id, changeId }, payment: { id, paymentId } };
}
