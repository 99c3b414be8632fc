import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Application } from './application.js';

/** What `ingest` answers; everything else is asked of `api`. */
const OF_INGEST = /^\/v1\/(?:reports|receipts)(?:[/?]|$)/;

export interface Gateway {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * One address before all replicas, as an ingress of a cluster would be: by path, in turn, and to another
 * replica where one cannot be reached.
 */
export async function startGateway(
  applications: readonly Application[],
  port: number,
): Promise<Gateway> {
  let turn = 0;
  const server = createServer((asked, answer) => {
    const name = OF_INGEST.test(asked.url ?? '') ? 'ingest' : 'api';
    const replicas = applications.filter((one) => one.name === name && one.isRunning());
    turn += 1;
    const inTurn = replicas.map((_, n) => replicas[(turn + n) % replicas.length] as Application);
    const body: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => body.push(chunk));
    asked.on('end', () => pass(asked, Buffer.concat(body), answer, inTurn));
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function pass(
  asked: IncomingMessage,
  body: Buffer,
  answer: ServerResponse,
  [replica, ...others]: readonly Application[],
): void {
  if (!replica) return void answer.writeHead(503, { 'retry-after': '1' }).end();
  const { method, url, headers } = asked;
  const onward = request(`${replica.address}${url}`, { method, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
    answer.on('close', () => answered.destroy());
  });
  onward.on('error', () => {
    if (answer.headersSent) answer.destroy();
    else pass(asked, body, answer, others);
  });
  onward.end(body);
}
