import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
} from 'class-validator';
import { ForeignMoney, Nested } from '../platform/fields.js';
import { documentsMax, secretsMax } from './bid-documents.js';
import { Consortium, Subcontract } from './bid-partners.dto.js';
import {
  BidItem,
  BidLot,
  IsAnswers,
  itemsMax,
  lotsMax,
  OfferText,
  SealedDocument,
  SealedSecurity,
  SmeDeclaration,
  TradeSecret,
  type BidContent,
} from './bid-payload.dto.js';
import { subcontractsMax } from './partner-share.js';

/** A lot that the bid is for, without its price. */
export class QualificationLot {
  /** The lot's id in the tender. */
  @IsString() @IsNotEmpty() @MaxLength(64) id!: string;
}

/** What goes into the first envelope (资格与技术部分): all of the bid but what it costs, in the forms of `BidPayload`. A price in it makes the bid invalid. */
export class QualificationPayload {
  @Equals('ftz-qualification-1') format!: 'ftz-qualification-1';
  @IsUUID() tenderId!: string;
  @IsOptional() @IsUUID() supplierId?: string;
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(lotsMax)
  @Nested(() => QualificationLot, true)
  lots?: QualificationLot[];
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

/** What goes into the second envelope (报价部分): the price, what it is made of, and documents about it. */
export class PricePayload {
  @Equals('ftz-price-1') format!: 'ftz-price-1';
  @IsUUID() tenderId!: string;
  @IsOptional() @IsUUID() supplierId?: string;
  @Nested(() => ForeignMoney) price!: ForeignMoney;
  @IsOptional() @IsString() @IsNotEmpty() @MaxLength(100) priceInWords?: string;
  @IsOptional() @IsArray() @ArrayMaxSize(itemsMax) @Nested(() => BidItem, true) items?: BidItem[];
  /** The lots of the first envelope, each with its price. */
  @IsOptional() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(lotsMax) @Nested(() => BidLot, true) lots?: BidLot[];
  @IsArray() @ArrayMaxSize(documentsMax) @Nested(() => SealedDocument, true) documents!: SealedDocument[];
}

/** Each as it is kept, its documents moved to the blob store. */
export interface QualificationContent extends Omit<QualificationPayload, 'documents'> {
  documents: BidContent['documents'];
}

export interface PriceContent extends Omit<PricePayload, 'documents'> {
  documents: BidContent['documents'];
}
