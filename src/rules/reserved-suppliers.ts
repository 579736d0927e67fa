import { breach, type Breaches } from './breach.js';
import type { DeductionCase } from './art-59-small-suppliers.js';

/** Whom a procurement is reserved for (专门面向中小企业): small and medium-sized enterprises, or the small and micro among them. */
export const reservations = ['sme', 'micro-small'] as const;
export type Reservation = (typeof reservations)[number];

const admitted: Record<Reservation, readonly DeductionCase['supplierSize'][]> = {
  sme: ['micro', 'small', 'medium'],
  'micro-small': ['micro', 'small'],
};

/** 中小企业促进法 art. 40: where a procurement is reserved, a bid declares in its 中小企业声明函 a size for which it is; one that declares none is large. */
export function bidderIsReservedFor(reservedFor: Reservation | null, size: DeductionCase['supplierSize'] | null): Breaches {
  if (reservedFor === null || (size !== null && admitted[reservedFor].includes(size))) return [];
  return [breach('sme.reserved-for-others', { reservedFor, size: size ?? 'large' })];
}
