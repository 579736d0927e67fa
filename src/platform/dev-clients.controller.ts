import { Controller, Get } from '@nestjs/common';
import { demoClients, type DemoClient } from './demo-clients.js';
import { EmbeddedIssuer } from './embedded-issuer.js';
import { Policy } from './policy.js';
import { unknownResource } from './refusal.js';

/** The demo clients and their secrets, for a person who tries the platform out; 404 wherever the embedded issuer is not in use. */
@Controller('dev/clients')
export class DevClientsController {
  constructor(private readonly issuer: EmbeddedIssuer) {}

  @Policy('public')
  @Get()
  list(): { items: readonly DemoClient[]; next: null } {
    if (!this.issuer.enabled) throw unknownResource();
    return { items: demoClients, next: null };
  }
}
