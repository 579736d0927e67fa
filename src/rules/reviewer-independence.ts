import { breach, type Bilingual, type Breaches } from './breach.js';

/** A review body (审查主管机关) with the organisations above and below it, however far. */
export interface ReviewBody {
  id: string;
  controls: readonly string[];
  controlledBy: readonly string[];
}

/**
 * Art. 60: the review authority is independent of the procuring entity: it is neither the entity nor its agency, controls neither and
 * is controlled by neither, and neither deals nor keeps a lock of the procurement. Hierarchy counts in both directions; the caller gives all levels of it.
 */
export function reviewerIsIndependent(args: {
  procurerId: string;
  reviewBody: ReviewBody;
  agencyId: string | null;
  /** Organisations whose people dealt a lock of the tender or hold a share of one (保管人). */
  custodianIds?: readonly string[];
}): Breaches {
  const { procurerId, reviewBody, agencyId } = args;
  const keeps = (args.custodianIds ?? []).includes(reviewBody.id);
  const reasons = [
    ...tiesOf(reviewBody, procurerId, { zh: '采购人', en: 'the procuring entity' }),
    ...(agencyId === null ? [] : tiesOf(reviewBody, agencyId, { zh: '采购代理机构', en: 'the procurement agency' })),
    ...(keeps ? [{ zh: '保管本项目的开标密钥', en: 'it keeps a lock of this procurement' }] : []),
  ];
  if (reasons.length === 0) return [];
  const facts = { reviewBodyId: reviewBody.id, procurerId, agencyId, reasons };
  return [breach('complaint.reviewer-not-independent', facts, { pointer: '#/reviewBody' })];
}

function tiesOf(body: ReviewBody, id: string, party: Bilingual): Bilingual[] {
  const ties: Bilingual[] = [];
  if (body.id === id) ties.push({ zh: `即为${party.zh}`, en: `it is ${party.en}` });
  if (body.controls.includes(id)) ties.push({ zh: `管理${party.zh}`, en: `it controls ${party.en}` });
  if (body.controlledBy.includes(id)) ties.push({ zh: `受${party.zh}管理`, en: `it is controlled by ${party.en}` });
  return ties;
}
