import type { Reader } from '../platform/reads.js';
import type { Derivation } from '../rules/breach.js';
import type { Calendar } from '../rules/calendar.js';
import { resultNoticeEndsOn } from '../rules/art-61-challenge.js';
import { documentsNoticeEndsOn } from '../rules/documents-knowledge.js';
import { civilDateOf, compareInstants, isBefore, startOfDay, type CivilDate, type Instant } from '../rules/moment.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { ProcedureMoments } from './challenge-window.js';

export type KnowledgeKind =
  | 'published'
  | 'amended'
  | 'ended'
  | 'delivered'
  | 'downloaded'
  | 'stageEnded'
  | 'documentsNoticeEnded'
  | 'resultNoticeEnded'
  | 'stated'
  | 'contested';

/** Something from which a supplier knew or should have known, and the row that shows it. */
export interface KnowledgeEvent {
  kind: KnowledgeKind;
  /** Null where a day alone is known; the end of a period is the first instant after its last day. */
  at: Instant | null;
  on: CivilDate | null;
  source: { kind: string; id: string | null; what: string };
  /** Of the end of a period. */
  derivation?: Derivation;
}

/** What everybody could read, and the ends of stages and notice periods that have passed. */
export async function publicEvents(
  reader: Reader,
  tender: Tender,
  facts: { moments: ProcedureMoments; calendar: Calendar; now: Instant },
): Promise<KnowledgeEvent[]> {
  const notices = await reader.query<{ id: string; kind: string; at: Instant }>(
    `SELECT id, kind, published_at AS at FROM tender_notices WHERE tender_id = $1 ORDER BY version LIMIT 500`,
    [tender.id],
  );
  const published = notices.map(({ id, kind, at }) =>
    eventAt(noticeKinds[kind] ?? 'published', at, { kind: 'notice', id, what: kind }),
  );
  return [...published, ...stageEnds(tender, facts.moments, facts.now), ...noticeEnds(tender, facts)];
}

const noticeKinds: Readonly<Record<string, KnowledgeKind>> = { amendment: 'amended', cancellation: 'ended', failure: 'ended' };

function stageEnds(tender: Tender, moments: ProcedureMoments, now: Instant): KnowledgeEvent[] {
  const ends = { bidding: moments.bidsCloseAt, opening: moments.openedAt, evaluation: moments.awardDecidedAt };
  return Object.entries(ends).flatMap(([what, at]) =>
    at === null || isBefore(now, at) ? [] : [eventAt('stageEnded', at, { kind: 'tender', id: tender.id, what })],
  );
}

function noticeEnds(
  tender: Tender,
  { moments, calendar, now }: { moments: ProcedureMoments; calendar: Calendar; now: Instant },
): KnowledgeEvent[] {
  const { documentsIssuedAt, documentsArePublic, awardDecidedAt } = moments;
  const documents =
    documentsIssuedAt !== null && documentsArePublic ? documentsNoticeEndsOn(civilDateOf(documentsIssuedAt), calendar) : null;
  const result = awardDecidedAt === null ? null : resultNoticeEndsOn({ noticeOn: civilDateOf(awardDecidedAt), calendar });
  const ended = (kind: KnowledgeKind, derivation: Derivation | null): KnowledgeEvent[] => {
    const on = derivation?.result ?? null;
    if (derivation === null || on === null || on > civilDateOf(now)) return [];
    return [{ kind, at: null, on, source: { kind: 'tender', id: tender.id, what: kind }, derivation }];
  };
  return [...ended('documentsNoticeEnded', documents), ...ended('resultNoticeEnded', result)];
}

interface DeliveryRow {
  id: string;
  topic: string;
  deliveredAt: Instant;
  sealed: boolean;
}

/** What was delivered to this supplier in the tender; `shown` says which of it the reader may see. */
export async function deliveredEvents(
  reader: Reader,
  tenderId: string,
  supplierId: string,
  shown: (row: DeliveryRow) => boolean,
): Promise<KnowledgeEvent[]> {
  const rows = await reader.query<DeliveryRow>(
    'SELECT id, topic, delivered_at AS "deliveredAt", sealed FROM deliveries_of($1, $2)',
    [tenderId, supplierId],
  );
  return rows
    .filter(shown)
    .map(({ id, topic, deliveredAt }) => eventAt('delivered', deliveredAt, { kind: 'delivery', id, what: topic }));
}

export async function downloadedEvents(reader: Reader, tenderId: string, supplierId: string): Promise<KnowledgeEvent[]> {
  const rows = await reader.query<{ id: string; name: string; at: Instant }>(
    'SELECT document_id AS id, name, downloaded_at AS at FROM downloads_of($1, $2)',
    [tenderId, supplierId],
  );
  return rows.map(({ id, name, at }) => eventAt('downloaded', at, { kind: 'document', id, what: name }));
}

/** What the supplier stated in its challenges of the tender, or in one, and what the procuring entity contested. */
export async function statedEvents(
  reader: Reader,
  of: { tenderId: string; supplierId: string; challengeId: string | null },
): Promise<KnowledgeEvent[]> {
  const rows = await reader.query<{ id: string; kind: 'stated' | 'contested'; on: CivilDate }>(
    `SELECT filed.id, said.kind, said.on_day AS "on" FROM challenges filed LEFT JOIN knowledge_contests contest ON contest.challenge_id = filed.id
      CROSS JOIN LATERAL (VALUES ('stated', filed.known_on), ('contested', contest.known_on)) AS said (kind, on_day)
      WHERE filed.tender_id = $1 AND filed.supplier_id = $2 AND ($3::uuid IS NULL OR filed.id = $3) AND said.on_day IS NOT NULL
      ORDER BY filed.id, said.kind DESC LIMIT 500`,
    [of.tenderId, of.supplierId, of.challengeId],
  );
  return rows.map(({ id, kind, on }) => ({ kind, at: null, on, source: { kind: 'challenge', id, what: kind } }));
}

/** Oldest first; a day counts as its beginning. */
export function inOrder(events: readonly KnowledgeEvent[]): KnowledgeEvent[] {
  const moment = ({ at, on }: KnowledgeEvent): Instant => at ?? startOfDay(on as CivilDate);
  return [...events].sort((left, right) => compareInstants(moment(left), moment(right)));
}

function eventAt(kind: KnowledgeKind, at: Instant, source: KnowledgeEvent['source']): KnowledgeEvent {
  return { kind, at, on: civilDateOf(at), source };
}
