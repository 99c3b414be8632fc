/** The kinds of documents, in the order in which they lean on one another. */
export const COLLECTIONS = [
  'units',
  'calendars',
  'indicators',
  'resolutions',
  'targets',
  'channels',
  'rules',
] as const;
export type Collection = (typeof COLLECTIONS)[number];
