import { Injectable, type OnModuleInit } from '@nestjs/common';
import { deliverTo } from '../platform/deliver-message.js';
import type { EffectWork } from '../platform/effects.js';
import { JobHandlers, type Message } from '../platform/job-handlers.js';
import type { ChallengeSubject } from './challenge-window.js';
import { replyPublished } from './public-reply.js';

interface Affected {
  subject: ChallengeSubject;
  supplierId: string;
  lotIds: string[] | null;
}

/**
 * 采购法 art. 53: whoever else the reply to a challenge affects is told of it. Whoever downloaded or bid is found and told by the database, as with an
 * amendment, since that is a secret until the opening; who only asked cannot be told, because an enquiry keeps a keyed hash of its author.
 */
@Injectable()
export class TellAffected implements OnModuleInit {
  constructor(private readonly handlers: JobHandlers) {}

  onModuleInit(): void {
    this.handlers.on(replyPublished, 'tell-affected', tellAffected);
  }
}

async function tellAffected(message: Message, work: EffectWork): Promise<void> {
  const rows = await work.query<Affected>(
    'SELECT subject, supplier_id AS "supplierId", lot_ids AS "lotIds" FROM challenges WHERE id = $1',
    [message.subject.id],
  );
  const challenge = rows[0];
  if (!challenge || challenge.subject === 'exclusion') return;
  const known = await knownOf(work, message.tenderId, challenge);
  const others = known.filter((one) => one !== challenge.supplierId);
  await deliverTo(
    work,
    message,
    others.map((organization) => ({ organization, person: null })),
  );
  if (challenge.subject === 'result' || challenge.subject === 'prequalification') return;
  for (const tell of ['tell_downloaders', 'tell_bidders'])
    await work.query(`SELECT ${tell}($1, $2, $3, $4, $5)`, [
      message.entryId,
      message.topic,
      message.tenderId,
      message.subject.kind,
      message.subject.id,
    ]);
}

/** Whose part is no secret: the bidders of a result, applicants after their deadline, the invited. */
async function knownOf(work: EffectWork, tenderId: string | null, { subject, lotIds }: Affected): Promise<string[]> {
  const of = { result: bidders, prequalification: applicants, cancellation: `${applicants} UNION ${invited}`, exclusion: null };
  const sql = subject === 'documents' || subject === 'process' ? invited : of[subject];
  if (sql === null) return [];
  const rows = await work.query<{ id: string }>(sql, subject === 'result' ? [tenderId, lotIds] : [tenderId]);
  return rows.map((one) => one.id);
}

const bidders = `SELECT bid.supplier_id AS id FROM opened_bids bid WHERE bid.tender_id = $1
  AND ($2::text[] IS NULL OR bid.content -> 'lots' IS NULL
       OR EXISTS (SELECT FROM jsonb_array_elements(bid.content -> 'lots') AS lot WHERE lot ->> 'id' = ANY ($2)))`;
const applicants = `SELECT one.supplier_id AS id FROM applications one JOIN tenders tender ON tender.id = one.tender_id
  WHERE one.tender_id = $1 AND one.action <> 'withdrawal' AND platform_now() >= tender.applications_close_at
    AND NOT EXISTS (SELECT FROM applications later WHERE later.previous_id = one.id)`;
const invited = 'SELECT supplier_id AS id FROM invited_suppliers WHERE tender_id = $1';
