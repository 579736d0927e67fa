import { deductionBand, type DeductionCase } from './art-59-small-suppliers.js';
import { breach, type Breaches } from './breach.js';
import { wholeShare } from './share.js';

type Size = DeductionCase['supplierSize'];

/** A part of the contract that another supplier gets, in ten-thousandths. */
export interface Part {
  size: Size;
  share: number;
}

/** What a procurement grants (价格扣除), in ten-thousandths; `shared` is null where the documents name none for consortia and subcontracts. */
export interface GrantedDeductions {
  alone: number;
  shared: number | null;
}

/**
 * 财库〔2020〕46号 arts. 4 and 9: what small and micro enterprises get of the contract. Of a consortium its members count; of a medium or large bidder
 * those it subcontracts to. Null where a supplier bids alone.
 */
export function smallShareOf(bid: { size: Size; members: readonly Part[] | null; subcontracts: readonly Part[] }): number | null {
  if (bid.members !== null) return sumOfSmall(bid.members);
  return isSmall(bid.size) || bid.subcontracts.length === 0 ? null : sumOfSmall(bid.subcontracts);
}

/**
 * 财库〔2020〕46号 art. 8: what small and medium-sized enterprises get of the contract: the whole where one bids alone, else their shares of the
 * consortium, else what a large bidder subcontracts to them.
 */
export function sizedShareOf(bid: { size: Size; members: readonly Part[] | null; subcontracts: readonly Part[] }): number {
  if (bid.members === null && bid.size !== 'large') return wholeShare;
  return (bid.members ?? bid.subcontracts).filter((one) => one.size !== 'large').reduce((sum, one) => sum + one.share, 0);
}

/** The same: where the documents reserve a share of the procurement, a bid gives at least that much to small and medium-sized enterprises. */
export function reservedShareIsReached(reserved: number | null, reached: number): Breaches {
  if (reserved === null || reached >= reserved) return [];
  return [breach('bid.reserved-share-short', { share: percent(reached), min: percent(reserved) })];
}

/** 财库〔2020〕46号 art. 9: where a deduction is granted at all, the one for consortia and subcontracts is due; what the documents leave unsaid is the least of its band. */
export function deductionGranted(deal: Omit<DeductionCase, 'deduction'>, { alone, shared }: GrantedDeductions): number {
  const { consortiumShare } = deal;
  if (consortiumShare === null || (isSmall(deal.supplierSize) && consortiumShare === 10_000)) return alone;
  if (shared !== null) return shared;
  return alone === 0 ? 0 : deductionBand(deal).min;
}

function sumOfSmall(parts: readonly Part[]): number {
  return parts.filter((one) => isSmall(one.size)).reduce((sum, one) => sum + one.share, 0);
}

function isSmall(size: Size): boolean {
  return size === 'small' || size === 'micro';
}

function percent(share: number): string {
  return `${(share / 100).toFixed(2)}%`;
}
