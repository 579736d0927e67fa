import { record } from './shape.js';
import { any, hex, some } from './text-shapes.js';

/** What a proof of the log carries beside it (`extra`). */
export const proofExtraShape = record({ leaf: some }, { payload: some, salt: hex(64) });

/** A leaf, as far as it holds its payload's salted digests. */
export const leafShape = record({ sha256: hex(64), sha512: hex(128) }, {}, 'passed-over');

/** The payload of a receipted act, as far as it is compared with the receipt. */
export const loggedShape = record(
  { recordedAt: any, tenderId: any, subject: record({ id: any }, {}, 'passed-over'), payload: record({}, {}, 'passed-over') },
  {},
  'passed-over',
);
