import { z } from 'zod';
import { Code } from '../scalars.js';

/** What a reader sees instead of a channel's secret; a document that carries it keeps the secret it has. */
export const MASKED_SECRET = '********';

/** Where alerts are delivered. Webhooks are signed after the Standard Webhooks specification. */
export const ChannelDocument = z
  .strictObject({
    code: Code,
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }).max(2000),
    secret: z.union([
      z.string().regex(/^whsec_[A-Za-z0-9+/]{24,88}={0,2}$/, 'whsec_ and 24 to 64 bytes in base64'),
      z.literal(MASKED_SECRET),
    ]),
  })
  .meta({ id: 'Channel' });
export type ChannelDocument = z.infer<typeof ChannelDocument>;
