import { Injectable } from '@nestjs/common';
import { breach } from '../rules/breach.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawRefusal } from '../platform/refusal.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import type { RedFlagClosureBody } from './red-flag.dto.js';
import { RedFlagRecord } from './red-flag.entity.js';

/** An auditor has looked into it and says what was found. It is not opened again by the same facts. */
@Injectable()
export class CloseRedFlag {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `archive.flag-closed`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, { reasons }: RedFlagClosureBody): Promise<RedFlagRecord> {
    return this.unitOfWork.run(actor, async (work) => {
      const flag = await work.lock(RedFlagRecord, id);
      requireMatch(actor, flag);
      if (flag.closedAt !== null) throw new LawRefusal([breach('archive.flag-closed', { closedAt: flag.closedAt })]);
      await work.save(RedFlagRecord, flag, { closedBy: actor.personId, closedAt: work.now, closing: { ...reasons } });
      const { tenderId, kind } = flag;
      const payload = { kind, reasons: { ...reasons } };
      work.record({ type: 'red-flag.closed', article: null, tenderId, subject: { kind: 'red-flag', id }, payload });
      return flag;
    });
  }
}
