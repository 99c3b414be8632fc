export { chosenExample, rememberExample } from './chosen-example.js';
export { EXAMPLE_NOW, languageOf, runExample } from './run-example.js';
export type { ExampleRun } from './run-example.js';
