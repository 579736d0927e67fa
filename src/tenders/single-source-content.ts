import type { SingleSourceGround } from '../rules/art-48-single-source.js';
import type { EssentialField } from '../rules/failed-procedure.js';
import type { CivilDate } from '../rules/moment.js';
import type { EvidenceKind } from '../rules/single-source-evidence.js';
import type { Text } from './tender.entity.js';

/** Why nobody else can supply: CPTPP art. 15.10.2(b). */
export const exclusivities = ['workOfArt', 'exclusiveRights', 'noTechnicalCompetition'] as const;
export type Exclusivity = (typeof exclusivities)[number];

export const trialBases = ['limitedTrial', 'commissionedResearch'] as const;
export type TrialBasis = (typeof trialBases)[number];

/** What a single-source tender says of its ground and its supplier; fixed by publication with the rest of the content. */
export interface SingleSourceContent {
  ground: SingleSourceGround;
  justification: Text;
  supplierId: string;
  evidence: { kind: EvidenceKind; documentId: string }[];
  experts?: { name: string; title: string; opinion: Text }[];
  failedTenderId?: string;
  nonSubstantial?: { field: EssentialField; reason: string }[];
  colluders?: string[];
  onlySupplier?: { exclusivity: Exclusivity; noAlternative: Text };
  supplementary?: { originalContractId: string; compatibility: Text; inconvenience: Text };
  trial?: { basis: TrialBasis; noQuantityProduction: boolean };
  emergency?: { eventOn: CivilDate; event: Text; whyNoOther: Text; causedByProcurer: boolean };
}

/** Every text of it that the notice shows, with its place. */
export function textsOf(source: SingleSourceContent): [string, Text][] {
  const { onlySupplier, supplementary, emergency } = source;
  const texts: [string, Text | undefined][] = [
    ['justification', source.justification],
    ...(source.experts ?? []).map((one, index): [string, Text] => [`experts/${index}/opinion`, one.opinion]),
    ['onlySupplier/noAlternative', onlySupplier?.noAlternative],
    ['supplementary/compatibility', supplementary?.compatibility],
    ['supplementary/inconvenience', supplementary?.inconvenience],
    ['emergency/event', emergency?.event],
    ['emergency/whyNoOther', emergency?.whyNoOther],
  ];
  return texts.filter((one): one is [string, Text] => one[1] !== undefined);
}
