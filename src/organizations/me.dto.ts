import { IsOptional, Matches } from 'class-validator';

/** Keyset paging of duties: they are sorted by due date, so the cursor is more than an id. */
export class DutyQuery {
  @IsOptional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' })
  limit?: string;
  /** The `next` of the page before. */
  @IsOptional() @Matches(/^(?:none|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)_[a-z.-]+_[0-9a-f-]{36}$/) after?: string;
}
