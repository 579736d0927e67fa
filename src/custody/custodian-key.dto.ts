import { IsString, MaxLength } from 'class-validator';
import { IsRecipient } from './age-recipient.js';

export class CustodianKeyBody {
  /** The recipient of the person's own age identity, `age1…`. */
  @IsRecipient() recipient!: string;
}

export class KeyProofBody {
  /** What the challenge holds, as it is. */
  @IsString() @MaxLength(100) nonce!: string;
}
