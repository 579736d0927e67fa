import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { BilingualText, Nested } from '../platform/fields.js';

export class ArchivePage {
  /** How many entries, 1 to 100. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit?: number;
  /** The index after which to go on, from the last answer's `next`. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) after?: number;
}

export class DisposalBody {
  /** Why the record may be destroyed. */
  @Nested(() => BilingualText) reason!: BilingualText;
}
