import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config.js';
import { LawService } from '../platform/law.service.js';
import { invalid, obey } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { amendmentLeavesTime, objectStaysTheSame, prequalificationIsDecided } from '../rules/amendments.js';
import { limitStaysAsPublished } from '../rules/art-49-prequalification-notice.js';
import { breach, type Breach, type Breaches } from '../rules/breach.js';
import { deadlineIsNotShortened } from '../rules/deadlines.js';
import type { LawContext } from '../rules/evaluate-types.js';
import { compareInstants, instantOf, microsOf, type Instant } from '../rules/moment.js';
import { pendingDocuments, type PendingDocument } from './amendment-documents.js';
import type { AmendmentBody } from './amendment.dto.js';
import { draftColumns } from './draft-content.js';
import { isSuspended } from './holds.js';
import { invitedPublication } from './invited-publication.js';
import { changeOf, changesBetween, type NoticeChange } from './notice-changes.js';
import { textKeepsLanguages } from './notice-languages.js';
import { periodBreaches } from './open-publication.js';
import { opensAtOf } from './opening-moment.js';
import { contentIsLawful } from './publication-check.js';
import { GatherPublicationFacts, type PublicationFacts } from './publication-facts.js';
import { stageRuns } from './stage-runs.js';
import { requireTenderState } from './tender-life.js';
import type { TenderChanges } from './tender.dto.js';
import type { Tender } from './tender.entity.js';

/** An amendment as it would be published now. */
export interface AmendmentPlan {
  columns: Partial<Tender>;
  changes: NoticeChange[];
  documents: PendingDocument[];
  /** May affect the preparation of bids or applications, by the rules or because its author says so. */
  material: boolean;
  warnings: Breaches;
}

type Closing = 'applicationsCloseAt' | 'bidsCloseAt';

