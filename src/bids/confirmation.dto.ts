import { IsInt, Max, Min } from 'class-validator';

export class ConfirmationBody {
  /** The version of the notice in force, under which the bid stands. */
  @IsInt() @Min(1) @Max(999_999) noticeVersion!: number;
}
