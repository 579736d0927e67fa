import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsUUID, Matches } from 'class-validator';
import { BilingualText, IsInstant, MaybeBilingualText, Nested } from '../platform/fields.js';
import { capacities, type Capacity } from './case-file.entity.js';

/** How an item of the file is named: `complaint`, `bid:<id>`. */
const reference = /^[a-z]{3,20}(?::[0-9a-f-]{1,36})?$/;

export class DisclosureBody {
  @Matches(reference) item!: string;
  @IsIn(['complainant', 'procurer']) to!: 'complainant' | 'procurer';
  /** What of the item is told, redacted. */
  @Nested(() => MaybeBilingualText) text!: MaybeBilingualText;
  @Nested(() => BilingualText) reasons!: BilingualText;
}

export class AssistantBody {
  @IsUUID() personId!: string;
  @IsIn(capacities) capacity!: Capacity;
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @ArrayUnique() @Matches(reference, { each: true }) items!: string[];
  @IsInstant() until!: string;
}

export class AssistantDeclarationBody {
  @IsBoolean() conflict!: boolean;
}
