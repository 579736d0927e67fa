import { dayOf, days, hour, morningOf, startOf, type Micros } from './days.js';
import { when, type Rules } from './commands.js';
import {
  contractFrom,
  grace,
  has,
  isSuspended,
  documentsKnownOn,
  lastToChallenge,
  lastToComplain,
  lastToReply,
  move,
  moveBid,
  noticeEndsAt,
  opensAt,
  planned,
  resultKnownOn,
  suppliers,
  type Model,
} from './tender-state.js';

/** Arts. 51 and 53: from the draft to the deadline, and how a procurement ends before its award. */
export const tenderingRules: Rules<
  'revise' | 'seal' | 'approve' | 'publish' | 'amend' | 'bid' | 'share' | 'wait' | 'sweep' | 'fail' | 'cancel'
> = {
  revise: {
    forbids: ({ state }) => when([state !== 'draft' && state !== 'approved', 'tender.wrong-state']),
    then(model, { by }) {
      if (model.state === 'approved') move(model, 'revise');
      if (!model.authors.includes(by)) model.authors.push(by);
      Object.assign(model, planned(model.method, model.now));
    },
  },
  seal: {
    forbids: ({ state, method, locks }, { lock }) =>
      method === 'single-source' || (state !== 'draft' && state !== 'approved') || locks.includes(lock)
        ? null
        : when([state === 'approved', 'tender.wrong-state']),
    then: (model, { lock }) => void model.locks.push(lock),
  },
  approve: {
    forbids: ({ state, authors }) =>
      when([authors.includes('li'), 'tender.approver-is-author'], [state !== 'draft', 'tender.wrong-state']),
    then: (model) => move(model, 'approve'),
  },
  publish: {
    forbids: (model) =>
      when(
        [model.state !== 'approved', 'tender.wrong-state', 'tender.approval-missing'],
        [model.method === 'open' && model.locks.length < 2, 'tender.sealing-missing'],
        ...tooLateToPublish(model),
      ),
    then(model) {
      move(model, { open: 'publish', invited: 'publish-prequalification', 'single-source': 'publish-direct' }[model.method]);
      model.publishedAt = model.now;
      if (model.method !== 'invited') model.issuedAt = model.now;
    },
  },
  amend: {
    forbids(model, { days: more }) {
      const { state, now, publishedAt, bidsCloseAt, applicationsCloseAt } = model;
      const before = bidsCloseAt ?? applicationsCloseAt;
      if (before === null || more === 0) return null;
      const [rule, stage] = bidsCloseAt === null ? ['prequalification', 'prequalification'] : ['tender', 'open'];
      return when(
        [state !== stage, 'tender.wrong-state'],
        [more < 0, 'tender.deadline-shortened'],
        [publishedAt !== null && now >= before, `${rule}.deadline-passed`],
      );
    },
    then(model, { days: more }) {
      move(model, 'amend');
      if (model.bidsCloseAt === null) model.applicationsCloseAt = (model.applicationsCloseAt as Micros) + days(more);
      else model.bidsCloseAt += days(more);
    },
  },
  bid: {
    forbids(model, { supplier, act }) {
      const { state, now, publishedAt, bidsCloseAt, bids, invited, method } = model;
      if (publishedAt === null) return ['unknown'];
      const stands = bids[supplier] !== undefined && bids[supplier].state !== 'withdrawn';
      return when(
        [bidsCloseAt !== null && now >= bidsCloseAt, 'bid.late'],
        [state !== 'open', 'tender.wrong-state'],
        [method === 'invited' && !invited.includes(supplier), 'prequalification.not-qualified'],
        [act === 'submit' && stands, 'bid.already-submitted'],
        [act !== 'submit' && !stands, 'bid.none-to-withdraw', 'bid.already-withdrawn'],
      );
    },
    then(model, { supplier, act, offer }) {
      if (act !== 'submit') moveBid(model, supplier, act);
      if (act !== 'withdraw') model.bids[supplier] = { state: 'submitted', offer };
      model.receipts += 1;
    },
  },
  share: {
    forbids(model, { lock, by }) {
      const { state, now, publishedAt, openedAt, locks } = model;
      if (publishedAt === null) return ['unknown'];
      const early = opensAt(model);
      return when(
        [by === 'the other' || !locks.includes(lock), 'opening.custodian-unknown'],
        [early !== null && now < early, 'opening.too-early'],
        [openedAt === null && state !== 'closed', 'tender.wrong-state'],
        [openedAt === null && isSuspended(model), 'tender.suspended'],
      );
    },
    then(model, { lock }) {
      if (model.openedAt !== null) return;
      if (!model.shares.includes(lock)) model.shares.push(lock);
      if (model.shares.length === 2) open(model);
    },
  },
  wait: {
    forbids: (model, command) => (timeAfter(model, command.until) === null ? null : []),
    then(model, { until }) {
      model.now = timeAfter(model, until) as Micros;
      if (model.state === 'open' && model.now >= (model.bidsCloseAt as Micros)) move(model, 'close');
    },
  },
  sweep: { forbids: () => [], then: () => undefined },
  fail: {
    forbids(model, { reason }) {
      const opened = Object.values(model.bids).filter((one) => one.state !== 'withdrawn');
      const valid = opened.filter((one) => one.state === 'opened' && one.offer === 'fair').length;
      const founded = { illegality: true, 'too-few-bids': valid < 3, 'no-conforming-bids': opened.length > 0 && valid === 0 };
      const sealed = model.openedAt === null && reason !== 'illegality';
      return when(
        [isSuspended(model), 'tender.suspended'],
        [!has(model, 'fail'), 'tender.wrong-state'],
        [sealed, 'bid.still-sealed'],
        [!sealed && !founded[reason], 'tender.failure-unfounded'],
      );
    },
    then: (model) => move(model, 'fail'),
  },
  cancel: {
    forbids: (model, { explained }) =>
      when(
        [!has(model, 'cancel'), 'tender.wrong-state'],
        [!explained, 'tender.cancellation-reason-missing', 'tender.non-award-code-missing'],
      ),
    then: (model) => move(model, 'cancel'),
  },
};

