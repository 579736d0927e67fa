import { Inject, Injectable } from '@nestjs/common';
import { organizationById, requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { invalid, LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { newId, UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { dealIsSound, envelopeIsAsked, type DealtTo } from '../rules/custody.js';
import { mayKeepLocks } from '../tenders/custodians.js';
import { locksOf, locksOfAll, type DealtLock } from '../tenders/locks.js';
import { lockTender } from '../tenders/tender-life.js';
import { Tender } from '../tenders/tender.entity.js';
import { requireRecipient } from './age-recipient.js';
import { holdersOf, operatorIdOf } from './custody.queries.js';
import type { SealingBody, SharePart } from './sealing.dto.js';
import type { Lock } from './share-commitment.js';

export interface SealedLock {
  lock: Lock;
  recipient: string;
  threshold: number;
  organizationId: string;
  shares: { index: number; personId: string; organizationId: string; commitment: string; rehearsalCommitment: string }[];
}

export interface SealingAnswer {
  tenderId: string;
  envelope: string;
  locks: SealedLock[];
  /** Both locks are dealt; before the publication they are rehearsed. */
  complete: boolean;
}

type Deal = Required<SealingBody>;

/**
 * A custodian (持锁人) hands over what it dealt outside the service: the recipients, each holder's share sealed for that holder, and the
 * commitments. The two locks are two people's of two organisations; nobody replaces another organisation's, and nothing changes once the
 * tender is approved. Until then a lock may be dealt anew, and has then to be rehearsed anew.
 */
@Injectable()
export class SealTender {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Throws LawRefusal `opening.same-person`, `opening.lock-taken`, `opening.custodian-unknown` for the lock promised to another,
   * `sealing.envelope-not-asked`, every `sealing.…` that the deal breaks, `tender.wrong-state` once approved, `organization.not-verified`; Refusal 404 and 422.
   */
  run(actor: Actor, id: string, body: SealingBody): Promise<SealingAnswer> {
    const deal: Deal = { ...body, envelope: body.envelope ?? 'bid' };
    requireRecipients(deal);
    return this.unitOfWork.run(actor, async (work) => {
      // Asked before the tender is looked for: to an unverified organisation a draft and no tender are the same.
      await requireVerified(work, actor.organizationId);
      const tender = await lockTender(work, id);
      await requireDealerOf(work, actor, tender, deal.lock);
      if (tender.state === 'approved')
        throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: 'seal' })]);
      obey(envelopeIsAsked(deal.envelope, tender.content.openingSteps));
      const locks = await locksOf(work, id, deal.envelope);
      obey(lockIsFree(locks, actor, deal));
      obey(keysAreItsOwn(await locksOfAll(work, tender), deal));
      await register(work, actor, id, deal, await this.keptShares(work, tender, deal, locks));
      await work.save(Tender, tender, {});
      work.record(registered(actor, tender, deal));
      return answerOf(id, deal.envelope, await locksOf(work, id, deal.envelope));
    });
  }

  /** The shares with whom keeps them, where the deal is sound. */
  private async keptShares(work: Work, tender: Tender, deal: Deal, locks: readonly DealtLock[]): Promise<KeptShare[]> {
    const people = deal.shares.map((one) => one.personId);
    const holders = await holdersOf(work, people);
    const shares = deal.shares.map((one): KeptShare => {
      const holder = holders.get(one.personId);
      const organization = holder?.organizations.find((place) => mayKeepLocks(place, tender.procurerId));
      return { ...one, organizationId: organization?.id ?? null, keyId: holder?.keyId ?? null };
    });
    const others = locks.filter((one) => one.lock !== deal.lock);
    const holdersOfOtherLock = others.flatMap((one) => one.shares.map((share) => share.personId));
    const operatorId = await operatorIdOf(work, this.config.operatorOrganization);
    obey(dealIsSound({ threshold: deal.threshold, shares: shares.map(dealtTo) }, { holdersOfOtherLock, operatorId }));
    return shares;
  }
}

type KeptShare = SharePart & { organizationId: string | null; keyId: string | null };

function dealtTo({ index, personId, organizationId, keyId }: KeptShare): DealtTo {
  return { index, personId, organizationId, enrolled: keyId !== null, mayKeep: organizationId !== null };
}

