import { CONDITIONS_TO_COME, KINDS_TO_COME, pointerTo, type Problem } from '#contracts';
import type { Collection } from './model/collection.js';

const TRAJECTORIES_TO_COME = ['seasonal', 'front', 'back'];
const METHODS_TO_COME = ['statcan/2025', 'unsd/2023', 'achievement/1'];
const AGGREGATIONS_TO_COME = ['share-of-units'];
const CHANNELS_TO_COME = ['email'];

/** What a document asks for that the contract knows and this version does not: `kind-not-supported`, with its place. */
export function toCome(collection: Collection, raw: unknown): Problem[] {
  const read = READ[collection];
  return read ? read(raw) : [];
}

const READ: Partial<Record<Collection, (raw: unknown) => Problem[]>> = {
  targets: (raw) => [
    ...among(raw, ['kind'], KINDS_TO_COME),
    ...among(raw, ['trajectory', 'kind'], TRAJECTORIES_TO_COME),
    ...among(raw, ['method'], METHODS_TO_COME),
  ],
  indicators: (raw) => among(raw, ['acrossUnits'], AGGREGATIONS_TO_COME),
  channels: (raw) => among(raw, ['kind'], CHANNELS_TO_COME),
  rules: (raw) =>
    ['when', 'clear'].flatMap((field) =>
      CONDITIONS_TO_COME.filter((condition) => at(raw, [field, condition]) !== undefined).map(
        (condition) => notYet([field, condition], condition),
      ),
    ),
};

function among(raw: unknown, path: readonly string[], names: readonly string[]): Problem[] {
  const name = at(raw, path);
  return typeof name === 'string' && names.includes(name) ? [notYet(path, name)] : [];
}

function notYet(path: readonly string[], name: string): Problem {
  return {
    pointer: pointerTo(path),
    code: 'kind-not-supported',
    message: `${name} is not supported yet.`,
  };
}

function at(raw: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, step)
        ? (found as Record<string, unknown>)[step]
        : undefined,
    raw,
  );
}
