import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { MaybeBilingualText, Nested } from '../platform/fields.js';
import { declaredFacts, type DeclaredFact } from '../rules/self-declaration.js';

export class AwardEvidenceBody {
  @IsIn(declaredFacts) fact!: DeclaredFact;
  /** References or SHA-256 of documents. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  @MaxLength(2_000, { each: true })
  evidence!: string[];
  @IsOptional() @Nested(() => MaybeBilingualText) note?: MaybeBilingualText;
}
