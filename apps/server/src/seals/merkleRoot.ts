import { createHash } from 'node:crypto';

/**
 * The root of a hash tree, in hex. Leaves and inner nodes are hashed with different prefixes, so that no inner node
 * can pass for a leaf; a node without a partner moves up as it is (RFC 6962).
 */
export function merkleRoot(leaves: readonly Buffer[]): string {
  let level = leaves.map((leaf) => hashOf(0, leaf));
  while (level.length > 1)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_none, index) => {
      const [left, right] = level.slice(index * 2, index * 2 + 2);
      if (left === undefined) throw new Error('a tree without leaves has no root');
      return right === undefined ? left : hashOf(1, left, right);
    });
  const [root] = level;
  if (root === undefined) throw new Error('a tree without leaves has no root');
  return root.toString('hex');
}

function hashOf(prefix: number, ...parts: Buffer[]): Buffer {
  const hash = createHash('sha256').update(Buffer.of(prefix));
  for (const part of parts) hash.update(part);
  return hash.digest();
}
