import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import { Unavailable } from '../../errors.js';
import type { KafkaSettings } from './kafka-settings.js';

const WITHIN_MS = 3000;

/**
 * Throws `Unavailable` (`kafka-untrusted`) with the reason where a broker's certificate is not to be trusted:
 * trying again does not help. A broker that does not answer is not there yet, and may come. Nothing is told to it.
 */
export async function refuseUntrusted({ brokers, ssl }: KafkaSettings): Promise<void> {
  if (!ssl) return;
  const options = ssl === true ? {} : ssl;
  for (const broker of brokers) {
    const reason = await distrust(broker, options);
    if (reason === undefined) continue;
    const message = `The certificate of Kafka at ${broker} is not trusted (${reason}): KAFKA_CA_FILE has to name the certificates that it is signed with.`;
    throw new Unavailable('kafka-untrusted', message);
  }
}

async function distrust(broker: string, options: ConnectionOptions): Promise<string | undefined> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(broker) ?? [];
  const socket = connect({
    ...(isIP(host) ? {} : { servername: host }),
    ...options,
    ...{ host, port: Number(port), rejectUnauthorized: false },
  });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(WITHIN_MS) });
    return socket.authorized ? undefined : String(socket.authorizationError);
  } catch {
    return undefined;
  } finally {
    socket.on('error', () => undefined).destroy();
  }
}
