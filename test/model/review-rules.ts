import { dayOf } from './days.js';
import { when, type Rules } from './commands.js';
import {
  has,
  isOverdue,
  documentsKnownOn,
  lastToChallenge,
  lastToComplain,
  lastToReply,
  move,
  moveBid,
  resultKnownOn,
  suppliers,
  type Challenge,
  type Complaint,
  type Hold,
  type Model,
} from './tender-state.js';

const challengesMax = 3;

/** Art. 61: the challenge to the procuring entity, and what it holds. */
export const challengeRules: Rules<
  'challenge' | 'request-completion' | 'complete-challenge' | 'reply' | 'withdraw-challenge' | 'settle'
> = {
  challenge: {
    forbids(model, { supplier, subject }) {
      if (model.publishedAt === null) return ['unknown'];
      if (model.challenges.length >= challengesMax) return null;
      const stageEndedAt = endOfStage(model);
      const knownOn = {
        documents: documentsKnownOn(model),
        process: stageEndedAt === null ? null : dayOf(stageEndedAt),
        result: model.award === null ? null : resultKnownOn(model.award.at),
      }[subject];
      const bid = model.bids[supplier];
      const takesPart = bid !== undefined && bid.state !== 'withdrawn';
      return when(
        [knownOn === null && subject !== 'process', 'tender.wrong-state'],
        [knownOn !== null && dayOf(model.now) > lastToChallenge(knownOn), 'challenge.out-of-time'],
        [subject !== 'documents' && model.openedAt !== null && !takesPart, 'challenge.not-participant'],
      );
    },
    then(model, { supplier }) {
      const challenge: Challenge = {
        ...{ supplier, state: 'submitted', replyFrom: model.now, repliedAt: null, completionsAsked: 0, proposedBy: null },
      };
      model.challenges.push(challenge);
      hold(model, { kind: 'contract', cause: 'challenge', of: model.challenges.length - 1, endsOn: null });
    },
  },
  'request-completion': {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, (one) => [
        [one.state !== 'submitted' || isOverdue(model, one), 'challenge.wrong-state'],
        [one.completionsAsked > 0, 'challenge.completion-once'],
      ]),
    then(model, { challenge }) {
      const one = model.challenges[challenge] as Challenge;
      Object.assign(one, { state: 'completing', completionsAsked: one.completionsAsked + 1 });
    },
  },
  'complete-challenge': {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, (one) => [[one.state !== 'completing', 'challenge.wrong-state']]),
    then: (model, { challenge }) =>
      void Object.assign(model.challenges[challenge] as Challenge, { state: 'submitted', replyFrom: model.now }),
  },
  reply: {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, ({ state }) => [
        [state === 'answered', 'challenge.already-answered'],
        [state === 'settled' || state === 'withdrawn', 'challenge.wrong-state'],
      ]),
    then(model, { challenge }) {
      const one = model.challenges[challenge] as Challenge;
      Object.assign(one, { state: 'answered', repliedAt: model.now });
      release(model, 'challenge', challenge, 'contract');
      const endsOn = lastToComplain(one);
      if (endsOn >= dayOf(model.now)) hold(model, { kind: 'contract', cause: 'challenge', of: challenge, endsOn });
    },
  },
  'withdraw-challenge': {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, ({ state }) => [[state !== 'submitted' && state !== 'completing', 'challenge.wrong-state']]),
    then(model, { challenge }) {
      (model.challenges[challenge] as Challenge).state = 'withdrawn';
      release(model, 'challenge', challenge);
    },
  },
  settle: {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, ({ state }) => [[state === 'settled' || state === 'withdrawn', 'challenge.wrong-state']]),
    then(model, { challenge, by }) {
      const one = model.challenges[challenge] as Challenge;
      if (one.proposedBy === null || one.proposedBy === by) {
        one.proposedBy = by;
        return;
      }
      one.state = 'settled';
      release(model, 'challenge', challenge);
    },
  },
};

