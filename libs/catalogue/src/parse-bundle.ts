import {
  CalendarDocument,
  ChannelDocument,
  IndicatorDocument,
  pointerTo,
  ResolutionDocument,
  RuleDocument,
  TargetDocument,
  UnitDocument,
} from '#contracts';
import { z } from 'zod';
import type { Collection } from './model/collection.js';
import type { Proposal, ResolutionHead } from './model/proposal.js';
import { Parsing } from './parsing.js';

/** Most documents of a collection in one bundle; targets are counted per resolution. */
const MOST: Readonly<Record<Collection, number>> = {
  units: 50_000,
  calendars: 100,
  indicators: 10_000,
  resolutions: 1000,
  targets: 500_000,
  channels: 1000,
  rules: 10_000,
};

/** Targets are parsed one by one, so that one that is malformed costs only itself. */
const ResolutionWithTargets = ResolutionDocument.extend({
  targets: z.array(z.unknown()).max(MOST.targets).default([]),
});

type Field = Exclude<Collection, 'targets'>;

const READ: Readonly<Record<Field, (parsing: Parsing, at: string, raw: unknown) => void>> = {
  units: (parsing, at, raw) => parsing.document('units', UnitDocument, at, raw),
  calendars: (parsing, at, raw) => parsing.document('calendars', CalendarDocument, at, raw),
  indicators: (parsing, at, raw) => parsing.document('indicators', IndicatorDocument, at, raw),
  resolutions: readResolution,
  rules: (parsing, at, raw) => parsing.document('rules', RuleDocument, at, raw),
  channels: (parsing, at, raw) => parsing.document('channels', ChannelDocument, at, raw),
};

/** Takes a bundle apart: the documents that their schemas accept, and every problem of the others. */
export function parseBundle(bundle: unknown): Proposal {
  const parsing = new Parsing();
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) {
    parsing.problem('', 'field-malformed', 'A bundle is an object of lists of documents.');
    return parsing.proposal();
  }
  for (const [field, list] of Object.entries(bundle)) {
    if (isField(field)) readList(parsing, field, list);
    else refuseField(parsing, field, list);
  }
  return parsing.proposal();
}

/** Takes one document by itself apart; pointers start at the document. */
export function parseDocument(collection: Field, raw: unknown): Proposal {
  const parsing = new Parsing();
  READ[collection](parsing, '', raw);
  return parsing.proposal();
}

/** Takes one target by itself apart: its resolution keeps its others. */
export function parseTarget(resolution: string, raw: unknown): Proposal {
  const parsing = new Parsing();
  readTarget(parsing, '', resolution, raw);
  return parsing.proposal();
}

function readList(parsing: Parsing, field: Field, list: unknown): void {
  if (list === undefined) return;
  if (!Array.isArray(list)) {
    parsing.problem(`/${field}`, 'field-malformed', `The field ${field} is a list of documents.`);
  } else if (list.length > MOST[field]) {
    parsing.problem(`/${field}`, 'field-malformed', `At most ${MOST[field]} ${field} at once.`);
  } else {
    list.forEach((raw: unknown, index) => READ[field](parsing, `/${field}/${index}`, raw));
  }
}

function readResolution(parsing: Parsing, at: string, raw: unknown): void {
  parsing.document('resolutions', ResolutionWithTargets, at, raw, withoutTargets);
  const { code, targets } = (raw ?? {}) as { code?: unknown; targets?: unknown };
  if (!Array.isArray(targets) || targets.length > MOST.targets) return;
  targets.forEach((target: unknown, index) =>
    readTarget(parsing, `${at}/targets/${index}`, String(code), target),
  );
}

function withoutTargets(parsed: z.infer<typeof ResolutionWithTargets>): ResolutionHead {
  const { targets, ...head } = parsed;
  void targets;
  return head;
}

function readTarget(parsing: Parsing, at: string, resolution: string, raw: unknown): void {
  parsing.document('targets', TargetDocument, at, raw, (terms) => ({ resolution, terms }));
}

function refuseField(parsing: Parsing, field: string, value: unknown): void {
  if (field !== 'successions') {
    parsing.problem(pointerTo([field]), 'unknown-field', `The field ${field} is not known here.`);
  } else if (!Array.isArray(value) || value.length > 0) {
    parsing.problem(`/${field}`, 'kind-not-supported', 'Successions are not supported yet.');
  }
}

function isField(field: string): field is Field {
  return Object.hasOwn(READ, field);
}
