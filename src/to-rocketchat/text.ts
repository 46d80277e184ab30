import type { ConversionContext } from '../convert/html/known-people';
import { pillsIn } from '../convert/html/pill';
import { longestLine } from '../convert/length/message-length';
import { messageTextOf } from '../convert/matrix-message/message-text';
import { withoutReplyFallback } from '../convert/reply-fallback';
import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor } from '../i18n';
import { localpartOf, parseUserId, type UserId } from '../matrix/ids';
import { isOwnMatrixUser } from '../matrix/namespace';
import { localUserOf } from '../people/local-user';

/** People of one message who are looked up, each with a call or two; anybody else goes by the label of their pill. */
const LOOKED_UP = 50;

/**
 * Puts into Rocket.Chat's words what somebody on Matrix said, with whom they name.
 * @param content of the event, or of what replaces it
 * @returns undefined where there is nothing to show, such as after a redaction
 */
export async function rocketChatText(
	bridge: ConfiguredBridge,
	content: Readonly<Record<string, unknown>>,
	sender: UserId,
): Promise<string | undefined> {
	const { plan, workspace } = bridge;
	const pills = pillsIn(content).filter(({ kind }) => kind === 'user');
	const named = await Promise.all(
		pills.slice(0, LOOKED_UP).map(async ({ id }) => [id, await lookUpName(bridge, id)] as const),
	);
	const people = new Map(named);
	const context: ConversionContext = {
		username: (id) => people.get(id)?.username,
		displayName: (id) => people.get(id)?.displayName,
		channel: () => undefined,
		mayMention: pills.length > 0 && (await plan.has('mention')),
		longestLine: longestLine(workspace.messageLimit),
	};
	const isEmote = content.msgtype === 'm.emote';
	return messageTextOf(withoutReplyFallback(content), context, {
		senderName: (isEmote && (await lookUpName(bridge, sender))?.displayName) || localpartOf(sender),
		voiceMessage: textsFor({}, workspace)('message_voice'),
	});
}

interface PersonName {
	/** Of somebody who can be mentioned. */
	readonly username?: string;
	readonly displayName?: string;
}

/** Local people can be mentioned; bot users only be named, since Rocket.Chat mentions nobody whose name has a colon. */
async function lookUpName(bridge: ConfiguredBridge, id: string): Promise<PersonName | undefined> {
	const userId = parseUserId(id);
	if (!userId) {
		return undefined;
	}
	if (isOwnMatrixUser(userId, bridge.configuration)) {
		const user = await localUserOf(bridge, userId);
		return user && { username: user.username, displayName: user.name };
	}
	const link = await bridge.store.users.byMatrixId(userId);
	const botUser = link && (await bridge.people.byId(link.rocketChatId));
	return botUser && { displayName: botUser.name };
}
