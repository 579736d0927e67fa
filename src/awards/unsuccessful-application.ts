import type { Reader } from '../platform/reads.js';
import { ownApplication, standingApplications, type ApplicationRow } from '../prequalification/applications.queries.js';
import { rankedOf } from '../prequalification/shortlist-applicants.js';
import { debriefOnApplicationMayBeAsked, type JudgedApplication } from '../rules/art-56-debrief.js';
import type { OwnResult } from './award.entity.js';

/** The supplier's application that stands; null where there is none. */
export async function applicationOf(reader: Reader, tenderId: string, supplierId: string): Promise<ApplicationRow | null> {
  const own = await ownApplication(reader, tenderId, supplierId);
  return own?.action === 'withdrawal' ? null : own;
}

export function judged(application: ApplicationRow | null): JudgedApplication | null {
  return application && { outcome: application.decision?.outcome ?? null, shortlisted: application.shortlisted };
}

/** Whether it failed the prequalification or was not invited. */
export function isUnsuccessful(application: ApplicationRow | null): application is ApplicationRow {
  return debriefOnApplicationMayBeAsked(judged(application)).length === 0;
}

/** Its rank among those who qualified, and why it did not qualify. */
export async function resultOfApplication(reader: Reader, { id, tenderId, decision }: ApplicationRow): Promise<OwnResult> {
  const at = rankedOf(await standingApplications(reader, tenderId)).findIndex((one) => one.id === id);
  const rejectedFor = decision?.outcome === 'not-qualified' ? [decision.reasons] : [];
  return { rank: at < 0 ? null : at + 1, total: null, rejectedFor };
}
