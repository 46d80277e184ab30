import type { ConfiguredBridge } from '../../configured-bridge';
import type { ErrorParameters } from '../../errors';
import { textsFor, type TextKey } from '../../i18n';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';

/** Tells the person who has changed a room in Rocket.Chat that Matrix has refused it. Tells nobody if that person is not known. */
export async function tellRefusal(
	{ messages, workspace, people }: ConfiguredBridge,
	{ link, by }: { readonly link: RoomLink; readonly by: RocketChatUser | undefined },
	told: TextKey,
	parameters: ErrorParameters = {},
): Promise<void> {
	if (by && !people.isMadeByApp(by)) {
		await messages.tell(by.id, link.rocketChatId, textsFor(by, workspace)(told, parameters));
	}
}
