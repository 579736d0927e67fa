import { randomBytes } from 'node:crypto';
import type { Reader } from '../platform/reads.js';
import type { Bilingual } from '../rules/breach.js';
import { irregularityTypes } from '../rules/irregularities.js';
import { civilDateOf, type CivilDate, type Instant } from '../rules/moment.js';
import { remedyKinds, remedyLabel } from '../rules/ordered-remedies.js';
import { reviewDecisionTypeOf, reviewDecisionTypes } from '../rules/review-codes.js';
import type { OrderedRemedy } from '../tenders/remedy.entity.js';
import type { Tender } from '../tenders/tender.entity.js';
import type { Complaint, ComplaintRuling, RulingFinding, WithheldRulingField } from './complaint.entity.js';
import { digestOf, rootOfFields, rulingFormat, type CopiedField, type OpenField, type RulingCopy } from './ruling-copy.js';

/** What is ruled, before it is a record. */
export type Ruled = Pick<ComplaintRuling, 'outcome' | 'ground' | 'findings' | 'reasons' | 'decidedBy' | 'decidedAt'>;
export type OrderedShape = Pick<OrderedRemedy, 'kind' | 'lotIds' | 'dueOn'>;

interface Names {
  procurer: Bilingual;
  complainant: Bilingual;
  reviewBody: Bilingual;
  reviewer: Bilingual;
}

/** The parties as the public knows them, and who signs. */
async function namesIn(reader: Reader, complaint: Complaint, reviewerId: string): Promise<Names> {
  const rows = await reader.query<Names>(
    `SELECT (SELECT name FROM organizations WHERE id = $1) AS procurer, (SELECT name FROM organizations WHERE id = $2) AS complainant,
            (SELECT name FROM organizations WHERE id = $3) AS "reviewBody", (SELECT name FROM people WHERE id = $4) AS reviewer`,
    [complaint.procurerId, complaint.complainantId, complaint.reviewBodyId, reviewerId],
  );
  return rows[0] as Names;
}

/** The ruling as a list of fields, each with a salt of its own, and the root over them. */
export async function recordOfRuling(
  reader: Reader,
  {
    tender,
    complaint,
    ruled,
    remedies,
  }: { tender: Tender; complaint: Complaint; ruled: Ruled; remedies: readonly OrderedShape[] },
): Promise<{ fields: OpenField[]; root: string }> {
  const names = await namesIn(reader, complaint, ruled.decidedBy);
  const code = reviewDecisionTypeOf(ruled.outcome, ruled.ground);
  const { id: tenderId, referenceNumber, title } = tender;
  const values: [string, unknown][] = [
    ['complaint', { id: complaint.id, challengeId: complaint.challengeId, receivedAt: complaint.receivedAt }],
    ['tender', { id: tenderId, referenceNumber, title }],
    ['procuringEntity', { id: complaint.procurerId, name: names.procurer }],
    ['complainant', { id: complaint.complainantId, name: names.complainant }],
    ['reviewBody', { id: complaint.reviewBodyId, name: names.reviewBody }],
    ['decidedBy', { name: names.reviewer }],
    ['decidedAt', ruled.decidedAt],
    ['outcome', ruled.outcome],
    ['decisionType', { code, ...reviewDecisionTypes[code] }],
    ['ground', ruled.ground],
    ...complaint.matters.map(({ matter, statement }): [string, unknown] => [`matters/${matter}`, statement]),
    ...ruled.findings.flatMap(findingFields),
    ['remedies', remedies.map(remedyField)],
    ['reasons', ruled.reasons],
  ];
  const fields = values.map(([name, value]) => ({ name, salt: randomBytes(32).toString('hex'), value: value ?? null }));
  return { fields, root: rootOfFields(fields) };
}

function findingFields({ matter, upheld, irregularity, reasons }: RulingFinding): [string, unknown][] {
  const coded = irregularity ? { code: irregularity, ...irregularityTypes[irregularity] } : null;
  return [
    [`findings/${matter}`, { matter, upheld, irregularity: coded }],
    [`findings/${matter}/reasons`, reasons],
  ];
}

function remedyField({ kind, lotIds, dueOn }: OrderedShape): object {
  return { kind, code: remedyKinds[kind].code, ...remedyLabel(kind), lotIds, dueOn };
}

type Kept = Pick<ComplaintRuling, 'fields' | 'root' | 'withheld'>;

/** The whole copy, for the parties; null where the ruling is from before there were copies. */
export function wholeCopy({ fields, root }: Kept): RulingCopy | null {
  return fields === null || root === null ? null : { format: rulingFormat, root, fields };
}

/** The copy for everybody: what is withheld is there by its digest until its day. */
export function publicCopy(ruling: Kept, tender: NamedWhen, now: Instant): RulingCopy | null {
  const whole = wholeCopy(ruling);
  const waiting: Waiting[] = [
    ...ruling.withheld.filter((one) => civilDateOf(now) < one.releaseOn),
    ...(tender.mayName ? [] : [{ ...untilOpening, releaseOn: tender.bidsCloseAt && civilDateOf(tender.bidsCloseAt) }]),
  ];
  return whole && { ...whole, fields: whole.fields.map((one) => shown(one as OpenField, waiting)) };
}

/** Whether everybody may know who complained, and else from when. */
interface NamedWhen {
  mayName: boolean;
  bidsCloseAt: Instant | null;
}

type Waiting = Omit<WithheldRulingField, 'releaseOn'> & { releaseOn: CivilDate | null };

const untilOpening = {
  field: 'complainant',
  reason: 'fair-competition' as const,
  note: { zh: '开标前不公开。', en: 'Not before the opening.' },
};

function shown(field: OpenField, waiting: readonly Waiting[]): CopiedField {
  const wait = waiting.find((one) => one.field === field.name);
  if (wait === undefined) return field;
  const { reason, note, releaseOn } = wait;
  return { name: field.name, digest: digestOf(field), reason, note, releaseOn };
}
