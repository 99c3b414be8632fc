import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import type { RouteDocumentation } from './documented.js';
import type { DeclaredRoute } from './routes.js';

/** A route with the permission that it declares. */
export interface DescribedRoute extends DeclaredRoute {
  readonly permission: string;
}

const ProblemAnswer = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), message: z.string() }))
      .optional(),
    correlationId: z.string().optional(),
  })
  .meta({ id: 'ProblemAnswer', description: 'RFC 9457; `errors` tells each place of a body' });

const PROBLEM = { 'application/problem+json': { schema: ProblemAnswer } };

/**
 * The OpenAPI 3.1 document of these routes, from the schemas and examples that stand on them. Throws an
 * `Error` that names the routes without documentation, or without an example.
 */
export function openApiOf(routes: readonly DescribedRoute[], version: string): object {
  const bare = routes.filter(({ documentation }) => !documentation || !hasExample(documentation));
  if (bare.length > 0) {
    const names = bare.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    throw new Error(`Without documentation or an example: ${names.join(', ')}.`);
  }
  const paths: ZodOpenApiPathsObject = {};
  for (const route of [...routes].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Tiendo',
      version,
      description:
        'Ward reports in, progress against resolutions out, alerts in time. Decimals leave as strings; lists are pages with `next` as the `cursor` of the next.',
    },
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths,
  });
}

function hasExample({ body, responses }: RouteDocumentation): boolean {
  const answers = Object.entries(responses);
  return (
    body !== undefined ||
    answers.some(([status, { example }]) => example !== undefined || status === '204')
  );
}

function operationOf(route: DescribedRoute): ZodOpenApiOperationObject {
  const { documentation, permission, method, path } = route;
  const { summary, description, tag, query, body, responses } = documentation as RouteDocumentation;
  const steps = [...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => [name, z.string()] as const);
  return {
    operationId: operationId(method, path),
    summary,
    ...(description && { description }),
    tags: [tag],
    security: permission === 'public' ? [] : [{ key: [] }],
    'x-permission': permission,
    requestParams: {
      ...(steps.length > 0 && { path: z.object(Object.fromEntries(steps)) }),
      ...(query && { query: query as z.ZodObject }),
    },
    ...(body && { requestBody: { required: true, content: { 'application/json': body } } }),
    responses: answersOf(responses),
  };
}

function answersOf(
  responses: RouteDocumentation['responses'],
): ZodOpenApiOperationObject['responses'] {
  const answers = Object.entries(responses).map(([status, { description, ...answer }]) => {
    if (Number(status) >= 400) return [status, { description, content: PROBLEM }];
    const { mediaType = 'application/json', ...content } = answer;
    const isEmpty = content.schema === undefined && content.example === undefined;
    return [status, { description, ...(!isEmpty && { content: { [mediaType]: content } }) }];
  });
  const otherwise = { description: 'What went wrong', content: PROBLEM };
  return { ...Object.fromEntries(answers), default: otherwise };
}

/** `get /v1/alerts/{id}` is `getAlertsById`. */
function operationId(method: string, path: string): string {
  const words = path
    .replace(/^\/v1\//, '')
    .replace(/\{(.+?)\}/g, 'by-$1')
    .split(/[^A-Za-z]+/)
    .filter(Boolean);
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
