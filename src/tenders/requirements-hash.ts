import { createHash } from 'node:crypto';
import { canonicalJson } from '../platform/audit-leaf.js';
import { essentialFields, type EssentialField } from '../rules/failed-procedure.js';
import type { Tender } from './tender.entity.js';

export interface HashedRequirements {
  /** Hex SHA-256 over all fields. */
  sha256: string;
  fields: Readonly<Record<EssentialField, string>>;
}

/** The essential requirements of a tender as RFC 8785 JSON under SHA-256, whole and field by field, so that two procedures can be compared by a stranger. */
export function hashedRequirements({ content, budget }: Pick<Tender, 'content' | 'budget'>): HashedRequirements {
  const { qualificationRequirements: text = null, licenceTypes, specifications, criteria, items } = content;
  const qualificationRequirements = licenceTypes === undefined ? text : { text, licenceTypes };
  const parts = { qualificationRequirements, specifications, criteria, budget, items };
  const fields = Object.fromEntries(essentialFields.map((name) => [name, hashOf(parts[name])]));
  return { sha256: hashOf(parts), fields: fields as Record<EssentialField, string> };
}

/** The fields in which two procedures differ; none where the hashes of the whole agree. */
export function differingFields(left: HashedRequirements, right: HashedRequirements): EssentialField[] {
  return left.sha256 === right.sha256 ? [] : essentialFields.filter((name) => left.fields[name] !== right.fields[name]);
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
