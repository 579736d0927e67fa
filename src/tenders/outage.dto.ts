import { IsIn } from 'class-validator';
import { BilingualText, IsInstant, Nested } from '../platform/fields.js';
import { outageKinds, type OutageKind } from './outage.entity.js';

export class OutageBody {
  @IsInstant() from!: string;
  /** The first instant at which the platform could be reached again. */
  @IsInstant() to!: string;
  @IsIn(outageKinds) kind!: OutageKind;
  /** Public, and the reason in the notices of the tenders that are extended. */
  @Nested(() => BilingualText) description!: BilingualText;
}