/** Art. 51: forty days for bids; art. 50: twenty-five for applications. */
function tooLateToPublish({ method, now, bidsCloseAt, applicationsCloseAt }: Model): [boolean, ...string[]][] {
  const left = dayOf(bidsCloseAt ?? applicationsCloseAt ?? now) - dayOf(now);
  if (method === 'open')
    return [
      [left < 40, 'tender.bid-period-short', 'tender.bid-period-reason-missing'],
      [left < 20, 'tender.bid-period-below-national'],
      [left < 1, 'tender.deadline-in-the-past'],
    ];
  if (method === 'single-source') return [];
  return [
    [left < 25, 'prequalification.period-short', 'prequalification.period-below-floor', 'prequalification.period-below-national'],
  ];
}

/** Nobody's bid: the procurement has failed there and then. */
function open(model: Model): void {
  move(model, 'open');
  model.openedAt = model.now;
  const sealed = suppliers.filter((one) => model.bids[one]?.state === 'submitted');
  for (const one of sealed) moveBid(model, one, model.bids[one]?.offer === 'broken' ? 'find-defective' : 'open');
  if (sealed.length === 0) move(model, 'fail');
}

/** Every moment at which something begins or ends. */
function boundaries(model: Model): Micros[] {
  const documents = documentsKnownOn(model);
  const { bidsCloseAt, applicationsCloseAt, award, challenges, holds, publishedAt } = model;
  const endOf = (day: number): Micros => startOf(day + 1);
  return [
    ...(bidsCloseAt === null || publishedAt === null ? [] : [bidsCloseAt, bidsCloseAt + grace]),
    ...(applicationsCloseAt === null || publishedAt === null ? [] : [applicationsCloseAt, applicationsCloseAt + grace]),
    ...(model.method === 'single-source' && publishedAt !== null ? [noticeEndsAt(model) as Micros] : []),
    ...(documents === null ? [] : [endOf(lastToChallenge(documents))]),
    ...(award === null
      ? []
      : [contractFrom(award.at), endOf(lastToChallenge(resultKnownOn(award.at))), endOf(dayOf(award.at) + 30)]),
    ...challenges.flatMap((one) => [endOf(lastToReply(one)), endOf(lastToComplain(one))]),
    ...holds.flatMap(({ endsOn }) => (endsOn === null ? [] : [endOf(endsOn)])),
  ];
}

/** The calendar is known to the end of 2026: nobody waits so long that a period would end later. */
const latest = morningOf(dayOf(Date.parse('2026-11-02T00:00:00Z') * 1_000));
const steps = { 'just before': -1, 'the moment': 0, 'just after': 1 };

function timeAfter(model: Model, until: 'an hour' | 'a day' | 'a week' | keyof typeof steps): Micros | null {
  const { now } = model;
  const passing = { 'an hour': now + hour, 'a day': now + days(1), 'a week': now + days(7) };
  const time =
    until in passing
      ? passing[until as keyof typeof passing]
      : boundaries(model)
          .map((one) => one + steps[until as keyof typeof steps])
          .filter((one) => one > now)
          .sort((left, right) => left - right)[0];
  return time === undefined || time > latest ? null : time;
}
