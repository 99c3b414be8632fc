import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { HttpProblem } from '#platform';
import { KnownKeys } from './known-keys.js';
import { type KnownRequest, PERMISSION } from './permission.js';
import { mayDo, type Permission } from './permissions.js';

interface Request extends KnownRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Lets a request through whose key has the permission that the route declares; nothing is undeclared. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: KnownKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.get<Permission | undefined>(PERMISSION, context.getHandler());
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const authorization = request.headers['authorization'];
    const principal = await (permission === 'metrics:read'
      ? this.keys.lastKnownIn(authorization)
      : this.keys.principalIn(authorization));
    if (!principal) {
      throw new HttpProblem(401, 'not-authenticated', 'A valid key is needed.', [], {
        'www-authenticate': 'Bearer',
      });
    }
    if (permission === undefined || !mayDo(principal.roles, permission)) {
      throw new HttpProblem(403, 'not-permitted', 'The roles of this key do not allow it.');
    }
    request.principal = principal;
    return true;
  }
}
