import type { ChannelDocument } from '#contracts';
import { AddressRules } from '#platform';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';

const TIMEOUT_MS = 10_000;

/** What is sent: the same id and body at every attempt. */
export interface Message {
  readonly webhookId: string;
  readonly body: string;
}

/** Sends to one address after the Standard Webhooks specification: signed, without following redirects. */
@Injectable()
export class Webhooks implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(private readonly rules: AddressRules) {
    this.agent = new Agent({
      connect: { lookup: this.lookup, timeout: TIMEOUT_MS },
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.agent.close();
  }

  /** Resolves when the receiver took the message (any 2xx); rejects with a sentence that says why not. */
  async send({ url, secret }: ChannelDocument, { webhookId, body }: Message): Promise<void> {
    const { hostname } = new URL(url);
    if (!this.rules.isAllowed(hostname)) throw notAllowed(hostname);
    const at = new Date();
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      dispatcher: this.agent,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Tiendo',
        'webhook-id': webhookId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(webhookId, at, body),
      },
      body,
    });
    await answer.dump({ limit: 64 * 1024 });
    if (statusCode < 200 || statusCode > 299) throw new Error(`The receiver said ${statusCode}.`);
  }

  /** Every address of the name must be allowed, at the moment of connecting: a name may change its mind. */
  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error, '', 4);
      const isOpen = addresses.every(({ address }) => this.rules.isAllowed(address));
      if (!isOpen && !this.rules.names(hostname)) return callback(notAllowed(hostname), '', 4);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

function notAllowed(host: string): Error {
  return new Error(`${host} is an address that deliveries may not go to.`);
}
