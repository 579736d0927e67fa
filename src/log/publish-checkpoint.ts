import { Inject, Injectable } from '@nestjs/common';
import type { pino } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import type { TreeHead } from '../archive/consistency.js';
import { Alarms } from '../platform/alarms.js';
import { CONFIG, type Config } from '../platform/config.js';
import { NotDue } from '../platform/due-sweeper.js';
import { LOG } from '../platform/logging.js';
import type { Reader } from '../platform/reads.js';
import { askWitness, type Witness, type WitnessAnswer } from './ask-witness.js';
import { consistencyProof, cosignedSize, sequencedHead } from './log.queries.js';
import { LogSigner, SignerRefusal } from './log-signer.js';
import { parseVkey, signatureTypes } from './signed-note.js';

interface Published {
  tree: TreeHead;
  note: string;
  answers: { witness: Witness; answer: WitnessAnswer }[];
}

/**
 * Signs the tree as it stands, has it cosigned, and only then shows it. One at a time, by a lock of the database. A tree that is no later state of
 * the one signed last is not signed, and one that a witness knows otherwise is shown without its cosignature: each an alarm.
 */
@Injectable()
export class PublishCheckpoint {
  private readonly witnesses: readonly Witness[];

  constructor(
    private readonly dataSource: DataSource,
    private readonly signer: LogSigner,
    private readonly alarms: Alarms,
    @Inject(CONFIG) config: Pick<Config, 'witnesses'>,
    @Inject(LOG) private readonly log: pino.Logger,
  ) {
    this.witnesses = config.witnesses.map(({ url, vkey }) => {
      const key = parseVkey(vkey);
      if (key?.type !== signatureTypes.witness) throw new Error(`WITNESS_KEY: ${vkey} is no verifier key of a witness`);
      return { url, key };
    });
  }

  /** The size that was published. Throws NotDue where there is nothing new, another is at it, or the signer refuses. */
  async run(): Promise<number> {
    try {
      const published = await this.dataSource.transaction('READ COMMITTED', (manager) => this.publish(manager));
      await this.tell(published);
      return published.tree.size;
    } catch (error) {
      if (!(error instanceof SignerRefusal)) throw error;
      const { why, signed, asked } = error;
      const facts = { why, signedSize: signed.size, signedRoot: signed.root.toString('hex'), size: asked.size };
      await this.alarms.raise({ kind: 'log.signer-refused', about: this.signer.origin, facts });
      throw new NotDue();
    }
  }

  private async publish(manager: EntityManager): Promise<Published> {
    const reader: Reader = { query: (sql, params) => manager.query(sql, params as unknown[] | undefined) };
    const [gate] = await reader.query<{ taken: boolean }>('SELECT pg_try_advisory_xact_lock(7203470066) AS taken');
    const tree = gate?.taken ? await sequencedHead(reader) : null;
    if (tree === null || (await this.isPublished(reader, tree))) throw new NotDue();
    const last = this.signer.signed();
    const proof = last && last.size < tree.size ? await consistencyProof(reader, last.size, tree.size) : [];
    const note = this.signer.sign(tree, proof);
    const answers = await Promise.all(
      this.witnesses.map(async (witness) => ({ witness, answer: await this.ask(reader, witness, tree, note) })),
    );
    await this.keep(reader, { tree, note, answers });
    return { tree, note, answers };
  }

  private async isPublished(reader: Reader, { size }: TreeHead): Promise<boolean> {
    const rows = await reader.query('SELECT 1 FROM log_checkpoints WHERE origin = $1 AND size = $2', [this.signer.origin, size]);
    return rows.length > 0;
  }

  /** Where the witness knows another size than was thought, once more from there. */
  private async ask(reader: Reader, witness: Witness, tree: TreeHead, note: string): Promise<WitnessAnswer> {
    const from = async (old: number): Promise<WitnessAnswer> =>
      askWitness(witness, { note, tree, old, proof: old === 0 ? [] : await consistencyProof(reader, old, tree.size) });
    const known = await cosignedSize(reader, this.signer.origin, witness.key.name);
    const answer = await from(known);
    return answer.kind === 'conflict' && answer.size <= tree.size && answer.size !== known ? from(answer.size) : answer;
  }

  private async keep(reader: Reader, { tree, note, answers }: Published): Promise<void> {
    const { origin } = this.signer;
    await reader.query(
      'INSERT INTO log_checkpoints (origin, size, root, note, recorded_at) VALUES ($1, $2, $3, $4, platform_now())',
      [origin, tree.size, tree.root, note],
    );
    for (const { witness, answer } of answers)
      if (answer.kind === 'cosigned')
        await reader.query(
          'INSERT INTO log_cosignatures (origin, size, witness, line, recorded_at) VALUES ($1, $2, $3, $4, platform_now())',
          [origin, tree.size, witness.key.name, answer.line],
        );
  }

  /** An alarm stands until this log is signed, and until the witness cosigns it, again. */
  private async tell({ tree, answers }: Published): Promise<void> {
    await this.alarms.clear('log.signer-refused', this.signer.origin);
    for (const { witness, answer } of answers) {
      const { name } = witness.key;
      if (answer.kind === 'cosigned') await this.alarms.clear('log.witness-refused', name);
      else if (answer.kind === 'away') this.log.warn({ witness: name, why: answer.why }, 'witness did not cosign');
      else {
        const facts = { size: tree.size, root: tree.root.toString('hex'), ...answer };
        await this.alarms.raise({ kind: 'log.witness-refused', about: name, facts });
      }
    }
  }
}
