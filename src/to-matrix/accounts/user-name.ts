import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { AppContext } from '../../app-context';
import { failureOf } from '../../failure';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { followLocalName } from '../../people/ghost-name';
import { rocketChatUser } from '../../rocketchat/entities';

/**
 * Gives the ghost of a local user who was changed their present name. Somebody without a ghost gets none. What fails is done at
 * the user's next message.
 */
export async function relayUserName(app: AppContext, changed: IUser): Promise<void> {
	if (app.people.isMadeByApp(changed)) {
		return;
	}
	try {
		const bridge = await app.requireBridge();
		const user = rocketChatUser(changed);
		const link = await bridge.store.users.byRocketChatId(user.id);
		if (link && isOwnMatrixUser(link.matrixId, bridge.configuration)) {
			await followLocalName(bridge, user, link);
		}
	} catch (error) {
		app.log.failure('a changed name could not be relayed', failureOf(error), { userId: changed.id });
	}
}
