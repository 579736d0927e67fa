import { Controller, Get, Query } from '@nestjs/common';
import { Policy } from '../platform/policy.js';
import { ReadSmallSuppliers, type SmallSupplierYear } from './read-small-suppliers.js';
import { YearQuery } from './statistics.dto.js';

@Controller('v1/statistics')
export class StatisticsController {
  constructor(private readonly smallSuppliers: ReadSmallSuppliers) {}

  @Get('small-suppliers')
  @Policy('public')
  readSmallSuppliers(@Query() query: YearQuery): Promise<SmallSupplierYear> {
    return this.smallSuppliers.run(Number(query.year));
  }
}
