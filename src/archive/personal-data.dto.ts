import { MaybeBilingualText, Nested } from '../platform/fields.js';

export class CorrectionBody {
  /** The name as it should be. */
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
  /** What it rests on: a marriage, a register, a slip of the pen. */
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}
