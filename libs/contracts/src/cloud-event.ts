import { z } from 'zod';

/** The CloudEvents 1.0 JSON envelope, as facts cross the boundary (event stream, topics). */
export const CloudEvent = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string().optional(),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    correlationid: z.string().optional(),
    data: z.unknown(),
  })
  .meta({ id: 'CloudEvent' });
export type CloudEvent = z.infer<typeof CloudEvent>;
