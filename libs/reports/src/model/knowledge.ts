import type { Frequency, IndicatorDocument, UnitDocument } from '#contracts';

/** Calendar days, `2024-06-30`, compared as text. */
export type Day = string;

/** What the reference data says, as far as a report of one sender is judged by it. */
export interface Knowledge {
  indicator(code: string): IndicatorDocument | undefined;
  /** Undefined for a text that is not a period. */
  frequencyOf(period: string): Frequency | undefined;
  daysOf(
    indicator: IndicatorDocument,
    period: string,
  ): { readonly firstDay: Day; readonly lastDay: Day };
  /** The day it is in the time zone of the indicator's calendar. */
  today(indicator: IndicatorDocument): Day;
  unit(id: string): UnitDocument | undefined;
  /** The unit that carries an official code on a day; codes are re-used. */
  unitByCode(code: string, on: Day): UnitDocument | undefined;
  /** Every unit that has, had or will have the code. */
  unitsEverByCode(code: string): readonly UnitDocument[];
  mayReportFor(unitId: string): boolean;
}
