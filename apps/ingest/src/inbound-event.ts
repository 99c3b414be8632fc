import type { KnownKeys } from '#access';
import { LARGEST_REPORT_BYTES, REPORT_MESSAGES, type Principal } from '#contracts';
import {
  headerText,
  receivedEvent,
  type InboundMessage,
  type ReceivedEvent,
  type Unreadable,
} from '#platform';
import { eventReportId } from './event-report-id.js';

/** An event that can be taken: what it says, and who sent it. */
export interface InboundEvent {
  readonly message: InboundMessage;
  readonly event: ReceivedEvent;
  readonly sender: Principal;
  readonly kind: 'submission' | 'withdrawal';
  /** A report that had no id has one here. */
  readonly data: unknown;
}

/** Reads a message; answers why it cannot be taken where its sender cannot be told. */
export async function inboundEvent(
  message: InboundMessage,
  keys: KnownKeys,
): Promise<InboundEvent | Unreadable> {
  if ((message.value?.length ?? 0) > LARGEST_REPORT_BYTES) {
    return {
      code: 'body-too-large',
      message: `The message has more than ${LARGEST_REPORT_BYTES} bytes.`,
    };
  }
  const event = receivedEvent(message);
  if ('code' in event) return event;
  const kind = kindOf(event);
  if (!kind) return { code: 'type-unknown', message: `Nobody takes events ${event.type} here.` };
  const sender = await keys.principalIn(headerText(message.headers, 'authorization'));
  if (!sender) {
    return { code: 'not-authenticated', message: 'The header authorization has no valid key.' };
  }
  return { message, event, sender, kind, data: kind === 'submission' ? named(event) : event.data };
}

function kindOf({ type }: ReceivedEvent): InboundEvent['kind'] | undefined {
  if (type === REPORT_MESSAGES.submitted) return 'submission';
  return type === REPORT_MESSAGES.withdrawn ? 'withdrawal' : undefined;
}

function named(event: ReceivedEvent): unknown {
  const { data } = event;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.hasOwn(data, 'reportId') ? data : { reportId: eventReportId(event), ...data };
}
