import type { ConfiguredBridge } from './configured-bridge';
import type { IntakeSource } from './delivery/intake/source';

/** @returns the homeserver as `Intake` uses it */
export function intakeSourceOf({ homeserver, configuration }: ConfiguredBridge): IntakeSource {
	return {
		homeserver,
		namespace: configuration,
		isPullOnly: configuration.intake === 'pull',
		ephemeralTypes: [
			...(configuration.syncTyping ? ['m.typing'] : []),
			...(configuration.syncPresence ? ['m.presence'] : []),
		],
	};
}
