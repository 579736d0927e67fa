import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { textKeepsLanguages } from './notice-languages.js';
import { keepPlannedVersion, lockOwnPlannedNotice } from './planned-notice-life.js';
import type { PlannedWithdrawalBody } from './planned-notice.dto.js';
import { PlannedNotice } from './planned-notice.entity.js';
import { readablePlannedNotice, type PlannedNoticeAnswer } from './planned-notices.queries.js';

/** Takes a planned procurement back (撤回采购意向), with its reason; what was published stays readable. Tenders published before keep resting on it. */
@Injectable()
export class WithdrawPlannedNotice {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `planned-notice.wrong-state`, `notice.english-incomplete`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: PlannedWithdrawalBody): Promise<PlannedNoticeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const planned = await lockOwnPlannedNotice(work, actor, id);
      requireMatch(actor, planned);
      const { state } = planned;
      if (state === 'withdrawn') throw new LawRefusal([breach('planned-notice.wrong-state', { state, event: 'withdraw' })]);
      const reason = { ...body.reason };
      if (state === 'published') obey(textKeepsLanguages(planned, 'reason', reason));
      await work.save(PlannedNotice, planned, {
        state: 'withdrawn',
        withdrawnBy: actor.personId,
        withdrawnAt: work.now,
        withdrawalReason: reason,
      });
      const content = { title: planned.title, procurerId: planned.procurerId, reason, withdrawnAt: work.now };
      const contentSha256 = state === 'published' ? await keepPlannedVersion(work, id, 'withdrawal', content) : null;
      work.record({
        type: 'planned-notice.withdrawn',
        article: 51,
        tenderId: null,
        subject: { kind: 'planned-notice', id },
        payload: { reason, contentSha256 },
        tell: [planned.procurerId],
      });
      return (await readablePlannedNotice(work, actor, id)) as PlannedNoticeAnswer;
    });
  }
}
