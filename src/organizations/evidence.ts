import type { EvidenceBody } from './organization.dto.js';
import type { Evidence } from './verification.entity.js';

export function evidenceOf(bodies: readonly EvidenceBody[] | undefined): Evidence[] {
  return (bodies ?? []).map(({ sha256, title }) => ({ sha256, title: { ...title } }));
}
