import { dayOf } from './days.js';
import { when, type Rules } from './commands.js';
import { contractFrom, isSuspended, move, moveBid, standing, suppliers } from './tender-state.js';

/** Art. 56 and 采购法 arts. 36 and 46: evaluation, award and contract. */
export const awardRules: Rules<'declare' | 'evaluate' | 'award' | 'contract' | 'complete'> = {
  declare: {
    forbids: () => [],
    then(model, { who }) {
      if (!model.declared.includes(who)) model.declared.push(who);
    },
  },
  evaluate: {
    forbids(model) {
      const none = !Object.values(model.bids).some((one) => one.state === 'opened');
      if (model.state === 'opened' && none) return null;
      return when(
        [model.state !== 'opened', 'tender.wrong-state'],
        [isSuspended(model), 'tender.suspended'],
        [!model.declared.includes('chen'), 'evaluation.conflict-undeclared'],
      );
    },
    then(model, { unqualified }) {
      move(model, 'evaluate');
      const judged = suppliers.filter((one) => model.bids[one]?.state === 'opened');
      const rejected = judged.filter((one) => unqualified.includes(one) || model.bids[one]?.offer === 'dear');
      for (const one of rejected) moveBid(model, one, 'reject');
      model.ranked = judged.filter((one) => !rejected.includes(one));
    },
  },
  award: {
    forbids(model, { to }) {
      const { state, ranked } = model;
      return when(
        [isSuspended(model), 'tender.suspended'],
        [state !== 'evaluated', 'tender.wrong-state'],
        [(ranked?.length ?? 0) < 3, 'award.too-few-bids'],
        [ranked?.[0] !== to, 'award.not-best', 'award.over-budget'],
      );
    },
    then(model, { to }) {
      move(model, 'award');
      model.award = { to, at: model.now };
      for (const one of suppliers)
        if (model.bids[one]?.state === 'opened') moveBid(model, one, one === to ? 'accept' : 'decline');
    },
  },
  contract: {
    forbids(model, { explained }) {
      const { award, now, state } = model;
      return when(
        [state !== 'awarded', 'tender.wrong-state'],
        [award !== null && now < contractFrom(award.at), 'contract.standstill-running'],
        [standing(model).length > 0, 'contract.challenge-open'],
        [award !== null && dayOf(now) > dayOf(award.at) + 30 && !explained, 'contract.signed-late'],
      );
    },
    then(model) {
      move(model, 'contract');
      model.contract = { signedAt: model.now, completed: false };
    },
  },
  complete: {
    forbids: ({ contract }) => (contract === null ? null : when([contract.completed, 'contract.wrong-state'])),
    then(model) {
      move(model, 'complete');
      if (model.contract) model.contract.completed = true;
    },
  },
};
