import { IsIn, IsString, MaxLength } from 'class-validator';
import type { Lock } from './opening-shares.js';

export class ShareBody {
  @IsIn(['A', 'B']) lock!: Lock;
  /** The age identity of the lock, `AGE-SECRET-KEY-1…`. Kept in memory until the opening, written nowhere. */
  @IsString() @MaxLength(200) identity!: string;
}
