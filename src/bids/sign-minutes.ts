import { createHash } from 'node:crypto';
import { canonicalJson } from '../platform/audit-leaf.js';
import type { SigningKeys } from '../platform/signing-keys.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Bilingual } from '../rules/breach.js';
import { publishNotice } from '../tenders/notices.js';
import { SignedMinutes } from './opening-minutes.entity.js';
import type { OpeningMinutes } from './opening-minutes.js';

/** Signs the minutes, keeps the very bytes and publishes them. Returns their SHA-256. */
export async function signMinutes(work: Work, signing: SigningKeys, content: OpeningMinutes, stage = 1): Promise<string> {
  const { tenderId, envelope } = content;
  const minutes = canonicalJson(content);
  const signature = signing.sign(Buffer.from(minutes, 'utf8'));
  const row = { tenderId, envelope, stage, id: newId(), minutes, keyId: signing.keyId, signature, recordedAt: work.now };
  await work.insert(SignedMinutes, row);
  await publishNotice(work, { tenderId, kind: 'opening-minutes', content: { minutes: content, keyId: row.keyId, signature } });
  return createHash('sha256').update(minutes).digest('hex');
}

/** Names of the suppliers whose bids they are, by id. */
export async function namesOf(work: Work, bids: readonly { supplierId: string }[]): Promise<Map<string, Partial<Bilingual>>> {
  const rows = await work.query<{ id: string; name: Partial<Bilingual> }>(
    'SELECT id, name FROM organizations WHERE id = ANY ($1)',
    [bids.map((bid) => bid.supplierId)],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
