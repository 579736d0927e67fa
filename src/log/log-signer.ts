import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { isConsistent, type TreeHead } from '../archive/consistency.js';
import { CONFIG, type Config } from '../platform/config.js';
import { readOrCreateKey, readRetiredKeys } from '../platform/key-files.js';
import { checkpointText, parseCheckpointText } from './checkpoint.js';
import { rawPublicKey, signatureTypes, signText, verifierKey, vkeyText, type VerifierKey } from './signed-note.js';

const keyName = 'log-signing';

/** Why the signer does not sign: this tree is not a later state of the one that it signed last. */
export class SignerRefusal extends Error {
  constructor(
    readonly why: 'smaller' | 'other-root' | 'inconsistent',
    readonly signed: TreeHead,
    readonly asked: TreeHead,
  ) {
    super(`the tree of ${asked.size} leaves is no later state of the one of ${signed.size} that was signed: ${why}`);
  }
}

/**
 * The log's Ed25519 key, and what it signed last: both in files, so that whoever rewrites the database or puts yesterday's back gets no signature
 * for it. Whoever asks holds the database's lock; within this process nothing comes between looking and writing.
 */
@Injectable()
export class LogSigner {
  readonly key: VerifierKey;
  private readonly privateKey: KeyObject;
  private readonly retired: readonly VerifierKey[];
  private readonly folder: string;
  private readonly file: string;

  constructor(@Inject(CONFIG) config: Pick<Config, 'dataDir' | 'logOrigin'>) {
    const { dataDir, logOrigin: origin } = config;
    this.privateKey = createPrivateKey({ key: readOrCreateKey(dataDir, keyName), format: 'jwk' });
    this.key = verifierKey(origin, signatureTypes.log, rawPublicKey(this.privateKey));
    this.retired = readRetiredKeys(dataDir, keyName).map((jwk) =>
      verifierKey(origin, signatureTypes.log, Buffer.from(jwk.x as string, 'base64url')),
    );
    this.folder = join(dataDir, 'log-signer');
    this.file = join(this.folder, `${createHash('sha256').update(origin).digest('hex')}.checkpoint`);
  }

  get origin(): string {
    return this.key.name;
  }

  /** The verifier keys, the present one first. */
  vkeys(): string[] {
    return [this.key, ...this.retired].map(vkeyText);
  }

  /** What was signed last; null where nothing was. Throws Error where the file holds anything else. */
  signed(): TreeHead | null {
    if (!existsSync(this.file)) return null;
    const last = parseCheckpointText(readFileSync(this.file, 'utf8'));
    if (last?.origin !== this.origin) throw new Error(`${this.file} is not what the log signed last`);
    return last;
  }

  /**
   * The signed checkpoint, kept on the disk before it is signed. `proof` is that from the tree signed last. The same tree gives the same bytes.
   * Throws SignerRefusal.
   */
  sign(tree: TreeHead, proof: readonly Buffer[]): string {
    const last = this.signed();
    if (last) this.refuseOther(last, tree, proof);
    const text = checkpointText({ origin: this.origin, ...tree });
    if (last?.size !== tree.size) this.keep(text);
    return `${text}\n${signText(text, this.key, this.privateKey)}`;
  }

  private refuseOther(last: TreeHead, tree: TreeHead, proof: readonly Buffer[]): void {
    if (tree.size < last.size) throw new SignerRefusal('smaller', last, tree);
    if (tree.size === last.size && !tree.root.equals(last.root)) throw new SignerRefusal('other-root', last, tree);
    if (!isConsistent(last, tree, proof)) throw new SignerRefusal('inconsistent', last, tree);
  }

  private keep(text: string): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    renameSync(draft, this.file);
    const folder = openSync(this.folder, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}
