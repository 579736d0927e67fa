import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { Reads } from '../platform/reads.js';
import { DataSource } from 'typeorm';
import { refusals, type Breaches, type Derivation } from '../rules/breach.js';
import { rollToWorkingDay } from '../rules/calendar.js';
import { latestClarification } from '../rules/deadlines.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { civilDateOf, daysBetween, type CivilDate, type Instant } from '../rules/moment.js';
import { formatMoney } from '../rules/money.js';
import { requireOwn } from './own-tender.js';
import { documentsIssuedAtOf, earliestDeadline } from './bid-period.js';
import { tenderIsPublishable } from './publication-check.js';
import { GatherPublicationFacts, type PublicationFacts } from './publication-facts.js';
import { opensAtOf } from './opening-moment.js';
import { applicationDates, type ApplicationDates } from './invited-publication.js';
import { Tender } from './tender.entity.js';
import { estimatedValueOf } from './valuation-facts.js';

export interface ComplianceAnswer {
  tenderId: string;
  checkedAt: Instant;
  publishable: boolean;
  breaches: Breaches;
  computed: {
    documentsIssuedOn: CivilDate;
    daysMin: number;
    days: number | null;
    earliestOn: CivilDate;
    suggestedOn: CivilDate | null;
    lastClarificationOn: CivilDate | null;
    opensAt: Instant | null;
    estimatedValue: string | null;
    treatedAsAtThreshold: boolean;
    bilingual: boolean;
    /** Art. 50, were the prequalification published now; null for other methods. */
    applications: ApplicationDates | null;
  };
  derivations: { earliestOn: Derivation };
  pending: string[];
}

/** The publication as a dry run (合规检查): every breach and every computed date if it were published now. Changes and records nothing. */
@Injectable()
export class CheckCompliance {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reads: Reads,
    private readonly law: LawService,
    private readonly gather: GatherPublicationFacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Throws Refusal 404 for another organisation's tender. */
  async run(actor: Actor, id: string): Promise<ComplianceAnswer> {
    const tender = requireOwn(actor, await this.dataSource.getRepository(Tender).findOneBy({ id }));
    const at = await this.reads.now();
    const context = await this.law.context(this.reads, at);
    const facts = await this.gather.run(this.reads, tender);
    const breaches = tenderIsPublishable(facts, context);
    return {
      ...answerAbout(facts, context, this.config.openingGraceSeconds),
      breaches,
      publishable: refusals(breaches).length === 0,
    };
  }
}

function answerAbout(
  { tender, planned }: PublicationFacts,
  { at, calendar }: LawContext,
  openingGraceSeconds: number,
): Omit<ComplianceAnswer, 'breaches' | 'publishable'> {
  const earliest = earliestDeadline(tender, at, planned);
  const earliestOn = earliest.result as CivilDate;
  const suggestedOn = rollToWorkingDay(calendar, earliestOn);
  const issuedOn = civilDateOf(documentsIssuedAtOf(tender, at));
  const value = estimatedValueOf(tender.valuation, at);
  const { bidsCloseAt, content } = tender;
  return {
    tenderId: tender.id,
    checkedAt: at,
    computed: {
      documentsIssuedOn: issuedOn,
      daysMin: earliest.days,
      days: bidsCloseAt === null ? null : daysBetween(issuedOn, civilDateOf(bidsCloseAt)),
      earliestOn,
      suggestedOn,
      lastClarificationOn: bidsCloseAt === null ? null : latestClarification(bidsCloseAt),
      opensAt: opensAtOf(bidsCloseAt, openingGraceSeconds),
      estimatedValue: value === null ? null : formatMoney(value),
      treatedAsAtThreshold: value === null,
      applications: applicationDates(tender, at),
      bilingual: [tender.title, tender.description, content.qualificationRequirements].every((text) => text?.en !== undefined),
    },
    derivations: { earliestOn: earliest },
    pending: suggestedOn === null ? ['calendarYearMissing'] : [],
  };
}
