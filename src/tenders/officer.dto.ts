import { IsNotEmpty, IsString, IsUUID, MaxLength } from 'class-validator';

/** To whom a procurement is handed over (移交), and why; for the entity's own people, so in one language. */
export class HandOverBody {
  @IsUUID() toPersonId!: string;
  @IsString() @IsNotEmpty() @MaxLength(2_000) reason!: string;
}
