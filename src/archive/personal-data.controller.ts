import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { By } from '../platform/actor.decorator.js';
import type { Actor } from '../platform/actor.js';
import { PageQuery } from '../platform/paging.js';
import { Creates, Policy } from '../platform/policy.js';
import { CorrectPerson, type CorrectionAnswer } from './correct-person.js';
import { personalDataRegister, personalDataRights } from './personal-data-register.js';
import { CorrectionBody } from './personal-data.dto.js';
import { ReadPersonalData, type PersonalDataAnswer } from './read-personal-data.js';

@Controller('v1')
export class PersonalDataController {
  constructor(
    private readonly reading: ReadPersonalData,
    private readonly correcting: CorrectPerson,
  ) {}

  /** What is kept about people, why, and how long. */
  @Policy('public')
  @Get('privacy')
  register(): { kinds: typeof personalDataRegister; rights: typeof personalDataRights } {
    return { kinds: personalDataRegister, rights: personalDataRights };
  }

  /** Everything that is kept about the caller; recorded. */
  @Policy('authenticated')
  @Get('me/personal-data')
  read(@By() actor: Actor, @Query() query: PageQuery): Promise<PersonalDataAnswer> {
    return this.reading.run(actor, query);
  }

  @Policy('authenticated')
  @Creates()
  @Post('me/corrections')
  correct(@By() actor: Actor, @Body() body: CorrectionBody): Promise<CorrectionAnswer> {
    return this.correcting.run(actor, body);
  }
}
