import { createHash } from 'node:crypto';
import type { ReceivedEvent } from '#platform';

/** The namespace of RFC 9562 for names that are URLs. */
const URL_NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/**
 * The id of a report that came as an event and has none of its own: the UUID of version 5 (RFC 9562), in the
 * namespace of URLs, of the event's source, a space, and its id. Its sender can work it out too, and the event
 * sent again is the same report.
 */
export function eventReportId({ source, id }: Pick<ReceivedEvent, 'source' | 'id'>): string {
  const name = Buffer.from(`${source} ${id}`);
  const bytes = createHash('sha1').update(URL_NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = 0x50 | (bytes.readUInt8(6) & 0x0f);
  bytes[8] = 0x80 | (bytes.readUInt8(8) & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
