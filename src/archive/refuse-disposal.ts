import { Injectable } from '@nestjs/common';
import { breach } from '../rules/breach.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { DisposalBody } from './archive.dto.js';
import { Disposal } from './disposal.entity.js';
import { oneDisposal, type DisposalRecord } from './disposals.queries.js';

/** The record is kept: refused by anybody who may approve, or taken back by who proposed it, with reasons. The clock asks again after a year. */
@Injectable()
export class RefuseDisposal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `archive.disposal-decided`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, { reason }: DisposalBody): Promise<DisposalRecord> {
    return this.unitOfWork.run(actor, async (work) => {
      const disposal = await work.lock(Disposal, id);
      requireMatch(actor, disposal);
      if (disposal.state !== 'proposed') throw new LawRefusal([breach('archive.disposal-decided', { state: disposal.state })]);
      const refusal = { zh: reason.zh, en: reason.en };
      await work.save(Disposal, disposal, { state: 'refused', refusedBy: actor.personId, refusal, decidedAt: work.now });
      const { tenderId } = disposal;
      const subject = { kind: 'disposal', id };
      work.record({ type: 'disposal.rejected', article: 57, tenderId, subject, payload: { reason: refusal } });
      return (await oneDisposal(work, id)) as DisposalRecord;
    });
  }
}
