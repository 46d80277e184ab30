import type { ConfiguredBridge } from '../../configured-bridge';
import type { ErrorParameters } from '../../errors';
import { failureOf } from '../../failure';
import { textsFor, type TextKey } from '../../i18n';
import type { HomeserverError } from '../../matrix/homeserver-error';
import type { RocketChatUser } from '../../rocketchat/entities';
import type { RoomLink } from '../../store/store';

/** A change of a room in Rocket.Chat. */
interface RoomChange {
	readonly link: RoomLink;
	/** Who made it; undefined if that is not known. */
	readonly by: RocketChatUser | undefined;
}

/** Tells the person who has changed a room in Rocket.Chat that Matrix has refused it. Tells nobody if that person is not known. */
export async function tellRefusal(
	{ messages, workspace, people }: ConfiguredBridge,
	{ link, by }: RoomChange,
	told: TextKey,
	parameters: ErrorParameters = {},
): Promise<void> {
	if (by && !people.isMadeByApp(by)) {
		await messages.tell(by.id, link.rocketChatId, textsFor(by, workspace)(told, parameters));
	}
}

/** Tells the person that the homeserver has refused the change, although their power suffices, with its answer as the reason. */
export async function tellRefusalBy(
	bridge: ConfiguredBridge,
	change: RoomChange,
	isUndone: boolean,
	refusal: HomeserverError,
): Promise<void> {
	const { text, parameters } = failureOf(refusal);
	const reason = textsFor(change.by ?? {}, bridge.workspace)(text, parameters);
	await tellRefusal(bridge, change, isUndone ? 'change_refused_undone' : 'change_refused_kept', { reason });
}
