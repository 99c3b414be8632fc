import { parsePeriod, sees, type Catalogue } from '#catalogue';
import type { IndicatorDocument, Principal } from '#contracts';
import type { Clock } from '#platform';
import type { Day, Knowledge } from './model/knowledge.js';

/** The catalogue and the clock as one sender's reports are judged by them; remembers, so for one call only. */
export function knowledgeOf(catalogue: Catalogue, sender: Principal, clock: Clock): Knowledge {
  const { units } = catalogue;
  const days = new Map<string, { firstDay: Day; lastDay: Day }>();
  const todays = new Map<string, Day>();
  const permitted = new Map<string, boolean>();
  return {
    indicator: (code) => catalogue.indicator(code),
    frequencyOf: (period) => parsePeriod(period)?.frequency,
    daysOf: (indicator: IndicatorDocument, period) =>
      remembered(days, `${indicator.calendar}/${period}`, () => {
        const calendar = catalogue.calendarOf(indicator);
        return { firstDay: calendar.firstDay(period), lastDay: calendar.lastDay(period) };
      }),
    today: (indicator: IndicatorDocument) => {
      const { timeZone } = catalogue.calendarOf(indicator);
      return remembered(todays, timeZone, () => clock.today(timeZone));
    },
    unit: (id) => units.byId(id),
    unitByCode: (code, on) => units.byCode(code, on),
    unitsEverByCode: (code) => units.everByCode(code),
    mayReportFor: (id) => remembered(permitted, id, () => sees(sender, id, catalogue)),
  };
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const found = find();
  known.set(key, found);
  return found;
}
