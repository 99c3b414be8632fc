import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy before a broker that can swallow what the broker answers, and go away. */
export interface CuttingProxy {
  readonly port: number;
  /** The next answer does not arrive: its connection is cut, and no other comes through for so long. */
  cutNextAnswer(awayMs: number): void;
  close(): Promise<void>;
}

/** Listens on a port of its own and passes everything on to `port` on this machine. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let cut: number | undefined;
  let awayUntil = 0;
  const server = createServer((near) => {
    if (performance.now() < awayUntil) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      if (cut === undefined) return void near.write(chunk);
      awayUntil = performance.now() + cut;
      cut = undefined;
      for (const socket of sockets) socket.destroy();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    cutNextAnswer: (awayMs) => (cut = awayMs),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
