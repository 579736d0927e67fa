import type { Tag } from './ocds-source.js';

export interface Unmapped {
  /** From the release, `*` for an index; what surrounds the release begins with `package/`. */
  path: string;
  reason: string;
  /** Only in these releases; in all where absent. */
  only?: readonly Tag[];
  /** Only in the list entries of these ids. */
  of?: readonly string[];
}

const buyer = ['GB-LAC-E09000003'];
const suppliers = ['GB-COH-11111111', 'GB-COH-22222222'];
const plan: readonly Tag[] = ['planning'];

const noPackage = 'We publish no release packages yet: they come with the disclosure of OCDS releases.';
const noRelease =
  'No notice of ours belongs to this release: a plan is a draft here, and what happens under a contract is not published yet.';
const standsIn = 'The seeded procuring entity stands in for the buyer and has an address of its own.';
const ownPeople =
  'Name, telephone and e-mail are given at registration, but an organisation’s contact is shown to its own people and registrars only.';
const superseded =
  'The source’s own tender release replaces it; a draft is not public before its publication, and then says the new value.';
const noEnquiries = 'Enquiries have no routes yet.';
const noUnitPrice = 'Items carry a quantity and no price; only the whole procurement has an estimate (art. 52).';
const noHeading = 'A notice has a kind and a content; there is no free heading or summary beside them.';
const noType = 'A document has a name and a media type here, and no code for what it is.';
const noLanguage = 'A document does not say its language here.';
const offline = 'A printed map in a library: there is no file that could be added.';
const noMilestones = 'Milestones of planning have no place before the draft.';
const noExtension = 'A contract period has two ends here; an extension would be an option, counted in the value (art. 52).';
const noTransactions = 'Payments under a contract are not recorded.';
const noProgress = 'Progress of a contract is not recorded between its signing and its acceptance or termination.';
const noRelated = 'Procurements are not linked to each other here.';

