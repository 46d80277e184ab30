import { boundaryScenarios } from './boundaries';
import { clockScenarios } from './clock';
import { fileScenarios } from './files';
import { instanceScenarios } from './instances';
import { invitationScenarios } from './invitations';
import { lineScenarios } from './line';
import { processScenarios } from './processes';
import { roomScenarios } from './rooms';
import { soakScenario } from './soak';
import type { Scenario } from './scenario';

/** All scenarios of `npm run chaos`, in their order. Those marked as extra are played only by name. */
export const scenarios: readonly Scenario[] = [
	...processScenarios,
	...lineScenarios,
	...fileScenarios,
	...clockScenarios,
	...boundaryScenarios,
	...invitationScenarios,
	...roomScenarios,
	...instanceScenarios,
	soakScenario,
];
