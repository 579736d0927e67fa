import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { BilingualText, Nested } from '../platform/fields.js';
import { disposalStates, type DisposalState } from './disposal.entity.js';

export class ArchivePage {
  /** How many entries, 1 to 100. */
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  /** The index after which to go on, from the last answer's `next`. */
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'must be a whole number of at most 15 digits 必须是不超过15位的整数。' })
  after?: string;
}

export class DisposalBody {
  /** Why the record may be destroyed, or why it is kept. */
  @Nested(() => BilingualText) reason!: BilingualText;
}

export class DisposalQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  @IsOptional() @IsUUID() after?: string;
  @IsOptional() @IsIn(disposalStates) state?: DisposalState;
}
