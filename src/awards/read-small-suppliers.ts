import { Injectable } from '@nestjs/common';
import { Reads } from '../platform/reads.js';
import type { SupplierSize } from '../organizations/organization.entity.js';

export interface Figure {
  count: number;
  value: { amount: string; currency: 'CNY' };
}

export interface FigureBySize extends Figure {
  /** By the size that the winner declared in its bid, else the one that was found at its verification. */
  bySize: Record<SupplierSize | 'unstated', Figure>;
}

/** What small and medium-sized suppliers (中小企业) got in a civil year of Shanghai. */
export interface SmallSupplierYear {
  year: number;
  /** Grows with whatever is counted here. */
  version: number;
  /** Awards that stand, by the day of the decision. */
  awarded: FigureBySize;
  /** Contracts, by the day of the signing. */
  signed: FigureBySize;
  reserved: {
    /** Published procurements that are wholly reserved (专门面向中小企业), with their published budgets. */
    whole: Figure;
    /** Reserved lots of the others, with their own budgets. */
    lots: Figure;
    /** Those of which a share is reserved (预留份额). */
    share: Figure;
  };
  /** Of the signed contracts: those with subcontracts, what is subcontracted, and its share of all that was signed; null where nothing was. */
  subcontracted: Figure & { toSmall: { amount: string; currency: 'CNY' }; share: string | null };
}

const sizes = ['micro', 'small', 'medium', 'large', 'unstated'];

/** Published acts only, summed by the database. `$1`: the year. */
const figures = `
  WITH year AS (
    SELECT make_timestamptz($1, 1, 1, 0, 0, 0, 'Asia/Shanghai') AS from_at, make_timestamptz($1 + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai') AS to_at),
  awarded AS (
    SELECT award.amount, award.state, award.version, ${sizeOf('award')} AS size
      FROM year, awards award LEFT JOIN opened_bids bid ON bid.id = award.bid_id
      JOIN organizations supplier ON supplier.id = award.supplier_id
     WHERE award.decided_at >= from_at AND award.decided_at < to_at),
  signed AS (
    SELECT contract.amount, contract.version, ${sizeOf('contract')} AS size, subcontract.share, subcontract.small
      FROM year, contracts contract JOIN awards award ON award.id = contract.award_id
      LEFT JOIN opened_bids bid ON bid.id = award.bid_id
      JOIN organizations supplier ON supplier.id = contract.supplier_id
      CROSS JOIN LATERAL (
        SELECT sum((part->>'share')::numeric) AS share, sum((part->>'share')::numeric) FILTER (WHERE part->>'size' IN ('micro', 'small')) AS small
          FROM jsonb_array_elements(bid.content->'subcontracting') part) subcontract
     WHERE contract.signed_at >= from_at AND contract.signed_at < to_at),
  reserved AS (
    SELECT budget, version, content->'smePlan'->'reservedFor' IS NOT NULL AS whole FROM year, tenders
     WHERE (content->'smePlan'->'reservedFor' IS NOT NULL OR content->'smePlan'->'reservedShare' IS NOT NULL)
       AND published_at >= from_at AND published_at < to_at),
  reserved_lots AS (
    SELECT (lot->'budget'->>'amount')::numeric AS budget, version FROM year, tenders, jsonb_array_elements(content->'lots') AS lot
     WHERE lot->'reservedFor' IS NOT NULL AND content->'smePlan'->'reservedFor' IS NULL AND published_at >= from_at AND published_at < to_at),
  parts AS (
    SELECT count(*) FILTER (WHERE share > 0) AS count, sum(round(amount * share, 2)) AS value, sum(round(amount * small, 2)) AS small, sum(amount) AS total FROM signed)
  SELECT json_build_object(
    'year', $1::int,
    'version', (SELECT coalesce(sum(version), 0) FROM awarded) + (SELECT coalesce(sum(version), 0) FROM signed) + (SELECT coalesce(sum(version), 0) FROM reserved) + (SELECT coalesce(sum(version), 0) FROM reserved_lots),
    'awarded', ${bySize('awarded', "state = 'active'")},
    'signed', ${bySize('signed', 'true')},
    'reserved', json_build_object(
      'whole', (SELECT ${figure('budget', 'whole')} FROM reserved),
      'lots', (SELECT ${figure('budget', 'true')} FROM reserved_lots),
      'share', (SELECT ${figure('budget', 'NOT whole')} FROM reserved)),
    'subcontracted', (SELECT json_build_object('count', count, 'value', ${money('value')}, 'toSmall', ${money('small')},
      'share', round(coalesce(value, 0) / nullif(total, 0), 4)::text) FROM parts)) AS answer`;

/** 财库〔2020〕46号 on the year's figures: what small and medium-sized suppliers got, for everybody to read (art. 59). */
@Injectable()
export class ReadSmallSuppliers {
  constructor(private readonly reads: Reads) {}

  async run(year: number): Promise<SmallSupplierYear> {
    const [row] = await this.reads.named<{ answer: SmallSupplierYear }>('small-suppliers-of', figures, [year]);
    return (row as { answer: SmallSupplierYear }).answer;
  }
}

function sizeOf(source: 'award' | 'contract'): string {
  const verified = `CASE WHEN supplier.verified_at <= ${source}.${source === 'award' ? 'decided_at' : 'signed_at'} THEN supplier.sme_size END`;
  return `coalesce(bid.content->'smeDeclaration'->>'size', ${verified}, 'unstated')`;
}

function money(sum: string): string {
  return `json_build_object('amount', coalesce(${sum}, 0)::numeric(24,2)::text, 'currency', 'CNY')`;
}

function figure(amount: string, where: string): string {
  return `json_build_object('count', count(*) FILTER (WHERE ${where}), 'value', ${money(`sum(${amount}) FILTER (WHERE ${where})`)})`;
}

function bySize(source: string, where: string): string {
  const each = sizes.map((size) => `'${size}', ${figure('amount', `${where} AND size = '${size}'`)}`).join(', ');
  return `(SELECT json_build_object('count', count(*) FILTER (WHERE ${where}), 'value', ${money(`sum(amount) FILTER (WHERE ${where})`)},
    'bySize', json_build_object(${each})) FROM ${source})`;
}
