import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { LawRefusal, obey, unknownResource } from '../platform/refusal.js';
import { UnitOfWork, type Work } from '../platform/unit-of-work.js';
import { breach, type Breaches } from '../rules/breach.js';
import { correctionDecidesNothing, correctionFitsTheNotice, type Correction } from '../rules/corrections.js';
import { approverIsNoAuthor } from '../rules/officers.js';
import type { CorrectionBody } from './amendment.dto.js';
import { concernedBy } from './concerned.js';
import { changeOf } from './notice-changes.js';
import { tellNoSecrets, type NamedTexts } from './marked-secrets.js';
import { textKeepsLanguages } from './notice-languages.js';
import type { NoticeKind } from './notice.entity.js';
import { publishNotice } from './notices.js';
import { officerOf } from './officers.queries.js';
import { lockOwnTender } from './own-tender.js';
import { requireTenderMatch } from './tender-life.js';
import { Tender } from './tender.entity.js';

export interface CorrectionAnswer {
  tenderId: string;
  /** Of the correction's own notice. */
  noticeVersion: number;
  /** Of the notice it corrects. */
  corrects: number;
  contentSha256: string;
}

interface Corrected {
  version: number;
  kind: NoticeKind;
  content: unknown;
  contentSha256: string;
}

/**
 * Corrects a published error (更正) in any state, also after the end: a notice beside the one that has it, which stays as it was. Nothing else
 * changes but the tender's entity tag, since it counts its notices, and what decides anything cannot be corrected this way.
 */
@Injectable()
export class CorrectNotice {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws LawRefusal `correction.not-a-correction`, `correction.text-differs`, `notice.english-incomplete`, `tender.approver-is-author`, `tender.wrong-state` of a draft; Refusal 404, 412, 428. */
  run(actor: Actor, id: string, body: CorrectionBody): Promise<CorrectionAnswer> {
    const corrections = body.corrections.map(({ field, before, after }) => ({ field, before, after }));
    return this.unitOfWork.run(actor, async (work) => {
      const tender = await lockOwnTender(work, actor, id);
      await requireTenderMatch(work, actor, tender, work.now);
      if (tender.publishedAt === null)
        throw new LawRefusal([breach('tender.wrong-state', { state: tender.state, event: 'correct' })]);
      obey(await correctorIsAnother(work, tender, actor));
      const corrected = await noticeToCorrect(work, id, body.noticeVersion);
      const earlier = await earlierCorrections(work, id, corrected.version);
      obey(correctionDecidesNothing(corrections));
      obey([
        ...correctionFitsTheNotice(corrections, (field) => earlier.get(field) ?? textAt(corrected.content, field)),
        ...textKeepsLanguages(tender, 'reason', body.reason),
        ...(await tellNoSecrets(work, { tenderId: id, rule: 'notice.trade-secret', texts: textsOf(body), now: work.now })),
      ]);
      const { title, referenceNumber, ocid } = tender;
      const { version: corrects, kind: correctsKind, contentSha256: correctsSha256 } = corrected;
      const changes = corrections.map(({ field, before, after }) => changeOf(field, before, after, false));
      const about = { title, referenceNumber, ocid, corrects, correctsKind, correctsSha256 };
      const content = { ...about, changes, reason: { ...body.reason }, correctedAt: work.now };
      const { version: noticeVersion, contentSha256 } = await publishNotice(work, { tenderId: id, kind: 'correction', content });
      await work.save(Tender, tender, {});
      work.record({
        type: 'notice.corrected',
        article: 53,
        tenderId: id,
        subject: { kind: 'tender', id },
        payload: { noticeVersion, contentSha256, corrects, changes },
        tell: await concernedBy(work, tender),
      });
      return { tenderId: id, noticeVersion, corrects, contentSha256 };
    });
  }
}

function textsOf({ corrections, reason }: CorrectionBody): NamedTexts {
  return { ...Object.fromEntries(corrections.map(({ after }, index) => [`corrections/${index}/after`, after])), reason };
}

/** Who corrects a notice neither wrote the tender nor runs it (四眼). */
async function correctorIsAnother(work: Work, tender: Tender, actor: Actor): Promise<Breaches> {
  return approverIsNoAuthor(actor.personId, [tender.createdBy, await officerOf(work, tender.id)]);
}

async function noticeToCorrect(work: Work, tenderId: string, version: number): Promise<Corrected> {
  const rows = await work.query<Corrected>(
    `SELECT version, kind, content, content_sha256 AS "contentSha256" FROM tender_notices
      WHERE tender_id = $1 AND version = $2 AND kind <> 'correction'`,
    [tenderId, version],
  );
  if (!rows[0]) throw unknownResource();
  return rows[0];
}

/** How the corrected texts of a notice read now, by their place. */
async function earlierCorrections(work: Work, tenderId: string, corrects: number): Promise<Map<string, string>> {
  const rows = await work.query<{ changes: Correction[] }>(
    `SELECT content -> 'changes' AS changes FROM tender_notices
      WHERE tender_id = $1 AND kind = 'correction' AND content -> 'corrects' = to_jsonb($2::int) ORDER BY version`,
    [tenderId, corrects],
  );
  return new Map(rows.flatMap(({ changes }) => changes.map(({ field, after }): [string, string] => [field, after])));
}

/** The text at a JSON pointer; null where there is none. */
function textAt(content: unknown, field: string): string | null {
  const found = field
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, part) => (isKeyed(value) && Object.hasOwn(value, part) ? value[part] : undefined), content);
  return typeof found === 'string' ? found : null;
}

function isKeyed(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
