import { v7 as uuidv7 } from 'uuid';
import { addDays, civilDateOf, instantOf, isBefore, microsOf, startOfDay, type Instant } from '../rules/moment.js';
import type { EffectWork } from './effects.js';

interface Wish {
  deliveryId: string;
  personId: string;
  email: string;
  language: string;
  digest: 'none' | 'daily';
}

const digestHour = 8;
const microsPerHour = 3_600_000_000n;

/** Who wants a mail of the deliveries of an entry: whom it told, and the people of the organisations it told, at a verified address. */
const wishes = `
  SELECT delivery.id AS "deliveryId", settings.person_id AS "personId", settings.email, settings.language, settings.digest
    FROM deliveries delivery
    JOIN LATERAL (
      SELECT delivery.person_id AS id WHERE delivery.person_id IS NOT NULL
      UNION SELECT member.person_id FROM memberships member
       WHERE member.organization_id = delivery.organization_id AND (member.until IS NULL OR member.until > $2)
    ) told ON true
    JOIN notification_settings settings ON settings.person_id = told.id
   WHERE delivery.entry_id = $1 AND settings.email_verified_at IS NOT NULL
     AND coalesce(settings.kinds ->> delivery.topic, settings.kinds ->> split_part(delivery.topic, '.', 1), 'inbox') = 'inbox-and-mail'
   ORDER BY settings.person_id, delivery.id`;

/** One mail for each person who wants one, in the transaction that writes the inbox; a daily digest gathers what comes until eight in the morning. */
export async function planMails(work: EffectWork, entryId: string): Promise<void> {
  const found = await work.query<Wish>(wishes, [entryId, work.now]);
  const mails = new Map<string, string>();
  for (const wish of found) {
    const mailId =
      mails.get(wish.personId) ?? (wish.digest === 'daily' ? await digestOf(work, wish) : await mailAtOnce(work, wish));
    mails.set(wish.personId, mailId);
    await work.query('INSERT INTO mail_items (mail_id, delivery_id) VALUES ($1, $2)', [mailId, wish.deliveryId]);
  }
}

async function mailAtOnce(work: EffectWork, { personId, email, language }: Wish): Promise<string> {
  const id = uuidv7();
  await work.query(
    `INSERT INTO mail_deliveries (id, person_id, email, language, state, next_try_at, created_at) VALUES ($1, $2, $3, $4, 'pending', $5, $5)`,
    [id, personId, email, language, work.now],
  );
  return id;
}

/** The digest that is still to come; one that is being sent takes nothing more. */
async function digestOf(work: EffectWork, wish: Wish): Promise<string> {
  for (let on = firstDigestOn(work.now); ; on = addDays(on, 1)) {
    const rows = await work.query<{ id: string; tries: number }>(
      `WITH planned AS (
         INSERT INTO mail_deliveries (id, person_id, email, language, digest_on, state, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, 'pending', $6, $7)
         ON CONFLICT (person_id, email, digest_on) DO UPDATE SET tries = mail_deliveries.tries RETURNING id, tries
       ) SELECT id, tries FROM planned`,
      [uuidv7(), wish.personId, wish.email, wish.language, on, digestAt(on), work.now],
    );
    if (rows[0]?.tries === 0) return rows[0].id;
  }
}

function firstDigestOn(now: Instant): string {
  const today = civilDateOf(now);
  return isBefore(now, digestAt(today)) ? today : addDays(today, 1);
}

function digestAt(day: string): Instant {
  return instantOf((microsOf(startOfDay(day)) as bigint) + BigInt(digestHour) * microsPerHour);
}
