import type { RuleEntry } from './rule-entry.js';
import { amendmentRules } from './rules-amendment.js';
import { accessRules } from './rules-access.js';
import { archiveRules } from './rules-archive.js';
import { awardRules } from './rules-award.js';
import { bidRules } from './rules-bid.js';
import { committeeRules } from './rules-committee.js';
import { contractRules } from './rules-contract.js';
import { consortiumRules } from './rules-consortia.js';
import { custodyRules } from './rules-custody.js';
import { debriefRules } from './rules-debrief.js';
import { documentRules } from './rules-documents.js';
import { enquiryRules } from './rules-enquiry.js';
import { exclusionConditions, exclusionRules } from './rules-exclusion.js';
import { delegationRules } from './rules-delegation.js';
import { officerRules } from './rules-officers.js';
import { licenceRules } from './rules-licences.js';
import { notificationRules } from './rules-notification.js';
import { lotRules } from './rules-lots.js';
import { organizationRules } from './rules-organization.js';
import { outcomeRules } from './rules-outcome.js';
import { plannedNoticeRules } from './rules-planned-notice.js';
import { outageRules } from './rules-outage.js';
import { proceedingsRules } from './rules-proceedings.js';
import { prequalificationRules } from './rules-prequalification.js';
import { remedyRules } from './rules-remedy.js';
import { knowledgeRules } from './rules-knowledge.js';
import { reviewRules } from './rules-review.js';
import { reviewerRules } from './rules-reviewers.js';
import { singleSourceRules } from './rules-single-source.js';
import { securityRules } from './rules-security.js';
import { smallSupplierRules } from './rules-small-suppliers.js';
import { tenderRules } from './rules-tender.js';
import { termsRules } from './rules-terms.js';

export type { RuleEntry } from './rule-entry.js';

const catalogue = {
  ...organizationRules,
  ...delegationRules,
  ...accessRules,
  ...notificationRules,
  ...tenderRules,
  ...plannedNoticeRules,
  ...amendmentRules,
  ...outcomeRules,
  ...officerRules,
  ...prequalificationRules,
  ...exclusionConditions,
  ...debriefRules,
  ...bidRules,
  ...awardRules,
  ...custodyRules,
  ...consortiumRules,
  ...contractRules,
  ...remedyRules,
  ...reviewRules,
  ...proceedingsRules,
  ...reviewerRules,
  ...knowledgeRules,
  ...archiveRules,
  ...singleSourceRules,
  ...enquiryRules,
  ...exclusionRules,
  ...documentRules,
  ...outageRules,
  ...termsRules,
  ...securityRules,
  ...smallSupplierRules,
  ...licenceRules,
  ...lotRules,
  ...committeeRules,
};

/** Name of a refusal or warning, `noun.what-is-wrong`. */
export type RuleId = keyof typeof catalogue;

/** The catalogue of refusals: each exists once, here (rows by topic in `rules-*.ts`). */
export const rules: Readonly<Record<RuleId, RuleEntry>> = catalogue;

export const ruleIds = Object.keys(catalogue) as readonly RuleId[];
