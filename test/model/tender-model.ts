import { awardRules } from './award-rules.js';
import type { Command, Rule, Rules } from './commands.js';
import { methodRules } from './method-rules.js';
import { challengeRules, complaintRules } from './review-rules.js';
import { tenderingRules } from './tendering-rules.js';
import type { Model } from './tender-state.js';

const all: Rules<Command['do']> = { ...tenderingRules, ...methodRules, ...awardRules, ...challengeRules, ...complaintRules };

/** The rules that forbid a command now; none: it is accepted; null: there is nothing to try it on. */
export function forbidden(model: Model, command: Command): string[] | null {
  return ruleOf(command).forbids(model, command as never);
}

/** What the command changes where it is accepted. */
export function apply(model: Model, command: Command): void {
  ruleOf(command).then(model, command as never);
}

function ruleOf(command: Command): Rule<never> {
  return all[command.do] as unknown as Rule<never>;
}
