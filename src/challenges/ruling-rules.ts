import { breach, type Bilingual, type Breaches } from '../rules/breach.js';
import type { RulingFinding, RulingOutcome } from './complaint.entity.js';

const parts = {
  findings: { zh: '对每一投诉事项的认定', en: 'a finding on each matter' },
  reasons: { zh: '中英文理由', en: 'the reasons in both languages' },
  remedies: { zh: '处理措施', en: 'the remedies' },
} as const satisfies Record<string, Bilingual>;

/** Art. 60: the reviewer says why, in both languages. */
export function rulingHasReasons(reasons: Bilingual | undefined): Breaches {
  return reasons === undefined ? incomplete(['reasons']) : [];
}

/** Art. 60: a ruling answers every matter of the complaint, gives its reasons, and names a remedy where it upholds any. */
export function rulingIsComplete(args: {
  outcome: RulingOutcome;
  matters: readonly string[];
  findings: readonly Pick<RulingFinding, 'matter' | 'upheld' | 'irregularity'>[];
  remedies: readonly unknown[];
  reasons: Bilingual | undefined;
}): Breaches {
  const found = args.findings.map((one) => one.matter);
  const missing: (keyof typeof parts)[] = [];
  if (args.matters.some((one) => !found.includes(one))) missing.push('findings');
  if (args.reasons === undefined) missing.push('reasons');
  if (args.outcome !== 'rejected' && args.remedies.length === 0) missing.push('remedies');
  const uncoded = args.findings.filter((one) => one.upheld && !one.irregularity).map((one) => one.matter);
  return [
    ...incomplete(missing),
    ...(uncoded.length === 0 ? [] : [breach('complaint.irregularity-missing', { matters: uncoded }, { pointer: '#/findings' })]),
  ];
}

function incomplete(names: readonly (keyof typeof parts)[]): Breaches {
  if (names.length === 0) return [];
  const facts = { missing: names.map((name) => parts[name]), names };
  return [breach('complaint.decision-incomplete', facts, { pointer: `#/${names[0]}` })];
}

/** Whether the outcome is what its findings say: all upheld, some, or none. */
export function outcomeFitsFindings(outcome: RulingOutcome, findings: readonly Pick<RulingFinding, 'upheld'>[]): boolean {
  const upheld = findings.filter((one) => one.upheld).length;
  if (outcome === 'rejected') return upheld === 0;
  return outcome === 'upheld' ? upheld === findings.length : upheld > 0 && upheld < findings.length;
}
