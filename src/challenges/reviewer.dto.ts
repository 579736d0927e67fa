import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';

export class ReviewerDeclarationBody {
  @IsBoolean() conflict!: boolean;
  /** With a conflict: what it is. */
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}

export class ReviewerRecusalRequestBody {
  @Nested(() => MaybeBilingualText) reasons!: MaybeBilingualText;
}

export class ReviewerRecusalDecisionBody {
  @IsBoolean() recuse!: boolean;
  /** Given to the parties in writing. */
  @Nested(() => BilingualText) reasons!: BilingualText;
}

/** Keyset paging in the order of what is due; `after` is the `next` of the page before. */
export class CaseloadQuery {
  /** The caller's own cases (also without it), or all of its authority. */
  @IsOptional() @IsIn(['me', 'body']) assigned?: 'me' | 'body';
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @Matches(/^\d{4}-\d{2}-\d{2}_[0-9a-f-]{36}$/) after?: string;
}
