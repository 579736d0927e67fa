import { Body, Controller, Get, Headers, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { ReadEvaluationRecord, type EvaluationRecord } from './evaluation-record.js';
import { evaluationRecordIn } from './evaluation-record-page.js';
import { SignReport } from './sign-report.js';
import { SignatureBody } from './signature.dto.js';
import type { ReportSignature } from './signature.entity.js';

/** The evaluation report with all that it rests on, and its signatures. */
@Controller('v1/tenders/:id')
export class EvaluationRecordsController {
  constructor(
    private readonly signing: SignReport,
    private readonly reading: ReadEvaluationRecord,
  ) {}

  @Post('evaluation-report/signatures')
  @Policy('evaluator')
  @Creates()
  sign(@By() actor: Actor, @IdParam() id: string, @Body() body: SignatureBody): Promise<ReportSignature> {
    return this.signing.run(actor, id, body);
  }

  /** As JSON, or as a page for people where the client prefers text/html. */
  @Delegated('award')
  @Get('evaluation-record')
  @Policy('evaluator', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  async record(
    @By() actor: Actor,
    @IdParam() id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EvaluationRecord | string> {
    return evaluationRecordIn(accept, await this.reading.run(actor, id), reply);
  }
}
