import { Controller, Get } from '@nestjs/common';
import { Policy } from './policy.js';
import { SigningKeys } from './signing-keys.js';

@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  /** The keys that receipts, minutes and roots are signed with (RFC 7517). */
  @Policy('public')
  @Get()
  read(): ReturnType<SigningKeys['publicKeys']> {
    return this.keys.publicKeys();
  }
}
