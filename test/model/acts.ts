import { randomUUID } from 'node:crypto';
import type supertest from 'supertest';
import { fulfil } from '../awards/stories.js';
import { directBody } from '../journeys/single-source.js';
import { contact, matter, reasons, request } from '../journeys/steps.js';
import { applicationBody } from '../prequalification/invited.js';
import type { Command, Of } from './commands.js';
import { dateOf, dayOf, days, textOf, type Micros } from './days.js';
import { rehearse, shareBody } from '../custody/ceremony.js';
import type { SessionOf } from '../../src/custody/held-share.js';
import { ask, handIn, priceOf, sealedBid, tagOf, type Subject } from './subject.js';
import { assignedReviewer, declaredReviewer } from '../reviewers.js';
import { apply } from './tender-model.js';
import { bidsDue, planned, suppliers, type Lock, type Model } from './tender-state.js';
import { heard } from '../challenges/heard.js';

type Act<Do extends Command['do']> = (subject: Subject, command: Of<Do>, model: Model) => Promise<supertest.Response | null>;

const because = { zh: '采购计划调整，详见说明。', en: 'The plan has changed, as explained here.' };
const judged = { zh: '不符合资格要求。', en: 'Does not meet the requirements.' };
const terms = { zh: '双方同意补充澄清。', en: 'Both agree to a clarification.' };
const late = { zh: '质疑处理期间不得签订合同，故晚于三十日。', en: 'No contract could be signed while the challenge was open.' };
const scores: Record<string, string> = { rheinland: '96', shenda: '78', hujiang: '70' };

function contractPrice(method: Model['method'], award: Model['award']): string {
  return method === 'single-source' ? '780000.00' : priceOf(award?.to ?? 'shenda');
}

