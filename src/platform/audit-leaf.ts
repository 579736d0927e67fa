import { createHash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';

export interface LeafSource {
  id: string;
  type: string;
  article: number | null;
  tenderId: string | null;
  subjectKind: string;
  subjectId: string | null;
  actorPersonId: string | null;
  actorOrganizationId: string | null;
  recordedAt: string;
  payload: Record<string, unknown>;
  /** Of the rows that were written with it, the digests of their seals. */
  rows?: Record<string, string> | null;
  sealed: boolean;
}

export interface Leaf {
  payload: string;
  salt: Buffer;
  leaf: string;
  leafHash: Buffer;
}

/**
 * The audit leaf: RFC 8785 JSON that carries salted SHA-256 and SHA-512 of the payload, so that the payload can be destroyed
 * after its time while every proof still holds. A sealed leaf says nothing else: no tender, no submitter, no time, so that the
 * log does not count bids. The leaf hash is RFC 6962: SHA-256 of 0x00 and the leaf.
 */
export function auditLeaf(source: LeafSource): Leaf {
  const payload = canonicalJson(payloadOf(source));
  const salt = randomBytes(32);
  const hashes = { sha256: salted('sha256', salt, payload), sha512: salted('sha512', salt, payload), v: 1 };
  const leaf = source.sealed
    ? canonicalJson({ ...hashes, type: 'sealed' })
    : canonicalJson({ ...hashes, type: source.type, id: source.id, recordedAt: source.recordedAt, tenderId: source.tenderId });
  return { payload, salt, leaf, leafHash: leafHashOf(leaf) };
}

function payloadOf(source: LeafSource): Record<string, unknown> {
  const { type, id, article, tenderId, recordedAt } = source;
  return {
    type,
    id,
    article,
    tenderId,
    recordedAt,
    subject: { kind: source.subjectKind, id: source.subjectId },
    actor: { personId: source.actorPersonId, organizationId: source.actorOrganizationId },
    payload: source.payload,
    ...(source.rows && Object.keys(source.rows).length > 0 ? { rows: source.rows } : {}),
  };
}

/** RFC 6962 section 2.1: the hash of a leaf. */
export function leafHashOf(leaf: string): Buffer {
  return createHash('sha256').update(Buffer.of(0)).update(leaf, 'utf8').digest();
}

/** Hex digest of the salt followed by the payload's UTF-8 bytes. */
export function salted(algorithm: 'sha256' | 'sha512', salt: Buffer, payload: string): string {
  return createHash(algorithm).update(salt).update(payload, 'utf8').digest('hex');
}

/** RFC 8785. Throws on values that JSON cannot carry (NaN, lone surrogates). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}
