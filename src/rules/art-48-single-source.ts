import { categories, type Category } from './art-47-scope.js';
import { breach, type Bilingual, type Breach, type Breaches, type Derivation } from './breach.js';
import { firstYearMissing, workingDays, type Calendar } from './calendar.js';
import { pendingOf, type ArticleEvaluation, type LawContext } from './evaluate-types.js';
import type { Facts } from './facts.js';
import { civilDateOf, type Instant } from './moment.js';
import { formatMoney, type Fen } from './money.js';
import { periodOn } from './periods.js';
import { shareOn } from './thresholds.js';

export const singleSourceGrounds = [
  'noTender',
  'noConformingTender',
  'noQualifiedSupplier',
  'collusion',
  'onlySupplier',
  'supplementary',
  'prototype',
  'emergency',
  'other',
] as const;
export type SingleSourceGround = (typeof singleSourceGrounds)[number];

const failedProcedureGrounds: readonly (SingleSourceGround | null)[] = [
  'noTender',
  'noConformingTender',
  'noQualifiedSupplier',
  'collusion',
];

export interface SingleSourceCase {
  ground: SingleSourceGround | null;
  /** How many pieces of evidence are given. */
  evidence: number;
  category: Category;
  failedProcedureId: string | null;
  requirementsModified: boolean;
  causedByProcurer: boolean;
  /** Original contract and all its supplements so far with this one, in fen; null where the ground is another. */
  supplement: { original: Fen; supplements: readonly Fen[] } | null;
}

/** Art. 48 (单一来源): open competition is the rule; a ground of the article must be made out, with its evidence (rulebook 1a). */
export function singleSourceIsJustified(given: SingleSourceCase, context: LawContext): Breaches {
  return [
    ...groundIsMadeOut(given),
    ...evidenceIsComplete(given),
    ...requirementsAreUnchanged(given),
    ...supplementIsWithinTenth(given, context),
  ];
}

const groundFailures = {
  noGround: { zh: '未说明情形', en: 'no ground is named' },
  causedByProcurer: { zh: '紧急情况系采购人自身原因造成', en: "the emergency is of the procuring entity's own making" },
  prototypeOfWorks: { zh: '首创性情形只适用于货物和服务', en: 'the prototype ground covers goods and services only' },
} as const satisfies Record<string, Bilingual>;

function groundIsMadeOut({ ground, category, causedByProcurer }: SingleSourceCase): Breach[] {
  const failing = [
    ...(ground === null ? (['noGround'] as const) : []),
    ...(ground === 'emergency' && causedByProcurer ? (['causedByProcurer'] as const) : []),
    ...(ground === 'prototype' && category === 'works' ? (['prototypeOfWorks'] as const) : []),
  ];
  return failing.map((code) =>
    breach('single-source.ground-missing', { ground, code, reason: groundFailures[code] }, { pointer: '#/ground' }),
  );
}

function evidenceIsComplete({ ground, evidence, failedProcedureId }: SingleSourceCase): Breach[] {
  if (ground === null) return [];
  const missing = [
    ...(evidence > 0 ? [] : ['evidence']),
    ...(failedProcedureGrounds.includes(ground) && failedProcedureId === null ? ['failedProcedureId'] : []),
  ];
  return missing.length === 0
    ? []
    : [breach('single-source.evidence-missing', { ground, missing }, { pointer: `#/${missing[0]}` })];
}

function requirementsAreUnchanged({ ground, requirementsModified }: SingleSourceCase): Breach[] {
  if (!failedProcedureGrounds.includes(ground) || !requirementsModified) return [];
  return [breach('single-source.requirements-modified', { ground }, { pointer: '#/requirementsModified' })];
}

/** Government Procurement Law arts. 31 and 49: supplements together at most ten per cent of the original contract, to the fen. The plan knows no share (P12). */
function supplementIsWithinTenth({ ground, supplement }: SingleSourceCase, { at, policy }: LawContext): Breach[] {
  if (ground !== 'supplementary' || supplement === null) return [];
  const total = sum(supplement.supplements);
  const { value } = shareOn('supplementShareMax', civilDateOf(at));
  if (total * 10_000n <= supplement.original * BigInt(value)) return [];
  const facts = { original: formatMoney(supplement.original), supplement: formatMoney(total) };
  const severity = policy.nationalConflicts === 'block' ? 'refusal' : 'warning';
  return [breach('single-source.supplement-over-tenth', facts, { pointer: '#/supplementValues', severity })];
}

