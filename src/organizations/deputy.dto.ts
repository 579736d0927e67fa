import { IsUUID } from 'class-validator';
import { IsCivilDay } from '../platform/fields.js';

/** Who stands in for the caller during leave (请假代理), from the first to the last civil day. */
export class DeputyBody {
  @IsUUID() deputyPersonId!: string;
  @IsCivilDay() from!: string;
  @IsCivilDay() to!: string;
}
