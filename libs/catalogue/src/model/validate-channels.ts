import type { ChannelDocument } from '#contracts';
import type { Draft } from './draft.js';
import type { ProblemList } from './problem-list.js';

/** Whether alerts may be sent to a host, by name or address. */
export type HostCheck = (host: string) => boolean;

/** Webhooks go to hosts that are allowed, carry no password in the address, and have a secret. */
export function validateChannels(
  draft: Draft,
  isAllowed: HostCheck,
  isMask: (secret: string) => boolean,
  problems: ProblemList,
): void {
  for (const { body: channel, pointer } of draft.proposal.documents.channels) {
    findInUrl(channel, isAllowed, (code, message) => problems.add(`${pointer}/url`, code, message));
    if (isMask(channel.secret)) {
      const message = `The channel ${channel.code} has no secret yet that a mask could stand for.`;
      problems.add(`${pointer}/secret`, 'secret-missing', message);
    }
  }
}

function findInUrl(
  channel: ChannelDocument,
  isAllowed: HostCheck,
  report: (code: string, message: string) => void,
): void {
  const { hostname, username, password } = new URL(channel.url);
  if (username !== '' || password !== '') {
    report(
      'url-with-password',
      'The address carries a user or a password; the signature says who sends.',
    );
  }
  if (!isAllowed(hostname.replace(/^\[|\]$/g, ''))) {
    const message = `${hostname} is a private or loopback address, and not among those allowed.`;
    report('address-not-allowed', message);
  }
}
