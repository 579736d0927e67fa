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

const suppliers = ['GB-COH-11111111', 'GB-COH-22222222'];
const plan: readonly Tag[] = ['planning'];

const noPackage = 'We publish no release packages yet: they come with the disclosure of OCDS releases.';
const noRelease =
  'No notice of ours belongs to this release: a plan is a draft here, and what happens under a contract is not published yet.';
const ownPeople = 'A supplier’s contact is given at registration and shown to its own people and registrars only.';
const superseded =
  'The source’s own tender release replaces it; a draft is not public before its publication, and then says the new value.';
const noEnquiries = 'Enquiries have no routes yet.';
const ownFile = 'The file of the signed contract is not published here; its notice stands in for it and is headed otherwise.';
const offline = 'A printed map in a library: there is no file that could be added.';
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

  { path: 'parties/*/contactPoint/name', of: suppliers, reason: ownPeople },
  { path: 'parties/*/contactPoint/email', of: suppliers, reason: ownPeople },
  { path: 'parties/*/contactPoint/telephone', of: suppliers, reason: ownPeople },
  { path: 'parties/*/contactPoint/faxNumber', of: suppliers, reason: ownPeople },
  { path: 'parties/*/contactPoint/url', of: suppliers, reason: ownPeople },

  { path: 'tender/description', only: plan, reason: superseded },
  { path: 'tender/status', only: plan, reason: 'Planned is a draft here, which nobody but its own organisation sees.' },
  { path: 'tender/value/amount', only: plan, reason: superseded },
  { path: 'tender/tenderPeriod/startDate', only: plan, reason: superseded },
  { path: 'tender/contractPeriod/startDate', only: plan, reason: superseded },
  { path: 'tender/contractPeriod/endDate', only: plan, reason: superseded },
  { path: 'tender/items/*/quantity', only: plan, reason: superseded },
  { path: 'tender/items/*/unit/value/amount', only: plan, reason: superseded },
  { path: 'tender/minValue/amount', reason: 'The value is one estimate over the whole duration (art. 52), not a range.' },
  { path: 'tender/minValue/currency', reason: 'The value is one estimate over the whole duration (art. 52), not a range.' },
  { path: 'tender/enquiryPeriod/startDate', reason: noEnquiries },
  { path: 'tender/enquiryPeriod/endDate', reason: noEnquiries },
  { path: 'tender/enquiryPeriod/durationInDays', reason: noEnquiries },
  { path: 'tender/hasEnquiries', reason: noEnquiries },
  { path: 'tender/documents/*/id', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/documentType', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/title', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/description', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/datePublished', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/format', of: ['4.0'], reason: offline },
  { path: 'tender/documents/*/language', of: ['4.0'], reason: offline },
  {
    path: 'tender/amendments/*/description',
    reason:
      'The platform writes what changed itself, field by field; the source’s sentence names a wrong year (2017) and would mislead.',
  },

  { path: 'contracts/*/documents/*/title', reason: ownFile },
  { path: 'contracts/*/documents/*/description', reason: ownFile },
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
