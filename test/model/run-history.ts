import type supertest from 'supertest';
import { make } from './acts.js';
import { said, startOfHistory, type History } from './histories.js';
import { brokenInvariants } from './invariants.js';
import { differences } from './looks.js';
import { draftedSubject, type Setting } from './subject.js';
import { apply, forbidden } from './tender-model.js';

export interface Difference {
  /** Which command, from 1. */
  at: number;
  command: string;
  what: string;
}

export interface Ran {
  difference: Difference | null;
  tried: number;
  accepted: number;
  /** What the model says happened, each confirmed by the application. */
  events: string[];
}

/** Plays a history at the application beside the model, and stops where they differ. */
export async function runHistory(setting: Setting, history: History, blind: 'holds' | null = null): Promise<Ran> {
  const model = startOfHistory(history);
  const subject = await draftedSubject(setting, model);
  const ran: Ran = { difference: null, tried: 0, accepted: 0, events: model.events };
  let what = await differences(subject, model, { do: 'sweep' }, blind);
  for (const command of history.commands) {
    if (what !== null) break;
    const rules = forbidden(model, command);
    if (rules === null) continue;
    ran.tried += 1;
    what = differs(rules, await make(subject, command, model));
    if (what === null && rules.length === 0) {
      apply(model, command);
      ran.accepted += 1;
    }
    what ??= await differences(subject, model, command, blind);
    if (what !== null) ran.difference = { at: ran.tried, command: said(command), what };
  }
  what ??= await brokenInvariants(subject, model);
  if (what !== null) ran.difference ??= { at: ran.tried, command: 'the end', what };
  return ran;
}

/** What the application answered against what the model expects of it. */
function differs(rules: string[], answer: supertest.Response | null): string | null {
  if (answer === null) return null;
  const got = answer.status < 300 ? 'accepted' : `${answer.status} ${namesIn(answer).join(', ')}`;
  if (rules.length === 0) return answer.status < 300 ? null : `expected to be accepted, was refused: ${got}`;
  const lawful = answer.status >= 400 && answer.status < 500 && namesIn(answer).every((one) => rules.includes(one));
  return lawful ? null : `expected a refusal by ${rules.join(' or ')}, was: ${got}`;
}

/** The rules of a refusal; of a problem that is none, its code. Warnings do not refuse. */
function namesIn(answer: supertest.Response): string[] {
  const { type = '', errors = [] } = answer.body as { type?: string; errors?: { rule?: string; severity?: string }[] };
  if (answer.status === 404) return ['unknown'];
  const named = errors.flatMap(({ rule, severity }) => (rule === undefined || severity === 'warning' ? [] : [rule]));
  return named.length ? named : [type];
}
