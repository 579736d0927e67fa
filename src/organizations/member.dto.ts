import {
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { roles, type Role } from '../platform/actor.js';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';

/** A person who becomes known to the platform by the act; not needed from one it knows. */
export class ApplicantBody {
  @Nested(() => BilingualText) name!: BilingualText;
}

export class MemberBody {
  /** The `sub` that the identity provider gives this person. */
  @IsString() @IsNotEmpty() @MaxLength(200) subject!: string;
  @Nested(() => BilingualText) name!: BilingualText;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(roles, { each: true }) roles!: Role[];
  /** Lets colleagues in and out. Where it is absent: only the first member of an organisation does. */
  @IsOptional() @IsBoolean() administrator?: boolean;
}

export class MembershipRequestBody {
  @IsOptional() @Nested(() => ApplicantBody) applicant?: ApplicantBody;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(roles, { each: true }) roles!: Role[];
  /** Who asks and why, for whoever decides. */
  @Nested(() => MaybeBilingualText) statement!: MaybeBilingualText;
}

export class MembershipDecisionBody {
  @IsIn(['accepted', 'refused']) decision!: 'accepted' | 'refused';
  /** Required with a refusal. */
  @IsOptional() @Nested(() => MaybeBilingualText) reason?: MaybeBilingualText;
}
