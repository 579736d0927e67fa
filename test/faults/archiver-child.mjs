// Who destroys the records whose time is over, and who compares the record with its leaves: a step at a time.
import { DataSource } from 'typeorm';
import { CompareRecord } from '../../dist/src/archive/compare-record.js';
import { DestroyRecord } from '../../dist/src/archive/destroy-record.js';
import { RemoveFiles } from '../../dist/src/archive/remove-files.js';
import { DueSweeper, DueWork } from '../../dist/src/platform/due-sweeper.js';
import { LOG } from '../../dist/src/platform/logging.js';
import { takeTurns } from './turn-child.mjs';

await takeTurns('archiver', (app) => ({
  destroy: (id) => app.get(DestroyRecord).run(id),
  files: (id) => app.get(RemoveFiles).run(id),
  /** As the worker does it, but for what others owe. */
  owed: async () => {
    const sources = app.get(DueWork).sources.filter(({ name }) => ['archive.destroy', 'archive.remove-files'].includes(name));
    const { failed } = await new DueSweeper({ sources }, app.get(DataSource), app.get(LOG)).sweepNow();
    if (failed > 0) throw new Error(`${failed} failed`);
  },
  piece: () => app.get(CompareRecord).piece(),
  /** The rest of the cycle, piece by piece. */
  compare: async () => {
    while (await app.get(CompareRecord).piece());
  },
}));
