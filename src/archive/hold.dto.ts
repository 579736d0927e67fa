import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';

export class LegalHoldBody {
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
  /** The court or authority that wants the record kept. */
  @Nested(() => MaybeBilingualText) authority!: MaybeBilingualText;
  /** The number of its letter or case. */
  @IsString() @IsNotEmpty() @MaxLength(200) reference!: string;
}

export class HoldReleaseBody {
  @Nested(() => BilingualText) reason!: BilingualText;
}