/** Implementing Regulation art. 38: the public notice of the single source ends after five working days. */
export function singleSourceNoticeEnd(publishedAt: Instant, calendar: Calendar): Derivation {
  const from = civilDateOf(publishedAt);
  const { force, value } = periodOn('singleSourceNoticeWorkingDaysMin', from);
  return workingDays({ article: 48, force, from, days: value, calendar });
}

/** Nothing is awarded before the last day of the public notice is over. */
export function singleSourceNoticeHasEnded(publishedAt: Instant, { at, calendar }: LawContext): Breaches {
  const derivation = singleSourceNoticeEnd(publishedAt, calendar);
  if (derivation.result === null)
    return [breach('calendar.year-missing', { year: firstYearMissing(calendar, derivation.from) }, { derivation })];
  if (civilDateOf(at) > derivation.result) return [];
  return [breach('single-source.notice-running', { noticeEndsOn: derivation.result }, { derivation })];
}

function sum(amounts: readonly Fen[]): Fen {
  return amounts.reduce((total, one) => total + one, 0n);
}

/** Share with four decimals, rounded half up; for showing only, the law compares in fen. */
function shareText({ original, supplements }: { original: Fen; supplements: readonly Fen[] }): string {
  const tenThousandths = (sum(supplements) * 20_000n + original) / (original * 2n);
  return `${tenThousandths / 10_000n}.${String(tenThousandths % 10_000n).padStart(4, '0')}`;
}

/** Article 48 over the API's facts. */
export const evaluate48: ArticleEvaluation = (facts, context) => {
  const given = readCase(facts);
  facts.money('estimatedValue');
  const publishedAt = facts.instantOrNull('noticePublishedAt');
  const notice = publishedAt === null ? null : singleSourceNoticeEnd(publishedAt, context.calendar);
  const { supplement } = given;
  return {
    breaches: singleSourceIsJustified(given, context),
    computed: {
      supplementShare: supplement !== null && supplement.original > 0n ? shareText(supplement) : null,
      noticeEndsOn: notice?.result ?? null,
    },
    ...pendingOf(notice),
  };
};

function readCase(facts: Facts): SingleSourceCase {
  facts.only(
    'ground',
    'evidence',
    'category',
    'estimatedValue',
    'failedProcedureId',
    'requirementsModified',
    'originalValue',
    'supplementValues',
    'causedByProcurer',
    'noticePublishedAt',
  );
  const before = facts.faults.length;
  const read = facts.oneOfOrNull('ground', singleSourceGrounds);
  // An unknown ground is one fault; what it would need beside it is not asked for.
  const ground = facts.faults.length > before ? null : read;
  const afterFailure = failedProcedureGrounds.includes(ground);
  return {
    ground,
    evidence: facts.entries('evidence'),
    category: facts.oneOf('category', categories),
    failedProcedureId: facts.blankableText('failedProcedureId'),
    requirementsModified: (afterFailure ? facts.flag('requirementsModified') : facts.flagOrNull('requirementsModified')) ?? false,
    causedByProcurer: (ground === 'emergency' ? facts.flag('causedByProcurer') : facts.flagOrNull('causedByProcurer')) ?? false,
    supplement: readSupplement(facts, ground === 'supplementary'),
  };
}

function readSupplement(facts: Facts, needed: boolean): SingleSourceCase['supplement'] {
  const original = needed ? facts.money('originalValue') : facts.moneyOrNull('originalValue');
  const supplements = needed || facts.has('supplementValues') ? facts.moneys('supplementValues') : null;
  if (original === 0n && facts.has('originalValue'))
    facts.refuse('originalValue', '原合同金额须大于零。', 'The original value must be above zero.');
  return original === null || supplements === null ? null : { original, supplements };
}
