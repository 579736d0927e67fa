import type { KnownOrganization } from '../organizations/organizations.queries.js';
import type { Reader } from '../platform/reads.js';
import type { Envelope } from '../rules/custody.js';
import type { Instant } from '../rules/moment.js';
import type { Lock } from './share-commitment.js';

/** A person whose key is proved, and the verified organisations for which it keeps locks now. */
export interface Holder {
  keyId: string | null;
  organizations: Pick<KnownOrganization, 'id' | 'kinds'>[];
}

export async function holdersOf(reader: Reader, personIds: readonly string[]): Promise<Map<string, Holder>> {
  const rows = await reader.query<Holder & { personId: string }>(
    `SELECT person.id AS "personId",
            (SELECT id FROM custodian_keys WHERE person_id = person.id AND proved_at IS NOT NULL AND replaced_at IS NULL) AS "keyId",
            (SELECT coalesce(json_agg(json_build_object('id', organization.id, 'kinds', organization.kinds) ORDER BY organization.id), '[]')
               FROM memberships member JOIN organizations organization ON organization.id = member.organization_id
              WHERE member.person_id = person.id AND 'custodian' = ANY (member.roles) AND organization.verified_at IS NOT NULL
                AND (member.until IS NULL OR member.until > platform_now())) AS organizations
       FROM people person WHERE person.id = ANY ($1)`,
    [personIds],
  );
  return new Map(rows.map(({ personId, ...holder }) => [personId, holder]));
}

/** The organisation that runs the platform, where it is one that the platform knows. */
export async function operatorIdOf(reader: Reader, identifier: string | null): Promise<string | null> {
  if (identifier === null) return null;
  const rows = await reader.query<{ id: string }>('SELECT id FROM organizations WHERE identifier = $1', [identifier]);
  return rows[0]?.id ?? null;
}

/** A share as its holder may have it back. */
export interface OwnShare {
  envelope: Envelope;
  lock: Lock;
  index: number;
  recipient: string;
  rehearsalRecipient: string;
  threshold: number;
  commitment: string;
  rehearsalCommitment: string;
  /** base64 of an age file for the holder. */
  sealedShare: string;
  confirmed: boolean;
}

export async function ownShares(
  reader: Reader,
  tenderId: string,
  personId: string,
  organizationId: string | null,
): Promise<OwnShare[]> {
  return reader.query<OwnShare>(
    `SELECT deal.envelope, deal.lock, share.index, deal.recipient, deal.rehearsal_recipient AS "rehearsalRecipient", deal.threshold, share.commitment,
            share.rehearsal_commitment AS "rehearsalCommitment", share.sealed_share AS "sealedShare",
            EXISTS (SELECT FROM share_confirmations done WHERE (done.deal_id, done.index) = (share.deal_id, share.index)) AS confirmed
       FROM lock_deals deal JOIN lock_shares share ON share.deal_id = deal.id
      WHERE deal.tender_id = $1 AND deal.superseded_at IS NULL AND share.person_id = $2 AND share.organization_id = $3
      ORDER BY deal.envelope, deal.lock`,
    [tenderId, personId, organizationId],
  );
}

/** Which session it is, known before its row is there. */
export interface NamedSession {
  id: string;
  tenderId: string;
  envelope: Envelope;
}

/** A session as its row tells it. */
export interface ShareSession extends NamedSession {
  recipient: string;
  expiresAt: Instant;
}

/** Null where there is none of this purpose, or it is over. */
export async function liveSession(
  reader: Reader,
  tenderId: string,
  id: string,
  purpose: 'rehearsal' | 'opening',
): Promise<ShareSession | null> {
  const rows = await reader.query<ShareSession>(
    `SELECT id, tender_id AS "tenderId", envelope, recipient, expires_at AS "expiresAt" FROM share_sessions
      WHERE id = $2 AND tender_id = $1 AND purpose = $3 AND expires_at > platform_now()`,
    [tenderId, id, purpose],
  );
  return rows[0] ?? null;
}

/** A share that came into a session, whatever has become of it. */
export interface SessionShare {
  id: string;
  lock: Lock;
  index: number;
  personId: string;
  organizationId: string;
  sealedShare: string;
  taken: 'received' | 'accepted' | 'refused';
}

export async function sharesOf(reader: Reader, sessionId: string): Promise<SessionShare[]> {
  return reader.query<SessionShare>(
    `SELECT id, lock, index, person_id AS "personId", organization_id AS "organizationId", sealed_share AS "sealedShare", taken
       FROM session_shares WHERE session_id = $1 ORDER BY id`,
    [sessionId],
  );
}
