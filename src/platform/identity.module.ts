import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DevClientsController } from './dev-clients.controller.js';
import { EmbeddedIssuer } from './embedded-issuer.js';
import { KeysController } from './keys.controller.js';
import { SigningKeys } from './signing-keys.js';
import { Tokens } from './tokens.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [DevClientsController, KeysController],
  providers: [EmbeddedIssuer, Tokens, SigningKeys],
  exports: [EmbeddedIssuer, Tokens, SigningKeys],
})
export class IdentityModule {}
