import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key as its holder has it: `tiendo_<id>_<secret>`; the id is public, the secret is never stored. */
export interface MadeKey {
  readonly id: string;
  readonly key: string;
  readonly hash: string;
}

export function makeKey(): MadeKey {
  const id = randomBytes(9).toString('hex');
  const key = `tiendo_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, key, hash: hashOf(key) };
}

/** SHA-256: a key has 256 random bits, so a slow hash would protect nothing more. */
export function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Compares in constant time. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'hex'), Buffer.from(other, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