function requireRecipients({ recipient, rehearsalRecipient, shares }: Deal): void {
  requireRecipient(recipient);
  requireRecipient(rehearsalRecipient, '#/rehearsalRecipient');
  if (recipient === rehearsalRecipient)
    throw invalid('#/rehearsalRecipient', { zh: '演练公钥须与正式公钥不同。', en: 'The rehearsal has a recipient of its own.' });
  const commitments = shares.flatMap((one) => [one.commitment, one.rehearsalCommitment]);
  if (new Set(commitments).size < commitments.length)
    throw invalid('#/shares', { zh: '各分片的承诺须互不相同。', en: 'No two commitments are the same.' });
}

/** The custodian named for one of the locks; where none is, whoever keeps locks. */
async function requireDealerOf(work: Work, actor: Actor, tender: Tender, lock: Lock): Promise<void> {
  const organization = await organizationById(work, actor.organizationId as string);
  if (!organization || !mayKeepLocks(organization, tender.procurerId)) throw unknownResource();
  const { custodians } = tender.content;
  if (!custodians || custodians[lock] === organization.id) return;
  if (!Object.values(custodians).includes(organization.id)) throw unknownResource();
  throw new LawRefusal([breach('opening.custodian-unknown')]);
}

function lockIsFree(locks: readonly DealtLock[], actor: Actor, { lock, recipient, rehearsalRecipient }: Deal): Breaches {
  if (locks.some((one) => one.lock === lock && one.organizationId !== actor.organizationId))
    return [breach('opening.lock-taken')];
  const others = locks.filter((one) => one.lock !== lock);
  const keys = [recipient, rehearsalRecipient];
  const shared = others.some(
    (one) =>
      one.dealerId === actor.personId ||
      one.organizationId === actor.organizationId ||
      keys.includes(one.recipient) ||
      keys.includes(one.rehearsalRecipient),
  );
  return shared ? [breach('opening.same-person')] : [];
}

/** What opens one envelope opens no other: else its opening would open that one too. */
function keysAreItsOwn(all: readonly DealtLock[], { envelope, recipient, rehearsalRecipient }: Deal): Breaches {
  const taken = all.filter((one) => one.envelope !== envelope).flatMap((one) => [one.recipient, one.rehearsalRecipient]);
  return [recipient, rehearsalRecipient].some((one) => taken.includes(one)) ? [breach('sealing.key-of-other-envelope')] : [];
}

async function register(work: Work, actor: Actor, id: string, deal: Deal, shares: readonly KeptShare[]): Promise<void> {
  await work.query(
    'UPDATE lock_deals SET superseded_at = $4 WHERE tender_id = $1 AND envelope = $2 AND lock = $3 AND superseded_at IS NULL',
    [id, deal.envelope, deal.lock, work.now],
  );
  const dealId = newId();
  await work.query(
    `INSERT INTO lock_deals (id, tender_id, envelope, lock, recipient, rehearsal_recipient, threshold, dealer_id, organization_id, dealt_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      dealId,
      id,
      deal.envelope,
      deal.lock,
      deal.recipient,
      deal.rehearsalRecipient,
      deal.threshold,
      actor.personId,
      actor.organizationId,
      work.now,
    ],
  );
  await work.query(
    `INSERT INTO lock_shares (deal_id, index, person_id, organization_id, key_id, commitment, rehearsal_commitment, sealed_share)
     SELECT $1, index, "personId", "organizationId", "keyId", commitment, "rehearsalCommitment", "sealedShare"
       FROM json_to_recordset($2) AS made (index int, "personId" uuid, "organizationId" uuid, "keyId" uuid, commitment text,
                                           "rehearsalCommitment" text, "sealedShare" text)`,
    [dealId, JSON.stringify(shares)],
  );
}

function registered(actor: Actor, tender: Tender, deal: Deal): Parameters<Work['record']>[0] {
  const { envelope, lock, recipient, rehearsalRecipient, threshold } = deal;
  const shares = deal.shares.map(({ sealedShare: _sealed, ...one }) => one);
  return {
    type: 'tender.lock-registered',
    article: 58,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { envelope, lock, recipient, rehearsalRecipient, threshold, shares, organizationId: actor.organizationId },
    tell: [tender.procurerId],
    tellPeople: deal.shares.map((one) => one.personId),
  };
}

function answerOf(tenderId: string, envelope: string, locks: readonly DealtLock[]): SealingAnswer {
  const shown = locks.map(({ lock, recipient, threshold, organizationId, shares }) => ({
    lock,
    recipient,
    threshold,
    organizationId,
    shares: shares.map(({ confirmed: _confirmed, ...share }) => share),
  }));
  return { tenderId, envelope, locks: shown, complete: locks.length === 2 };
}
