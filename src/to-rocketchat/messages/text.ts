import { mentionedUserIds } from '../../convert/html/intentional-mentions';
import type { ConversionContext } from '../../convert/html/known-people';
import { pillsIn, type Pill } from '../../convert/html/pill';
import type { JsonObject } from '../../convert/json';
import { longestLine } from '../../convert/length/message-length';
import type { IncomingFileLabels } from '../../convert/matrix-message/incoming-file';
import { messageTextOf } from '../../convert/matrix-message/message-text';
import { withProfileName } from '../../convert/matrix-message/profile-name';
import { withoutReplyFallback } from '../../convert/reply-fallback';
import type { ConfiguredBridge } from '../../configured-bridge';
import { workspaceTexts } from '../../i18n';
import { localpartOf, parseUserId, type UserId } from '../../matrix/ids';
import { isOwnMatrixUser } from '../../matrix/namespace';
import { shownNameOf } from '../../people/external-name';
import { localUserOf } from '../../people/local-user';
import { channelNames } from './channel-names';

/**
 * Users of one message that are looked up, at one or two calls each. The others keep the label of their pill, and are
 * not notified.
 */
const MAX_LOOKUPS = 50;

/** The names of a user in Rocket.Chat. */
interface PersonName {
	/** Of a user who can be mentioned. */
	readonly username?: string;
	readonly displayName?: string;
}

/**
 * Converts a message of Matrix to the text of a Rocket.Chat message, with the names of the users and channels that it mentions.
 * @param content of the event; of an edit its new content
 * @param isHistory whether it was written before the room was linked, so that it notifies nobody
 * @returns undefined if there is nothing to show, for example after a redaction
 */
export async function rocketChatText(
	bridge: ConfiguredBridge,
	content: JsonObject,
	sender: UserId,
	isHistory = false,
): Promise<string | undefined> {
	const { plan, workspace } = bridge;
	const pills = pillsIn(content);
	const idsOf = (wanted: Pill['kind']) => pills.filter(({ kind }) => kind === wanted).map(({ id }) => id);
	const named = [...new Set([...(mentionedUserIds(content) ?? []), ...idsOf('user')])];
	const lookups = named
		.slice(0, MAX_LOOKUPS)
		.map(async (id) => [id, await lookUpName(bridge, id)] as const);
	const people = new Map(await Promise.all(lookups));
	const channels = await channelNames(bridge, idsOf('room'));
	const text = workspaceTexts(workspace);
	const context: ConversionContext = {
		username: (id) => people.get(id)?.username,
		displayName: (id) => people.get(id)?.displayName,
		channel: (id) => channels.get(id),
		mayMention: !isHistory && named.length > 0 && (await plan.has('mention')),
		longestLine: longestLine(workspace.messageLimit),
		permalinks: { message: text('link_matrix_message'), room: text('link_matrix_room') },
	};
	const isEmote = content.msgtype === 'm.emote';
	return messageTextOf(withProfileName(withoutReplyFallback(content)), context, {
		senderName: (isEmote && (await lookUpName(bridge, sender))?.displayName) || localpartOf(sender),
		...fileLabels(bridge),
	});
}

/** @returns what files without a name are called, in the language of the workspace */
export function fileLabels({ workspace }: Pick<ConfiguredBridge, 'workspace'>): IncomingFileLabels {
	const text = workspaceTexts(workspace);
	return {
		voiceMessage: text('message_voice'),
		files: {
			image: text('file_image'),
			video: text('file_video'),
			audio: text('file_audio'),
			file: text('file_other'),
			sticker: text('file_sticker'),
		},
	};
}

/** Local users can be mentioned. Bot users are only named: Rocket.Chat cannot mention a username with a colon. */
async function lookUpName(bridge: ConfiguredBridge, id: string): Promise<PersonName | undefined> {
	const userId = parseUserId(id);
	if (!userId) {
		return undefined;
	}
	if (isOwnMatrixUser(userId, bridge.configuration)) {
		const user = await localUserOf(bridge, userId);
		return user && { username: user.username, displayName: user.name };
	}
	const displayName = await shownNameOf(bridge, userId);
	return displayName === undefined ? undefined : { displayName };
}
