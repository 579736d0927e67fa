import { emptyRoot, includes, nodeHash } from '../../src/archive/merkle.js';
import { canonicalJson, leafHashOf } from '../../src/platform/audit-leaf.js';
import { bytesOf, filesOf, isThere, jsonOf, report, say } from './found.js';

const jcs = 'audit-vectors/rfc8785-jcs/testdata';
const inclusion = 'audit-vectors/rfc6962-inclusion';
const small = 'audit-vectors/small-vectors.json';

interface InclusionVector {
  leafIdx: number;
  treeSize: number;
  /** Base64; null or empty in some forgeries. */
  root: string | null;
  leafHash: string | null;
  proof: string[] | null;
  wantErr: boolean;
}

interface SmallVectors {
  rfc6962_hasher: {
    empty_root: string;
    leaf: { data_utf8: string; hash: string }[];
    node: { left_utf8: string; right_utf8: string; hash: string }[];
  };
}

describe('RFC 8785: canonical JSON as its author published it', () => {
  it('writes every input as the published bytes', () => {
    if (!isThere(jcs)) return;
    const inputs = filesOf(`${jcs}/input`, '.json');
    for (const input of inputs) {
      const text = Buffer.from(canonicalJson(jsonOf(input)), 'utf8');
      const hex = bytesOf(input.replace('/input/', '/outhex/').replace('.json', '.txt')).toString('latin1').replace(/\s/g, '');
      expect({ input, bytes: text.toString('hex') }).toEqual({ input, bytes: hex });
      expect(text.equals(bytesOf(input.replace('/input/', '/output/')))).toBe(true);
    }
    expect(inputs.length).toBeGreaterThan(0);
    report('RFC 8785', { found: inputs.length, executed: inputs.length, skipped: 0 });
  });
});

describe('RFC 6962: inclusion proofs, most of them forged', () => {
  it('accepts what belongs together and refuses every forgery', () => {
    if (!isThere(inclusion)) return;
    const files = filesOf(inclusion, '.json');
    const wrong = files.filter((file) => {
      const vector = jsonOf<InclusionVector>(file);
      return verdict(vector) === vector.wantErr;
    });
    expect(wrong).toEqual([]);
    const forged = files.filter((file) => jsonOf<InclusionVector>(file).wantErr).length;
    expect(files.length - forged).toBeGreaterThan(0);
    report(`RFC 6962 inclusion (${forged} forged)`, { found: files.length, executed: files.length, skipped: 0 });
  });
});

describe('RFC 6962: known answers of the hasher', () => {
  it('gives the published hashes of the empty tree, leaves and nodes', () => {
    if (!isThere(small)) return;
    const { rfc6962_hasher: hasher, ...others } = jsonOf<SmallVectors & Record<string, unknown>>(small);
    expect(emptyRoot.toString('hex')).toBe(hasher.empty_root);
    for (const { data_utf8: data, hash } of hasher.leaf) expect(leafHashOf(data).toString('hex')).toBe(hash);
    for (const { left_utf8: left, right_utf8: right, hash } of hasher.node)
      expect(nodeHash(Buffer.from(left), Buffer.from(right)).toString('hex')).toBe(hash);
    const count = 1 + hasher.leaf.length + hasher.node.length;
    report('RFC 6962 hasher', { found: count, executed: count, skipped: 0 });
    // What the log is checked with is run by test/archive/t15-vectors.spec.ts.
    const run = ['note', 'signed_note', 'tlog_testlog_key', 'checkpoint_parse', 'tlog_proof_parse_invalid'];
    const later = Object.entries(others).filter(([name]) => !run.includes(name));
    for (const [name, set] of later) say(`interop ${name}: found ${vectorsIn(set)}, executed 0, not run: the format comes later`);
    expect(later.map(([, set]) => vectorsIn(set)).every((count) => count > 0)).toBe(true);
  });
});

/** How many answers a set knows: the entries of its lists, or itself where it is one. */
function vectorsIn(set: unknown): number {
  const lists = Object.values(set as object).filter((one): one is unknown[] => Array.isArray(one));
  return lists.length === 0 ? 1 : lists.reduce((sum, one) => sum + one.length, 0);
}

/** True where the proof is accepted. A field that is null or absent is no hash, and no proof is an empty one. */
function verdict({ leafIdx, treeSize, root, leafHash, proof }: InclusionVector): boolean {
  const bytes = (text: string | null | undefined): Buffer => Buffer.from(text ?? '', 'base64');
  return includes(leafIdx, treeSize, bytes(leafHash), (proof ?? []).map(bytes), bytes(root));
}
