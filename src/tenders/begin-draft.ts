import { requireVerified } from '../organizations/organizations.queries.js';
import type { Actor } from '../platform/actor.js';
import { forbidden } from '../platform/refusal.js';
import { newId, type Work } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { tenderMachine } from '../rules/tender.machine.js';
import { requireCustodians } from './custodians.js';
import { draftColumns } from './draft-content.js';
import { requireRetender } from './retender.js';
import type { TenderBody } from './tender.dto.js';
import { Tender } from './tender.entity.js';
import { keepValuation } from './valuations.queries.js';

// Not registered with the Open Contracting Partnership: a prefix of this platform's own until it is.
const ocidPrefix = 'ocds-shftz0';

/**
 * Writes a draft (编制采购文件) of the caller's own, verified organisation; `origin` is what the audit entry says of where it came from. Throws
 * LawRefusal `organization.not-verified`, `tender.retender-unfounded`; Refusal 403 for an organisation that does not procure, 422.
 */
export async function beginDraft(
  work: Work,
  actor: Actor,
  body: TenderBody,
  origin: Record<string, unknown> = {},
): Promise<Tender> {
  const procurer = await requireVerified(work, actor.organizationId);
  if (!procurer.kinds.includes('procuring-entity'))
    throw forbidden({ zh: '该组织不是采购人。', en: 'This organisation is no procuring entity.' });
  await requireCustodians(work, procurer.id, body.custodians);
  await requireRetender(work, procurer.id, body.retenderOf);
  const referenceNumber = await nextReference(work);
  const columns = draftColumns(body, null, { referenceNumber, now: work.now });
  const tender = await work.insert(Tender, {
    ...blank,
    ...columns,
    id: newId(),
    referenceNumber,
    ocid: `${ocidPrefix}-${referenceNumber}`,
    procurerId: procurer.id,
    createdBy: actor.personId,
    createdAt: work.now,
  });
  await keepValuation(work, actor, tender);
  work.record({
    type: 'tender.drafted',
    article: 47,
    tenderId: tender.id,
    subject: { kind: 'tender', id: tender.id },
    payload: { referenceNumber, method: tender.method, category: tender.category, title: tender.title, version: 1, ...origin },
  });
  return tender;
}

/** `SHFTZ-2026-000123`: one row of numbers per year of Shanghai, without gaps, since a draft that fails takes none. */
async function nextReference(work: Work): Promise<string> {
  const year = civilDateOf(work.now).slice(0, 4);
  const rows = await work.query<{ value: string }>(
    `INSERT INTO reference_counters (name, value) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET value = reference_counters.value + 1 RETURNING value`,
    [`tender ${year}`],
  );
  return `SHFTZ-${year}-${(rows[0] as { value: string }).value.padStart(6, '0')}`;
}

const blank = {
  version: 1,
  state: tenderMachine.initial,
  ruleProfile: null,
  warnings: [],
  approvedBy: null,
  approvedAt: null,
  publishedBy: null,
  publishedAt: null,
  documentsIssuedAt: null,
  opensAt: null,
  openedAt: null,
  standstillEndsAt: null,
  endedOn: null,
  retainUntil: null,
  dueAt: null,
};
