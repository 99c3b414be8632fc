import { z } from 'zod';
import { Code, text } from './scalars.js';

export const ROLES = ['ward-reporter', 'analyst', 'planner', 'administrator', 'monitor'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks: a key's name, its roles, and the units whose subtrees it sees and reports for. */
export interface Principal {
  readonly keyId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Unit ids; an administrator without units sees everything. */
  readonly units: readonly string[];
}

export const NewApiKey = z
  .strictObject({
    name: text(200).min(1),
    roles: z.array(z.enum(ROLES)).min(1).max(ROLES.length),
    units: z.array(Code).max(1000),
  })
  .meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof NewApiKey>;
