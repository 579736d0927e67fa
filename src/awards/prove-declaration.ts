import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { limitOf, pageOf, type Page, type PageQuery } from '../platform/paging.js';
import { Reads } from '../platform/reads.js';
import { LawRefusal, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { isOpenTo } from './between-parties.js';
import type { AwardEvidenceBody } from './award-evidence.dto.js';
import { AwardEvidence } from './award-evidence.entity.js';
import { Award } from './award.entity.js';

/** Art. 59: a bidder declares, and only the winner proves; without it no contract is signed. */
@Injectable()
export class ProveDeclaration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
  ) {}

  /** Throws LawRefusal `award.wrong-state` for an award that was set aside; Refusal 404 to everybody but the winner. */
  run(actor: Actor, awardId: string, body: AwardEvidenceBody): Promise<AwardEvidence> {
    return this.unitOfWork.run(actor, async (work) => {
      const award = await work.lock(Award, awardId);
      if (award.supplierId !== actor.organizationId) throw unknownResource();
      if (award.state !== 'active') throw new LawRefusal([breach('award.wrong-state', { state: award.state, event: 'prove' })]);
      const given = await work.insert(AwardEvidence, {
        id: newId(),
        awardId,
        fact: body.fact,
        evidence: [...body.evidence],
        note: body.note === undefined ? null : { ...body.note },
        providedBy: actor.personId,
        providedAt: work.now,
      });
      work.record({
        type: 'award.evidence-given',
        article: 59,
        tenderId: award.tenderId,
        subject: { kind: 'award', id: awardId },
        payload: { supplierId: award.supplierId, fact: body.fact, evidence: body.evidence.length },
        tell: [award.procurerId],
      });
      return given;
    });
  }

  /** To the winner, the procuring entity and overseers, oldest first; Refusal 404 to others. */
  async list(actor: Actor, awardId: string, query: PageQuery): Promise<Page<AwardEvidence>> {
    const [award] = await this.reads.query<{ tenderId: string; procurerId: string; supplierId: string }>(
      'SELECT tender_id AS "tenderId", procurer_id AS "procurerId", supplier_id AS "supplierId" FROM awards WHERE id = $1',
      [awardId],
    );
    if (!award || !(await isOpenTo(this.reads, actor, award))) throw unknownResource();
    const limit = limitOf(query);
    const rows = await this.reads.query<AwardEvidence>(
      `SELECT id, award_id AS "awardId", fact, evidence, note, provided_by AS "providedBy", provided_at AS "providedAt" FROM award_evidence
        WHERE award_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
      [awardId, query.after ?? null, limit + 1],
    );
    return pageOf(rows, limit);
  }
}
