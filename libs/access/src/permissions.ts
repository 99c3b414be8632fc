import type { Role } from '#contracts';

/** What a route asks for. Every route names one; `public` is for health and the contract itself. */
export const PERMISSIONS = [
  'public',
  'reports:write',
  'reports:read',
  'progress:read',
  'alerts:read',
  'alerts:act',
  'catalogue:read',
  'catalogue:write',
  'rules:write',
  'evaluations:run',
  'keys:manage',
  'operations:read',
  'operations:act',
  'metrics:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READER: readonly Permission[] = [
  'reports:read',
  'progress:read',
  'alerts:read',
  'catalogue:read',
];

/** What each role may; an administrator may everything, a monitor reads metrics and nothing else. */
const OF_ROLE: Readonly<Record<Role, readonly Permission[]>> = {
  'ward-reporter': [...READER, 'reports:write'],
  analyst: READER,
  planner: [...READER, 'alerts:act', 'evaluations:run', 'rules:write'],
  administrator: PERMISSIONS,
  monitor: ['metrics:read'],
};

/** Whether any of the roles gives the permission. */
export function mayDo(roles: readonly Role[], permission: Permission): boolean {
  return permission === 'public' || roles.some((role) => OF_ROLE[role].includes(permission));
}
