import { IsBoolean, IsOptional } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';

export class SignatureBody {
  @IsBoolean() agrees!: boolean;
  /** The dissent (不同意见及理由), needed where the member does not agree. */
  @IsOptional() @Nested(() => MaybeBilingualText) reasons?: MaybeBilingualText;
}
