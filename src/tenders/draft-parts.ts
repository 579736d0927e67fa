import type { CivilDate } from '../rules/moment.js';
import type { Reservation } from '../rules/reserved-suppliers.js';
import type { MoneyValue, Text } from './tender.entity.js';

/** What of the OCDS 1.1 codelist a document of a draft can be. */
export const documentTypes = [
  'procurementPlan',
  'needsAssessment',
  'marketStudies',
  'feasibilityStudy',
  'environmentalImpact',
  'hearingNotice',
  'biddingDocuments',
  'technicalSpecifications',
  'evaluationCriteria',
  'eligibilityCriteria',
  'billOfQuantity',
  'contractDraft',
  'clarifications',
  'illustration',
] as const;
export type DocumentType = (typeof documentTypes)[number];

/** A class in another scheme than the item catalogue. */
export interface Classification {
  scheme: string;
  id: string;
  description?: Text;
  uri?: string;
}

/** A part of the procurement that is bid for, evaluated, awarded and contracted on its own (标包). */
export interface Lot {
  id: string;
  title: Text;
  value?: MoneyValue;
  /** Its own budget or price ceiling. */
  budget?: MoneyValue;
  reservedFor?: Reservation;
}

export interface Item {
  id: string;
  description: Text;
  /** The lot that it belongs to. */
  lotId?: string;
  quantity?: string;
  unit?: string;
  /** What one unit is estimated at; what a bid asks for it stands in the award. */
  unitPrice?: MoneyValue;
  itemClass?: string;
  additionalClassifications?: Classification[];
}

/** The open codelist of OCDS 1.1. */
export const milestoneTypes = [
  'preProcurement',
  'approval',
  'engagement',
  'assessment',
  'delivery',
  'reporting',
  'financing',
] as const;

export interface Milestone {
  id: string;
  type: (typeof milestoneTypes)[number];
  title: Text;
  description?: Text;
  dueOn: CivilDate;
  metOn?: CivilDate;
}
