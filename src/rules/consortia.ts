import { breach, type Bilingual, type Breaches } from './breach.js';
import { wholeShare } from './share.js';

/** A consortium (联合体) as its agreement in the bid tells it; shares are ten-thousandths. */
export interface ConsortiumOffer {
  /** Whoever handed the bid in. */
  bidder: string;
  members: readonly { id: string; share: number; leader: boolean }[];
  jointLiability: boolean;
}

/** 87号令 art. 19: the notice says whether consortia may bid, and of how many members. */
export function consortiumIsAdmitted(
  members: number,
  { admitted, membersMax }: { admitted: boolean; membersMax?: number },
): Breaches {
  if (!admitted) return [breach('bid.consortium-not-admitted')];
  if (membersMax === undefined || members <= membersMax) return [];
  return [breach('bid.consortium-too-large', { members, membersMax })];
}

const parts = {
  members: { zh: '成员须各列一次', en: 'each member once' },
  shares: { zh: '份额之和须为1', en: 'shares that sum to 1' },
  leader: { zh: '须由一名牵头人递交投标', en: 'one leader, who hands the bid in' },
  liability: { zh: '须承担连带责任', en: 'joint and several liability' },
} satisfies Record<string, Bilingual>;

/** 采购法 art. 24: the agreement names the members and what each does, and all of them answer jointly and severally. The leader (牵头人) hands the bid in. */
export function consortiumIsWhole({ bidder, members, jointLiability }: ConsortiumOffer): Breaches {
  const leaders = members.filter((one) => one.leader);
  const missing = [
    ...(new Set(members.map((one) => one.id)).size < members.length ? [parts.members] : []),
    ...(members.reduce((sum, one) => sum + one.share, 0) === wholeShare ? [] : [parts.shares]),
    ...(leaders.length === 1 && leaders[0]?.id === bidder ? [] : [parts.leader]),
    ...(jointLiability ? [] : [parts.liability]),
  ];
  return missing.length === 0 ? [] : [breach('bid.consortium-incomplete', { missing })];
}

/** Who stands behind a bid: its bidder and, in a consortium, the members. */
export interface StandingBid {
  bidId: string;
  parties: readonly { id: string; name: Partial<Bilingual> }[];
}

/** What ties suppliers to each other beside what their bids say. */
export interface Ties {
  /** Controller and controlled. */
  controls: readonly (readonly [string, string])[];
  /** What stands for the verified principal (单位负责人) of a supplier; who has none is missing. */
  principals: ReadonlyMap<string, string>;
}

const tieNames = {
  control: { zh: '直接控股、管理关系', en: 'direct control or management' },
  principal: { zh: '单位负责人为同一人', en: 'the same principal' },
} satisfies Record<string, Bilingual>;

/**
 * 实施条例 arts. 18 and 22: nobody stands behind two bids of one procurement, and no two bids stand behind which one supplier directly controls
 * or manages another, or has the same principal. Every bid concerned is invalid.
 */
export function bidIsIndependent(bid: StandingBid, all: readonly StandingBid[], { controls, principals }: Ties): Breaches {
  const others = all.filter((one) => one.bidId !== bid.bidId).flatMap((one) => one.parties);
  const double = bid.parties.filter((own) => others.some((other) => other.id === own.id));
  const pairs = bid.parties.flatMap((own) => others.filter((other) => other.id !== own.id).map((other) => [own, other] as const));
  const controlled = pairs.filter(([{ id: one }, { id: other }]) =>
    controls.some(([above, below]) => (above === one && below === other) || (above === other && below === one)),
  );
  const alike = pairs.filter(([own, other]) => principals.has(own.id) && principals.get(own.id) === principals.get(other.id));
  const ties = [...(controlled.length > 0 ? [tieNames.control] : []), ...(alike.length > 0 ? [tieNames.principal] : [])];
  const suppliers = namesOf([...controlled, ...alike].flatMap(([own, other]) => [own.name, other.name]));
  return [
    ...(double.length === 0 ? [] : [breach('bid.consortium-double', { suppliers: namesOf(double.map((one) => one.name)) })]),
    ...(ties.length === 0 ? [] : [breach('bid.related-bidders', { suppliers, ties })]),
  ];
}

function namesOf(names: readonly Partial<Bilingual>[]): string[] {
  return [...new Set(names.map(({ zh, en }) => zh ?? en ?? ''))];
}
