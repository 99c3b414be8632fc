import { hash } from 'node:crypto';
import { canonicalContent } from './model/content.js';
import type { Row } from './model/row.js';

/** The content of a report in short: 132 bits of SHA-256 over its canonical form. */
export function fingerprintOf(row: Row): string {
  return shortHash(canonicalContent(row));
}

export function shortHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