/** Art. 60: the complaint to the review authority, its suspension and its ruling. */
export const complaintRules: Rules<'complain' | 'accept' | 'dismiss' | 'withdraw-complaint' | 'suspend' | 'decide'> = {
  complain: {
    forbids: (model, { challenge }) =>
      onChallenge(model, challenge, (one) => [
        [model.complaints.some((other) => other.challenge === challenge), 'complaint.already-filed'],
        [one.state === 'settled' || one.state === 'withdrawn', 'challenge.wrong-state'],
        [one.repliedAt === null && dayOf(model.now) <= lastToReply(one), 'complaint.not-exhausted'],
        [dayOf(model.now) > lastToComplain(one), 'complaint.out-of-time'],
      ]),
    then(model, { challenge }) {
      model.complaints.push({ challenge, state: 'filed', suspendedOn: null });
      hold(model, { kind: 'contract', cause: 'complaint', of: model.complaints.length - 1, endsOn: null });
    },
  },
  accept: {
    forbids: (model, { complaint }) =>
      onComplaint(model, complaint, ({ state }) => [[state !== 'filed', 'complaint.wrong-state']]),
    then: (model, { complaint }) => void ((model.complaints[complaint] as Complaint).state = 'accepted'),
  },
  dismiss: { forbids: ends, then: (model, { complaint }) => close(model, complaint, 'dismissed') },
  'withdraw-complaint': { forbids: ends, then: (model, { complaint }) => close(model, complaint, 'withdrawn') },
  suspend: {
    forbids: (model, { complaint, days }) =>
      onComplaint(model, complaint, (one) => [
        [!isOpen(one), 'complaint.wrong-state'],
        [dayOf(model.now) + days > (one.suspendedOn ?? dayOf(model.now)) + 30, 'complaint.suspension-too-long'],
      ]),
    then(model, { complaint, days }) {
      const one = model.complaints[complaint] as Complaint;
      one.suspendedOn ??= dayOf(model.now);
      release(model, 'complaint', complaint, 'suspension');
      hold(model, { kind: 'suspension', cause: 'complaint', of: complaint, endsOn: dayOf(model.now) + days });
    },
  },
  decide: {
    forbids: (model, { complaint, outcome }) =>
      onComplaint(model, complaint, ({ state }) => [
        [state !== 'accepted', 'complaint.wrong-state'],
        [outcome === 'set-aside' && !has(model, setAsideOf(model)), 'complaint.remedy-not-possible'],
      ]),
    then(model, { complaint, outcome }) {
      if (outcome === 'set-aside') setAside(model);
      close(model, complaint, outcome === 'rejected' ? 'rejected' : 'upheld');
    },
  },
};

/** The latest stage that has ended, from whose end a challenge to the process counts. */
function endOfStage({ award, openedAt, bidsCloseAt, now }: Model): number | null {
  return [award?.at ?? null, openedAt, bidsCloseAt].find((at) => at !== null && at <= now) ?? null;
}

/** One decision back; what follows from it has not happened. */
function setAside(model: Model): void {
  const fallen = model.state === 'evaluated' ? ['rejected'] : ['successful', 'unsuccessful'];
  if (model.state === 'evaluated') model.ranked = null;
  model.award = null;
  move(model, setAsideOf(model));
  for (const one of suppliers) if (fallen.includes(model.bids[one]?.state ?? '')) moveBid(model, one, 'set-aside');
}

function setAsideOf({ method }: Model): string {
  return method === 'single-source' ? 'set-aside-direct' : 'set-aside';
}

function onChallenge(model: Model, at: number, rules: (one: Challenge) => [boolean, ...string[]][]): string[] | null {
  const one = model.challenges[at];
  return one === undefined ? null : when(...rules(one));
}

function onComplaint(model: Model, at: number, rules: (one: Complaint) => [boolean, ...string[]][]): string[] | null {
  const one = model.complaints[at];
  return one === undefined ? null : when(...rules(one));
}

function isOpen({ state }: Complaint): boolean {
  return state === 'filed' || state === 'accepted';
}

function ends(model: Model, { complaint }: { complaint: number }): string[] | null {
  return onComplaint(model, complaint, (one) => [[!isOpen(one), 'complaint.wrong-state']]);
}

/** The case is over: nothing that it or its challenge held stands any longer. */
function close(model: Model, at: number, state: Complaint['state']): void {
  const one = model.complaints[at] as Complaint;
  one.state = state;
  release(model, 'complaint', at);
  release(model, 'challenge', one.challenge);
}

function hold(model: Model, one: Hold): void {
  model.holds.push(one);
}

function release(model: Model, cause: Hold['cause'], of: number, kind?: Hold['kind']): void {
  model.holds = model.holds.filter((one) => one.cause !== cause || one.of !== of || (kind !== undefined && one.kind !== kind));
}
