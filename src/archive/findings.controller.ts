import { Controller, Get, Query } from '@nestjs/common';
import { PageQuery, type Page } from '../platform/paging.js';
import { Policy } from '../platform/policy.js';
import { ReadFindings, type Finding } from './read-findings.js';

@Controller('v1/archive/findings')
export class FindingsController {
  constructor(private readonly readFindings: ReadFindings) {}

  @Policy('auditor', 'supervisor')
  @Get()
  read(@Query() page: PageQuery): Promise<Page<Finding>> {
    return this.readFindings.run(page);
  }
}
