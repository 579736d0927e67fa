import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsUUID, ValidateIf } from 'class-validator';
import { IsInstant, MaybeBilingualText, Nested } from '../platform/fields.js';

const bidsMax = 500;

export class QualificationFindingBody {
  @IsUUID() bidId!: string;
  /** False where the supplier does not meet the qualification requirements, the bid is formally invalid, or its first envelope tells a price. */
  @IsBoolean() qualified!: boolean;
  /** Told to the bidder; needed where it does not qualify. */
  @ValidateIf((body: QualificationFindingBody) => !body.qualified || body.reasons !== undefined)
  @Nested(() => MaybeBilingualText)
  reasons?: MaybeBilingualText;
}

/** Every bid that stands, each once. */
export class QualificationBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(bidsMax)
  @Nested(() => QualificationFindingBody, true)
  bids!: QualificationFindingBody[];
}

export class PriceOpeningBody {
  /** From when on prices are opened: custodians may come later, never earlier. */
  @IsInstant() opensAt!: string;
}