/** What a published tender becomes by an amendment, and whether the law lets it: everything that publication asks is asked of the result. */
@Injectable()
export class PlanAmendment {
  constructor(
    private readonly law: LawService,
    private readonly gather: GatherPublicationFacts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The caller holds the tender's lock. Throws LawRefusal with every breach of the law on publication, `tender.deadline-passed`,
   * `tender.wrong-state`, `tender.amendment-forbidden-field`, `tender.extension-needed`, `tender.suspended` where it is material; Refusal 422 where nothing changes.
   */
  async run(work: Work, tender: Tender, body: AmendmentBody): Promise<AmendmentPlan> {
    obey(stageRuns(tender, work.now));
    requireTenderState(tender, 'amend', 'procurer', work.now);
    const fields = Object.keys(body.changes ?? {}) as (keyof TenderChanges)[];
    obey([...objectStaysTheSame(fields), ...(isDecided(tender) ? prequalificationIsDecided(fields) : [])]);
    const after = this.amended(tender, body, work.now);
    const documents = await pendingDocuments(work, tender.id, body.documents ?? []);
    const content = [...changesBetween(viewOf(tender), viewOf(after)), ...documents.map(changeOfDocument)];
    const material = body.material === true || content.some((one) => one.material);
    const context = await this.law.context(work, work.now);
    const facts = await this.gather.run(work, after);
    const breaches = [
      ...limitStays(tender, after, body),
      ...textKeepsLanguages(after, 'reason', body.reason),
      ...movesFurther(tender, after),
      ...contentIsLawful(facts, context, stageBreaches(facts, context)),
      ...(material ? timeIsLeft(after, work.now) : []),
      ...(material && (await isSuspended(work, tender.id)) ? [breach('tender.suspended')] : []),
    ];
    const warnings = obey(breaches.map((one) => pointedAt(one, fields)));
    const changes = [
      ...content.map((one) => ({ ...one, material: one.material || body.material === true })),
      ...moved(tender, after),
    ];
    if (changes.length === 0) throw invalid('#/changes', { zh: '没有任何变更。', en: 'Nothing changes.' });
    return { columns: { ...columnsOf(after), warnings }, changes, documents, material, warnings };
  }

  private amended(tender: Tender, body: AmendmentBody, now: Instant): Tender {
    const {
      bidsCloseAt: _bids,
      applicationsCloseAt: _applications,
      ...columns
    } = draftColumns(body.changes ?? {}, tender, {
      referenceNumber: tender.referenceNumber,
      now,
    });
    const closing = closingOf(tender);
    const [own, other] =
      closing === 'bidsCloseAt' ? [body.bidsCloseAt, 'applicationsCloseAt'] : [body.applicationsCloseAt, 'bidsCloseAt'];
    if (body[other as Closing] !== undefined)
      throw invalid(`#/${other}`, { zh: '此阶段不能延长该截止时间。', en: 'This is not the deadline that runs now.' });
    const after = { ...tender, ...columns };
    if (own === undefined) return after;
    const closesAt = instantOf(microsOf(own) as bigint);
    if (compareInstants(closesAt, tender[closing] as Instant) === 0)
      throw invalid(`#/${closing}`, { zh: '与原截止时间相同。', en: 'This is the deadline it has already.' });
    const opensAt = closing === 'bidsCloseAt' ? opensAtOf(closesAt, this.config.openingGraceSeconds) : tender.opensAt;
    return { ...after, [closing]: closesAt, opensAt };
  }
}

function closingOf(tender: Tender): Closing {
  return tender.state === 'prequalification' ? 'applicationsCloseAt' : 'bidsCloseAt';
}

/** The qualified have been found: bids follow. */
function isDecided(tender: Tender): boolean {
  return tender.method === 'invited' && tender.state !== 'prequalification';
}

/** Art. 49: the limit neither by itself nor among other changes. */
function limitStays(before: Tender, after: Tender, { maxSuppliers }: AmendmentBody): Breaches {
  const published = before.content.prequalification?.maxSuppliers ?? null;
  return [
    ...limitStaysAsPublished(published, after.content.prequalification?.maxSuppliers ?? null),
    ...(maxSuppliers === undefined ? [] : limitStaysAsPublished(published, maxSuppliers)),
  ];
}

function movesFurther(before: Tender, after: Tender): Breaches {
  const closing = closingOf(before);
  const pointer = `#/${closing}`;
  return deadlineIsNotShortened(before[closing] as Instant, after[closing] as Instant).map((one) => ({ ...one, pointer }));
}

/** Arts. 50 and 51 count from the issue of the documents that was. */
function stageBreaches(facts: PublicationFacts, context: LawContext): Breaches {
  const { tender } = facts;
  if (tender.state === 'prequalification')
    return invitedPublication.breaches(facts, { ...context, at: tender.publishedAt as Instant });
  const at = tender.documentsIssuedAt as Instant;
  return periodBreaches(tender, tender.bidsCloseAt as Instant, { ...context, at }, facts.planned);
}

function timeIsLeft(after: Tender, amendedAt: Instant): Breaches {
  const closing = closingOf(after);
  const stage = closing === 'bidsCloseAt' ? 'bids' : 'applications';
  return amendmentLeavesTime({ stage, category: after.category, amendedAt, closesAt: after[closing] as Instant });
}

/** Pointers are into the request: what it changes stands under `changes`. */
function pointedAt(one: Breach, fields: readonly string[]): Breach {
  const field = one.pointer?.split('/')[1];
  if (one.pointer === undefined || field === undefined || !fields.includes(field)) return one;
  return one.pointer.startsWith('#/changes/') ? one : { ...one, pointer: `#/changes${one.pointer.slice(1)}` };
}

/** What of a tender an amendment may change, as the notice shows it. */
function viewOf({ title, description, content, valuation, budget, budgetYear }: Tender): Record<string, unknown> {
  const money = budget === null ? null : { amount: budget, currency: 'CNY' };
  return { title, description, ...content, valuation, budget: money, budgetYear };
}

function columnsOf(after: Tender): Partial<Tender> {
  const { title, description, content, valuation, estimatedValue, budget, budgetYear, searchText } = after;
  const { applicationsCloseAt, bidsCloseAt, opensAt } = after;
  const text = { title, description, content, searchText };
  return { ...text, valuation, estimatedValue, budget, budgetYear, applicationsCloseAt, bidsCloseAt, opensAt };
}

function moved(before: Tender, after: Tender): NoticeChange[] {
  const closing = closingOf(before);
  if (before[closing] === after[closing]) return [];
  return [changeOf(`/${closing}`, before[closing], after[closing], false)];
}

function changeOfDocument(document: PendingDocument, index: number): NoticeChange {
  const { id, name, version, sha256, replaces, replacedName, replacedSha256 } = document;
  const before = replaces && { id: replaces, name: replacedName, version: version - 1, sha256: replacedSha256 };
  return changeOf(`/documents/${index}`, before, { id, name, version, sha256 }, true);
}
