import { Controller, Get, Query } from '@nestjs/common';
import { IdParam } from '../platform/params.js';
import { Policy } from '../platform/policy.js';
import { ReviewStatisticsQuery } from './decision.dto.js';
import { ReadReviewStatistics, type ReviewStatistics, type TenderReviewStatistics } from './read-review-statistics.js';

@Controller('v1')
export class ReviewStatisticsController {
  constructor(private readonly reading: ReadReviewStatistics) {}

  @Policy('public')
  @Get('statistics/reviews')
  read(@Query() query: ReviewStatisticsQuery): Promise<ReviewStatistics> {
    return this.reading.ofEntity(query);
  }

  @Policy('public')
  @Get('tenders/:id/review-statistics')
  readOfTender(@IdParam() id: string): Promise<TenderReviewStatistics> {
    return this.reading.ofTender(id);
  }
}
