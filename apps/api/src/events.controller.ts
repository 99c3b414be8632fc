import { CurrentPrincipal, KnownKeys, Permission } from '#access';
import type { Principal } from '#contracts';
import { Documented } from '#platform';
import { Controller, Get, Headers, type OnModuleDestroy, Res } from '@nestjs/common';
import { Readable } from 'node:stream';
import { EventStream, type Streamed, type StreamPosition } from './event-stream.js';

/** After so long without an event a comment is sent, so that nobody in between closes the connection. */
const QUIET_MS = 15_000;

const example = `id: 4712-37
event: vn.tiendo.alert-raised.v1
data: {"specversion":"1.0","type":"vn.tiendo.alert-raised.v1","data":{"rule":"off-track"}}
`;

interface Reply {
  header(name: string, value: string): Reply;
  send(body: Readable): unknown;
}

/** What happens, as it happens: server-sent events for those who watch. */
@Controller('v1/events')
export class EventsController implements OnModuleDestroy {
  private readonly open = new Set<Readable>();

  constructor(
    private readonly stream: EventStream,
    private readonly keys: KnownKeys,
  ) {}

  /** Streams would hold the server open. */
  onModuleDestroy(): void {
    for (const stream of this.open) stream.destroy();
  }

  @Get()
  @Permission('progress:read')
  @Documented({
    summary: 'Progress that changed and alerts, as server-sent events',
    description:
      'Each `data` is a CloudEvents envelope. `Last-Event-ID` resumes after that event; without it the stream begins now. An event may come twice after a resumption.',
    tag: 'events',
    responses: {
      200: { description: 'Events without end', mediaType: 'text/event-stream', example },
    },
  })
  async events(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Headers('authorization') authorization: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res() reply: Reply,
  ): Promise<void> {
    const at = await this.stream.begin(lastEventId);
    const isStillKnown = async () => (await this.keys.principalIn(authorization)) !== undefined;
    const stream = Readable.from(this.lines(at, principal, isStillKnown));
    this.open.add(stream);
    stream.once('close', () => this.open.delete(stream));
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(stream);
  }

  /** Ends with the reader's key, and when nobody reads any more. */
  private async *lines(
    begin: StreamPosition,
    principal: Principal,
    isStillKnown: () => Promise<boolean>,
  ): AsyncGenerator<string> {
    yield ': this stream has no end\n\n';
    for (let at = begin; await isStillKnown();) {
      const found = await this.stream.after(at, principal);
      for (const streamed of found.events) yield written(streamed);
      const isMoved = found.at.reports !== at.reports || found.at.alerts !== at.alerts;
      at = found.at;
      if (isMoved) continue;
      const since = performance.now();
      await this.stream.wait(at, QUIET_MS);
      if (performance.now() - since >= QUIET_MS) yield ': still here\n\n';
    }
  }
}

function written({ id, event }: Streamed): string {
  return `id: ${id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
