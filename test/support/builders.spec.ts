import { describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import {
  AcceptedReport,
  Bundle,
  CalendarDocument,
  ChannelDocument,
  IndicatorDocument,
  SubmittedReport,
  TargetDocument,
  UnitDocument,
} from '#contracts';
import * as builders from './builders.js';

const built: [string, z.ZodType, unknown][] = [
  ['aUnit', UnitDocument, builders.aUnit()],
  ['aDistrict', UnitDocument, builders.aDistrict()],
  ['aCalendar', CalendarDocument, builders.aCalendar()],
  ['anIndicator', IndicatorDocument, builders.anIndicator()],
  ['aFlow', IndicatorDocument, builders.aFlow()],
  ['aReachTarget', TargetDocument, builders.aReachTarget()],
  ['aTotalTarget', TargetDocument, builders.aTotalTarget()],
  ['anAnnualTarget', TargetDocument, builders.anAnnualTarget()],
  ['aMaintainTarget', TargetDocument, builders.aMaintainTarget()],
  ['aChannel', ChannelDocument, builders.aChannel()],
  ['aBundle', Bundle, builders.aBundle()],
  ['aReport', SubmittedReport, builders.aReport()],
  ['aReport of a plain value', SubmittedReport, builders.aReport({ value: '12' })],
  ['anAcceptedReport', AcceptedReport, builders.anAcceptedReport()],
];

describe('the builders', () => {
  test.each(built)('%s is valid as it stands', (_, schema, document) => {
    expect(schema.parse(document)).toEqual(document);
  });
});