/** How each command is made over HTTP; what the answer names is kept for the commands after it. Null: nothing was asked of the API. */
const acts: { [Do in Command['do']]: Act<Do> } = {
  revise: (subject, { by }, model) =>
    ask(subject, by === 'li' ? 'approver-li' : 'procurer-wang', 'patch', subject.path, plannedText(model), subject.etag),
  seal: async (subject, { lock }, { locks }) => {
    const answer = await ask(subject, holderOf(lock), 'put', `${subject.path}/sealing`, subject.locked.deals[lock]);
    // A lock is dealt for its rehearsal; the second one is followed by it.
    if (answer.status < 300 && locks.length === 1) await rehearse(subject.app, subject.locked);
    return answer;
  },
  approve: (subject) => ask(subject, 'approver-li', 'post', `${subject.path}/approval`, undefined, subject.etag),
  publish: (subject) => ask(subject, 'approver-li', 'post', `${subject.path}/publication`, undefined, subject.etag),
  amend: (subject, { days: more }, { bidsCloseAt, applicationsCloseAt }) => {
    const after = textOf(((bidsCloseAt ?? applicationsCloseAt) as Micros) + days(more));
    const moved = bidsCloseAt === null ? { applicationsCloseAt: after } : { bidsCloseAt: after };
    return decide(subject, 'amendments', { ...moved, reason: because });
  },
  apply: async (subject, { supplier }) => {
    const client = `supplier-${supplier}`;
    const answer = await ask(subject, client, 'post', `${subject.path}/applications`, await applicationBody(subject.app, client));
    return kept(answer, (id) => (subject.applications[supplier] = id));
  },
  'decide-application': async (subject, { supplier, qualified }) => {
    const at = `${subject.path}/applications/${subject.applications[supplier]}`;
    const body = qualified
      ? { outcome: 'qualified', reasons: because }
      : { outcome: 'not-qualified', reasons: judged, requirementIds: ['service'] };
    return ask(subject, 'procurer-wang', 'post', `${at}/decision`, body, await tagOf(subject, 'procurer-wang', at));
  },
  shortlist: (subject) => decide(subject, 'shortlist', {}),
  invite: (subject, _, { now }) => decide(subject, 'invitation', { bidsCloseAt: textOf(bidsDue(now)) }),
  object: async (subject, { supplier }) => {
    const body = { reasons: because, evidence: ['兼容性检测报告 2026-01'] };
    const answer = await ask(subject, `supplier-${supplier}`, 'post', `${subject.path}/objections`, body);
    return kept(answer, (id) => (subject.objections[supplier] = id));
  },
  'review-objection': async (subject, { supplier, upheld }) => {
    const at = `${subject.path}/objections/${subject.objections[supplier]}`;
    const body = { outcome: upheld ? 'upheld' : 'rejected', reasons: because };
    return ask(subject, 'procurer-wang', 'post', `${at}/review`, body, await tagOf(subject, 'procurer-wang', at));
  },
  'award-direct': async (subject, _, { now }) => {
    const source = { id: subject.id, path: subject.path, supplierId: subject.sourceId };
    const answer = await decide(subject, 'direct-award', directBody(source, dateOf(dayOf(now))));
    return kept(answer, (id) => (subject.award = id));
  },
  bid: async (subject, { supplier, act, offer }) => {
    if (act === 'withdraw') return ask(subject, `supplier-${supplier}`, 'delete', `${subject.path}/bids/mine`);
    const file = await sealedBid(subject, supplier, offer);
    const answer = await handIn(subject, supplier, act === 'submit' ? 'post' : 'put', file);
    return kept(answer, (id) => (subject.bids[supplier] = id));
  },
  share: async (subject, { lock, by }, { shares, openedAt }) => {
    const custodian = holderOf(by === 'its holder' ? lock : lock === 'A' ? 'B' : 'A');
    // Once the bids are open no session begins any more; a share is then one too many, in whichever it comes.
    const begun = openedAt === null ? await ask(subject, custodian, 'post', `${subject.path}/opening/sessions`, {}) : null;
    if (begun && begun.status >= 300) return begun;
    const session = begun ? (begun.body as SessionOf) : { id: randomUUID(), recipient: subject.locked.deals.A.recipient };
    if (by === 'the other')
      return ask(
        subject,
        custodian,
        'post',
        `${subject.path}/opening/shares`,
        (await shareBody(subject.locked, lock, 1, session)).body,
      );
    // A session is over sooner than the next command may come: whoever has come before comes again.
    let last = begun;
    for (const one of [...shares.filter((before) => before !== lock), lock]) last = await handInBoth(subject, one, session);
    return last;
  },
  wait: async (subject, command, model) => {
    const after = structuredClone(model);
    apply(after, command);
    await subject.app.setClock(textOf(after.now), true);
    return null;
  },
  sweep: async ({ app }) => {
    await app.drain();
    return null;
  },
  declare: (subject, { who }) => {
    const client = who === 'wang' ? 'procurer-wang' : 'evaluator-chen';
    return ask(subject, client, 'post', `${subject.path}/conflict-declarations`, { hasConflict: false });
  },
  evaluate: (subject, { unqualified }, { bids, state }) => {
    const found = suppliers.filter((one) => bids[one]?.state === 'opened' && state === 'opened');
    const all = found.map((one) => ({
      bidId: subject.bids[one],
      ...(unqualified.includes(one)
        ? { qualified: false, reasons: judged, scores: [] }
        : { qualified: true, scores: [{ criterionId: 'quality', score: scores[one] }] }),
    }));
    const bodies = all.length ? all : [{ bidId: randomUUID(), qualified: true, scores: [] }];
    return ask(subject, 'evaluator-chen', 'post', `${subject.path}/evaluations`, { bids: bodies });
  },
  award: async (subject, { to }) => {
    const answer = await decide(subject, 'awards', { bidId: subject.bids[to] ?? randomUUID(), reasons });
    return kept(answer, (id) => (subject.award = id));
  },
  contract: async (subject, { explained }, { award, method }) => {
    const amount = contractPrice(method, award);
    const body = { awardId: subject.award, amount: { amount, currency: 'CNY' }, ...(explained ? { lateReason: late } : {}) };
    return kept(await decide(subject, 'contracts', body), (id) => (subject.contract = id));
  },
  complete: async (subject, _, { now, contract, award, method }) => {
    const at = `/v1/contracts/${subject.contract}`;
    if (contract !== null && !contract.completed)
      await fulfil(subject.app, at, { on: dateOf(dayOf(now)), amount: contractPrice(method, award) });
    const body = { kind: 'acceptance', on: dateOf(dayOf(now)) };
    return ask(subject, 'procurer-wang', 'post', `${at}/completion`, body, await tagOf(subject, 'procurer-wang', at));
  },
  fail: (subject, { reason }) =>
    decide(subject, 'failure', { code: reason === 'no-conforming-bids' ? 'all-rej' : 'other', reason, explanation: because }),
  cancel: (subject, { explained }) => decide(subject, 'cancellation', explained ? { code: 'chan-need', reason: because } : {}),
  challenge: async (subject, { supplier, subject: about }) => {
    const body = { subject: about, matters: [matter], request, contact };
    const answer = await ask(subject, `supplier-${supplier}`, 'post', `${subject.path}/challenges`, body);
    return kept(answer, (id) => subject.challenges.push(id));
  },
  'request-completion': (subject, { challenge }) =>
    onChallenge(subject, 'procurer-wang', challenge, 'completion-request', { missing: because }),
  'complete-challenge': (subject, { challenge }, model) =>
    onChallenge(subject, challengerOf(model, challenge), challenge, 'completion', {}),
  reply: (subject, { challenge }) => {
    const answers = [{ matter: '1', text: because }];
    return onChallenge(subject, 'procurer-wang', challenge, 'reply', { answers, grounds: because, rightToComplain: true });
  },
  'withdraw-challenge': (subject, { challenge }, model) =>
    onChallenge(subject, challengerOf(model, challenge), challenge, 'withdrawal', {}),
  settle: (subject, { challenge, by }, model) =>
    onChallenge(subject, by === 'supplier' ? challengerOf(model, challenge) : 'procurer-wang', challenge, 'settlement', {
      terms,
    }),
  complain: async (subject, { challenge }, model) => {
    const body = { reviewBodyId: subject.reviewBodyId, matters: [{ matter: '1' }], request };
    const answer = await onChallenge(subject, challengerOf(model, challenge), challenge, 'complaint', body);
    const filed = kept(answer, (id) => subject.complaints.push(id));
    if (filed.status === 201) await declaredReviewer(subject.app, String(subject.complaints.at(-1)));
    return filed;
  },
  /** With the parties heard at once, so that the model need not know who is still to speak. */
  accept: async (subject, { complaint }) => {
    const answer = await onComplaint(subject, complaint, 'acceptance', {});
    if (answer.status === 201) await heard(subject.app, String(subject.complaints[complaint]));
    return answer;
  },
  dismiss: (subject, { complaint }) => onComplaint(subject, complaint, 'dismissal', { ground: 'inadmissible', reasons }),
  'withdraw-complaint': (subject, { complaint }, model) => {
    const client = challengerOf(model, model.complaints[complaint]?.challenge ?? 0);
    return ask(subject, client, 'post', `/v1/complaints/${subject.complaints[complaint]}/withdrawal`, {});
  },
  suspend: (subject, { complaint, days: more }, { now }) =>
    onComplaint(subject, complaint, 'suspension', { endsOn: dateOf(dayOf(now) + more), reasons }),
  decide: (subject, { complaint, outcome }, model) =>
    onComplaint(subject, complaint, 'decision', {
      outcome: outcome === 'rejected' ? 'rejected' : 'upheld',
      findings: [
        { matter: '1', upheld: outcome !== 'rejected', ...(outcome === 'rejected' ? {} : { irregularity: 'other' }), reasons },
      ],
      reasons,
      ...(outcome === 'rejected' ? {} : { remedies: [{ kind: remedyOf(outcome, model) }] }),
    }),
};

