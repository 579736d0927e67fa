import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { DeleteTemplate } from './delete-template.js';
import { DraftFromTemplate } from './draft-from-template.js';
import type { TenderAnswer } from './present-tender.js';
import { ReadTemplates } from './read-templates.js';
import { ReviseTemplate } from './revise-template.js';
import { TemplateBody, TemplateChanges, TemplateDraftBody } from './template.dto.js';
import type { TemplateAnswer, TemplateVersion } from './templates.queries.js';
import { WriteTemplate } from './write-template.js';

/** Templates of the caller's own organisation (采购文件模板). */
@Controller('v1/templates')
export class TemplatesController {
  constructor(
    private readonly reading: ReadTemplates,
    private readonly writing: WriteTemplate,
    private readonly revising: ReviseTemplate,
    private readonly deleting: DeleteTemplate,
    private readonly drafting: DraftFromTemplate,
  ) {}

  @Policy('procurer', 'approver')
  @Get()
  list(@By() actor: Actor, @Query() query: PageQuery): Promise<Page<TemplateAnswer>> {
    return this.reading.list(actor, query);
  }

  @Policy('procurer', 'approver')
  @Get(':id')
  read(@By() actor: Actor, @IdParam() id: string): Promise<TemplateAnswer> {
    return this.reading.one(actor, id);
  }

  @Policy('procurer', 'approver')
  @Get(':id/versions/:number')
  version(@By() actor: Actor, @IdParam() id: string, @Param('number') number: string): Promise<TemplateVersion> {
    return this.reading.version(actor, id, number);
  }

  @Policy('procurer')
  @Creates()
  @Post()
  write(@By() actor: Actor, @Body() body: TemplateBody): Promise<TemplateAnswer> {
    return this.writing.run(actor, body);
  }

  @Policy('procurer')
  @Patch(':id')
  revise(@By() actor: Actor, @IdParam() id: string, @Body() body: TemplateChanges): Promise<TemplateAnswer> {
    return this.revising.run(actor, id, body);
  }

  @Policy('procurer')
  @Creates()
  @HttpCode(200)
  @Delete(':id')
  remove(@By() actor: Actor, @IdParam() id: string): Promise<TemplateAnswer> {
    return this.deleting.run(actor, id);
  }

  @Policy('procurer')
  @Creates()
  @Post(':id/drafts')
  draft(@By() actor: Actor, @IdParam() id: string, @Body() body: TemplateDraftBody): Promise<TenderAnswer> {
    return this.drafting.run(actor, id, body);
  }
}
