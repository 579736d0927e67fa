import { IsIn, IsNotEmpty, IsString, Matches, MaxLength } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { identityKinds, type IdentityKind } from '../rules/principals.js';

/** The number is hashed under a key and then forgotten. */
export class PrincipalIdentityBody {
  @IsIn(identityKinds) kind!: IdentityKind;
  /** Who issued it, ISO 3166-1 alpha-2. */
  @Matches(/^[A-Z]{2}$/) country!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) number!: string;
}

/** The legal representative (法定代表人) or whoever else answers for the organisation (单位负责人). */
export class PrincipalBody {
  @Nested(() => MaybeBilingualText) name!: MaybeBilingualText;
  @Nested(() => PrincipalIdentityBody) identity!: PrincipalIdentityBody;
}
