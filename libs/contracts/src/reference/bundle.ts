import { z } from 'zod';
import { CalendarDocument } from './calendar.js';
import { ChannelDocument } from './channel.js';
import { IndicatorDocument } from './indicator.js';
import { ResolutionDocument } from './resolution.js';
import { RuleDocument } from './rule.js';
import { UnitDocument } from './unit.js';

/** The body of `POST /v1/apply`: reference data that is taken whole or not at all. */
export const Bundle = z
  .strictObject({
    units: z.array(UnitDocument).max(50000).optional(),
    calendars: z.array(CalendarDocument).max(100).optional(),
    indicators: z.array(IndicatorDocument).max(10000).optional(),
    resolutions: z.array(ResolutionDocument).max(1000).optional(),
    rules: z.array(RuleDocument).max(10000).optional(),
    channels: z.array(ChannelDocument).max(1000).optional(),
  })
  .meta({ id: 'Bundle' });
export type Bundle = z.infer<typeof Bundle>;

/** One document of any collection, whole: the body of `PUT /v1/{collection}/{code}`. */
export const AnyDocument = z
  .union([
    UnitDocument,
    CalendarDocument,
    IndicatorDocument,
    ResolutionDocument,
    RuleDocument,
    ChannelDocument,
  ])
  .meta({ id: 'AnyDocument' });

/** What an application of documents did, or (dry run) would do; documents are counted, targets within resolutions are not. */
export const Applied = z
  .strictObject({
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    recompute: z.strictObject({ targets: z.int(), indicators: z.int() }),
    dryRun: z.boolean().optional(),
    position: z.string().optional(),
  })
  .meta({ id: 'Applied' });
export type Applied = z.infer<typeof Applied>;
