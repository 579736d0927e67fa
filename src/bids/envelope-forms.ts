import { parseJsonBody } from '../platform/json-body.js';
import { validationPipe } from '../platform/validation.js';
import { breach } from '../rules/breach.js';
import type { Envelope } from '../rules/custody.js';
import { BidFault } from './bid-fault.js';
import { BidPayload, type BidContent } from './bid-payload.dto.js';
import { PricePayload, QualificationPayload, type PriceContent, type QualificationContent } from './two-envelopes.dto.js';

/** What is read of each envelope. */
export interface Contents {
  bid: BidContent;
  qualification: QualificationContent;
  price: PriceContent;
}
export type AnyContent = Contents[Envelope];
export type AnyPayload = BidPayload | QualificationPayload | PricePayload;

const forms = {
  'ftz-bid-1': BidPayload,
  'ftz-qualification-1': QualificationPayload,
  'ftz-price-1': PricePayload,
} as const;
type Format = keyof typeof forms;

const formatOf: Record<Envelope, Format> = {
  bid: 'ftz-bid-1',
  qualification: 'ftz-qualification-1',
  price: 'ftz-price-1',
};

const pipe = validationPipe();

/** The JSON as the form of its envelope takes it. Throws Refusal with the place of everything that is wrong, BidFault for a price where none may be. */
export async function parsePayload(json: Buffer, envelope: Envelope | null = 'bid'): Promise<AnyPayload> {
  const body = parseJsonBody(json);
  const format = envelope === null ? formatIn(body) : formatOf[envelope];
  if (format === 'ftz-qualification-1') noPriceIn(body);
  return (await pipe.transform(body, { type: 'body', metatype: forms[format] })) as AnyPayload;
}

function formatIn(body: unknown): Format {
  const { format } = (body ?? {}) as { format?: unknown };
  return typeof format === 'string' && format in forms ? (format as Format) : 'ftz-bid-1';
}

/** A price told before its time. What is told in words is for the evaluators to find. */
function noPriceIn(body: unknown): void {
  const { lots, ...members } = (body ?? {}) as Record<string, unknown>;
  const told = ['price', 'priceInWords', 'items'].filter((one) => one in members);
  const priced = Array.isArray(lots) && lots.some((one) => typeof one === 'object' && one !== null && 'price' in one);
  const fields = [...told, ...(priced ? ['lots'] : [])];
  if (fields.length > 0) throw new BidFault(breach('bid.price-in-qualification', { fields }, { pointer: `#/${fields[0]}` }));
}
