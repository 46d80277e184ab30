import type { ConfiguredBridge } from '../configured-bridge';
import type { RoomEvent } from '../matrix/events';
import { parseUserId } from '../matrix/ids';

/**
 * Which events of its types a handler takes. A state event has a state key, any other event has none; a client may send
 * any type in either form, and with any key. Client-Server API, "Types of state events".
 */
const stateKeyRules = {
	/** Events that are not state events. */
	none: (stateKey: string | undefined) => stateKey === undefined,
	/** State of the room itself, such as its topic. */
	empty: (stateKey: string | undefined) => stateKey === '',
	/** State of one user, such as their membership. */
	'user id': (stateKey: string | undefined) => parseUserId(stateKey) !== undefined,
};

/** Relays the events of some types to Rocket.Chat. */
export interface EventHandler<Content> {
	readonly types: readonly string[];
	readonly stateKey: keyof typeof stateKeyRules;
	/** @returns the content in the handler's own form; undefined if it is malformed, and the event has no effect */
	readonly parse: (event: RoomEvent) => Content | undefined;
	/**
	 * Must be idempotent: an event comes again after a crash.
	 * @throws FederationError if it cannot be relayed; the error table says whether it is retried or parked
	 */
	readonly handle: (bridge: ConfiguredBridge, event: RoomEvent, content: Content) => Promise<void>;
}

/** A handler without the type of its content, so that all handlers fit into one table. */
export interface RegisteredHandler {
	readonly types: readonly string[];
	readonly handle: (bridge: ConfiguredBridge, event: RoomEvent) => Promise<void>;
}

/** @returns the handler in the form of the table: it checks the state key and parses before it handles */
export function register<Content>({
	types,
	stateKey,
	parse,
	handle,
}: EventHandler<Content>): RegisteredHandler {
	return {
		types,
		async handle(bridge, event) {
			const content = stateKeyRules[stateKey](event.stateKey) ? parse(event) : undefined;
			if (content !== undefined) {
				await handle(bridge, event, content);
			}
		},
	};
}
