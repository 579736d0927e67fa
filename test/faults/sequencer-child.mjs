// The sequencer and the signer of checkpoints, a turn at a time.
import { SequenceEntries } from '../../dist/src/archive/sequence-entries.js';
import { PublishCheckpoint } from '../../dist/src/log/publish-checkpoint.js';
import { takeTurns } from './turn-child.mjs';

await takeTurns('sequencer', (app) => ({
  turn: async () => {
    await app.get(SequenceEntries).run();
    await app.get(PublishCheckpoint).run();
  },
}));
