import type { BidContent } from './bid-payload.dto.js';
import type { PriceContent, QualificationContent } from './two-envelopes.dto.js';

/** Both envelopes of a bid as one content, in the form of a bid that had one. */
export function joinedContent(qualification: QualificationContent, price: PriceContent): BidContent {
  const { lots: _named, format: _first, documents, ...rest } = qualification;
  const { format: _second, tenderId: _tender, supplierId: _supplier, documents: more, ...priced } = price;
  return { ...rest, ...priced, format: 'ftz-bid-1', documents: [...documents, ...more] };
}

/** A bid in two: what is told first, and what it costs. `priceDocuments` are those that go with the price. */
export function dividedContent(
  content: BidContent,
  priceDocuments: BidContent['documents'],
): { qualification: QualificationContent; price: PriceContent } {
  const { format: _format, price, priceInWords, items, lots, documents, ...rest } = content;
  const { tenderId, supplierId } = content;
  const priced = { price, ...(priceInWords === undefined ? {} : { priceInWords }), ...(items === undefined ? {} : { items }) };
  return {
    qualification: {
      ...rest,
      format: 'ftz-qualification-1',
      ...(lots === undefined ? {} : { lots: lots.map(({ id }) => ({ id })) }),
      documents: documents.filter((one) => !priceDocuments.includes(one)),
    },
    price: {
      format: 'ftz-price-1',
      tenderId,
      ...(supplierId === undefined ? {} : { supplierId }),
      ...priced,
      ...(lots === undefined ? {} : { lots }),
      documents: priceDocuments,
    },
  };
}
