import type { PullSource } from './pull';

/** The homeserver as it is configured now, and the way in which events come. */
export interface IntakeSource extends PullSource {
	/** Whether nothing is pushed, as the setting `intake` says. */
	readonly isPullOnly: boolean;
	/** The types of ephemeral events that are wanted. */
	readonly ephemeralTypes: readonly string[];
}
