import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { Delegated } from '../platform/delegated.js';
import { PageQuery, type Page } from '../platform/paging.js';
import { IdParam } from '../platform/params.js';
import { Creates, Policy } from '../platform/policy.js';
import { AssistantBody, AssistantDeclarationBody, DisclosureBody } from './case-file.dto.js';
import type { CaseAssistant, CaseDisclosure } from './case-file.entity.js';
import type { AccessAnswer, FileItem } from './case-file.queries.js';
import { DeclareAssistant } from './declare-assistant.js';
import { DiscloseItem } from './disclose-item.js';
import { LetInAssistant } from './let-in-assistant.js';
import { LetOutAssistant } from './let-out-assistant.js';
import { ReadCaseFile, type ItemAnswer } from './read-case-file.js';

/** The case file (案卷): one for each case, with what is disclosed of it, who has read it, and who is let in. */
@Controller('v1/complaints/:id')
export class CaseFilesController {
  constructor(
    private readonly reading: ReadCaseFile,
    private readonly disclosing: DiscloseItem,
    private readonly lettingIn: LetInAssistant,
    private readonly declaring: DeclareAssistant,
    private readonly lettingOut: LetOutAssistant,
  ) {}

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('file')
  index(@By() actor: Actor, @IdParam() id: string): Promise<{ items: FileItem[]; next: null }> {
    return this.reading.index(actor, id);
  }

  @Policy('authenticated')
  @Delegated('complain', 'challenge')
  @Get('file/:ref')
  item(@By() actor: Actor, @IdParam() id: string, @Param('ref') ref: string): Promise<ItemAnswer> {
    return this.reading.item(actor, id, ref);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer', 'supervisor', 'auditor')
  @Delegated('complain', 'challenge')
  @Get('accesses')
  accesses(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<AccessAnswer>> {
    return this.reading.accesses(actor, id, query);
  }

  @Policy('reviewer')
  @Creates()
  @Post('disclosures')
  disclose(@By() actor: Actor, @IdParam() id: string, @Body() body: DisclosureBody): Promise<CaseDisclosure> {
    return this.disclosing.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('disclosures')
  disclosures(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<Omit<CaseDisclosure, 'text'>>> {
    return this.reading.disclosures(actor, id, query);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('disclosures/:disclosureId')
  disclosure(@By() actor: Actor, @IdParam() id: string, @IdParam('disclosureId') disclosureId: string): Promise<CaseDisclosure> {
    return this.reading.disclosure(actor, id, disclosureId);
  }

  @Policy('reviewer')
  @Creates()
  @Post('assistants')
  letIn(@By() actor: Actor, @IdParam() id: string, @Body() body: AssistantBody): Promise<CaseAssistant> {
    return this.lettingIn.run(actor, id, body);
  }

  @Policy('supplier', 'procurer', 'approver', 'reviewer')
  @Delegated('complain', 'challenge')
  @Get('assistants')
  assistants(@By() actor: Actor, @IdParam() id: string, @Query() query: PageQuery): Promise<Page<CaseAssistant>> {
    return this.reading.assistants(actor, id, query);
  }

  @Policy('authenticated')
  @Creates()
  @Post('assistants/:assistantId/declaration')
  declare(
    @By() actor: Actor,
    @IdParam() id: string,
    @IdParam('assistantId') assistantId: string,
    @Body() body: AssistantDeclarationBody,
  ): Promise<CaseAssistant> {
    return this.declaring.run(actor, id, assistantId, body);
  }

  @Policy('reviewer')
  @Creates()
  @Delete('assistants/:assistantId')
  letOut(@By() actor: Actor, @IdParam() id: string, @IdParam('assistantId') assistantId: string): Promise<CaseAssistant> {
    return this.lettingOut.run(actor, id, assistantId);
  }
}
