import { IsIn } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { failureReasons, type FailureReason } from '../rules/failure.js';

export class FailureBody {
  @IsIn(failureReasons) reason!: FailureReason;
  /** Published; in the languages of the tender's notice. */
  @Nested(() => MaybeBilingualText) explanation!: MaybeBilingualText;
}
