import type { ConfiguredBridge } from '../../configured-bridge';
import type { JsonObject } from '../../convert/json';
import { captionContentOf } from '../../convert/matrix-message/incoming-file';
import { withProfileName } from '../../convert/matrix-message/profile-name';
import type { RoomEvent } from '../../matrix/events';
import { rocketChatText } from '../messages/text';

/** @returns the caption of a file as Rocket.Chat text, with what stands in front of it; empty if it has none */
export async function captionText(
	bridge: ConfiguredBridge,
	{ sender, isHistory }: Pick<RoomEvent, 'sender' | 'isHistory'>,
	{ content, prefix }: { readonly content: JsonObject; readonly prefix: string },
): Promise<string> {
	const caption = captionContentOf(withProfileName(content));
	const text = caption && (await rocketChatText(bridge, caption, sender, isHistory));
	return `${prefix}${text ?? ''}`.trimEnd();
}
