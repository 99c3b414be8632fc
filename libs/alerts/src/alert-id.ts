import { createHash } from 'node:crypto';

/** The same for the same rule, target and episode, wherever and however often it is computed: 24 hexadecimal digits. */
export function alertId(rule: string, targetId: string, episode: number): string {
  const about = JSON.stringify([rule, targetId, episode]);
  return createHash('sha256').update(about).digest('hex').slice(0, 24);
}
