import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';
import { EvidenceBody } from './organization.dto.js';

export class AccessRecoveryBody {
  /** The `sub` by which the person signs in from now on. */
  @IsString() @IsNotEmpty() @MaxLength(200) newSubject!: string;
  /** The identity provider that gave it: the platform's own, as its tokens name it. */
  @IsString() @IsNotEmpty() @MaxLength(2000) issuer!: string;
  /** By what the registrar recognised the person. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(50) @Nested(() => EvidenceBody, true) evidence!: EvidenceBody[];
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}

export class AccessRecoveryDecisionBody {
  @IsBoolean() confirm!: boolean;
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}

export class RegistrarBody {
  /** The `sub` that the identity provider gives this person. */
  @IsString() @IsNotEmpty() @MaxLength(200) subject!: string;
  @Nested(() => BilingualText) name!: BilingualText;
}

export class RegistrarDecisionBody {
  @IsBoolean() confirm!: boolean;
  @Nested(() => MaybeBilingualText) reason!: MaybeBilingualText;
}
