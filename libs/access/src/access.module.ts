import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD, DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { CreateApiKeyHandler } from './create-api-key.js';
import { KnownKeys } from './known-keys.js';
import { ListApiKeysHandler } from './list-api-keys.js';
import { PERMISSION } from './permission.js';
import { RevokeApiKeyHandler } from './revoke-api-key.js';

/** Nest keeps a route's path under this name. */
const ROUTE = 'path';

/** Guards every route of the application, and refuses to start with one that declares no permission. */
@Module({
  providers: [
    KnownKeys,
    CreateApiKeyHandler,
    RevokeApiKeyHandler,
    ListApiKeysHandler,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [KnownKeys],
})
export class AccessModule implements OnApplicationBootstrap {
  constructor(private readonly modules: ModulesContainer) {}

  onApplicationBootstrap(): void {
    const undeclared = new DiscoveryService(this.modules)
      .getControllers()
      .flatMap(({ metatype, instance }) =>
        undeclaredRoutes(metatype?.name ?? '', instance as object),
      );
    if (undeclared.length === 0) return;
    throw new Error(`Refusing to start: no permission is declared for ${undeclared.join(', ')}.`);
  }
}

function undeclaredRoutes(controller: string, instance: object): string[] {
  const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
  return new MetadataScanner()
    .getAllMethodNames(prototype)
    .filter((method) => Reflect.hasMetadata(ROUTE, prototype[method] as object))
    .filter((method) => !Reflect.hasMetadata(PERMISSION, prototype[method] as object))
    .map((method) => `${controller}.${method}`);
}
