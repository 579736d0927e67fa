import { Controller, Get, Header } from '@nestjs/common';
import { Policy } from '../platform/policy.js';
import { SealPageScript } from './seal-page-script.js';
import { sealPageCss, sealPageHtml } from './seal-page-text.js';

/** Nothing but our own files, no script in the page, no other place to send anything to. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The page that seals a bid in the browser. */
@Controller('seal')
export class SealPageController {
  constructor(private readonly script: SealPageScript) {}

  /** For people: both languages beside each other. */
  @Policy('public')
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', contentSecurityPolicy)
  @Header('referrer-policy', 'no-referrer')
  @Header('cross-origin-opener-policy', 'same-origin')
  page(): string {
    return sealPageHtml;
  }

  @Policy('public')
  @Get('page.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  js(): Promise<string> {
    return this.script.read();
  }

  @Policy('public')
  @Get('page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  css(): string {
    return sealPageCss;
  }
}
