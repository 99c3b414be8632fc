import { RequestMethod, type Type } from '@nestjs/common';
import { DOCUMENTATION, type RouteDocumentation } from './documented.js';

/** Nest keeps under these names what a module or a route is made of. */
const [PATH, METHOD, IMPORTS, CONTROLLERS] = ['path', 'method', 'imports', 'controllers'];

/** A route as its controller declares it. */
export interface DeclaredRoute {
  readonly method: string;
  /** With parameters as OpenAPI writes them: `/v1/alerts/{id}`. */
  readonly path: string;
  readonly controller: string;
  /** The controller's method, which carries what else is declared. */
  readonly handler: object;
  readonly documentation: RouteDocumentation | undefined;
}

/** Every route of the controllers of these modules, and of the modules that they import. */
export function declaredRoutes(modules: readonly Type[]): DeclaredRoute[] {
  const controllers = new Set(
    [...withImports(modules)].flatMap((module) => listOf(module, CONTROLLERS)),
  );
  return [...controllers].flatMap(routesOf);
}

function withImports(modules: readonly Type[], found = new Set<Type>()): Set<Type> {
  for (const module of modules.filter((one) => !found.has(one))) {
    found.add(module);
    withImports(listOf(module, IMPORTS), found);
  }
  return found;
}

/** Dynamic modules among the imports are those of the engines and of libraries: they have no routes. */
function listOf(module: Type, name: string | undefined): Type[] {
  const listed = (Reflect.getMetadata(name, module) ?? []) as unknown[];
  return listed.filter((one): one is Type => typeof one === 'function');
}

function routesOf(controller: Type): DeclaredRoute[] {
  const prototype = controller.prototype as Record<string, object>;
  const prefix = String(Reflect.getMetadata(PATH, controller) ?? '');
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => Reflect.hasMetadata(METHOD, prototype[name] as object))
    .map((name) => {
      const handler = prototype[name] as object;
      const path = String(Reflect.getMetadata(PATH, handler) ?? '');
      return {
        method: RequestMethod[Reflect.getMetadata(METHOD, handler) as number]?.toLowerCase() ?? '',
        path: joined(prefix, path),
        controller: controller.name,
        handler,
        documentation: Reflect.getMetadata(DOCUMENTATION, handler) as
          RouteDocumentation | undefined,
      };
    });
}

function joined(...parts: readonly string[]): string {
  const path = parts.flatMap((part) => part.split('/')).filter(Boolean);
  return `/${path.map((step) => step.replace(/^:(.+)$/, '{$1}')).join('/')}`;
}
