export { UnitTree, type Unit } from './model/unit-tree.js';
