import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { everyQualifiedSupplierIsInvited, inviteCount } from '../rules/art-49-prequalification-notice.js';
import { enoughQualify, everyApplicationIsDecided, invitedAreTheBest, rankApplications } from '../rules/art-49-qualification.js';
import { breach, type Breaches } from '../rules/breach.js';
import { civilDateOf, isBefore, type Instant } from '../rules/moment.js';
import { parseMoney, type Fen } from '../rules/money.js';
import { excludedBreaches, exclusionsAreDecided, exclusionsOf } from '../tenders/exclusions.js';
import { refuseIfSuspended } from '../tenders/holds.js';
import { fixInvited } from '../tenders/invited-suppliers.js';
import { opensAtOf } from '../tenders/opening-moment.js';
import { lockOwnTender } from '../tenders/own-tender.js';
import { advanceTender, requireTenderMatch, requireTenderState } from '../tenders/tender-life.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ShortlistBody } from './application.dto.js';
import { standingApplications, type ApplicationRow } from './applications.queries.js';
import { lapsedInTender, licencesHaveNotLapsed, statedLicencesAreVerified } from './lapsed-licences.js';
import { presentShortlist, type ShortlistAnswer } from './present-shortlist.js';

/**
 * Art. 49: who is invited (入围名单). All who qualify, or, where the notice limits the number, the best of them by its criteria. Each is told its own
 * result and nobody else's; the list is public after the opening of the bids.
 */
@Injectable()
export class ShortlistApplicants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Throws LawRefusal `prequalification.still-open`, `prequalification.undecided`, `prequalification.too-few-qualified`,
   * `prequalification.must-invite-all`, `prequalification.too-many-invited`, `prequalification.not-by-ranking`, `tender.suspended`,
   * `tender.wrong-state`, `exclusion.undecided`, `exclusion.stands`, `licence.invalid`, `licence.not-verified`; Refusal 404, 412, 428.
   */
  run(actor: Actor, tenderId: string, body: ShortlistBody): Promise<ShortlistAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, tenderId);
      await refuseIfSuspended(work, tenderId);
      await requireTenderMatch(work, actor, tender, work.now);
      requireTenderState(tender, 'shortlist', 'procurer', work.now);
      this.requireAllReceived(tender, work.now);
      const applications = await standingApplications(work, tenderId);
      obey(everyApplicationIsDecided(applications.filter((one) => one.decision === null).length));
      const ranked = rankedOf(applications);
      obey(await exclusionsAreHonoured(work, tenderId, ranked));
      const qualified = ranked.map((one) => one.supplierId);
      const today = civilDateOf(work.now);
      obey([
        ...licencesHaveNotLapsed(await lapsedInTender(work, tenderId), qualified, today, '#/applications'),
        ...(await statedLicencesAreVerified(work, ranked, today, '#/applications')),
      ]);
      const limit = tender.content.prequalification?.maxSuppliers ?? null;
      obey(shortlistBreaches(tender, ranked, limit, body, work.now));
      const invited = ranked.slice(0, inviteCount(ranked.length, limit));
      await fixInvited(work, tenderId, invited.map(invitedAs));
      await advanceTender(work, tender, 'shortlist', 'procurer', {});
      recordShortlist(work, tender, ranked, invited);
      return presentShortlist(tender, ranked.map(withRank(invited)));
    });
  }

  /** An application that was in time may still be waiting for its place in the database; it must not find the list closed. */
  private requireAllReceived({ applicationsCloseAt }: Tender, now: Instant): void {
    const settledAt = opensAtOf(applicationsCloseAt, this.config.openingGraceSeconds);
    if (settledAt !== null && isBefore(now, settledAt))
      throw new LawRefusal([breach('prequalification.still-open', { applicationsCloseAt, settledAt, now })]);
  }
}

/** Art. 54: nobody is invited or passed over while a supplier is heard; who was excluded after it had qualified is decided on again. */
async function exclusionsAreHonoured(work: Work, tenderId: string, ranked: readonly ApplicationRow[]): Promise<Breaches> {
  const known = await exclusionsOf(work, tenderId);
  const stands = ranked.some((one) => excludedBreaches(known, one.supplierId).length > 0);
  return [...exclusionsAreDecided(known), ...(stands ? [breach('exclusion.stands')] : [])];
}

/** Those who qualify, best first. */
export function rankedOf(applications: readonly ApplicationRow[]): ApplicationRow[] {
  const qualified = applications.filter((one) => one.decision?.outcome === 'qualified');
  const ranked = rankApplications(
    qualified.map(({ id, receivedAt, decision }) => ({
      id,
      receivedAt,
      points: (decision?.points ?? []).map((one) => parseMoney(one.points) as Fen),
    })),
  );
  return ranked.flatMap(({ id }) => qualified.filter((one) => one.id === id));
}

function shortlistBreaches(
  tender: Tender,
  ranked: readonly ApplicationRow[],
  limit: number | null,
  { applications: named }: ShortlistBody,
  now: Instant,
): Breaches {
  const ids = ranked.map((one) => one.id);
  const counts = named === undefined ? [] : everyQualifiedSupplierIsInvited(ids.length, named.length, limit);
  return [
    ...enoughQualify(ranked.length, civilDateOf(now), tender.category),
    ...counts.map((one) => ({ ...one, pointer: '#/applications' })),
    ...(named === undefined || counts.length > 0 ? [] : invitedAreTheBest(ids, named)),
  ];
}

function invitedAs({ id, supplierId }: ApplicationRow, at: number): Parameters<typeof fixInvited>[2][number] {
  return { supplierId, applicationId: id, rank: at + 1 };
}

function withRank(invited: readonly ApplicationRow[]): (row: ApplicationRow, at: number) => ApplicationRow {
  return (row, at) => ({ ...row, shortlisted: at < invited.length, rank: at < invited.length ? at + 1 : null });
}

function recordShortlist(
  work: Work,
  tender: Tender,
  ranked: readonly ApplicationRow[],
  invited: readonly ApplicationRow[],
): void {
  const about = { article: 49, tenderId: tender.id };
  work.record({
    ...about,
    type: 'tender.shortlisted',
    subject: { kind: 'tender', id: tender.id },
    payload: { ranking: ranked.map((one) => one.id), invited: invited.length },
    tell: [tender.procurerId],
  });
  for (const [at, { id, supplierId }] of ranked.entries()) {
    const chosen = at < invited.length;
    work.record({
      ...about,
      type: chosen ? 'application.shortlisted' : 'application.not-shortlisted',
      subject: { kind: 'application', id },
      payload: { rank: at + 1, invited: invited.length },
      tell: [supplierId],
    });
  }
}
