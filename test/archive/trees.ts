import { createPrivateKey } from 'node:crypto';
import { consistencySteps, type TreeHead } from '../../src/archive/consistency.js';
import { append, inclusionSteps, rootOf, type ProofStep } from '../../src/archive/merkle.js';
import { leafHashOf } from '../../src/platform/audit-leaf.js';
import { canonicalJson } from '../../src/platform/audit-leaf.js';
import { readOrCreateKey } from '../../src/platform/key-files.js';
import { checkpointText } from '../../src/log/checkpoint.js';
import { rawPublicKey, signatureTypes, signText, verifierKey } from '../../src/log/signed-note.js';

/** A log in memory, as whoever has stolen the log's key could make one. */
export class MadeLog {
  private readonly nodes = new Map<string, Buffer>();
  private readonly heads: TreeHead[] = [];

  constructor(private readonly leaves: readonly string[]) {
    let frontier: Buffer[] = [];
    leaves.forEach((leaf, size) => {
      const grown = append(size, frontier, leafHashOf(leaf));
      frontier = grown.frontier;
      for (const node of grown.nodes) this.nodes.set(`${node.level}/${node.index}`, node.hash);
      this.heads.push({ size: size + 1, root: rootOf(frontier) });
    });
  }

  head(size: number = this.leaves.length): TreeHead {
    return this.heads[size - 1] as TreeHead;
  }

  consistency(from: number, to: number): string[] {
    return this.hashes(consistencySteps(from, to));
  }

  /** C2SP tlog-proof of a leaf in the signed checkpoint `note` of that size. */
  proof(index: number, size: number, note: string): string {
    const extra = Buffer.from(canonicalJson({ leaf: this.leaves[index] })).toString('base64');
    return [
      'c2sp.org/tlog-proof@v1',
      `extra ${extra}`,
      `index ${index}`,
      ...this.hashes(inclusionSteps(index, size)),
      '',
      note,
    ].join('\n');
  }

  private hashes(steps: readonly ProofStep[]): string[] {
    return steps.map((step) =>
      rootOf(step.map((one) => this.nodes.get(`${one.level}/${one.index}`) as Buffer)).toString('base64'),
    );
  }
}

/** A checkpoint by the key of the log itself, whatever its signer says. */
export function signedByThief(dataDir: string, origin: string, head: TreeHead): string {
  const privateKey = createPrivateKey({ key: readOrCreateKey(dataDir, 'log-signing'), format: 'jwk' });
  const text = checkpointText({ origin, ...head });
  return `${text}\n${signText(text, verifierKey(origin, signatureTypes.log, rawPublicKey(privateKey)), privateKey)}`;
}