/** The result falls; before there is one, its evaluation. */
function remedyOf(outcome: 'set-aside' | 'correct', { state }: Model): string {
  if (outcome === 'correct') return 'clarification';
  return state === 'evaluated' ? 'evaluation-redone' : 'result-set-aside';
}

/** Makes the command of the application; the model is the one before it. */
export function make(subject: Subject, command: Command, model: Model): Promise<supertest.Response | null> {
  return (acts[command.do] as unknown as Act<never>)(subject, command as never, model);
}

/** What a draft of today names. */
function plannedText({ method, now }: Model): object {
  const moments = Object.entries(planned(method, now)).map(([name, at]) => [name, textOf(at as Micros)]);
  return moments.length
    ? Object.fromEntries(moments)
    : { description: { zh: '采购在用系统专用头线圈一套。', en: 'One dedicated head coil.' } };
}

function decide(subject: Subject, what: string, body: object): Promise<supertest.Response> {
  return ask(subject, 'procurer-wang', 'post', `${subject.path}/${what}`, body, subject.etag);
}

function onChallenge(subject: Subject, client: string, at: number, what: string, body: object): Promise<supertest.Response> {
  return ask(subject, client, 'post', `/v1/challenges/${subject.challenges[at]}/${what}`, body);
}

async function onComplaint(subject: Subject, at: number, what: string, body: object): Promise<supertest.Response> {
  const path = `/v1/complaints/${subject.complaints[at]}`;
  const reviewer = await assignedReviewer(subject.app, path);
  return ask(subject, reviewer, 'post', `${path}/${what}`, body, await tagOf(subject, reviewer, path));
}

function challengerOf({ challenges }: Model, at: number): string {
  return `supplier-${challenges[at]?.supplier ?? 'shenda'}`;
}

async function handInBoth(subject: Subject, lock: Lock, session: SessionOf): Promise<supertest.Response> {
  let last: supertest.Response | null = null;
  for (const index of [1, 2]) {
    const { client, body } = await shareBody(subject.locked, lock, index, session);
    last = await ask(subject, client, 'post', `${subject.path}/opening/shares`, body);
    if (last.status >= 300) return last;
  }
  return last as supertest.Response;
}

function holderOf(lock: 'A' | 'B'): string {
  return lock === 'A' ? 'custodian-hospital' : 'custodian-notary';
}

function kept(answer: supertest.Response, keep: (id: string) => void): supertest.Response {
  const id = (answer.body as { id?: unknown }).id;
  if (answer.status < 300) keep(String(id));
  return answer;
}
