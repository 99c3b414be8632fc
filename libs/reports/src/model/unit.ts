import type { IndicatorDocument, UnitDocument } from '#contracts';
import type { Day, Knowledge } from './knowledge.js';
import type { Refusals } from './refusals.js';
import type { Row } from './row.js';
import { isSameName } from './unit-name.js';

/** The unit a report names, valid or not; a code counts only where a unit carries it on the period's last day. */
export function unitOf(
  { fields, malformed }: Row,
  lastDay: Day | undefined,
  knowledge: Knowledge,
  refusals: Refusals,
): UnitDocument | undefined {
  const { unit: id, unitCode: code } = fields;
  const isNamed = (field: 'unit' | 'unitCode') =>
    fields[field] !== undefined || malformed.has(field);
  if (isNamed('unit') && isNamed('unitCode')) {
    refusals.add('/unitCode', 'field-malformed', {}, 'two-units');
  } else if (!isNamed('unit') && !isNamed('unitCode')) {
    refusals.add('/unit', 'field-missing', {}, 'unit');
  }
  if (fields.unitName !== undefined && !isNamed('unitCode')) {
    refusals.add('/unitName', 'field-malformed', {}, 'name-without-code');
  }
  if (id !== undefined) {
    const unit = knowledge.unit(id);
    if (!unit) refusals.add('/unit', 'unknown-unit', { unit: id });
    return unit;
  }
  return code === undefined ? undefined : unitByCode(code, lastDay, knowledge, refusals);
}

function unitByCode(
  code: string,
  lastDay: Day | undefined,
  knowledge: Knowledge,
  refusals: Refusals,
): UnitDocument | undefined {
  const ever = knowledge.unitsEverByCode(code);
  if (ever.length === 0) refusals.add('/unitCode', 'unknown-unit', { unit: code }, 'code');
  if (lastDay === undefined) return undefined;
  const unit = knowledge.unitByCode(code, lastDay);
  const nearest = unit ? undefined : nearestTo(lastDay, ever);
  if (nearest) findNotValid(nearest, '/unitCode', lastDay, refusals);
  return unit;
}

/** Of the units that had a code at other times, the last one before the day, else the first after it. */
function nearestTo(day: Day, units: readonly UnitDocument[]): UnitDocument | undefined {
  const inOrder = [...units].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return inOrder.findLast((unit) => unit.validFrom <= day) ?? inOrder[0];
}

/** Says why this unit may not, or not in this way, report: validity, name, level, permission. */
export function findUnitRefusals(
  unit: UnitDocument,
  { fields }: Row,
  indicator: IndicatorDocument | undefined,
  lastDay: Day | undefined,
  knowledge: Knowledge,
  refusals: Refusals,
): void {
  const pointer = fields.unit === undefined ? '/unitCode' : '/unit';
  const name = unit.name.vi;
  if (lastDay !== undefined) findNotValid(unit, pointer, lastDay, refusals);
  const { unitName } = fields;
  const names = [unit.name.vi, unit.name.en ?? unit.name.vi];
  if (unitName !== undefined && !names.some((own) => isSameName(unitName, own))) {
    const what = { code: unit.code, unit: name, sent: unitName, period: fields.period ?? '' };
    refusals.add('/unitName', 'code-name-mismatch', what);
  }
  if (indicator && unit.level !== indicator.reportedBy) {
    const what = { unit: name, level: unit.level, reportedBy: indicator.reportedBy };
    refusals.add(pointer, 'unit-wrong-level', what);
  }
  if (!knowledge.mayReportFor(unit.id)) refusals.add(pointer, 'not-permitted', { unit: name });
}

function findNotValid(unit: UnitDocument, pointer: string, on: Day, refusals: Refusals): void {
  const { validFrom, validTo } = unit;
  const what = { unit: unit.name.vi, on };
  if (on < validFrom) {
    refusals.add(pointer, 'unit-not-valid-in-period', { ...what, validFrom }, 'not-yet');
  } else if (validTo !== undefined && on >= validTo) {
    refusals.add(pointer, 'unit-not-valid-in-period', { ...what, validTo }, 'no-more');
  }
}
