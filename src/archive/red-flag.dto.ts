import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { redFlagKinds, type RedFlagKind } from '../rules/red-flags.js';

export class RedFlagQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsUUID() tender?: string;
  @IsOptional() @IsIn(redFlagKinds) kind?: RedFlagKind;
  @IsOptional() @IsIn(['open', 'closed']) state?: 'open' | 'closed';
}

export class RedFlagClosureBody {
  /** What was found when it was looked into. */
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}
