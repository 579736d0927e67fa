import { Injectable } from '@nestjs/common';
import { Security } from '../bids/security.entity.js';
import type { Actor } from '../platform/actor.js';
import { LawService } from '../platform/law.service.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork } from '../platform/unit-of-work.js';
import { breach } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { performanceSecurityIsDue } from '../rules/securities.js';
import { tenThousandths } from '../rules/share.js';
import { lockTender } from '../tenders/tender-life.js';
import { contractById } from './awards.queries.js';
import { Contract } from './contract.entity.js';
import { presentSecurity, type SecurityAnswer } from './present-security.js';
import { securityById, type SecurityRow } from './securities.queries.js';
import type { SecurityBody } from './security.dto.js';

/** The performance security (履约保证金) that a supplier handed over for its contract: all of them together within what the documents asked for. */
@Injectable()
export class RecordSecurity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly law: LawService,
  ) {}

  /** Throws LawRefusal `security.performance-over-tenth`, `security.not-asked`, `contract.wrong-state`; Refusal 404 for another entity's contract. */
  run(actor: Actor, contractId: string, body: SecurityBody): Promise<SecurityAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const found = await contractById(work, contractId);
      if (found === null || found.procurerId !== actor.organizationId) throw unknownResource();
      const tender = await lockTender(work, found.tenderId);
      const contract = await work.lock(Contract, contractId);
      if (contract.state !== 'signed')
        throw new LawRefusal([breach('contract.wrong-state', { state: contract.state, event: 'secure' })]);
      const earlier = await work.query<{ sum: string }>(
        'SELECT coalesce(sum(amount), 0)::text AS sum FROM securities WHERE contract_id = $1 AND refunded_at IS NULL',
        [contractId],
      );
      const amount = parseMoney(body.amount) as Fen;
      const held = parseMoney(earlier[0]?.sum) as Fen;
      const asked = tenThousandths(tender.content.terms?.performanceSecurity?.share ?? '0');
      const given = { amount: amount + held, contract: parseMoney(contract.amount) as Fen, asked };
      obey(performanceSecurityIsDue(given, civilDateOf(work.now)));
      const { form, issuer, number, validUntil } = body;
      const security = await work.insert(Security, {
        ...notRefunded,
        ...{ form, issuer, number, validUntil },
        id: newId(),
        kind: 'performance',
        tenderId: tender.id,
        bidId: null,
        contractId,
        procurerId: contract.procurerId,
        supplierId: contract.supplierId,
        amount: formatMoney(amount),
        recordedAt: work.now,
        recordedBy: actor.personId,
      });
      work.record({
        type: 'security.recorded',
        article: 59,
        tenderId: tender.id,
        subject: { kind: 'security', id: security.id },
        payload: { contractId, supplierId: contract.supplierId, form, amount: security.amount, validUntil },
        tell: [contract.supplierId],
      });
      const row = (await securityById(work, security.id, null)) as SecurityRow;
      return presentSecurity(row, await this.law.calendar(work), work.now);
    });
  }
}

const notRefunded = { version: 1, refund: null, refundedBy: null, refundedAt: null };
