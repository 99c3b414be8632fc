import type { Catalogue } from './catalogue.js';
import type { Proposal } from './proposal.js';

/** Puts the secret that a channel has in the place of a mask that stands for it. */
export function withKeptSecrets(
  proposal: Proposal,
  before: Catalogue,
  isMask: (secret: string) => boolean,
): Proposal {
  const channels = proposal.documents.channels.map((placed) => {
    const secret = before.channel(placed.code)?.secret;
    if (secret === undefined || !isMask(placed.body.secret)) return placed;
    return { ...placed, body: { ...placed.body, secret } };
  });
  return { ...proposal, documents: { ...proposal.documents, channels } };
}
