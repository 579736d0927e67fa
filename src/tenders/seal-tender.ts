import { Injectable } from '@nestjs/common';
import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { requireRecipient } from './age-recipient.js';
import { mayKeepLocks } from './custodians.js';
import type { LockAnswer } from './present-tender.js';
import { lockTender } from './tender-life.js';
import type { SealingBody } from './tender.dto.js';
import { Tender } from './tender.entity.js';
import { locksOf } from './tenders.queries.js';

export interface SealingAnswer {
  tenderId: string;
  locks: LockAnswer[];
  /** Both locks are there, so that the tender can be published. */
  complete: boolean;
}

/**
 * A custodian (持锁人) registers the recipient of the lock it holds; the key itself never comes here before the opening. The two locks are two
 * people's of two organisations; nobody replaces another organisation's, and nothing changes once the tender is approved.
 */
@Injectable()
export class SealTender {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `opening.same-person`, `opening.lock-taken`, `opening.custodian-unknown` for the lock promised to another,
   * `tender.wrong-state` once approved, `organization.not-verified`; Refusal 404 and 422.
   */
  run(actor: Actor, id: string, { lock, recipient }: SealingBody): Promise<SealingAnswer> {
    requireRecipient(recipient);
    return this.unitOfWork.run(actor, async (work) => {
      // Asked before the tender is looked for: to an unverified organisation a draft and no tender are the same.
      await requireVerified(work, actor.organizationId);
      const tender = await lockTender(work, id);
      await requireCustodianOf(work, actor, tender, lock);
      if (tender.state === 'approved')
        throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: 'seal' })]);
      obey(lockIsFree(await locksOf(work, id), actor, { lock, recipient }));
      await register(work, actor, id, lock, recipient);
      await work.save(Tender, tender, {});
      work.record({
        type: 'tender.lock-registered',
        article: 58,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { lock, recipient, organizationId: actor.organizationId },
        tell: [tender.procurerId],
      });
      const locks = (await locksOf(work, id)).map(({ personId: _personId, ...shown }) => shown);
      return { tenderId: id, locks, complete: locks.length === 2 };
    });
  }
}

/** The custodian named for one of the locks; where none is, whoever keeps locks. */
async function requireCustodianOf(work: Work, actor: Actor, tender: Tender, lock: 'A' | 'B'): Promise<void> {
  const organization = await requireVerified(work, actor.organizationId);
  if (!mayKeepLocks(organization, tender.procurerId)) throw unknownResource();
  const { custodians } = tender.content;
  if (!custodians || custodians[lock] === organization.id) return;
  if (!Object.values(custodians).includes(organization.id)) throw unknownResource();
  throw new LawRefusal([breach('opening.custodian-unknown')]);
}

function lockIsFree(
  locks: readonly (LockAnswer & { personId: string })[],
  actor: Actor,
  { lock, recipient }: SealingBody,
): Breaches {
  if (locks.some((one) => one.lock === lock && one.organizationId !== actor.organizationId))
    return [breach('opening.lock-taken')];
  const others = locks.filter((one) => one.lock !== lock);
  const shared = others.some(
    (one) => one.personId === actor.personId || one.organizationId === actor.organizationId || one.recipient === recipient,
  );
  return shared ? [breach('opening.same-person')] : [];
}

async function register(work: Work, actor: Actor, id: string, lock: string, recipient: string): Promise<void> {
  await work.query(
    `INSERT INTO tender_sealing (tender_id, lock, recipient, custodian_person_id, organization_id, registered_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tender_id, lock) DO UPDATE SET recipient = excluded.recipient, custodian_person_id = excluded.custodian_person_id,
       organization_id = excluded.organization_id, registered_at = excluded.registered_at`,
    [id, lock, recipient, actor.personId, actor.organizationId, work.now],
  );
}
