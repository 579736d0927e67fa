import type { Breaches } from '../rules/breach.js';
import type { LawContext } from '../rules/evaluate-types.js';
import type { TenderEvent } from '../rules/tender.machine.js';
import type { NoticePeriod } from '../rules/single-source-procedure.js';
import type { Work } from '../platform/unit-of-work.js';
import { directPublication } from './direct-publication.js';
import { invitedPublication } from './invited-publication.js';
import type { NoticeKind } from './notice.entity.js';
import { openPublication } from './open-publication.js';
import type { PublicationFacts } from './publication-facts.js';
import type { Method, RuleProfile, Tender } from './tender.entity.js';

/** What publication means under one method (采购方式). */
export interface PublicationStep {
  /** The row of the tender's life that it takes. */
  event: TenderEvent;
  notice: NoticeKind;
  /** The audit entry's type and the article under which it is done. */
  recordedAs: string;
  article: number;
  /** Names of the parts that this method cannot do without and the draft lacks. */
  missing(tender: Tender): string[];
  /** What this method needs beside what every publication needs. */
  breaches(facts: PublicationFacts, context: LawContext): Breaches;
  /** The moments that begin with this publication. */
  moments(tender: Tender, context: LawContext, openingGraceSeconds: number): Partial<Tender>;
  /** The bid period as the rule profile keeps it; null where its clock starts later. */
  bidPeriod(facts: PublicationFacts, context: LawContext): RuleProfile['bidPeriod'];
  /** What must stand still while it is decided, locked after the tender. */
  prepare?(work: Work, tender: Tender): Promise<void>;
  /** How long the notice runs before anything may follow it. */
  noticePeriod?(facts: PublicationFacts, context: LawContext): NoticePeriod;
  /** What is written beside the tender once it is published. */
  settle?(work: Work, facts: PublicationFacts, context: LawContext): Promise<void>;
  /** What the notice says beside what every answer about the tender says. */
  announcement?(facts: PublicationFacts, context: LawContext): Record<string, unknown>;
}

/** The step of a method. */
export function publicationStepOf(method: Method): PublicationStep {
  switch (method) {
    case 'open':
      return openPublication;
    case 'invited':
      return invitedPublication;
    case 'single-source':
      return directPublication;
  }
}
