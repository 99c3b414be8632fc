export * from './model/day.js';
export * from './model/period.js';
export * from './model/calendar.js';
export * from './model/catalogue.js';
export { inScope, listOf, type RuleScope } from './model/scope.js';
export { windowOf } from './model/window.js';
