import type { ConfiguredBridge } from '../configured-bridge';
import { textsFor, type Texts } from '../i18n';
import type { RocketChatUser } from '../rocketchat/entities';

/** Writes to somebody in their direct message with the federation bot: what they cannot read in a room that they are not in. */
export async function tellAside(
	{
		people,
		rooms,
		messages,
		workspace,
	}: Pick<ConfiguredBridge, 'people' | 'rooms' | 'messages' | 'workspace'>,
	user: RocketChatUser,
	sentence: (text: Texts) => string,
): Promise<void> {
	const bot = await people.bot();
	const roomId = await rooms.ensureDirect(bot.id, [user.username]);
	await messages.post({ roomId, senderId: bot.id, text: sentence(textsFor(user, workspace)) });
}
