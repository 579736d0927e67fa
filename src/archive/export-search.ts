import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Reads } from '../platform/reads.js';
import { UnitOfWork } from '../platform/unit-of-work.js';
import { byteOrderMark, csvRecord } from './csv.js';
import type { ArchiveExport, ArchiveFilter } from './search.dto.js';
import { searchArchive, type FoundTender } from './search.queries.js';

const batch = 500;

const columns: [string, (found: FoundTender) => string | null][] = [
  ['referenceNumber 项目编号', (found) => found.referenceNumber],
  ['ocid', (found) => found.ocid],
  ['title 项目名称', (found) => found.title.zh],
  ['titleEn', (found) => found.title.en ?? null],
  ['procurer 采购人', (found) => found.procurer.zh],
  ['state 状态', (found) => found.state],
  ['method 采购方式', (found) => found.method],
  ['category 类别', (found) => found.category],
  ['amountCNY 金额（元）', (found) => found.amount],
  ['suppliers 中标供应商', (found) => found.suppliers.map((one) => one.name.zh).join('；')],
  ['rules 未遵循的规则', (found) => found.rules.join(' ')],
  ['publishedAt 发布时间', (found) => found.publishedAt],
  ['endedOn 结束日', (found) => found.endedOn],
  ['retainUntil 保存至', (found) => found.retainUntil],
];

/** Everything that a search finds, as a file that is written while it is read from the database. Who took what is recorded before the first byte. */
@Injectable()
export class ExportSearch {
  constructor(
    private readonly reads: Reads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async run(actor: Actor, { format, ...filter }: ArchiveExport): Promise<StreamableFile> {
    const payload = { format, filter: { ...filter } };
    const subject = { kind: 'archive', id: null };
    await this.unitOfWork.run(actor, (work) =>
      Promise.resolve(work.record({ type: 'archive.exported', article: 57, tenderId: null, subject, payload })),
    );
    const lines = format === 'csv' ? this.csv(filter) : this.jsonLines(filter);
    const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/jsonl; charset=utf-8';
    return new StreamableFile(Readable.from(lines, { objectMode: false }), {
      type,
      disposition: `attachment; filename="archive.${format}"`,
    });
  }

  private async *csv(filter: ArchiveFilter): AsyncGenerator<Buffer> {
    yield Buffer.from(byteOrderMark + csvRecord(columns.map(([name]) => name)));
    for await (const found of this.found(filter)) yield Buffer.from(csvRecord(columns.map(([, valueOf]) => valueOf(found))));
  }

  private async *jsonLines(filter: ArchiveFilter): AsyncGenerator<Buffer> {
    for await (const found of this.found(filter)) yield Buffer.from(`${JSON.stringify(found)}\n`);
  }

  private async *found(filter: ArchiveFilter): AsyncGenerator<FoundTender> {
    for (let after: string | null = null; ;) {
      const rows: FoundTender[] = await searchArchive(this.reads, filter, { after, limit: batch });
      yield* rows;
      if (rows.length < batch) return;
      after = rows.at(-1)?.id ?? null;
    }
  }
}
