import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional, Matches, MaxLength, ValidateBy } from 'class-validator';
import { newsFamilies, type Language } from '../platform/mail-text.js';
import { digests, notificationChannels, type Digest, type NotificationChannel } from './notification.entity.js';

const kindsMax = 60;
const kindForm = /^([a-z-]{1,40})(\.[a-z-]{1,60})?$/;

export class NotificationSettingsBody {
  /** Mails go there once its code was confirmed; absent: no mail. */
  @IsOptional() @IsEmail() @MaxLength(254) email?: string;
  @IsIn(['zh', 'en']) language!: Language;
  @IsKinds() kinds!: Record<string, NotificationChannel>;
  /** `daily`: one mail at eight in the morning, Shanghai time. `none` where it is absent. */
  @IsOptional() @IsIn(digests) digest?: Digest;
}

export class EmailVerificationBody {
  @IsEmail() @MaxLength(254) email!: string;
}

export class EmailConfirmationBody {
  /** The eight digits of the latest mail. */
  @Matches(/^\d{8}$/) code!: string;
}

function IsKinds(): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      type: 'object',
      additionalProperties: { type: 'string', enum: [...notificationChannels] },
      maxProperties: kindsMax,
    }),
    ValidateBy({
      name: 'isKinds',
      validator: {
        validate: isKinds,
        defaultMessage: () =>
          `must name kinds of news (${Object.keys(newsFamilies).join(', ')}) with inbox or inbox-and-mail 必须是消息类别与接收方式的对应表。`,
      },
    }),
  );
}

function isKinds(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= kindsMax && entries.every(([kind, channel]) => isKind(kind) && isChannel(channel));
}

function isKind(kind: string): boolean {
  return Object.hasOwn(newsFamilies, kindForm.exec(kind)?.[1] ?? '');
}

function isChannel(channel: unknown): boolean {
  return (notificationChannels as readonly unknown[]).includes(channel);
}
