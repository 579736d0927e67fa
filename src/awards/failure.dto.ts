import { IsIn, IsOptional } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { failureReasons, type FailureReason } from '../rules/failure.js';
import { nonAwardCodes, type NonAwardCode } from '../rules/non-award.js';

export class FailureBody {
  /** The eForms code of an end without award; one that fits the reason and the record. Without it the failure is refused. */
  @IsOptional() @IsIn(nonAwardCodes) code?: NonAwardCode;
  @IsIn(failureReasons) reason!: FailureReason;
  /** Published; in the languages of the tender's notice. */
  @Nested(() => MaybeBilingualText) explanation!: MaybeBilingualText;
}
