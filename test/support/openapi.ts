import { readFileSync } from 'node:fs';
import { PERMISSION } from '#access';
import { declaredRoutes, openApiOf } from '#platform';
import { APPLICATIONS } from '../../apps/standalone/src/standalone.module.js';

/** Every route that some application declares, with its permission. */
export function describedRoutes() {
  return declaredRoutes(APPLICATIONS).map((route) => ({
    ...route,
    permission: Reflect.getMetadata(PERMISSION, route.handler) as string,
  }));
}

/** The text of docs/openapi.json. */
export function openApiText(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  return `${JSON.stringify(openApiOf(describedRoutes(), version), null, 2)}\n`;
}
