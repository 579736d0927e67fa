import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { article, articles, type ArticleText } from '../rules/articles.js';
import { evaluate } from '../rules/evaluate.js';
import { rules } from '../rules/rules.js';
import { By } from './actor.decorator.js';
import type { Actor } from './actor.js';
import { CalendarYearBody, Question } from './law.dto.js';
import { LawService } from './law.service.js';
import { Creates, Dry, Policy } from './policy.js';
import { Reads } from './reads.js';
import { RecordCalendarYear, readCalendarYear, type CalendarYearAnswer } from './record-calendar-year.js';
import { Refusal, unknownResource } from './refusal.js';

@Controller('v1')
export class LawController {
  constructor(
    private readonly law: LawService,
    private readonly reads: Reads,
    private readonly recordYear: RecordCalendarYear,
  ) {}

  @Policy('public')
  @Get('articles')
  listArticles(): { items: readonly ArticleText[]; next: null } {
    return { items: articles, next: null };
  }

  @Policy('public')
  @Get('articles/:number')
  readArticle(@Param('number') number: string): ArticleText {
    const found = /^\d\d$/.test(number) ? article(Number(number)) : undefined;
    if (!found) throw unknownResource();
    return found;
  }

  @Policy('public')
  @Get('rules')
  listRules(): { items: unknown[]; next: null } {
    return { items: Object.entries(rules).map(([id, { zh, en, ...entry }]) => ({ id, ...entry, text: { zh, en } })), next: null };
  }

  /** What-if, stateless: the breaches and computed dates of one article on given facts. */
  @Policy('public')
  @Dry()
  @Post('rules/evaluate')
  async evaluate(@Body() question: Question): Promise<unknown> {
    const at = question.at ?? (await this.reads.now());
    const context = { ...(await this.law.context(this.reads, at)), at };
    const { breaches, computed, pending, faults } = evaluate(question.article, question.facts, context);
    if (faults.length)
      throw new Refusal(422, 'facts-invalid', { zh: '事实缺失或无效', en: 'Facts are missing or invalid' }, faults);
    return { article: question.article, breaches, computed, ...(pending?.length ? { pending } : {}) };
  }

  @Policy('public')
  @Get('calendar/:year')
  readYear(@Param('year') year: string): Promise<CalendarYearAnswer> {
    return readCalendarYear(this.reads, year);
  }

  @Policy('registrar')
  @Creates()
  @Put('calendar/:year')
  writeYear(@By() actor: Actor, @Param('year') year: string, @Body() body: CalendarYearBody): Promise<CalendarYearAnswer> {
    return this.recordYear.run(actor, year, body);
  }
}
