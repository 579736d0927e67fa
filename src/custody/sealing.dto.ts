import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBase64,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Nested } from '../platform/fields.js';
import { envelopes, holdersMax, type Envelope } from '../rules/custody.js';
import { IsRecipient } from './age-recipient.js';
import { locks, type Lock } from './share-commitment.js';

const sha256 = /^[0-9a-f]{64}$/;
/** A share for its holder is under 1 kB of base64. */
const sealedLengthMax = 4_000;

/** One holder's part of a deal. */
export class SharePart {
  @IsInt() @Min(1) @Max(holdersMax) index!: number;
  /** The holder: a custodian with a key of its own. */
  @IsUUID() personId!: string;
  /** SHA-256 of the share and its place (`npm run keys` writes it). */
  @Matches(sha256) commitment!: string;
  @Matches(sha256) rehearsalCommitment!: string;
  /** base64 of an age file for the holder's recipient, with both shares in it. */
  @IsBase64() @MaxLength(sealedLengthMax) sealedShare!: string;
}

/** A lock as it was dealt outside the service (分发). */
export class SealingBody {
  /** Which envelope of a bid; the only one where nothing is said. */
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
  @IsIn(locks) lock!: Lock;
  /** The lock's age X25519 recipient, `age1…`, to which bids are sealed. */
  @IsRecipient() recipient!: string;
  /** The one that the test envelope is sealed to. */
  @IsRecipient() rehearsalRecipient!: string;
  /** How many shares open it. */
  @IsInt() threshold!: number;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(holdersMax) @Nested(() => SharePart, true) shares!: SharePart[];
}

/** Which share, and that its holder has opened it and found both shares to be what the dealer committed itself to. */
export class ConfirmationBody {
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
  @IsIn(locks) lock!: Lock;
  @IsInt() @Min(1) @Max(holdersMax) index!: number;
  @Matches(sha256) commitment!: string;
  @Matches(sha256) rehearsalCommitment!: string;
}

export class EnvelopeQuery {
  /** Which envelope of a bid is meant; the only one where nothing is said. */
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
}

/** A session to which shares are handed in. */
export class SessionBody {
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
}

export class SessionShareBody {
  @IsUUID() session!: string;
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
  @IsIn(locks) lock!: Lock;
  @IsInt() @Min(1) @Max(holdersMax) index!: number;
  /** base64 of an age file for the session's recipient, with the share in it. */
  @IsBase64() @MaxLength(sealedLengthMax) sealedShare!: string;
}

export class RehearsalShareBody {
  @IsUUID() session!: string;
  @IsOptional() @IsIn(envelopes) envelope?: Envelope;
  @IsIn(locks) lock!: Lock;
  @IsInt() @Min(1) @Max(holdersMax) index!: number;
  /** Of the real share, which stays with its holder. */
  @Matches(sha256) commitment!: string;
  /** base64 of an age file for the session's recipient, with the rehearsal share in it: never the real one. */
  @IsBase64() @MaxLength(sealedLengthMax) sealedShare!: string;
}
