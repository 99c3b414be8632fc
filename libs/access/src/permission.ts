import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Principal } from '#contracts';
import type { Permission as PermissionName } from './permissions.js';

export const PERMISSION = 'tiendo:permission';

/** Declares what a route asks for; a route without it keeps the application from starting. */
export const Permission = (permission: PermissionName): MethodDecorator =>
  SetMetadata(PERMISSION, permission);

/** A request after the guard. */
export interface KnownRequest {
  principal?: Principal;
}

/** Who asks, as a parameter of a controller's method. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { principal } = context.switchToHttp().getRequest<KnownRequest>();
  if (!principal) throw new Error('a public route has no principal');
  return principal;
});
