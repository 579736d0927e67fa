import { Injectable } from '@nestjs/common';
import { Security } from '../bids/security.entity.js';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { extensionIsLater, securityIsFree } from '../rules/forfeiture.js';
import type { ExtensionBody } from './forfeiture.dto.js';
import { presentSecurity, type SecurityAnswer } from './present-security.js';
import { ownSecurity } from './securities.queries.js';

/**
 * A security that lasts longer than it did (延长保证金有效期), because the award or the contract takes longer than planned; the supplier handed
 * over the paper. Before the opening its bid carries it, and a replacement of the bid carries another one.
 */
@Injectable()
export class ExtendSecurity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `security.extension-not-later`, `security.already-refunded`, `security.forfeiture-open`; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, { validUntil, number }: ExtensionBody): Promise<SecurityAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      await ownSecurity(work, actor, id);
      const security = await work.lock(Security, id);
      requireMatch(actor, security);
      if (security.refundedAt !== null) throw new LawRefusal([breach('security.already-refunded')]);
      const { forfeiture } = await ownSecurity(work, actor, id);
      const before = security.validUntil;
      obey([...securityIsFree(forfeiture), ...extensionIsLater(before, validUntil)]);
      await work.query(
        `INSERT INTO security_extensions (id, security_id, valid_before, valid_until, number, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [newId(), id, before, validUntil, number, actor.personId, work.now],
      );
      await work.save(Security, security, { validUntil });
      work.record({
        type: 'security.extended',
        article: 59,
        tenderId: security.tenderId,
        subject: { kind: 'security', id },
        payload: { supplierId: security.supplierId, before, validUntil, number },
        tell: [security.supplierId],
      });
      return presentSecurity(await ownSecurity(work, actor, id), await this.law.calendar(work), work.now);
    });
  }
}