/** Leaves of the source that our public answers have no place for, each with why. One line per path: nothing is left out in bulk. */
export const unmapped: readonly Unmapped[] = [
  { path: 'package/version', reason: noPackage },
  { path: 'package/uri', reason: noPackage },
  { path: 'package/publishedDate', reason: noPackage },
  { path: 'package/publisher/name', reason: noPackage },
  { path: 'package/publisher/scheme', reason: noPackage },
  { path: 'package/publisher/uid', reason: noPackage },
  { path: 'package/publisher/uri', reason: noPackage },
  { path: 'package/license', reason: noPackage },
  { path: 'package/publicationPolicy', reason: noPackage },
  { path: 'initiationType', reason: 'A constant of OCDS, which only a release of ours would repeat; they come with disclosure.' },
  { path: 'id', only: ['planning', 'implementation'], reason: noRelease },
  { path: 'date', only: ['planning', 'implementation'], reason: noRelease },
  { path: 'tag/*', only: ['planning', 'implementation'], reason: noRelease },

  {
    path: 'parties/*/identifier/legalName',
    of: suppliers,
    reason: 'An organisation has one name in each language; the source’s everyday name is taken, which its awards use too.',
  },
  { path: 'parties/*/address/streetAddress', of: buyer, reason: standsIn },
  { path: 'parties/*/address/locality', of: buyer, reason: standsIn },
  { path: 'parties/*/address/region', of: buyer, reason: standsIn },
  { path: 'parties/*/address/postalCode', of: buyer, reason: standsIn },
  { path: 'parties/*/address/countryName', of: buyer, reason: standsIn },
  { path: 'parties/*/contactPoint/name', reason: ownPeople },
  { path: 'parties/*/contactPoint/email', reason: ownPeople },
  { path: 'parties/*/contactPoint/telephone', reason: ownPeople },
  { path: 'parties/*/contactPoint/faxNumber', reason: 'A contact has no fax number here, and is not public.' },
  { path: 'parties/*/contactPoint/url', reason: 'A contact has no web address here, and is not public.' },

  { path: 'planning/budget/id', reason: 'A budget is an amount, a year and a purpose here; it has no number of its own.' },
  { path: 'planning/budget/project', reason: 'A tender does not name the project that its budget belongs to.' },
  { path: 'planning/budget/projectID', reason: 'A tender does not name the project that its budget belongs to.' },
  { path: 'planning/budget/uri', reason: 'An address in a British budget register; a budget has no address here.' },
  { path: 'planning/documents/*/documentType', reason: noType },
  { path: 'planning/documents/*/language', reason: noLanguage },
  { path: 'planning/milestones/*/id', reason: noMilestones },
  { path: 'planning/milestones/*/type', reason: noMilestones },
  { path: 'planning/milestones/*/title', reason: noMilestones },
  { path: 'planning/milestones/*/description', reason: noMilestones },
  { path: 'planning/milestones/*/status', reason: noMilestones },
  { path: 'planning/milestones/*/dueDate', reason: noMilestones },
  { path: 'planning/milestones/*/dateMet', reason: noMilestones },

  { path: 'tender/description', only: plan, reason: superseded },
  { path: 'tender/status', only: plan, reason: 'Planned is a draft here, which nobody but its own organisation sees.' },
  { path: 'tender/value/amount', only: plan, reason: superseded },
  { path: 'tender/tenderPeriod/startDate', only: plan, reason: superseded },
  { path: 'tender/contractPeriod/startDate', only: plan, reason: superseded },
  { path: 'tender/contractPeriod/endDate', only: plan, reason: superseded },
  { path: 'tender/items/*/quantity', only: plan, reason: superseded },
  { path: 'tender/minValue/amount', reason: 'The value is one estimate over the whole duration (art. 52), not a range.' },
  { path: 'tender/minValue/currency', reason: 'The value is one estimate over the whole duration (art. 52), not a range.' },
  {
    path: 'tender/procurementMethodRationale',
    reason: 'Open tendering is the rule of art. 48 and needs no reason; EU rules do not apply here.',
  },
  {
    path: 'tender/submissionMethodDetails',
    reason: 'The address of another portal; bids go to the tender’s own path here, which no text repeats.',
  },
  { path: 'tender/enquiryPeriod/startDate', reason: noEnquiries },
  { path: 'tender/enquiryPeriod/endDate', reason: noEnquiries },
  { path: 'tender/enquiryPeriod/durationInDays', reason: noEnquiries },
  { path: 'tender/hasEnquiries', reason: noEnquiries },
  { path: 'tender/items/*/unit/value/amount', reason: noUnitPrice },
  { path: 'tender/items/*/unit/value/currency', reason: noUnitPrice },
  { path: 'tender/documents/*/documentType', of: ['3.0'], reason: noType },
  { path: 'tender/documents/*/language', of: ['3.0'], reason: noLanguage },
  { path: 'tender/documents/*/id', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/documentType', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/title', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/description', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/datePublished', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/format', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/language', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/title', of: ['5.0'], reason: noHeading },
  { path: 'tender/documents/*/description', of: ['5.0'], reason: noHeading },
  {
    path: 'tender/amendments/*/description',
    reason:
      'The platform writes what changed itself, field by field; the source’s sentence names a wrong year (2017) and would mislead.',
  },

  { path: 'awards/*/contractPeriod/maxExtentDate', reason: noExtension },
  { path: 'awards/*/items/*/unit/value/amount', reason: noUnitPrice },
  { path: 'awards/*/items/*/unit/value/currency', reason: noUnitPrice },
  { path: 'awards/*/documents/*/title', reason: noHeading },
  { path: 'awards/*/documents/*/description', reason: noHeading },

  {
    path: 'contracts/*/title',
    reason: 'A contract is shown by its number, parties, amount, period and dates; it has no heading.',
  },
  {
    path: 'contracts/*/description',
    reason: 'A contract is shown by its number, parties, amount, period and dates; it has no text.',
  },
  { path: 'contracts/*/period/maxExtentDate', reason: noExtension },
  { path: 'contracts/*/items/*/unit/value/amount', reason: noUnitPrice },
  { path: 'contracts/*/items/*/unit/value/currency', reason: noUnitPrice },
  { path: 'contracts/*/documents/*/title', reason: noHeading },
  { path: 'contracts/*/documents/*/description', reason: noHeading },
  {
    path: 'contracts/*/documents/*/datePublished',
    reason:
      'Five years after the signing (the source’s slip): here signing publishes, in one act, so that no other date can even be tried.',
  },
  { path: 'contracts/*/relatedProcesses/*/id', reason: noRelated },
  { path: 'contracts/*/relatedProcesses/*/title', reason: noRelated },
  { path: 'contracts/*/relatedProcesses/*/relationship/*', reason: noRelated },
  { path: 'contracts/*/relatedProcesses/*/scheme', reason: noRelated },
  { path: 'contracts/*/relatedProcesses/*/identifier', reason: noRelated },
  { path: 'contracts/*/relatedProcesses/*/uri', reason: noRelated },
  { path: 'contracts/*/implementation/transactions/*/id', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/source', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/date', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/value/amount', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/value/currency', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/payer/id', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/payer/name', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/payee/id', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/payee/name', reason: noTransactions },
  { path: 'contracts/*/implementation/transactions/*/uri', reason: noTransactions },
  { path: 'contracts/*/implementation/documents/*/id', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/documentType', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/title', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/description', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/url', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/datePublished', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/format', reason: noProgress },
  { path: 'contracts/*/implementation/documents/*/language', reason: noProgress },
];
