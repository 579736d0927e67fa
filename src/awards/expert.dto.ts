import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { BilingualText, MaybeBilingualText, Nested } from '../platform/fields.js';
import type { Category } from '../rules/art-47-scope.js';

const itemClassesMax = 100;

export class ExpertBody {
  /** The `sub` that the identity provider gives this person. */
  @IsString() @IsNotEmpty() @MaxLength(200) subject!: string;
  @Nested(() => BilingualText) name!: BilingualText;
  @IsArray() @ArrayMinSize(1) @ArrayUnique() @IsIn(['goods', 'services', 'works'], { each: true }) categories!: Category[];
  /** Codes of the item catalogue (品目), each with all below it; every class of the categories where none is named. */
  @IsOptional() @IsArray() @ArrayMaxSize(itemClassesMax) @Matches(/^[ABC](\d{8})?$/, { each: true }) itemClasses?: string[];
  /** The employer (工作单位), by its id where it is registered here. */
  @IsOptional() @IsUUID() employerId?: string;
  @IsOptional() @Nested(() => MaybeBilingualText) employer?: MaybeBilingualText;
}
