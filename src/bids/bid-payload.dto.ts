import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateBy,
} from 'class-validator';
import { ForeignMoney, IsCivilDay, Money, Nested } from '../platform/fields.js';
import { documentBytesMax, documentsMax, isDocumentName, secretsMax } from './bid-documents.js';
import { Consortium, Subcontract } from './bid-partners.dto.js';
import { subcontractsMax } from './partner-share.js';
import { securityForms, type SecurityForm } from '../rules/securities.js';

const textLengthMax = 20_000;
const offerLengthMax = 200_000;
const answersMax = 200;
export const itemsMax = 500;
export const lotsMax = 200;

/** The offer in the bidder's words, in either language or both. */
export class OfferText {
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(offerLengthMax) zh?: string;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(offerLengthMax) en?: string;
}

/** A text or figure of the bid that its bidder marks as a trade secret (商业秘密, art. 56). */
export class TradeSecret {
  @IsString() @IsNotEmpty() @MaxLength(200) label!: string;
  @IsString() @IsNotEmpty() @MaxLength(textLengthMax) text!: string;
}

/** The declaration of a small or medium-sized enterprise (中小企业声明函, art. 59). */
export class SmeDeclaration {
  @IsIn(['micro', 'small', 'medium', 'large']) size!: 'micro' | 'small' | 'medium' | 'large';
}

/** The proof of the tender security (投标保证金), where the documents ask for one; the paper itself goes with the documents. */
export class SealedSecurity {
  @IsIn(securityForms) form!: SecurityForm;
  @IsString() @IsNotEmpty() @MaxLength(200) issuer!: string;
  @IsString() @IsNotEmpty() @MaxLength(100) number!: string;
  @Nested(() => Money) amount!: Money;
  @IsCivilDay() validUntil!: string;
}

export class SealedDocument {
  /** A file name without a path; no two of a bid differ only in case or in how an accent is written. */
  @IsString() @IsNotEmpty() @MaxLength(255) @IsDocumentName() name!: string;
  @Matches(/^[0-9a-f]{64}$/) sha256!: string;
  /** The document itself in base64; where it lies behind `bid.json` in a tar, its length in octets. */
  @IsDocumentBytes() bytes!: string | number;
}

/** The price of one unit of an item; published with the award (实施条例 art. 43), so that it is no trade secret. */
export class BidItem {
  /** The item's id in the tender. */
  @IsString() @IsNotEmpty() @MaxLength(64) id!: string;
  /** In the currency of the bid's price. */
  @Nested(() => ForeignMoney) unitPrice!: ForeignMoney;
}

/** What the bid asks for one lot (标包). */
export class BidLot {
  /** The lot's id in the tender. */
  @IsString() @IsNotEmpty() @MaxLength(64) id!: string;
  /** In the currency of the bid's price. */
  @Nested(() => ForeignMoney) price!: ForeignMoney;
}

/**
 * What a bidder seals, inside both layers: this JSON alone (its first byte that is no space is `{`), or a POSIX tar whose first file is `bid.json`,
 * this JSON, followed by the documents in its order. Spaces after the JSON, zeros after the tar, are padding.
 */
export class BidPayload {
  @Equals('ftz-bid-1') format!: 'ftz-bid-1';
  @IsUUID() tenderId!: string;
  /** Where it is named, the bid is this organisation's only: a copy handed in by another is defective. */
  @IsOptional() @IsUUID() supplierId?: string;
  /** In a currency that the documents allow. */
  @Nested(() => ForeignMoney) price!: ForeignMoney;
  /** The price in capitals (大写), where the bid says it so too: words prevail over figures. */
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) priceInWords?: string;
  /** What the units cost, where the tender has items; the price above is the bid's alone. */
  @IsOptional() @IsArray() @ArrayMaxSize(itemsMax) @Nested(() => BidItem, true) items?: BidItem[];
  /** Which lots the bid is for, named where the tender has lots; their prices sum to the price above. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(lotsMax) @Nested(() => BidLot, true) lots?: BidLot[];
  @Nested(() => OfferText) offer!: OfferText;
  /** Answers to the published criteria, by criterion id. */
  @IsAnswers() answers!: Record<string, string>;
  @IsArray() @ArrayMaxSize(secretsMax) @Nested(() => TradeSecret, true) tradeSecrets!: TradeSecret[];
  @IsOptional() @Nested(() => SmeDeclaration) smeDeclaration?: SmeDeclaration;
  @IsOptional() @Nested(() => Consortium) consortium?: Consortium;
  @IsOptional() @IsArray() @ArrayMaxSize(subcontractsMax) @Nested(() => Subcontract, true) subcontracting?: Subcontract[];
  @IsOptional() @Nested(() => SealedSecurity) security?: SealedSecurity;
  @IsArray() @ArrayMaxSize(documentsMax) @Nested(() => SealedDocument, true) documents!: SealedDocument[];
}

/** What is kept of an opened bid: the payload, its documents moved to the blob store. */
export interface BidContent extends Omit<BidPayload, 'documents'> {
  documents: { name: string; sha256: string; bytes: number }[];
}

function IsDocumentName(): PropertyDecorator {
  return ValidateBy({
    name: 'isDocumentName',
    validator: {
      validate: (value) => typeof value === 'string' && isDocumentName(value),
      defaultMessage: () => 'must be a file name without a path or control characters 必须是不含路径和控制字符的文件名。',
    },
  });
}

function IsDocumentBytes(): PropertyDecorator {
  return ValidateBy({
    name: 'isDocumentBytes',
    validator: {
      validate: (value) =>
        typeof value === 'string' || (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= documentBytesMax),
      defaultMessage: () => 'must be base64, or a length in octets 必须是base64，或以字节计的长度。',
    },
  });
}

export function IsAnswers(): PropertyDecorator {
  return ValidateBy({
    name: 'isAnswers',
    validator: {
      validate: (value) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.keys(value).length <= answersMax &&
        Object.values(value).every((one) => typeof one === 'string' && one.length <= textLengthMax),
      defaultMessage: () => 'must map criterion ids to texts 必须是评审标准编号到文本的对照。',
    },
  });
}
