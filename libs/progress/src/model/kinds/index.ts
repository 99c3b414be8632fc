import type { TargetKind } from '#contracts';
import { annual } from './annual.js';
import type { Kind } from './kind.js';
import { maintain } from './maintain.js';
import { reach } from './reach.js';
import { total } from './total.js';

/** Every kind there is; a kind joins by its file and its line here. */
export const KINDS: Readonly<Record<TargetKind, Kind>> = { reach, total, annual, maintain };
