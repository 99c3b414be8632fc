import { z } from 'zod';

/** A JSON Schema of draft 7, as far as ours go. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly [keyword: string]: unknown;
}

type Adapt = (context: { jsonSchema: Record<string, unknown> }) => void;

/**
 * The JSON Schema of what crosses a boundary: `read` by others, who bear with fields that they do not know,
 * or `taken` from others, as they may write it.
 */
export function jsonSchemaOf(schema: z.ZodType, direction: 'read' | 'taken'): JsonSchema {
  const { $schema: _, ...made } = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: direction === 'taken' ? 'input' : 'output',
    // Without ids: each schema stands where it is used.
    metadata: z.registry<object>(),
    override: ({ zodSchema, jsonSchema }) => {
      adapt(zodSchema, jsonSchema);
      if (direction === 'read' && jsonSchema.additionalProperties === false) {
        delete jsonSchema.additionalProperties;
      }
    },
  });
  return made as JsonSchema;
}

/** What a schema says of itself beyond what can be derived. */
function adapt(schema: z.core.$ZodType, jsonSchema: Record<string, unknown>): void {
  const { description, override } = (z.globalRegistry.get(schema as never) ?? {}) as {
    description?: string;
    override?: object | Adapt;
  };
  if (description !== undefined) jsonSchema['description'] = description;
  if (typeof override === 'function') (override as Adapt)({ jsonSchema });
  else if (override) {
    delete jsonSchema['anyOf'];
    Object.assign(jsonSchema, override);
  }
}
