import { UserType } from '@rocket.chat/apps-engine/definition/users';
import type { ConfiguredBridge } from '../configured-bridge';
import { bridgeStateTypes } from '../convert/bridge-state';
import { cleanName } from '../convert/clean-name';
import { fieldIn } from '../convert/json';
import { failureOf } from '../failure';
import type { Texts } from '../i18n';
import type { StateEvent } from '../matrix/events';
import { localpartOf, serverOf, type UserId } from '../matrix/ids';
import { ghostIdOf, isOwnMatrixUser } from '../matrix/namespace';
import { botUsernameOf } from '../people/bot-username';
import { localUserOf } from '../people/local-user';
import { isServerBlocked } from '../people/server-gate';
import type { RocketChatUser } from '../rocketchat/entities';
import type { RoomLink } from '../store/store';
import { correctCase, lookUpExternalUser } from '../to-matrix/direct-messages/external-user';
import { isUsername, requireColleague, requireUserId } from './named-people';
import type { Subcommand } from './subcommand';
import { readPeople } from './typed-people';

/** Rooms in common that are named, and looked at for a bridge. */
const MAX_ROOMS = 10;

/** `/federation whois` says who somebody is on both sides. */
export const whois: Subcommand = {
	name: 'whois',
	parameters: [{ name: 'NAME|@user:server' }],
	who: 'users',
	completesPeople: true,
	help: 'help_whois',
	async run(app, { user, parameters: [typed = ''], reply, text }) {
		const bridge = await app.requireBridge();
		const [name = typed] = readPeople([typed]);
		if (isUsername(name)) {
			await reply(await localReport(bridge, await requireColleague(app, name), text));
			return;
		}
		const userId = requireUserId(name);
		const local = isOwnMatrixUser(userId, bridge.configuration)
			? await localUserOf(bridge, userId)
			: undefined;
		await reply(
			local
				? await localReport(bridge, local, text)
				: await externalReport(bridge, await correctedIfAllowed(bridge, userId), user, text),
		);
	},
};

async function correctedIfAllowed(bridge: ConfiguredBridge, userId: UserId): Promise<UserId> {
	return isServerBlocked(bridge, userId) ? userId : correctCase(bridge, userId);
}

async function localReport(
	{ store, configuration }: ConfiguredBridge,
	{ id, username, name }: RocketChatUser,
	text: Texts,
): Promise<string> {
	const link = await store.users.byRocketChatId(id);
	const isGhost = link !== undefined && isOwnMatrixUser(link.matrixId, configuration);
	const ghostId = isGhost ? link.matrixId : ghostIdOf(username, configuration);
	return text(isGhost ? 'whois_local' : 'whois_local_unknown', { username, name, ghost: ghostId });
}

async function externalReport(
	bridge: ConfiguredBridge,
	userId: UserId,
	asker: RocketChatUser,
	text: Texts,
): Promise<string> {
	const { people } = bridge;
	const found = await people.byUsername(botUsernameOf(userId));
	const botUser = found?.type === UserType.BOT && people.isMadeByApp(found) ? found : undefined;
	const isBlocked = isServerBlocked(bridge, userId);
	const profile = botUser || isBlocked ? undefined : await lookUpExternalUser(bridge, userId);
	const name = cleanName(botUser?.name ?? profile) ?? localpartOf(userId);
	const common = botUser ? await roomsInCommon(bridge, botUser, asker) : [];
	const names = await Promise.all(
		common.slice(0, MAX_ROOMS).map((room) => bridge.rooms.nameOf(room.rocketChatId)),
	);
	const network = await networkOf(bridge, userId, common.slice(0, MAX_ROOMS));
	return [
		text('whois_external', { user: userId, name, server: serverOf(userId) }),
		...(botUser ? [text('whois_bot_user', { username: botUser.username })] : []),
		...(network === undefined ? [] : [text('whois_network', { network })]),
		...(isBlocked ? [text('whois_blocked')] : []),
		names.length > 0
			? text('whois_rooms', {
					count: common.length,
					rooms: names.map((room) => `\`${(room ?? '').replaceAll('`', '')}\``).join(', '),
				})
			: text('whois_no_rooms'),
	].join('\n');
}

/** @returns the federated rooms that two people are in */
async function roomsInCommon(
	{ people, store }: ConfiguredBridge,
	botUser: RocketChatUser,
	asker: RocketChatUser,
): Promise<RoomLink[]> {
	const own = new Set(await people.roomIdsOf(asker.id));
	const shared = (await people.roomIdsOf(botUser.id)).filter((id) => own.has(id));
	const links = await Promise.all(shared.map((id) => store.rooms.byRocketChatId(id)));
	return links.filter((link) => link !== undefined);
}

/**
 * Finds the network from which another bridge brings a person to Matrix. The event of a bridge does not say which people are its own,
 * but bridges put the name of the network into the ids of their people. MSC2346, "Bridge information state event".
 * @returns its name, and that of the part of it that is bridged, if it has one; undefined for people of Matrix
 */
async function networkOf(
	{ homeserver, log }: ConfiguredBridge,
	userId: UserId,
	rooms: readonly RoomLink[],
): Promise<string | undefined> {
	for (const { matrixId, ghostId } of rooms) {
		const state = ghostId
			? await homeserver.rooms.state(ghostId, matrixId).catch((error: unknown) => {
					log.failure('the state of a room could not be read', failureOf(error), {
						roomId: matrixId,
					});
					return [];
				})
			: [];
		const network = state.map((event) => networkIn(event, userId)).find((name) => name !== undefined);
		if (network !== undefined) {
			return network;
		}
	}
	return undefined;
}

/** @returns the network that a state event says is bridged, if a person's id says that they are from there */
function networkIn({ type, content }: StateEvent, userId: UserId): string | undefined {
	const id = fieldIn(content, 'protocol', 'id');
	const isOfBridge =
		bridgeStateTypes.some((known) => known === type) && typeof id === 'string' && id !== '';
	if (!isOfBridge || !localpartOf(userId).toLowerCase().includes(id.toLowerCase())) {
		return undefined;
	}
	const protocol = cleanName(fieldIn(content, 'protocol', 'displayname')) ?? cleanName(id) ?? '';
	const network = cleanName(fieldIn(content, 'network', 'displayname'));
	return network === undefined ? protocol : `${protocol} (${network})`;
}
