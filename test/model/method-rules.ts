import type { Micros } from './days.js';
import { when, type Rules } from './commands.js';
import { bidsDue, grace, isSuspended, move, noticeEndsAt, suppliers } from './tender-state.js';

/** Arts. 48 to 50: what invited tendering and the single source have before their documents or instead of them. */
export const methodRules: Rules<
  'apply' | 'decide-application' | 'shortlist' | 'invite' | 'object' | 'review-objection' | 'award-direct'
> = {
  apply: {
    forbids({ method, publishedAt, state, now, applications, applicationsCloseAt }, { supplier }) {
      if (method !== 'invited') return null;
      if (publishedAt === null) return ['unknown'];
      return when(
        [now >= (applicationsCloseAt as Micros), 'prequalification.application-late'],
        [state !== 'prequalification', 'prequalification.wrong-state'],
        [applications[supplier] !== undefined, 'prequalification.already-applied'],
      );
    },
    then: (model, { supplier }) => void (model.applications[supplier] = 'undecided'),
  },
  'decide-application': {
    forbids({ state, now, declared, applications, applicationsCloseAt }, { supplier }) {
      if (applications[supplier] === undefined) return null;
      return when(
        [state !== 'prequalification', 'prequalification.wrong-state'],
        [now < (applicationsCloseAt as Micros), 'prequalification.read-too-early'],
        [!declared.includes('wang'), 'evaluation.conflict-undeclared'],
      );
    },
    then: (model, { supplier, qualified }) => void (model.applications[supplier] = qualified ? 'qualified' : 'not-qualified'),
  },
  shortlist: {
    forbids(model) {
      const { method, state, now, applications, applicationsCloseAt } = model;
      if (method !== 'invited') return null;
      const outcomes = Object.values(applications);
      return when(
        [isSuspended(model), 'tender.suspended'],
        [state !== 'prequalification', 'tender.wrong-state'],
        [now < (applicationsCloseAt as Micros) + grace, 'prequalification.still-open'],
        [outcomes.includes('undecided'), 'prequalification.undecided'],
        [outcomes.filter((one) => one === 'qualified').length < 3, 'prequalification.too-few-qualified'],
      );
    },
    then(model) {
      move(model, 'shortlist');
      model.invited = suppliers.filter((one) => model.applications[one] === 'qualified');
    },
  },
  invite: {
    forbids(model) {
      if (model.method !== 'invited') return null;
      return when(
        [isSuspended(model), 'tender.suspended'],
        [model.state !== 'invited', 'tender.wrong-state'],
        [model.locks.length < 2, 'tender.sealing-missing'],
      );
    },
    then(model) {
      move(model, 'invite');
      model.issuedAt = model.now;
      model.bidsCloseAt = bidsDue(model.now);
    },
  },
  object: {
    forbids(model, { supplier }) {
      if (model.method !== 'single-source') return null;
      if (model.publishedAt === null) return ['unknown'];
      return when(
        [supplier === 'rheinland', 'single-source.objection-by-interested'],
        [model.now >= (noticeEndsAt(model) as Micros), 'single-source.objection-late'],
        [model.state !== 'invited', 'tender.wrong-state'],
        [model.objections[supplier] !== undefined, 'single-source.objection-already-made'],
      );
    },
    then: (model, { supplier }) => void (model.objections[supplier] = 'open'),
  },
  'review-objection': {
    forbids: ({ objections }, { supplier }) =>
      objections[supplier] === undefined ? null : when([objections[supplier] !== 'open', 'single-source.objection-reviewed']),
    then: (model, { supplier, upheld }) => void (model.objections[supplier] = upheld ? 'upheld' : 'rejected'),
  },
  'award-direct': {
    forbids(model) {
      if (model.method !== 'single-source') return null;
      const ends = noticeEndsAt(model);
      const objections = Object.values(model.objections);
      return when(
        [isSuspended(model), 'tender.suspended'],
        [model.state !== 'invited', 'tender.wrong-state'],
        [ends !== null && model.now < ends, 'single-source.notice-running'],
        [objections.includes('open'), 'single-source.objection-open'],
        [objections.includes('upheld'), 'single-source.objection-upheld'],
      );
    },
    then(model) {
      move(model, 'award-direct');
      model.award = { to: 'rheinland', at: model.now };
    },
  },
};
