import { CONDITIONS_TO_COME, KINDS_TO_COME, pointerTo, type Problem } from '#contracts';
import type { Collection } from './model/collection.js';

const TRAJECTORIES_TO_COME = ['seasonal', 'front', 'back'];
const METHODS_TO_COME = ['statcan/2025', 'unsd/2023', 'achievement/1'];
const AGGREGATIONS_TO_COME = ['share-of-units'];
const CHANNELS_TO_COME = ['email'];

/** Something still to come, and the part of the document that this version therefore cannot judge. */
export interface ToCome {
  readonly problem: Problem;
  readonly covers: string;
}

/** What a document asks for that the contract knows and this version does not: `kind-not-supported`, with its place. */
export function toCome(collection: Collection, raw: unknown): ToCome[] {
  const read = READ[collection];
  return read ? read(raw) : [];
}

const READ: Partial<Record<Collection, (raw: unknown) => ToCome[]>> = {
  targets: (raw) => [
    ...among(raw, ['kind'], KINDS_TO_COME),
    ...among(raw, ['trajectory', 'kind'], TRAJECTORIES_TO_COME),
    ...among(raw, ['method'], METHODS_TO_COME),
  ],
  indicators: (raw) => among(raw, ['acrossUnits'], AGGREGATIONS_TO_COME),
  channels: (raw) => among(raw, ['kind'], CHANNELS_TO_COME, ''),
  rules: (raw) =>
    ['when', 'clear'].flatMap((field) =>
      CONDITIONS_TO_COME.filter((condition) => at(raw, [field, condition]) !== undefined).map(
        (condition) => notYet([field, condition], condition, pointerTo([field])),
      ),
    ),
};

function among(
  raw: unknown,
  path: readonly string[],
  names: readonly string[],
  covers = pointerTo(path),
): ToCome[] {
  const name = at(raw, path);
  return typeof name === 'string' && names.includes(name) ? [notYet(path, name, covers)] : [];
}

function notYet(path: readonly string[], name: string, covers: string): ToCome {
  const message = `${name} is not supported yet.`;
  return { problem: { pointer: pointerTo(path), code: 'kind-not-supported', message }, covers };
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
