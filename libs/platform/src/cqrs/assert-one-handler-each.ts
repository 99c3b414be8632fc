import type { INestApplicationContext } from '@nestjs/common';
import { Command, CommandBus, Query, QueryBus } from '@nestjs/cqrs';
import { DiscoveryService, ModulesContainer } from '@nestjs/core';

/** Nest's cqrs keeps the class a handler is for under these names. */
const COMMAND_OF = '__commandHandler__';
const QUERY_OF = '__queryHandler__';

/**
 * Refuses a process in which a command or query that a lib exports has no handler, or two.
 * Throws an `Error` that names each.
 */
export function assertOneHandlerEach(
  app: INestApplicationContext,
  doors: readonly Record<string, unknown>[],
): void {
  app.get(CommandBus, { strict: false });
  app.get(QueryBus, { strict: false });
  const counts = handlersPerClass(app);
  const problems = doors
    .flatMap((door) => Object.values(door))
    .filter(isUseCase)
    .map((useCase) => ({ name: useCase.name, handlers: counts.get(useCase) ?? 0 }))
    .filter(({ handlers }) => handlers !== 1)
    .map(
      ({ name, handlers }) =>
        `${name} has ${handlers === 0 ? 'no handler' : `${handlers} handlers`}`,
    );
  if (problems.length > 0) throw new Error(`Refusing to start: ${problems.join('; ')}.`);
}

type UseCase = abstract new (...args: never[]) => object;

function isUseCase(value: unknown): value is UseCase {
  if (typeof value !== 'function' || value === Command || value === Query) return false;
  const prototype: unknown = (value as UseCase).prototype;
  return prototype instanceof Command || prototype instanceof Query;
}

function handlersPerClass(app: INestApplicationContext): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  const handlers = new Set<unknown>();
  for (const wrapper of new DiscoveryService(app.get(ModulesContainer)).getProviders()) {
    const handler: unknown = wrapper.metatype;
    if (typeof handler !== 'function' || handlers.has(handler)) continue;
    handlers.add(handler);
    const handled: unknown =
      Reflect.getMetadata(COMMAND_OF, handler) ?? Reflect.getMetadata(QUERY_OF, handler);
    if (handled !== undefined) counts.set(handled, (counts.get(handled) ?? 0) + 1);
  }
  return counts;
}
