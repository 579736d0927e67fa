import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By, ByOrNobody } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { CommitteeBody, RecusalDecisionBody, RecusalRequestBody, ReplacementBody } from './committee.dto.js';
import type { RecusalRequest } from './committee.entity.js';
import type { CommitteeAnswer } from './committees.queries.js';
import { DecideRecusal } from './decide-recusal.js';
import { DrawCommittee, type DrawnCommittee } from './draw-committee.js';
import { ReadCommittee, type SeedAnswer } from './read-committee.js';
import { ReplaceMember, type ReplacementAnswer } from './replace-member.js';
import { RequestRecusal } from './request-recusal.js';

/** Who evaluates: drawn, recused, replaced (采购法 art. 12). */
@Controller('v1')
export class CommitteesController {
  constructor(
    private readonly drawing: DrawCommittee,
    private readonly replacing: ReplaceMember,
    private readonly requesting: RequestRecusal,
    private readonly deciding: DecideRecusal,
    private readonly reading: ReadCommittee,
  ) {}

  @Delegated('award')
  @Post('tenders/:id/committee')
  @Policy('procurer')
  @Creates()
  draw(@By() actor: Actor, @IdParam() id: string, @Body() body: CommitteeBody): Promise<DrawnCommittee> {
    return this.drawing.run(actor, id, body);
  }

  @Delegated()
  @Get('tenders/:id/committee')
  @Policy('public')
  committee(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<CommitteeAnswer> {
    return this.reading.run(actor, id);
  }

  @Delegated()
  @Get('tenders/:id/draw-seed')
  @Policy('public')
  seed(@ByOrNobody() actor: Actor | null, @IdParam() id: string): Promise<SeedAnswer> {
    return this.reading.seed(actor, id);
  }

  @Delegated('approve')
  @Post('tenders/:id/committee/members/:memberId/replacement')
  @Policy('approver')
  @Creates()
  replace(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('memberId') memberId: string,
    @Body() body: ReplacementBody,
  ): Promise<ReplacementAnswer> {
    return this.replacing.run(actor, id, memberId, body);
  }

  @Delegated('bid', 'challenge')
  @Post('tenders/:id/recusal-requests')
  @Policy('supplier')
  @Creates()
  request(@By() actor: Actor, @IdParam() id: string, @Body() body: RecusalRequestBody): Promise<RecusalRequest> {
    return this.requesting.run(actor, id, body);
  }

  @Delegated()
  @Get('tenders/:id/recusal-requests')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  requests(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<RecusalRequest>> {
    return this.reading.recusals(actor, id, query);
  }

  @Delegated()
  @Get('recusal-requests/:id')
  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  recusal(@By() actor: Actor, @IdParam() id: string): Promise<RecusalRequest> {
    return this.reading.recusal(actor, id);
  }

  @Delegated('approve')
  @Post('recusal-requests/:id/decision')
  @Policy('approver')
  @Creates()
  decide(@By() actor: Actor, @IdParam() id: string, @Body() body: RecusalDecisionBody): Promise<RecusalRequest> {
    return this.deciding.run(actor, id, body);
  }
}
