import { IsOptional, IsUUID } from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';

export class AwardBody {
  @IsUUID() bidId!: string;
  /** In both languages. Whether they are there is the law's question, so that the refusal names its rule. */
  @IsOptional() @Nested(() => BilingualText) reasons?: BilingualText;
}

/** Art. 56: the reasons or the winner's advantages; either is enough, and neither may tell a trade secret. */
export class DebriefAnswerBody {
  @IsOptional() @Nested(() => MaybeBilingualText) reasons?: MaybeBilingualText;
  @IsOptional() @Nested(() => MaybeBilingualText) advantages?: MaybeBilingualText;
}
