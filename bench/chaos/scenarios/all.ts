import { lineScenarios } from './line';
import { processScenarios } from './processes';
import type { Scenario } from './scenario';

/** All scenarios of `npm run chaos`, in their order. */
export const scenarios: readonly Scenario[] = [...processScenarios, ...lineScenarios];
