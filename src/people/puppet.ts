import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { localpartFromUsername } from '../convert/localpart';
import type { Federation } from '../federation';
import { localpartOf, userIdOf, type UserId } from '../matrix/ids';
import { isOurs, puppetIdOf } from '../matrix/namespace';

type Person = Pick<IUser, 'id' | 'username' | 'name'>;

/**
 * Gives a local user their puppet, registering it on first need. The puppet outlives a change of the username.
 * @returns the puppet's id
 * @throws HomeserverError where the homeserver does not register it
 */
export async function ensurePuppet(federation: Federation, user: Person): Promise<UserId> {
	const { store, homeserver, configuration, arrivals } = federation;
	const known = await store.users.byRocketChatId(user.id);
	if (known && isOurs(known.matrixId, configuration)) {
		return known.matrixId;
	}
	const link = await arrivals.run(user.id, async () => {
		if (known) {
			await store.users.forget(known); // of a prefix or homeserver that was changed since
		}
		const puppetId = await freePuppetId(federation, user);
		await homeserver.register(localpartOf(puppetId));
		await homeserver.setDisplayName(puppetId, user.name || user.username);
		return store.users.claim({ matrixId: puppetId, rocketChatId: user.id, kind: 'puppet' });
	});
	return link.matrixId;
}

/**
 * The id that the username gives, unless it is the puppet of somebody who had the name before and still is here:
 * two people never share a puppet.
 */
async function freePuppetId({ store, people, configuration }: Federation, user: Person): Promise<UserId> {
	const puppetId = puppetIdOf(user.username, configuration);
	const link = await store.users.byMatrixId(puppetId);
	if (!link || link.rocketChatId === user.id) {
		return puppetId;
	}
	if (await people.byId(link.rocketChatId)) {
		return userIdOf(`${localpartOf(puppetId)}.${localpartFromUsername(user.id)}`, configuration.domain);
	}
	await store.users.forget(link);
	return puppetId;
}
