import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { DueWork } from '../platform/due-sweeper.js';
import { ReadUpload } from './read-upload.js';
import { supplierOf } from './receive-bid.js';
import { UploadFiles } from './upload-files.js';
import { UploadBox } from './uploads.queries.js';

/** Ends an upload with its bytes, by its owner or by the clock. A bid that was made of it has a name of its own for them. */
@Injectable()
export class GiveUpUpload implements OnModuleInit {
  constructor(
    private readonly reading: ReadUpload,
    private readonly box: UploadBox,
    private readonly files: UploadFiles,
    private readonly dueWork: DueWork,
  ) {}

  onModuleInit(): void {
    this.dueWork.register({
      name: 'upload.expire',
      claim: 'SELECT id FROM uploads_due($1)',
      run: (id) => this.remove(id),
    });
  }

  async run(actor: Actor, id: string): Promise<void> {
    await this.reading.own(actor, id);
    await this.drop(id, supplierOf(actor));
  }

  /** Gone for everybody at the first statement; what a crash leaves of it, the sweeper removes. */
  async drop(id: string, supplierId: string): Promise<void> {
    await this.box.giveUp(id, supplierId);
    await this.remove(id);
  }

  private async remove(id: string): Promise<void> {
    await this.files.remove(id);
    await this.box.forget(id);
  }
}
