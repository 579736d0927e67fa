import { sealText } from '../custody/age-text.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import type { Envelope } from '../rules/custody.js';
import type { RecoveredKeys } from '../custody/look-for-shares.js';
import type { RecoveredKey } from '../custody/recover-key.js';
import type { Lock } from '../custody/share-commitment.js';

/** What an age file of an opening holds: with it and the sealed files, whoever it is for does the opening again. */
export interface ReleasedIdentities {
  format: 'ftz-identities-1';
  tenderId: string;
  envelope: Envelope;
  identities: { A: string; B: string };
  /** The shares that made them, base64, so that their commitments can be checked. Whoever has these has the identity, and it is told above. */
  shares: Record<Lock, { index: number; share: string }[]>;
}

/**
 * Seals the recovered keys to every key of an auditor or a reviewer that is active now, in the opening's own transaction: the database never
 * has them in clear, and who may have which back is asked when somebody does. Further prices are opened with keys that were given out. Returns to how many.
 */
export async function releaseIdentities(work: Work, tenderId: string, envelope: Envelope, keys: RecoveredKeys): Promise<number> {
  const content: ReleasedIdentities = {
    format: 'ftz-identities-1',
    tenderId,
    envelope,
    identities: { A: keys.A.identity, B: keys.B.identity },
    shares: { A: sharesOf(keys.A), B: sharesOf(keys.B) },
  };
  const text = JSON.stringify(content);
  const owners = await work.query<{ keyId: string; personId: string; recipient: string }>(
    `SELECT key.id AS "keyId", key.person_id AS "personId", key.recipient FROM custodian_keys key
      WHERE key.proved_at IS NOT NULL AND key.replaced_at IS NULL
        AND EXISTS (SELECT FROM memberships member WHERE member.person_id = key.person_id AND member.roles && '{auditor,reviewer}'
                       AND (member.until IS NULL OR member.until > platform_now()))`,
  );
  for (const { keyId, personId, recipient } of owners)
    await work.query(
      `INSERT INTO released_identities (id, tender_id, envelope, person_id, key_id, sealed_identities, released_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tender_id, envelope, person_id) DO NOTHING`,
      [newId(), tenderId, envelope, personId, keyId, await sealText(recipient, text), work.now],
    );
  return owners.length;
}

function sharesOf({ shares }: RecoveredKey): { index: number; share: string }[] {
  return shares.map(({ index, share }) => ({ index, share: Buffer.from(share).toString('base64') }));
}
