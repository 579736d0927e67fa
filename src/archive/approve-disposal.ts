import { Injectable } from '@nestjs/common';
import { disposalApprovers, mayApproveDisposal, mayDispose } from '../rules/art-57-retention.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { Reads } from '../platform/reads.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { lockTender } from '../tenders/tender-life.js';
import { Disposal } from './disposal.entity.js';
import { oneDisposal, type DisposalRecord } from './disposals.queries.js';
import { disposalFacts } from './retention.queries.js';

/** Two people other than the proposer approve; with the second the worker may destroy the record. Who may not and tries is recorded. */
@Injectable()
export class ApproveDisposal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
  ) {}

  /**
   * Throws LawRefusal `archive.disposal-same-person`, `.disposal-approved-already`, `.disposal-decided`, `.retention-locked`, `.under-hold`,
   * `.procedure-open`; Refusal 404, 412, 428.
   */
  async run(actor: Actor, id: string): Promise<DisposalRecord> {
    const found = await oneDisposal(this.reads, id);
    if (!found) throw unknownResource();
    const { tenderId } = found;
    const attempt = { type: 'disposal.approval-refused', article: 57, tenderId, subject: { kind: 'disposal', id } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () => this.approve(actor, found));
  }

  private approve(actor: Actor, { id, tenderId }: DisposalRecord): Promise<DisposalRecord> {
    return this.unitOfWork.run(actor, async (work) => {
      const stands = (await work.query('SELECT FROM tenders WHERE id = $1', [tenderId])).length > 0;
      if (stands) await lockTender(work, tenderId);
      const disposal = await work.lock(Disposal, id);
      requireMatch(actor, disposal);
      if (disposal.state !== 'proposed') throw new LawRefusal([breach('archive.disposal-decided', { state: disposal.state })]);
      const { approvals = [] } = (await oneDisposal(work, id)) ?? {};
      const approvedBy = approvals.map((one) => one.personId);
      obey(mayApproveDisposal({ proposedBy: disposal.proposedBy, approvedBy }, actor.personId));
      obey(mayDispose({ ...(await disposalFacts(work, tenderId)), on: civilDateOf(work.now) }));
      await work.query(
        'INSERT INTO disposal_approvals (disposal_id, person_id, organization_id, approved_at) VALUES ($1, $2, $3, $4)',
        [id, actor.personId, actor.organizationId, work.now],
      );
      const isEnough = approvedBy.length + 1 >= disposalApprovers;
      await work.save(Disposal, disposal, isEnough ? { state: 'approved', decidedAt: work.now } : {});
      work.record({
        type: 'disposal.approved',
        article: 57,
        tenderId,
        subject: { kind: 'disposal', id },
        payload: { approvals: approvedBy.length + 1, state: disposal.state },
      });
      return (await oneDisposal(work, id)) as DisposalRecord;
    });
  }
}
