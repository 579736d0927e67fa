import type { Breaches } from '../rules/breach.js';
import { noPaperOriginalIsDemanded } from '../rules/paper-originals.js';
import type { TenderContent } from './tender.entity.js';

/** Art. 58: neither the qualification requirements nor those of the prequalification ask for paper. */
export function requirementsTakeElectronicLicences({ qualificationRequirements, prequalification }: TenderContent): Breaches {
  const texts = [
    ...(qualificationRequirements ? [{ ...qualificationRequirements, pointer: '#/qualificationRequirements' }] : []),
    ...(prequalification?.requirements ?? []).map(({ text }, at) => ({
      ...text,
      pointer: `#/prequalification/requirements/${at}/text`,
    })),
  ];
  return noPaperOriginalIsDemanded(texts);
}
