import { botIdOf, type Namespace } from './namespace';
import { ECHO_EVENT, type RoomEvent } from './events';

/** How the transaction id begins in a ping that the app sends to its own callback address. */
export const OWN_PING = 'own-ping-';

/** @returns localpart of the address of the room in which the federation bot sends echo events */
export function echoAliasLocalpart({ aliasPrefix }: { readonly aliasPrefix: string }): string {
	return `${aliasPrefix}connection-check`;
}

/** @returns whether the federation bot sent the event to check the connection */
export function isEcho({ type, sender }: RoomEvent, namespace: Namespace): boolean {
	return type === ECHO_EVENT && sender === botIdOf(namespace);
}
