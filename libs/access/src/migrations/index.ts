import type { Migration } from '#platform';
import { ApiKeys1760000006001 } from './api-keys-1760000006001.js';

export const accessMigrations: readonly Migration[] = [ApiKeys1760000006001];
