import type { IUIKitBlockIncomingInteraction } from '@rocket.chat/apps-engine/definition/uikit/UIKitIncomingInteractionTypes';
import type { AppContext } from '../app-context';
import { objectIn } from '../convert/json';
import { failureOf } from '../failure';
import { rocketChatRoom, rocketChatUser } from '../rocketchat/entities';
import { joinAndSay } from './join';
import { subcommandsFor } from './request';
import { directoryActions, listRooms, search, type SearchPage } from './search';

/**
 * Joins the room of a list whose button somebody has pressed, or shows the next page of the list. Only that person sees the
 * answer. They need the same role as for the command.
 * @returns whether it is such a button
 */
export async function pressDirectoryButton(
	app: AppContext,
	{ actionId, value = '', user: presser, room }: IUIKitBlockIncomingInteraction,
): Promise<boolean> {
	const isJoin = actionId === directoryActions.join;
	if ((!isJoin && actionId !== directoryActions.more) || !room) {
		return isJoin || actionId === directoryActions.more;
	}
	const user = rocketChatUser(presser);
	const { id: roomId } = rocketChatRoom(room);
	const text = await app.textsFor(user);
	try {
		if ((await subcommandsFor(app, user.roles, [search])).length === 0) {
			return true;
		}
		await app.plan.require('public_room');
		if (isJoin) {
			await app.messages.tell(user.id, roomId, await joinAndSay(app, user, text, value, false));
		} else {
			const list = await listRooms(app, user, pageIn(value), text);
			await app.messages.tell(user.id, roomId, list.text, undefined, list.blocks);
		}
	} catch (error) {
		const failure = failureOf(error);
		app.log.failure('a button of a list of rooms failed', failure);
		await app.messages.tell(user.id, roomId, text(failure.text, failure.parameters));
	}
	return true;
}

function pageIn(value: string): SearchPage {
	const page = objectIn(JSON.parse(value));
	const textOf = (field: unknown) => (typeof field === 'string' ? field : undefined);
	return { term: textOf(page.term) ?? '', server: textOf(page.server), since: textOf(page.since) };
}
