import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PERMISSION } from '#access';
import { declaredRoutes, openApiOf } from '#platform';
import type { Exchanged } from './schema-history.js';
import { APPLICATIONS } from '../../apps/standalone/src/standalone.module.js';

/** Every route that some application declares, with its permission. */
export function describedRoutes() {
  return declaredRoutes(APPLICATIONS).map((route) => ({
    ...route,
    permission: Reflect.getMetadata(PERMISSION, route.handler) as string,
  }));
}

/** The bodies that routes take: what was accepted once is accepted for good. */
export function httpBodies(): readonly Exchanged[] {
  return describedRoutes().flatMap(({ method, path, documentation }) => {
    const payload = documentation?.body?.schema as z.ZodType | undefined;
    const name = `${method}${path.replace(/[{}]/g, '').replaceAll('/', '-')}`;
    const of = { topic: 'http', name, understanding: 'taken', headers: z.looseObject({}) } as const;
    return payload ? [{ ...of, payload }] : [];
  });
}

/** The text of docs/openapi.json. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  return `${JSON.stringify(openApiOf(describedRoutes(), version), null, 2)}\n`;
}
