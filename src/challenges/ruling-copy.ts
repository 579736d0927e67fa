import { createHash } from 'node:crypto';
import { canonicalJson, leafHashOf } from '../platform/audit-leaf.js';
import { append, rootOf } from '../platform/merkle.js';
import type { Bilingual } from '../rules/breach.js';

/** The format of a copy, by which other programs know it. */
export const rulingFormat = 'ftz-ruling-1';

/** A field that the copy shows. */
export interface OpenField {
  name: string;
  /** 32 random octets in hex, without which a short value could be guessed from its digest. */
  salt: string;
  value: unknown;
}

/** A field that the copy withholds: its name and digest stand in the tree all the same. */
export interface ClosedField {
  name: string;
  /** SHA-256 of the salt's octets followed by the RFC 8785 JSON of the value, in hex. */
  digest: string;
  reason: string;
  note: Partial<Bilingual> | null;
  /** The first day on which it may be read; null where that day is not known yet. */
  releaseOn: string | null;
}

export type CopiedField = OpenField | ClosedField;

/** A ruling as somebody holds it, whole or redacted. */
export interface RulingCopy {
  format: typeof rulingFormat;
  /** RFC 6962, over the fields in their order: the same for every copy of one ruling. */
  root: string;
  fields: CopiedField[];
}

export function isOpen(field: CopiedField): field is OpenField {
  return 'salt' in field;
}

/** What a leaf says of a field. Throws TypeError on a value that JSON cannot carry. */
export function digestOf(field: CopiedField): string {
  if (!isOpen(field)) return field.digest;
  return createHash('sha256').update(Buffer.from(field.salt, 'hex')).update(canonicalJson(field.value), 'utf8').digest('hex');
}

/** The root that a copy comes to, in hex. The leaf of a field is the RFC 8785 JSON of its name and digest. */
export function rootOfFields(fields: readonly CopiedField[]): string {
  let frontier: Buffer[] = [];
  for (const [size, field] of fields.entries()) {
    const leaf = leafHashOf(canonicalJson({ name: field.name, digest: digestOf(field) }));
    ({ frontier } = append(size, frontier, leaf));
  }
  return rootOf(frontier).toString('hex');
}
