import { breach, type Breach, type Breaches } from './breach.js';
import { instantOf, isBefore, microsOf, type Instant } from './moment.js';

/** Envelopes of a bid (信封): one for all of it, or two that are opened one after the other. Each has two locks of its own. */
export const envelopes = ['bid', 'qualification', 'price'] as const;
export type Envelope = (typeof envelopes)[number];

/** In how many steps bids are opened (开标步骤): all at once, or the qualification first and the prices of the qualified later. */
export const openingSteps = ['one', 'two'] as const;
export type OpeningSteps = (typeof openingSteps)[number];

/** The envelopes of each bid, in the order in which they are opened; one where the documents say nothing. */
export function envelopesOf(steps: OpeningSteps | undefined): readonly [Envelope, ...Envelope[]] {
  return steps === 'two' ? ['qualification', 'price'] : ['bid'];
}

/** A lock is dealt for an envelope that bids of this tender have. */
export function envelopeIsAsked(envelope: Envelope, steps: OpeningSteps | undefined): Breaches {
  const asked = envelopesOf(steps);
  return asked.includes(envelope)
    ? []
    : [breach('sealing.envelope-not-asked', { envelope, asked: [...asked] }, { pointer: '#/envelope' })];
}

/** How many custodians may keep shares of one lock. */
export const holdersMax = 9;

/** One share of a lock as it is dealt (分片). */
export interface DealtTo {
  index: number;
  personId: string;
  organizationId: string | null;
  /** The person has proved that it holds its key. */
  enrolled: boolean;
  /** The person keeps locks for an organisation that may. */
  mayKeep: boolean;
}

/** A deal of one lock (分发): enough shares, each with a custodian of its own, no organisation able to open alone, nobody with both locks. */
export function dealIsSound(
  deal: { threshold: number; shares: readonly DealtTo[] },
  around: { holdersOfOtherLock: readonly string[]; operatorId: string | null },
): Breaches {
  const { threshold, shares } = deal;
  return [
    ...(threshold >= 2 && threshold <= shares.length
      ? []
      : [breach('sealing.threshold-unfit', { threshold, shares: shares.length }, { pointer: '#/threshold' })]),
    ...shares.flatMap((_, at) => holderBreaches(shares, at, around.holdersOfOtherLock)),
    ...organizationBreaches(deal, around.operatorId),
  ];
}

function holderBreaches(shares: readonly DealtTo[], at: number, holdersOfOtherLock: readonly string[]): Breach[] {
  const { index, personId, enrolled, mayKeep } = shares[at] as DealtTo;
  const before = shares.slice(0, at);
  const pointer = `#/shares/${at}`;
  return [
    ...(before.some((one) => one.index === index) ? [breach('sealing.index-repeated', { index }, { pointer })] : []),
    ...(mayKeep ? [] : [breach('sealing.holder-unfit', { personId }, { pointer })]),
    ...(enrolled ? [] : [breach('sealing.holder-not-enrolled', { personId }, { pointer })]),
    ...(before.some((one) => one.personId === personId) || holdersOfOtherLock.includes(personId)
      ? [breach('sealing.holder-repeated', { personId }, { pointer })]
      : []),
  ];
}

function organizationBreaches(
  { threshold, shares }: { threshold: number; shares: readonly DealtTo[] },
  operatorId: string | null,
): Breach[] {
  const counts = new Map<string, number>();
  for (const { organizationId } of shares)
    if (organizationId !== null) counts.set(organizationId, (counts.get(organizationId) ?? 0) + 1);
  const held = [...counts].map(([organizationId, count]) => ({ organizationId, count }));
  return [
    ...held
      .filter((one) => one.count >= threshold)
      .map((one) => breach('sealing.organization-holds-quorum', { ...one, threshold }, { pointer: '#/shares' })),
    ...held
      .filter((one) => one.organizationId === operatorId && one.count > 1)
      .map((one) => breach('sealing.operator-holds-more', one, { pointer: '#/shares' })),
  ];
}

/** What the rehearsal (试开箱) has shown of the locks that stand. */
export interface RehearsalStanding {
  /** A quorum of each lock opened the test envelope. */
  opened: boolean;
  /** Shares whose holders have shown nothing of them yet: `A2`. */
  unconfirmed: readonly string[];
}

/** A key that is lost is found before the notice, not after the deadline: a quorum has opened a test envelope, and every holder has its share. */
export function locksAreRehearsed({ opened, unconfirmed }: RehearsalStanding): Breaches {
  if (opened && unconfirmed.length === 0) return [];
  return [breach('tender.rehearsal-missing', { missing: [...(opened ? [] : [testEnvelope]), ...unconfirmed] })];
}

const testEnvelope = { zh: '试开箱', en: 'the opening of the test envelope' };

/** Of several shares that would do, those of people of more than one organisation. */
export function quorumSpansOrganizations(organizationIds: readonly (string | null)[]): Breaches {
  return new Set(organizationIds).size > 1 ? [] : [breach('opening.one-organization')];
}

/** How old the login of who takes part in an opening may be, where its token says so. */
const loginMinutesMax = 5;

/** Who opens has logged in for it (ASVS 10.3.4): null where the token does not say when. */
export function loginIsFresh(loggedInAt: Instant | null, at: Instant): Breaches {
  if (loggedInAt === null) return [];
  const over = instantOf((microsOf(loggedInAt) as bigint) + BigInt(loginMinutesMax) * 60_000_000n);
  return isBefore(over, at) ? [breach('opening.login-too-old', { minutesMax: loginMinutesMax })] : [];
}
