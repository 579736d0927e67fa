import { formatMoney, parseMoney, type Fen } from '../rules/money.js';
import { totalOf } from '../rules/art-49-qualification.js';
import type { Tender, Text } from '../tenders/tender.entity.js';
import type { ApplicationRow } from './applications.queries.js';

export interface ShortlistAnswer {
  tenderId: string;
  /** The limit of the notice; null where all who qualify are invited. */
  maxSuppliers: number | null;
  /** Those who qualify, best first; `rank` is null for whom the limit leaves out. */
  ranking: {
    applicationId: string;
    supplier: { id: string; name: Text };
    rank: number | null;
    points: { criterionId: string; points: string }[];
    total: string;
  }[];
}

export function presentShortlist(tender: Tender, ranked: readonly ApplicationRow[]): ShortlistAnswer {
  return {
    tenderId: tender.id,
    maxSuppliers: tender.content.prequalification?.maxSuppliers ?? null,
    ranking: ranked.map(({ id, supplierId, supplierName, rank, decision }) => {
      const points = decision?.points ?? [];
      return {
        applicationId: id,
        supplier: { id: supplierId, name: supplierName },
        rank,
        points,
        total: formatMoney(totalOf(points.map((one) => parseMoney(one.points) as Fen))),
      };
    }),
  };
}
