import type { LawService } from '../platform/law.service.js';
import { obey } from '../platform/refusal.js';
import type { Work } from '../platform/unit-of-work.js';
import { civilDateOf } from '../rules/moment.js';
import { trackOf } from '../rules/track.js';
import { withholdingIsBounded } from '../rules/withholding.js';
import type { OrderedRemedy } from '../tenders/remedy.entity.js';
import type { Tender } from '../tenders/tender.entity.js';
import { tellNoSecrets, type NamedTexts } from '../tenders/marked-secrets.js';
import type { WithheldRulingBody } from './complaint.dto.js';
import { ComplaintRuling, type Complaint, type WithheldRulingField } from './complaint.entity.js';
import { presentComplaint, rulingOn, type ComplaintAnswer } from './present-complaint.js';
import { respondentsOf } from './proceedings.queries.js';
import { recordOfRuling, type Ruled } from './ruling-record.js';

/** What is told to the public later, as the body names it. */
export function withheldOf({ withheld = [] }: { withheld?: WithheldRulingBody[] }): WithheldRulingField[] {
  return withheld.map(({ field, reason, note, releaseOn }) => ({ field, reason, note: note ? { ...note } : null, releaseOn }));
}

interface Kept {
  tender: Tender;
  complaint: Complaint;
  ruled: Ruled;
  remedies: readonly OrderedRemedy[];
  withheld: WithheldRulingField[];
}

/**
 * The ruling's row and its entry, with the root over its fields. Throws LawRefusal `complaint.trade-secret` where what everybody will read tells
 * somebody's secret, `withholding.nothing-to-withhold`, `withholding.release-past`. Everybody who bid learns of a result that falls from its own event.
 */
export async function keepRuling(work: Work, kept: Kept): Promise<ComplaintRuling> {
  const { tender, complaint, ruled, remedies, withheld } = kept;
  const { fields, root } = await recordOfRuling(work, { tender, complaint, ruled, remedies });
  const names = fields.map((one) => one.name);
  obey([
    ...withholdingIsBounded(withheld, { fields: names, today: civilDateOf(work.now) }),
    ...(await tellNoSecrets(work, {
      tenderId: tender.id,
      rule: 'complaint.trade-secret',
      texts: publicTexts(kept),
      now: work.now,
    })),
  ]);
  const kinds = remedies.map((one) => one.kind);
  const ruling = await work.insert(ComplaintRuling, {
    complaintId: complaint.id,
    ...ruled,
    remedies: kinds,
    fields,
    root,
    withheld,
  });
  const isDismissal = ruled.outcome === 'dismissed';
  const findings = ruled.findings.map(({ matter, upheld, irregularity }) => ({ matter, upheld, irregularity }));
  work.record({
    type: isDismissal ? 'complaint.dismissed' : 'complaint.decided',
    article: 60,
    tenderId: tender.id,
    subject: { kind: 'complaint', id: complaint.id },
    payload: {
      ...(isDismissal ? { ground: ruled.ground } : { outcome: ruled.outcome, remedies: kinds, findings }),
      decidedAt: ruled.decidedAt,
      rulingRoot: root,
    },
    tell: [complaint.complainantId, ...(await toldOfCase(work, complaint))],
  });
  return ruling;
}

/** The procuring entity, and whoever was told of the complaint beside it. */
async function toldOfCase(work: Work, { id, procurerId }: Complaint): Promise<string[]> {
  const respondents = await respondentsOf(work, id);
  return [...new Set([procurerId, ...respondents.map((one) => one.organizationId)])];
}

/** What the public copy shows now, under the pointers of the request; what a party wrote under its own name in the copy. */
function publicTexts({ complaint, ruled, withheld }: Kept): NamedTexts {
  const open = (field: string): boolean => !withheld.some((one) => one.field === field);
  const texts: NamedTexts = open('reasons') ? { reasons: ruled.reasons } : {};
  for (const [index, { matter, reasons }] of ruled.findings.entries())
    if (open(`findings/${matter}/reasons`)) texts[`findings/${index}/reasons`] = reasons;
  for (const { matter, statement } of complaint.matters) if (open(`matters/${matter}`)) texts[`matters/${matter}`] = statement;
  return texts;
}

export async function presentDecided(
  work: Work,
  law: LawService,
  { tender, complaint }: { tender: Tender; complaint: Complaint },
): Promise<ComplaintAnswer> {
  const ruling = await rulingOn(work, complaint.id);
  return presentComplaint(complaint, { track: trackOf(tender.category), calendar: await law.calendar(work), ruling });
}
