import fc from 'fast-check';
import { evaluate54 } from './art-54-exclusion.js';
import { evaluate55 } from './art-55-specifications.js';
import { evaluate56 } from './art-56-debrief.js';
import { evaluate57 } from './art-57-retention.js';
import { evaluate58 } from './art-58-licences.js';
import { evaluate59 } from './art-59-small-suppliers.js';
import { evaluate60 } from './art-60-review.js';
import { evaluate61 } from './art-61-challenge.js';
import { calendarOf, knownYears } from './calendar.js';
import { Facts } from './facts.js';

const context = {
  at: '2026-03-02T09:00:00+08:00',
  calendar: calendarOf(knownYears),
  policy: { nationalConflicts: 'warn' },
} as const;

const date = fc.constantFrom(
  '0000-01-01',
  '0001-01-01',
  '2024-02-29',
  '2026-02-30',
  '2026-03-02',
  '2026-12-31',
  '9985-01-01',
  '9999-12-31',
);
const instant = fc.constantFrom(
  '0000-01-01T00:00:00+14:00',
  '2026-03-02T09:00:00+08:00',
  '2026-12-31T16:00:00Z',
  '9999-12-31T23:59:59.999999Z',
);
const text = fc.constantFrom(
  '',
  ' ',
  'procurer',
  'works',
  'goods',
  'small',
  '0.15',
  '100.00',
  'NaN',
  '\u0000',
  '\ud800',
  '__proto__',
  '91310000MA1K000006',
);
const leaf = fc.oneof(date, instant, text, fc.boolean(), fc.constant(null), fc.double(), fc.integer());
const names = [
  'event',
  'on',
  'type',
  'text',
  'brand',
  'reasons',
  'id',
  'controls',
  'controlledBy',
  'holder',
  'number',
  'validFrom',
  'validTo',
  'zh',
  'toString',
  '0',
];
const inner = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom(...names), fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }))),
);
const value = fc.oneof(inner, fc.array(inner, { maxLength: 3 }));

test.each([
  [evaluate54, ['participatedOn', 'breachedOn', 'counterpart', 'material', 'remediedInTime', 'evidence', 'statedInDocuments']],
  [evaluate55, ['specifications']],
  [evaluate56, ['requester', 'awardDecided', 'requestedAt', 'answer']],
  [evaluate57, ['closingEvents', 'legalHold']],
  [evaluate58, ['licence', 'on', 'unifiedSocialCreditCode']],
  [evaluate59, ['category', 'bidPrice', 'supplierSize', 'deduction', 'consortiumShare', 'reservedShare']],
  [
    evaluate60,
    ['challengeReceivedAt', 'complaintReceivedAt', 'suspendedOn', 'procurerId', 'reviewBody', 'agencyId', 'acceptedAt', 'track'],
  ],
  [evaluate61, ['knownOn', 'knowledge', 'track', 'submittedAt']],
] as const)('%p answers hostile facts with faults, never throws', (evaluation, factNames) => {
  const facts = fc.dictionary(fc.constantFrom(...factNames, 'constructor', 'more'), value);
  fc.assert(
    fc.property(facts, (raw) => {
      const answer = evaluation(new Facts(raw), context);
      JSON.stringify(answer);
    }),
    { numRuns: 500 },
  );
});
