import { Alert, ALERT_STATES, Delivery, DELIVERY_STATES, ScheduleItem } from '#contracts';
import { z } from 'zod';

const Text = z.string().min(1).max(200);
const paged = {
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
};
const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next: z.string().nullable() });

export const AlertsQuery = z.strictObject({
  state: z.enum(ALERT_STATES).optional(),
  rule: Text.optional(),
  unit: Text.optional(),
  indicator: Text.optional(),
  ...paged,
});

export const DeliveriesQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  channel: Text.optional(),
  ...paged,
});

export const AlertsAnswer = page(Alert).meta({ id: 'AlertPage' });
export const DeliveriesAnswer = page(Delivery).meta({ id: 'DeliveryPage' });
export const SchedulesAnswer = page(ScheduleItem).meta({ id: 'SchedulePage' });
