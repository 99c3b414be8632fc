import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

/** What the documentation says of one route; the OpenAPI document is generated from it. */
export interface RouteDocumentation {
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly body?: { readonly schema: z.ZodType; readonly example: unknown };
  readonly query?: z.ZodType;
  readonly responses: Readonly<
    Record<
      number,
      {
        readonly description: string;
        /** `application/json` unless it says otherwise. */
        readonly mediaType?: string;
        readonly schema?: z.ZodType;
        readonly example?: unknown;
      }
    >
  >;
}

export const DOCUMENTATION = 'tiendo:documentation';

/** Stands on every route: a route that is not documented is not served. */
export const Documented = (documentation: RouteDocumentation): MethodDecorator =>
  SetMetadata(DOCUMENTATION, documentation);
