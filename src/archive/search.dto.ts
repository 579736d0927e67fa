import { IsIn, IsNotEmpty, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { IsCivilDay, IsMoneyAmount } from '../platform/fields.js';

const wholeNumber = { message: 'must be a whole number from 1 to 100 必须是1至100的整数。' };

/** What both search and export look for. */
export type ArchiveFilter = Omit<ArchiveSearch, 'limit' | 'after'>;

export class ArchiveSearch {
  @IsOptional() @Matches(/^(?:[1-9]\d?|100)$/, wholeNumber) limit?: string;
  @IsOptional() @IsUUID() after?: string;
  /** A bidder, a winner, or whom a single source named; what is sealed is not searched. */
  @IsOptional() @IsUUID() supplier?: string;
  /** A person who drafted, approved, published, handled, evaluated, awarded or signed. */
  @IsOptional() @IsUUID() officer?: string;
  /** The id of a rule that was overridden: one that stands as a warning with an act. @example "tender.bid-period-below-national" */
  @IsOptional() @IsString() @Matches(/^[a-z-]{1,60}\.[a-z-]{1,60}$/) rule?: string;
  /** Of what was contracted, else awarded, else the budget. @example "2000000.00" */
  @IsOptional() @IsMoneyAmount() amountFrom?: string;
  @IsOptional() @IsMoneyAmount() amountTo?: string;
  /** The first and last day of publication. */
  @IsOptional() @IsCivilDay() from?: string;
  @IsOptional() @IsCivilDay() to?: string;
  /** Looked for in title, description and number, in Chinese or English, as the public search does. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) q?: string;
}

export class ArchiveExport {
  /** `csv` (RFC 4180) or `jsonl`, one JSON object a line. */
  @IsIn(['csv', 'jsonl']) format!: 'csv' | 'jsonl';
  @IsOptional() @IsUUID() supplier?: string;
  @IsOptional() @IsUUID() officer?: string;
  @IsOptional() @IsString() @Matches(/^[a-z-]{1,60}\.[a-z-]{1,60}$/) rule?: string;
  @IsOptional() @IsMoneyAmount() amountFrom?: string;
  @IsOptional() @IsMoneyAmount() amountTo?: string;
  @IsOptional() @IsCivilDay() from?: string;
  @IsOptional() @IsCivilDay() to?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) q?: string;
}

export class AccessQuery {
  @IsOptional() @Matches(/^(?:[1-9]\d?|100)$/, wholeNumber) limit?: string;
  @IsOptional() @IsUUID() after?: string;
  /** Who read. */
  @IsOptional() @IsUUID() person?: string;
  /** Of which procurement. */
  @IsOptional() @IsUUID() tender?: string;
  @IsOptional() @IsCivilDay() from?: string;
  @IsOptional() @IsCivilDay() to?: string;
}
