import { Injectable } from '@nestjs/common';
import { mayReleaseHold } from '../rules/art-57-retention.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { recordingRefusals } from '../platform/record-refusals.js';
import { obey, unknownResource } from '../platform/refusal.js';
import { Reads } from '../platform/reads.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { LegalHold } from '../tenders/legal-hold.entity.js';
import { releaseHold } from '../tenders/legal-holds.js';
import { lockTender } from '../tenders/tender-life.js';
import type { HoldReleaseBody } from './hold.dto.js';
import { holdOf } from './holds.queries.js';

/** Another person than placed it releases a hold, with reasons; who tries alone is recorded. */
@Injectable()
export class ReleaseHold {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reads: Reads,
  ) {}

  /** Throws LawRefusal `archive.hold-same-person`, `.hold-released`, `.hold-of-proceedings`; Refusal 404, 412, 428. */
  async run(actor: Actor, tenderId: string, number: string, { reason }: HoldReleaseBody): Promise<LegalHold> {
    const found = await holdOf(this.reads, tenderId, number);
    if (!found) throw unknownResource();
    const attempt = { type: 'legal-hold.release-refused', article: 57, tenderId, subject: { kind: 'legal-hold', id: found.id } };
    return recordingRefusals(this.unitOfWork, actor, attempt, () =>
      this.unitOfWork.run(actor, async (work) => {
        await lockTender(work, tenderId);
        const hold = await work.lock(LegalHold, found.id);
        requireMatch(actor, hold);
        obey(mayReleaseHold(hold, actor.personId));
        return releaseHold(work, hold, actor.personId, reason);
      }),
    );
  }
}
