import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { requireMatch } from '../platform/etag.js';
import { forbidden, invalid, LawRefusal, obey } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { civilDateOf } from '../rules/moment.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import { publishedPlanMayChange } from '../rules/planned-notice.js';
import { refuseSecurityExcluded } from './draft-content.js';
import { plannedColumnsOf, requirePlannedFits } from './draft-planned-notice.js';
import { changesBetween, type NoticeChange } from './notice-changes.js';
import { textKeepsLanguages } from './notice-languages.js';
import { keepPlannedVersion, lockOwnPlannedNotice } from './planned-notice-life.js';
import type { PlannedNoticeBody, PlannedNoticeChanges } from './planned-notice.dto.js';
import { PlannedNotice } from './planned-notice.entity.js';
import { readablePlannedNotice, type PlannedNoticeAnswer } from './planned-notices.queries.js';
import { dateIsAhead, plannedLanguageBreaches } from './publish-planned-notice.js';

interface Revision {
  before: PlannedNoticeBody;
  after: PlannedNoticeBody;
  changes: NoticeChange[];
  reason: PlannedNoticeChanges['reason'];
}

/**
 * A planned notice is written anew (修改采购意向): a draft by a procurer; a published one as a further version with its differences and its reason,
 * by an approver who did not write it. The day of its publication stays.
 */
@Injectable()
export class RevisePlannedNotice {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Throws LawRefusal `planned-notice.wrong-state`, `planned-notice.field-fixed`, `planned-notice.date-past`, `tender.approver-is-author`,
   * `notice.english-missing`, `notice.english-incomplete`, `scope.security-excluded`; Refusal 403, 404, 412, 422, 428.
   */
  run(actor: Actor, id: string, body: PlannedNoticeChanges): Promise<PlannedNoticeAnswer> {
    return this.unitOfWork.run(actor, async (work) => {
      const planned = await lockOwnPlannedNotice(work, actor, id);
      requireMatch(actor, planned);
      const { state } = planned;
      if (state === 'withdrawn') throw new LawRefusal([breach('planned-notice.wrong-state', { state, event: 'revise' })]);
      requireRole(actor, state);
      const revision = revisionOf(planned, body);
      const changed = { ...planned, ...plannedColumnsOf(revision.after) };
      const warnings = state === 'published' ? obey(publishedBreaches(actor, changed, revision, work.now)) : [];
      const authors = state === 'draft' && actor.personId !== planned.createdBy ? [actor.personId] : [];
      await work.save(PlannedNotice, planned, {
        ...plannedColumnsOf(revision.after),
        revisedBy: [...new Set([...planned.revisedBy, ...authors])],
      });
      const contentSha256 = state === 'published' ? await keepRevision(work, actor, id, revision, warnings) : null;
      work.record({
        type: 'planned-notice.revised',
        article: 51,
        tenderId: null,
        subject: { kind: 'planned-notice', id },
        payload: { state, changes: revision.changes, contentSha256, warnings: warnings.map((one) => one.rule) },
        tell: state === 'published' ? [planned.procurerId] : [],
      });
      return (await readablePlannedNotice(work, actor, id)) as PlannedNoticeAnswer;
    });
  }
}

/** What it says after the changes; null takes an optional part away. Throws Refusal 422 where nothing changes or the parts do not fit. */
function revisionOf(planned: PlannedNotice, { reason, ...body }: PlannedNoticeChanges): Revision {
  const { title, description, category, itemClass, budget, plannedNoticeOn, content } = planned;
  const money = budget === null ? {} : { budget: { amount: budget, currency: 'CNY' as const } };
  const before = {
    title,
    description,
    category,
    ...(itemClass === null ? {} : { itemClass }),
    ...money,
    plannedNoticeOn,
    ...content,
  };
  const given = Object.entries(JSON.parse(JSON.stringify(body)) as Record<string, unknown>);
  const merged = { ...before, ...Object.fromEntries(given) };
  const { nationalSecurity = false, stateSecret = false, ...said } = merged as typeof merged & Partial<PlannedNoticeBody>;
  refuseSecurityExcluded({ nationalSecurity, stateSecret });
  const after = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as unknown as PlannedNoticeBody;
  const taken = (['title', 'description', 'category', 'plannedNoticeOn'] as const).find((name) => after[name] === undefined);
  if (taken !== undefined) throw invalid(`#/${taken}`, { zh: '该字段不能删除。', en: 'This field cannot be taken away.' });
  requirePlannedFits(after);
  const changes = changesBetween(before, after);
  if (changes.length === 0) throw invalid('#', { zh: '没有任何修改。', en: 'Nothing would change.' });
  return { before: before as unknown as PlannedNoticeBody, after, changes, reason };
}

/** A draft is its procurement officers', what everybody reads an approver's. Throws Refusal 403. */
function requireRole({ roles }: Actor, state: 'draft' | 'published'): void {
  if (roles.includes(state === 'draft' ? 'procurer' : 'approver')) return;
  throw forbidden({
    zh: '草稿由采购人员修改，已公开的采购意向由审批人修改。',
    en: 'A draft is revised by a procurement officer, a published notice by an approver.',
  });
}

function publishedBreaches(actor: Actor, planned: PlannedNotice, revision: Revision, now: string): Breaches {
  const { before, after, changes, reason } = revision;
  if (reason === undefined) throw invalid('#/reason', { zh: '须说明理由。', en: 'A reason is needed.' });
  const hasAddress = (one: PlannedNoticeBody): boolean => one.documentsAddress !== undefined;
  return [
    ...approverIsNoAuthor(actor.personId, [planned.createdBy, ...planned.revisedBy]),
    ...publishedPlanMayChange({
      fields: [...new Set(changes.map(({ field }) => field.split('/')[1] as string))],
      addressCameOrWent: hasAddress(before) !== hasAddress(after),
    }),
    ...(before.plannedNoticeOn === after.plannedNoticeOn ? [] : dateIsAhead(planned, civilDateOf(now))),
    ...plannedLanguageBreaches(planned),
    ...textKeepsLanguages(planned, 'reason', reason),
  ];
}

async function keepRevision(
  work: Work,
  actor: Actor,
  id: string,
  { changes, reason }: Revision,
  warnings: Breaches,
): Promise<string> {
  const answer = (await readablePlannedNotice(work, actor, id)) as PlannedNoticeAnswer;
  const { version: _row, contentSha256: _none, tenders: _unused, ...content } = answer;
  return keepPlannedVersion(work, id, 'revision', { ...content, changes, reason: { ...reason }, warnings, revisedAt: work.now });
}
