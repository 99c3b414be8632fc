import { z } from 'zod';

/** Headers of an event in structured JSON mode. */
export const StructuredHeaders = z.looseObject({
  'content-type': z.literal('application/cloudevents+json'),
});
export const STRUCTURED = { 'content-type': 'application/cloudevents+json' } as const;

const authorization = z
  .string()
  .regex(/^Bearer \S+$/)
  .meta({
    description: 'The key of the sender, as over HTTP; it says who reports for which units',
  });
const acceptLanguage = z
  .string()
  .optional()
  .meta({ description: 'The language of the words in the receipt: `vi`, or `en`' });

export const InboundHeaders = z.looseObject({
  'content-type': z.string().regex(/^application\/cloudevents\+json *(?:;|$)/i),
  authorization,
  'accept-language': acceptLanguage,
});

/** An event in binary mode: its attributes are headers, its data is the value. */
export const binaryHeaders = (type: string) =>
  z.looseObject({
    'content-type': z.string().optional(),
    ce_specversion: z.literal('1.0'),
    ce_id: z.string().min(1).max(1000),
    ce_source: z.string().max(1000).regex(/^\S+$/),
    ce_type: z.literal(type),
    ce_traceparent: z.string().optional(),
    authorization,
    'accept-language': acceptLanguage,
  });

export const DeadLetterHeaders = z.looseObject({
  'error-code': z.string(),
  'error-message': z.string(),
  'origin-topic': z.string(),
  'origin-partition': z.string().regex(/^\d+$/),
  'origin-offset': z.string().regex(/^\d+$/),
});
