import { IsBoolean, IsOptional } from 'class-validator';
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
