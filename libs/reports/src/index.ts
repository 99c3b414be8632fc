export { SubmitReports } from './submit-reports.js';
export { type Submitted } from './submitted.js';
export { WithdrawReport, type Withdrawn } from './withdraw-report.js';
export { GetReceipt, type FoundReceipt } from './get-receipt.js';
export { ReportHistory, type HistoryPage } from './report-history.js';
export { worded } from './model/words.js';
export { RefusalProjection } from './refusals/refusal.projection.js';
export { type Cell, type Statement } from './ledger/statement.js';
export { recordReports, type Recording } from './ledger/record-reports.js';
export { countedStatements, countedStatementsOf } from './ledger/counted-statements.js';
export { firstReceived } from './ledger/first-received.js';
export {
  endLedgerTwin,
  keepRecordingTimes,
  LEDGER_COMPARED,
  LEDGER_TABLES,
  LEDGER_TABLES_ASIDE,
} from './ledger/ledger-twin.js';
export { ReportsModule } from './reports.module.js';
export { reportsMigrations } from './migrations/index.js';
